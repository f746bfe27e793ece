"""The page's own citation of its work ("How to cite"): names and year before the title, journal or series behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harvester.pages.facts import people
from harvester.pages.imprint import Imprint, read_imprint
from harvester.pages.layout import REFS, Line
from schemas.record import Contributor, Date, Title
from schemas.values.dates import parse_date
from schemas.values.name_lines import looks_like_name

_LONG, _SHORT = 900, 10
"""Characters of a line that can be a citation, and of the shortest title that is looked for in one."""
_END = re.compile(r"\bdoi\b|https?://|⟨|\bURL\b|\bISSN\b|\bISBN\b|\bRetrieved\b|\bAvailable\b", re.I)
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_LEAD = re.compile(r"^[\s\W_]*(?:\(?(?:1[5-9]|20)\d\d\)?[\s\W_]*)?(?:in:?\s+)?", re.I)
_INTRO = re.compile(r"^(?:[^:]{0,40}\b(?:cit\w*|zit\w*|reference)\b[^:]{0,20}:\s*)", re.I)
_NAMES = re.compile(
    r"^(?P<names>[^\W\d_][^\d\"“”«»:]{4,300}?\.?)[\s,;:]*(?:\(?(?:1[5-9]|20)\d\d[a-z]?\)?)?[\s.,:;\"“«‘']*$"
)


class Cited(NamedTuple):
    """What a citation says beside the title."""

    imprint: Imprint | None
    contributors: tuple[Contributor, ...]
    date: Date | None


def cited(lines: Sequence[Line], title: Title | None) -> Cited | None:
    """Return what the line that cites the work says: it has the title, a year, and names before or an imprint behind it."""
    main = title.main if title else None
    if not main or len(main) < _SHORT:
        return None
    least = len(main) + 10
    for line in lines:
        text = line.text
        if main in text and least < len(text) < _LONG and not line.place.head and not line.place.flags & REFS:
            before, _, rest = text.partition(main)
            year = _YEAR.search(before[-12:]) or _YEAR.search(rest)
            if not before or not year:
                continue
            if title and title.sub:
                rest = rest.partition(title.sub)[2] or rest
            rest = _LEAD.sub("", rest[: end.start()] if (end := _END.search(rest)) else rest)
            names, imprint = _people(before), read_imprint(rest.strip())
            if names or imprint:
                return Cited(imprint, names, parse_date(year[0]))
    return None


def _people(before: str) -> tuple[Contributor, ...]:
    """The names that a citation begins with, () where something else stands there."""
    found = _NAMES.match(_INTRO.sub("", before))
    names = people([found["names"]], split=True) if found else ()
    return names if all(c.kind != "organisation" and looks_like_name(c.as_printed or c.name) for c in names) else ()
