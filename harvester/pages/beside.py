"""The lines beside a title: where imprint, by-line and DOI of the work stand; what they say is read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harvester.pages.headings import Heading
from harvester.pages.layout import NAV, REFS, Line

BEFORE, AFTER = 6, 25
"""Lines beside the title in which imprint and by-line are looked for; a long line or another heading ends them."""
LONG = 320
"""Characters of a line that is running text."""
_STOP = re.compile(
    r"^(?:abstract|summary|introduction|references|contents|table of contents|related|zusammenfassung|résumé|details|description)\b",
    re.I,
)


class Beside(NamedTuple):
    """The lines beside the title: those before it, those after it up to the text, the few after those, and all that follow."""

    before: Sequence[Line]
    after: Sequence[Line]
    below: Sequence[Line]
    all_after: Sequence[Line]


def lines_beside(lines: Sequence[Line], heading: Heading | None) -> Beside:
    """Return the lines around the title, none where no line prints it."""
    at = heading.at if heading and heading.at is not None else None
    if at is None:
        return Beside((), (), (), ())
    # class names are hints: where the title itself "is navigation" they say nothing
    chrome = NAV & ~lines[at].place.flags
    before = [line for line in lines[max(0, at - BEFORE) : at] if len(line.text) < LONG]
    after: list[Line] = []
    for line in lines[at + 1 : at + 1 + AFTER]:
        if len(line.text) > LONG or _STOP.match(line.text) or line.place.flags & REFS:
            break
        if not line.place.flags & chrome:
            after.append(line)
    end = at + 1 + len(after)
    return Beside(before, after, [line for line in lines[end : end + BEFORE] if len(line.text) < 80], lines[at + 1 :])
