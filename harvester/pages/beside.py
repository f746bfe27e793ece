"""The lines beside a title: where imprint, by-line and DOI of the work stand; what they say is read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from harvester.pages.contents_evidence import is_aside, is_heading
from harvester.pages.headings import Heading
from harvester.pages.layout import NAV, REFS, Line
from harvester.pages.name_lines import names_in
from schemas.record import ContentsEntry
from schemas.values.text import fold

BEFORE, AFTER = 6, 25
"""Lines beside the title in which imprint and by-line are looked for; a long line or another heading ends them."""
NEXT = 15
"""Lines from one entry of a contents list to the next."""
ENTRY = 8
"""Lines of one entry after its title."""
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


def begin_of(lines: Sequence[Line], contents: Sequence[ContentsEntry]) -> int:
    """Return the line with which a contents list begins (its names where these come first), the end of the lines without one."""
    flat = [entry for top in contents[:3] for entry in (top, *top.entries[:2]) if entry.title]
    wanted = [fold(entry.title or "")[:60] for entry in flat[:2]]
    if not wanted or not all(wanted):
        return len(lines)
    roof = _where(lines, wanted[-1], range(len(lines)), len(lines) - 1)
    at = _where(lines, wanted[0], range(roof, max(-1, roof - NEXT), -1), len(lines))
    first = flat[0]
    while first.contributors and 0 < at < len(lines) and names_in(lines[at - 1].text):
        at -= 1
    return at


def without_contents(lines: Sequence[Line], contents: Sequence[ContentsEntry], begin: int) -> Sequence[Line]:
    """Return the lines of a page but those of its contents list, which begins at `begin`."""
    if begin >= len(lines) or not contents:
        return lines
    last = contents[-1]
    while last.entries:
        last = last.entries[-1]
    wanted = fold(last.title or "")[:60]
    end = _where(lines, wanted, range(len(lines) - 1, begin - 1, -1), begin) + 1 if wanted else begin + 1
    level = min([line.low for line in lines[begin + 1 : end]], default=0)
    roof = min(len(lines), end + ENTRY)
    while end < roof and not lines[end].place.head and lines[end].low > level:
        end += 1
    return [*lines[:begin], *lines[end:]]


def _where(lines: Sequence[Line], wanted: str, order: Iterable[int], otherwise: int) -> int:
    """Return the first line in an order that has folded words in it; its longest word spares most lines the folding."""
    word = max(wanted.split(), key=len, default="")
    for i in order:
        text = lines[i].text
        if (not text.isascii() or word in text.lower()) and wanted in fold(text):
            return i
    return otherwise


def lines_beside(lines: Sequence[Line], heading: Heading | None, end: int | None = None) -> Beside:
    """Return the lines around the title, none where no line prints it; a contents list that begins at `end` is not among them."""
    at = heading.at if heading and heading.at is not None else None
    if at is None:
        return Beside((), (), (), ())
    # class names are hints: where the title itself "is navigation" they say nothing
    chrome = NAV & ~lines[at].place.flags
    before = [line for line in lines[max(0, at - BEFORE) : at] if len(line.text) < LONG]
    after: list[Line] = []
    roof = end if end is not None and end > at else len(lines)
    left = AFTER
    for line in lines[at + 1 : min(roof, at + 1 + 10 * AFTER)]:
        left -= 0 if after and line.place.sign == after[-1].place.sign and "author" in line.place.sign else 1
        if left < 0:
            break
        if after and line.place.head and is_aside(line.text):
            break
        if len(line.text) > LONG or _STOP.match(line.text) or line.place.flags & REFS or is_heading(line.text):
            break
        if not line.place.flags & chrome:
            after.append(line)
    next_ = at + 1 + len(after)
    below = [line for line in lines[next_ : next_ + BEFORE] if len(line.text) < 80]
    return Beside(before, after, below, lines[at + 1 : roof])
