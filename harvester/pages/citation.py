"""The page's own citation of its work ("How to cite"): what stands behind the title in it; imprint lines are read in imprint."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.pages.imprint import Imprint, read_imprint
from harvester.pages.layout import REFS, Line
from schemas.record import Title

_LONG, _SHORT = 900, 15
"""Characters of a line that can be a citation, and of the shortest title that is looked for in one."""
_END = re.compile(r"\bdoi\b|https?://|⟨|\bURL\b|\bISSN\b|\bISBN\b|\bRetrieved\b|\bAvailable\b", re.I)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_LEAD = re.compile(r"^[\s\W_]*(?:in:?\s+)?", re.I)


def cited_imprint(lines: Sequence[Line], title: Title | None) -> Imprint | None:
    """Return journal or series, pages and date by the line that cites the work: it has the title, names or a year, and more
    behind the title."""
    main = title.main if title else None
    if not main or len(main) < _SHORT:
        return None
    for line in lines:
        text = line.text
        if len(main) + 10 < len(text) < _LONG and main in text and not line.place.head and not line.place.flags & REFS:
            before, _, rest = text.partition(main)
            if not before or not _YEAR.search(before + rest):
                continue
            if title and title.sub:
                rest = rest.partition(title.sub)[2] or rest
            rest = _LEAD.sub("", rest[: end.start()] if (end := _END.search(rest)) else rest)
            if found := read_imprint(rest.strip()):
                return found
    return None
