"""Listings in page text to stub records: by-lines with dates, repeated labels, lone dates, titles over paragraphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence

from harvester.pages.date_lines import date_in, only_date
from harvester.pages.listing_items import Item, stub
from harvester.pages.name_lines import names_in, people
from harvester.pages.row_pieces import NEVER, is_button
from schemas.reading import Found
from schemas.record import Date
from schemas.values.dates import parse_date
from schemas.values.text import clean

_BY = re.compile(
    r"^\W*(?:by|von|par|por)\s+(?P<names>[^\d]{4,300}?)(?:(?:\s+-+\s+|\s*[–—|,·]\s*)(?P<date>.{0,12}\d.{0,20}\d{4}.{0,3}))?$",
    re.I,
)
_LABEL = re.compile(r"^\W{0,4}(?P<label>author|authors|title|publication date|date|institution|publisher|content type|report number|number|abstract|topic|series)\s*:\s*(?P<value>.+)$", re.I)  # fmt: skip
_GLUED = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|\.)?(?=[A-Z][a-z])")
_HEADING = re.compile(r"\b(?:papers|publications|reports|briefs|studies|series|results|news|analyses|commentaries|books|documents|berichte|publikationen|studien)\s*$", re.I)  # fmt: skip
PROSE = 140
"""Characters from which a line is a description."""
TITLE = 220
"""Characters of the longest title."""


def read_listing_text(lines: Sequence[str]) -> tuple[Found, ...]:
    """Return a stub for each item of a listing in page text, () where the text is none."""
    cut = [clean(line) or "" for line in lines]
    for read in _WAYS:
        items = read(cut)
        if len(items) > 1:
            return tuple(stub(item, None) for item in items)
    return ()


def _title_line(line: str) -> bool:
    text = line.strip(" •*·-–")
    return bool(
        3 < len(text) <= TITLE
        and not is_button(text)
        and not NEVER.fullmatch(text)
        and not text.endswith((".", ",", ";"))
        and not only_date(text)
    )


def _by_bylines(lines: Sequence[str]) -> list[Item]:
    """Title, then "by NAMES - DATE" (perhaps wrapped), each followed by a description."""
    items: list[Item] = []
    filled = [(i, line) for i, line in enumerate(lines) if line]
    for at, (_, line) in enumerate(filled):
        both = line if at + 1 >= len(filled) or not line.endswith((",", "&", "and")) else f"{line} {filled[at + 1][1]}"
        match = _BY.match(both)
        if match is None or at == 0 or not _title_line(filled[at - 1][1]) or not match["date"]:
            continue
        if not names_in(match["names"]) and len(match["names"].split()) > 12:
            continue
        items.append(Item(title=filled[at - 1][1], contributors=people(match["names"]), dates=_dates(match["date"])))
    return items


def _dates(printed: str | None, kind: str = "issued") -> tuple[Date, ...]:
    if not printed:
        return ()
    date = parse_date(_GLUED.sub(r"\1 ", printed.strip()), kind)
    return (date,) if date.edtf else ()


def _by_labels(lines: Sequence[str]) -> list[Item]:
    """Groups of labelled lines that begin with the same label each time."""
    pairs = [(m["label"].casefold(), m["value"]) for line in lines if (m := _LABEL.match(line))]
    if len(pairs) < 4:
        return []
    first = pairs[0][0]
    starts = [i for i, (label, _) in enumerate(pairs) if label == first]
    if len(starts) < 2 or first in ("abstract", "topic"):
        return []
    items = []
    for begin, end in itertools.pairwise([*starts, len(pairs)]):
        values = dict(reversed(pairs[begin:end]))
        if len(values) < 2:
            continue
        names = values.get("author") or values.get("authors")
        items.append(
            Item(
                title=values.get("title"),
                contributors=people(names) if names else (),
                dates=_dates(_month_first(values.get("publication date") or values.get("date"))),
                number=values.get("report number") or values.get("number"),
                publisher=values.get("publisher") or values.get("institution"),
                series=values.get("series"),
            )
        )
    return items


def _month_first(printed: str | None) -> str | None:
    """ "02-2014" is February 2014."""
    match = re.fullmatch(r"(\d{1,2})[-/.](\d{4})", printed or "")
    return f"{match[2]}-{int(match[1]):02d}" if match and 1 <= int(match[1]) <= 12 else printed


def _by_dates(lines: Sequence[str]) -> list[Item]:
    """Lines that are a date each, a title below it where one is printed, then a description."""
    filled = [line for line in lines if line]
    at = [i for i, line in enumerate(filled) if _whole_date(line)]
    items = []
    for i, nxt in itertools.pairwise([*at, len(filled)]):
        block = filled[i + 1 : nxt]
        if not any(len(line) > PROSE for line in block):
            continue
        title = block[0] if block and _title_line(block[0]) and len(block[0]) < PROSE else None
        items.append(Item(title=title, dates=_dates(filled[i])))
    return items


def _by_cards(lines: Sequence[str]) -> list[Item]:
    """Title, date, names, each in a line of its own, one card after the other."""
    filled = [line for line in lines if line]
    items = []
    for title, dated, named in zip(filled, filled[1:], filled[2:], strict=False):
        said = _BY.match(named)
        names = names_in(said["names"] if said and not said["date"] else named)
        if names and len(dated) < 40 and only_date(dated) and _title_line(title) and not names_in(title):
            items.append(Item(title=title, dates=_dates(dated), contributors=people(named, names)))
    return items if len(items) > 2 else []


def _whole_date(line: str) -> bool:
    text = _GLUED.sub(r"\1 ", line.strip(" •*·-–"))
    return len(text) < 30 and only_date(text) is not None and date_in(text) is not None and text[:1].isdigit()


def _by_prose(lines: Sequence[str]) -> list[Item]:
    """Under a heading of many works: a title in a line of its own, then a description, at least three times."""
    filled = [line for line in lines if line]
    begin = next((i for i, line in enumerate(filled[:12]) if _HEADING.search(line) and len(line) < 80), None)
    if begin is None:
        return []
    items = [
        Item(title=line)
        for line, after in zip(filled[begin + 1 :], filled[begin + 2 :], strict=False)
        if len(after) > 2 * PROSE and _title_line(line)
    ]
    rest = len(filled) - begin - 1
    return items if len(items) > 2 and 2 * len(items) >= 0.7 * rest else []


_WAYS: tuple[Callable[[Sequence[str]], list[Item]], ...] = (_by_bylines, _by_labels, _by_cards, _by_dates, _by_prose)
