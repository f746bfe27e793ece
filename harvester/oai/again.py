"""A kept answer of a repository read again: its records are put once more, no ledger and no debt is touched."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import msgspec

from archive.again import Kept
from archive.shapes import Put
from harvester.ingest import Ingest
from harvester.oai.answers import read_answer
from harvester.oai.book import Book
from harvester.oai.intake import Intake
from harvester.oai.shapes import OaiPage, OaiRecord
from harvester.options import HarvestOptions
from harvester.tally import Course

NAMELESS = "a record without an identifier"
"""The kind of trouble that reading again cannot mend."""


def take_again(kept: Kept, ingest: Ingest, options: HarvestOptions, course: Course) -> None:
    """Let the records of a kept answer wait to be put; what was never in them is not looked for."""
    said = parse_qs(urlsplit(kept.capture.asked).query)
    prefix = kept.prefix or (said.get("metadataPrefix") or [options.prefix or "oai_dc"])[0]
    source = kept.source or options.source
    if source is None:
        return
    book = Book(ingest.store, None, source=source, prefix=prefix)
    told = Course()
    intake = Intake(book, ingest, told, source=source, prefix=prefix)
    ingest.take(kept.capture, kept.number, lambda: list(_puts(kept, intake)))
    course.count("pages_read")
    course.counts.update(told.counts)
    for line in told.notes:
        course.note(line)
    for kind, details in told.troubles.items():
        for detail in details:
            if kind == NAMELESS:  # the origin's fault, which the harvest told
                course.note(f"{kind}: {detail}")
            else:
                course.trouble(kind, detail)


def _puts(kept: Kept, intake: Intake) -> Iterator[Put]:
    return intake.puts_again(kept.capture, kept.number, _once(read_answer(kept.capture.body)))


def _once(page: OaiPage) -> OaiPage:
    """Return a page with each record once, as it is taken live: of two the later by datestamp, or the later in the page."""
    chosen: dict[str | int, OaiRecord] = {}
    for record in page.records:
        header = record.header
        other = chosen.get(header.identifier) if header.identifier else None
        if other is None or not (header.datestamp and header.datestamp < (other.header.datestamp or "")):
            chosen[header.identifier or id(record)] = record
    if len(chosen) == len(page.records):
        return page
    return msgspec.structs.replace(page, records=tuple(chosen.values()))
