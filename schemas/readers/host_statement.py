"""Where a work stands, in one string ("Revista X; Vol. 4 No. 2 (2010); 1-5", "Chaillot Papers ; 140"), to series and pages."""

from __future__ import annotations

import re
from typing import NamedTuple

from schemas.readers.addresses import REPORT_NUMBER
from schemas.record import Pages, Series
from schemas.values.pages import parse_pages
from schemas.values.text import clean

_VOLUME = re.compile(
    r"\b(?:vol(?:ume)?|bd|band|tome?|tomo|jg|jahrgang|v)(?:\.\s*|\s+)(?:№\s*)?([\w/-]*\d[\w/-]*)", re.I
)
_ISSUE = re.compile(
    r"(?:\b(?:no|nr|num(?:ber)?|núm(?:ero)?|issue|heft|iss)(?:\.\s*|\s+)|[n№][°º.]?\s*)([\w/-]*\d[\w/-]*)", re.I
)
_BRACKETED = re.compile(r"(\d+)\s?\(([\w/-]{1,12})\)")
_YEAR = re.compile(r"\(?\s*(?:\d{4}-\d\d-\d\d|(?:1[5-9]|20)\d\d(?:[-/]\d{2,4})?)\s*\)?\.?")
_LABEL = re.compile(r"^(?:no|nr|n°|nº|vol|number|volume|bd|band|issue)(?:\.\s*|\s+)(?=\S*\d)", re.I)
_KIND_FIRST = re.compile(r"\[[^\[\]]{3,40}\]\s*")
_COUNTED = re.compile(r"\bpp?\.\s?(\d{1,4})$")
_PAGED = re.compile(r"pages?\b|pp?\.|s\.|seiten?\b|págs?\.|str\.", re.I)


class Host(NamedTuple):
    """A series or journal with the numbers that the statement has, and the pages there."""

    series: Series | None = None
    pages: tuple[Pages, ...] = ()


class Report(NamedTuple):
    """What a citation says of a report."""

    number: str | None
    pages: int | None


def report_of(text: str) -> Report | None:
    """Return what HAL's citation of a report tells ("[Research Report] RR-12, Institute. 2015, pp.61"); None where it is none."""
    told = _KIND_FIRST.match(text)
    if told is None:
        return None
    number = text[told.end() :].partition(",")[0].strip()
    counted = _COUNTED.search(text)
    return Report(number if REPORT_NUMBER.fullmatch(number) else None, int(counted[1]) if counted else None)


def numbered(text: str) -> Series | None:
    """Return the series of a statement in library punctuation or DSpace's ("Title ; number"), None where it is none."""
    if ";" not in text:
        return None
    title, _, number = (part.strip() for part in text.rpartition(";"))
    if ";" in title or len(number) > 60 or (number and not any(c.isdigit() for c in number)):
        return None
    name = clean(title)
    if not name:
        return None
    if number and not number.isdigit():
        if name[-1].isdigit() and (volume := _VOLUME.fullmatch(name)) and (issue := _ISSUE.fullmatch(number)):
            return Series(volume=volume[1], issue=issue[1])
        number = _LABEL.sub("", number, count=1).strip()
    return Series(title=name, number=number or None)


def host_of(text: str) -> Host:
    """Return the host that a citation-like statement names; without any number in it, nothing is certain."""
    mark = ";" if ";" in text else ","
    parts = [part.strip() for part in text.split(mark)]
    if len(parts) > 12:
        return Host()
    pages: tuple[Pages, ...] = ()
    volume = issue = None
    known = False
    while len(parts) > 1 and (found := _part(parts[-1], pages, mark)) is not None:
        known = True
        pages = found[0] or pages
        volume, issue = volume or found[1], issue or found[2]
        parts.pop()
    if not known:
        return Host()
    if mark == ";":  # what stands between (the title of the issue) names nothing else
        parts = parts[:1]
    title = clean(f"{mark} ".join(parts))
    series = Series(title=title, volume=volume, issue=issue) if volume else Series(title=title, number=issue)
    return Host(series=series if title else None, pages=pages)


def _part(text: str, pages: tuple[Pages, ...], mark: str) -> tuple[tuple[Pages, ...], str | None, str | None] | None:
    """Read one part from the end: pages, a year, volume and issue; None for words that belong to the title."""
    if not text or _YEAR.fullmatch(text):
        return (), None, None
    head = text.partition(":")[0] if mark == ";" else text
    pair = _BRACKETED.fullmatch(head)
    if pair:
        return (), pair[1], pair[2]
    volume, issue = _VOLUME.match(head), _ISSUE.search(head)
    if volume or (issue and issue.start() == 0):
        return (), volume[1] if volume else None, issue[1] if issue else None
    if not pages and (_PAGED.match(text) or "-" in text or "–" in text or text.isdigit()) and len(text) < 40:
        found = parse_pages(text)
        return (found, None, None) if found else None
    return None
