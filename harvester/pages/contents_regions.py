"""Where on a page a list of contents can be: under its heading, marked up as one, in lines whose pages ascend, in linked lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from harvester.pages.contents_evidence import STARTS, is_aside, is_heading
from harvester.pages.layout import NAV, REFS, TOC, Line
from harvester.pages.page_marks import Mark, mark_in, order
from harvester.pages.row_pieces import is_button

_SURE = ("label", "alone", "dots", "span", "cited")
_ENTRY = re.compile(
    r"/\w+\.[\w-]*(?:(?:article|toc|issue|paper|chapter|contrib(?:ution)?|publication)[-_]*(?:entry|item|summary|article|unit|row|card)s?"
    r"|(?:entry|item|summary|card)[-_](?:article|chapter|paper|toc))(?![\w])",
    re.I,
)
_LISTED = ("article", "toc", "issue", "paper", "chapter", "contrib", "publication")
_ITEMS = ("entry", "item", "summary", "article", "unit", "row", "card")
"""Words of which one of each list is in such a name."""
LONGEST = 700
"""Characters of a line beyond which it is running text."""


def heads(lines: Sequence[Line]) -> list[int]:
    """Return the lines that are headings of contents; a link of that name leads to those of something else."""
    return [
        i
        for i, line in enumerate(lines)
        if (line.text[:3].casefold() in STARTS or not line.text[0].isalpha())
        and len(line.text) < 48
        and is_heading(line.text)
        and not any(s.href and s.href[0] != "#" for s in line.spans)
    ][:8]


def under(lines: Sequence[Line], begin: int) -> list[Line]:
    """Return the lines that a heading stands over: what hangs on the element that it shares with the next line.

    The next heading of its rank, and running text, end them.
    """
    if begin + 1 >= len(lines):
        return []
    head = lines[begin].place.head or 9
    depth = lines[begin + 1].low
    region: list[Line] = []
    for line in lines[begin + 1 :]:
        if line.low < depth and len(region) < 2:
            depth = line.low
        ends = line.place.head and line.place.head <= head and (head < 9 or region)
        if line.low < depth or ends or (region and len(line.text) > LONGEST):
            break
        region.append(line)
    return region


def runs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield runs of lines that are marked up as contents."""
    run: list[Line] = []
    for line in lines:
        if line.place.flags & TOC:
            run.append(line)
        elif run:
            if len(run) > 2:
                yield run
            run = []
    if len(run) > 2:
        yield run


def classed(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the rows that a class name calls entries, articles or chapters of a list."""
    rows: list[list[Line]] = []
    before = None
    steps: dict[str, int] = {}
    for line in lines:
        sign = line.place.sign
        level = steps.get(sign)
        if level is None:
            level = steps[sign] = _level(sign)
        if level < 0:
            before = None
            continue
        if before == level and line.low >= level:
            rows[-1].append(line)
        else:
            rows.append([line])
        before = level
    return rows


@lru_cache(maxsize=4096)
def _level(sign: str) -> int:
    """The depth in a path at which a class name says that it is an entry, -1 where none does."""
    lower = sign.lower()
    if not any(word in lower for word in _LISTED) or not any(word in lower for word in _ITEMS):
        return -1
    match = _ENTRY.search(sign)
    return sign.count("/", 0, match.start() + 1) - 1 if match else -1


def asides(lines: Sequence[Line]) -> set[int]:
    """Return the lines under headings that stand over other works (related articles, references)."""
    found: set[int] = set()
    inside = 0
    for i, line in enumerate(lines):
        head = line.place.head
        if head:
            if is_aside(line.text):
                inside = head
            elif inside and head <= inside:
                inside = 0
        if inside:
            found.add(i)
    return found if len(found) < 0.7 * len(lines) else set()


def paged(lines: Sequence[Line], *, skip: Iterable[int] = (), least: int = 3) -> list[dict[int, Mark]]:
    """Return, by form, the lines that have pages, where these ascend: the index of each line and its mark.

    `least` is how many lines a form must have.
    """
    by_form: dict[str, dict[int, Mark]] = defaultdict(dict)
    out = set(skip)
    for i, line in enumerate(lines):
        if i in out or line.place.flags & REFS or len(line.text) > LONGEST:
            continue
        mark = mark_in(line.text, _SURE)
        if mark and (mark.kind != "alone" or mark.pages[0].last or line.place.tag in ("td", "span", "div")):
            by_form[line.place.sign][i] = mark
    return [group for form in by_form.values() if ascends(group := _one_a_row(lines, form), least)]


def _one_a_row(lines: Sequence[Line], group: dict[int, Mark]) -> dict[int, Mark]:
    """Of the cells of one table row only the last is its pages."""
    last = {lines[i].place.item if lines[i].place.tag in ("td", "th") else -i - 1: i for i in group}
    return group if len(last) == len(group) else {i: group[i] for i in sorted(last.values())}


def ascends(group: dict[int, Mark], least: int = 3) -> bool:
    """Tell whether marks go forward, most of them to another page."""
    marks = list(group.values())
    return len(marks) >= least and order(marks) >= 0.75 and len({m.at for m in marks}) >= 0.5 * len(marks)


def united(groups: Sequence[dict[int, Mark]]) -> dict[int, Mark] | None:
    """Return the marks of several forms as one list where they still go forward together."""
    joined = {i: mark for group in groups for i, mark in group.items()}
    ordered = {i: joined[i] for i in sorted(joined)}
    return ordered if len(groups) > 1 and order(list(ordered.values())) >= 0.9 else None


def linked(lines: Sequence[Line], *, skip: Iterable[int] = ()) -> list[list[int]]:
    """Return, by form, the lines with a link to more than a button, one for each element, the longest lists first."""
    by_form: dict[str, dict[int, int]] = defaultdict(dict)
    out = set(skip)
    for i, line in enumerate(lines):
        if i in out or line.place.flags & (NAV | REFS) or len(line.text) > LONGEST or is_button(line.text):
            continue
        if any(s.href for s in line.spans):
            by_form[line.place.sign].setdefault(id(line.place), i)
    groups = [list(g.values()) for g in by_form.values() if len(g) >= 3]
    return sorted(groups, key=len, reverse=True)[:4]
