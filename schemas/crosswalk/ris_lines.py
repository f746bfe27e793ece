"""Lines of RIS: tags with values that stay on their line, types, dates and pages; which tags a record has is the formats'."""

from __future__ import annotations

from functools import lru_cache

from schemas.crosswalk.dates import parts
from schemas.crosswalk.plain_text import REMARKABLE, line
from schemas.crosswalk.wording import inverted, ranges
from schemas.record import Contributor, Date, Pages

Lines = list[str]
"""Lines in their order, `TI  - Rivers`; what is in their values is seen to when they are put together."""

TYPES = {
    "report": "RPRT", "book": "BOOK", "chapter": "CHAP", "article": "JOUR", "journal": "JFULL", "issue": "JFULL",
    "series": "SER", "proceedings": "CONF", "thesis": "THES", "dataset": "DATA", "post": "BLOG", "paper": "CPAPER",
}  # fmt: skip
"""GEN is the format's own word for everything else."""


def reference(lines: Lines) -> bytes:
    """Return a reference from its lines, in UTF-8: TY first, ER last, lines ended by CR LF as the specification asks."""
    # One look at all the bytes of a reference is much cheaper than one a line: nothing but what parts the lines may be remarkable.
    try:
        data = "\n".join(lines).encode()
    except UnicodeEncodeError:  # half a surrogate pair
        data = b""
    if (
        len(data) - len(data.translate(None, REMARKABLE)) != len(lines) - 1
        or b"  -  " in data
        or b"  - \n" in data
        or data.endswith(b" - ")
    ):
        data = "\n".join([one[:6] + text for one in lines if (text := line(one[6:]))]).encode()
    return data.replace(b"\n", b"\r\n") + b"\r\nER  - \r\n"


def tagged(tag: str, value: str | None) -> Lines:
    """Return the line of a value, none where there is no value."""
    return [f"{tag}  - {value}"] if value else []


def name(tag: str, one: Contributor) -> str:
    """Return the line of a name; the specification allows no asterisk in it."""
    return f"{tag}  - {inverted(one).replace('*', '')}"


def year(date: Date | None) -> str | None:
    """Return the year where it is certain; an interval gives its first."""
    told = parts(date.edtf) if date else None
    return f"{told.start[0]:04}" if told and not told.about else None


@lru_cache(4096)
def date_lines(edtf: str | None, printed: str | None) -> tuple[str, ...]:
    """Return year and date: `2021/05/03/`; what is no plain date stands behind the last slash, where the format takes any words."""
    told = parts(edtf)
    printed = (printed or "").replace("/", "-")
    if told is None:
        return (f"DA  - ///{printed}",)
    whole = f"DA  - {slashed(told.start)}{printed if told.about or told.end or told.season else ''}"
    return (whole,) if told.about else (f"PY  - {told.start[0]:04}", whole)


@lru_cache(4096)
def slashed(numbers: tuple[int, ...]) -> str:
    """Return year, month and day as the format puts dates, those that are not known empty: `2021/05//`."""
    return "/".join([f"{numbers[0]:04}", *[f"{n:02}" for n in numbers[1:]], "", ""][:3]) + "/"


def page_lines(pages: tuple[Pages, ...]) -> Lines:
    """Return first and last page; several ranges stand together in the first tag."""
    if len(pages) > 1:
        return tagged("SP", ranges(pages))
    return tagged("SP", pages[0].first) + tagged("EP", pages[0].last) if pages else []
