"""Lines of RIS: tags with values that stay on their line, types, dates and pages; which tags a record has is the formats'."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.crosswalk.dates import parts
from schemas.crosswalk.plain_text import line
from schemas.crosswalk.wording import inverted, ranges
from schemas.record import Contributor, Date, Pages
from schemas.values.text import is_plain

Tags = list[tuple[str, str | None]]
"""Tags and values in their order; a value of None or "" makes no line."""

TYPES = {
    "report": "RPRT", "book": "BOOK", "chapter": "CHAP", "article": "JOUR", "journal": "JFULL", "issue": "JFULL",
    "series": "SER", "proceedings": "CONF", "thesis": "THES", "dataset": "DATA", "post": "BLOG",
}  # fmt: skip
"""GEN is the format's own word for everything else."""


def reference(tags: Tags) -> str:
    """Return a reference: TY first, ER last, lines ended by CR LF as the specification asks."""
    said = [pair for pair in tags if pair[1]]
    # One look at all the text of a reference is much cheaper than one a line.
    if is_plain("".join([value for _, value in said if value])):
        made = "".join([f"{tag}  - {value}\r\n" for tag, value in said])
        if "  -  " not in made:
            return made + "ER  - \r\n"
    return "".join([f"{tag}  - {text}\r\n" for tag, value in said if value and (text := line(value))]) + "ER  - \r\n"


def names(tag: str, people: Iterable[Contributor]) -> Tags:
    """Return a line a name; the specification allows no asterisk in it."""
    return [(tag, inverted(one).replace("*", "")) for one in people]


def year(date: Date | None) -> str | None:
    """Return the year where it is certain; an interval gives its first."""
    told = parts(date.edtf) if date else None
    return f"{told.start[0]:04}" if told and not told.about else None


def full_date(date: Date | None) -> str | None:
    """Return `2021/05/03/`; what is no plain date stands behind the last slash, where the format takes any words."""
    if date is None:
        return None
    told = parts(date.edtf)
    printed = (date.as_printed or date.edtf or "").replace("/", "-")
    if told is None:
        return f"///{printed}"
    numbers = [f"{told.start[0]:04}", *[f"{n:02}" for n in told.start[1:]], "", ""]
    return "/".join([*numbers[:3], printed if told.about or told.end or told.season else ""])


def page_tags(pages: tuple[Pages, ...]) -> Tags:
    """Return first and last page; several ranges stand together in the first tag."""
    if len(pages) > 1:
        return [("SP", ranges(pages))]
    return [("SP", pages[0].first), ("EP", pages[0].last)] if pages else []
