"""Page text of any site, saved or pasted: title, labelled values, imprint, contents; only what is marked as such is taken."""

from __future__ import annotations

import re

from harvester.pages.contents_text import read_contents_text
from schemas.identifiers import find_identifiers
from schemas.reading import Found, Reading
from schemas.record import ContentsEntry, Identifier, Record
from schemas.values.dates import parse_date
from schemas.values.names import looks_like_name, parse_name, split_names
from schemas.values.pages import page_count
from schemas.values.text import clean, split_title

READER = "text/1"
_DATA = re.compile(r"^\s*(<\?xml|<!doctype|<\w+[\s>]|user-agent:|\{|\[)|^[^\n]*\t[^\n]*\t[^\n]*\t", re.I)


def read_page_text(text: str) -> Reading:
    """Return the record of a page text; data files and lists without a work give nothing, with the reason."""
    if _DATA.match(text):
        return Reading(kind="nothing", reader=READER, reason="not a page text: data or markup of another kind")
    lines = [kept for line in text.splitlines() if (kept := clean(line))]
    ids = _identifiers(lines)
    contents = _contents(lines)
    if not lines or not (ids or contents):
        return Reading(kind="nothing", reader=READER, reason="no metadata of a work in this text")
    printed = next(
        (
            m[1]
            for line in lines
            if (m := re.match(r"(?:published|date|publication date)\s*:?\s+(.{4,30})$", line, re.I))
        ),
        None,
    )
    names = next((m[1] for line in lines if (m := re.match(r"(?:by|authors?)\s*:?\s+(.{4,120})$", line, re.I))), None)
    people = split_names(names) if names else ()
    count = next(
        (m[0] for line in lines if (m := re.search(r"^pages?:?\s*\d{1,4}$|^\d{1,4} pages$", line, re.I))), None
    )
    record = Record(
        title=split_title(lines[0]) if not re.match(r"(published|by|contents)\b", lines[0], re.I) else None, identifiers=ids, contents=contents,
        contributors=tuple(parse_name(n) for n in people) if all(looks_like_name(n) for n in people) else (),
        dates=(parse_date(printed),) if printed else (), page_count=page_count(re.sub(r"\D", "", count)) if count else None,
    )  # fmt: skip
    return Reading(
        kind="work",
        reader=READER,
        found=(Found(record=record, key=next((i.value for i in ids if i.scheme == "doi"), None)),),
    )


def _identifiers(lines: list[str]) -> tuple[Identifier, ...]:
    found = {(i.scheme, i.value): i for i in reversed([i for line in lines for i in find_identifiers(line)])}
    return tuple(reversed(found.values()))


def _contents(lines: list[str]) -> tuple[ContentsEntry, ...]:
    return read_contents_text(lines)
