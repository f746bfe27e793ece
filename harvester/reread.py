"""One kept capture read again, by the kind of walk that kept it; the same readers and the same ingest, no network."""

from __future__ import annotations

import re

from archive.again import Kept
from harvester.ingest import SITEMAP_READER, Change, Ingest
from harvester.options import HarvestOptions
from harvester.sitemaps import looks_like_sitemap
from harvester.spiders.files import count_reading
from harvester.spiders.steps import Steps
from harvester.tally import Course

_ADDRESS = re.compile(r"https?://", re.I)


def reread(
    kept: Kept, ingest: Ingest, options: HarvestOptions, course: Course, *, target: str | None,
    change: Change | None = None,
) -> None:  # fmt: skip
    """Read a capture as the walk did that kept it: `target` and `options` are those of its run."""
    if kept.listed:
        from harvester.oai.again import take_again

        take_again(kept, ingest, options, course)
    elif options.as_ == "crossref" and target is not None and _ADDRESS.match(target):
        from harvester.crossref.again import take_again as take_works

        take_works(kept, ingest, options, target)
    elif kept.reader == SITEMAP_READER or (kept.reader is None and _is_sitemap(kept)):
        ingest.sitemap(kept.capture, kept.number)
    else:
        _page(kept, ingest, options, course, target, change)


def _is_sitemap(kept: Kept) -> bool:
    capture = kept.capture
    return looks_like_sitemap(capture.body, capture.media_type, capture.url)


def _page(
    kept: Kept, ingest: Ingest, options: HarvestOptions, course: Course, target: str | None, change: Change | None
) -> None:
    walked = target is not None and _ADDRESS.match(target) is not None
    reading = ingest.read(kept.capture, kept.number, stubs=not walked, change=change)
    if reading is None:
        return
    count_reading(course, reading)
    if reading.kind == "refused":
        ingest.trouble(kept.capture, "a page is a challenge", f"{kept.capture.asked}: {reading.reason}")
    if reading.kind == "listing" and walked and not options.key and options.as_ != "page":
        stubs = Steps(str(target), course).unfollowed(reading)
        if stubs:
            ingest.put_stubs(kept.capture, kept.number, stubs, reading.reader)
