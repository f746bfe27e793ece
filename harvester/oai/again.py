"""A kept answer of a repository read again: its records are put once more, no ledger and no debt is touched."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from archive.again import Kept
from archive.shapes import Put
from harvester.ingest import Ingest
from harvester.oai.answers import read_answer
from harvester.oai.book import Book
from harvester.oai.intake import Intake
from harvester.options import HarvestOptions
from harvester.tally import Course


def take_again(kept: Kept, ingest: Ingest, options: HarvestOptions, course: Course) -> None:
    """Let the records of a kept answer wait to be put; what was never in them is not looked for."""
    said = parse_qs(urlsplit(kept.capture.asked).query)
    prefix = kept.prefix or (said.get("metadataPrefix") or [options.prefix or "oai_dc"])[0]
    source = kept.source or options.source
    if source is None:
        return
    book = Book(ingest.store, None, source=source, prefix=prefix)
    intake = Intake(book, ingest, course, source=source, prefix=prefix)
    ingest.take(kept.capture, kept.number, lambda: list(_puts(kept, intake)))
    course.count("pages_read")


def _puts(kept: Kept, intake: Intake) -> Iterator[Put]:
    return intake.puts_again(kept.capture, kept.number, read_answer(kept.capture.body))
