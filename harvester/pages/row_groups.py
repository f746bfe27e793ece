"""Lines of a page to the rows of a list: which lines belong to one entry, by the tree and by where the marks stand."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from harvester.pages.layout import Line
from harvester.pages.name_lines import names_in
from harvester.pages.page_marks import marks_in
from harvester.pages.row_pieces import is_button

Rows = list[list[Line]]
PART = re.compile(
    r"\W*(?:(?:part|section|teil|partie|parte|deel|book|buch|część|часть)\s+(?:\d{1,2}|[IVX]{1,5}|one|two|three|four|five|six|seven|eight|first|second|third|prima|seconda|terza)|"
    r"(?:premi[eè]re|deuxi[eè]me|seconde|troisi[eè]me|quatri[eè]me|cinqui[eè]me)\s+partie|(?:erster|zweiter|dritter|vierter|fünfter)\s+teil|"
    r"(?:primera|segunda|tercera|cuarta|quinta|primeira|terceira)\s+parte)\b\s*[:.–—-]*\s*\w",
    re.I,
)
"""A part of a book, with its number and title."""
_TERM = re.compile(r"/d[td]\.")
BESIDE = 6
"""Blocks without a mark that can belong to one entry; more are another part of the page."""


def rows_by_items(lines: Sequence[Line]) -> Rows:
    """One row for each li, tr, dt or dd; else for each paragraph, or each line where one paragraph holds the list."""
    loose = [id(line.place) for line in lines if not _in_row(line)]
    apart = len(set(loose)) < 3 or len(loose) > 5 * len(set(loose))
    rows: Rows = []
    last: tuple[int, int] | None = None
    for line in lines:
        item = (line.place.item, 0) if _in_row(line) else (id(line if apart else line.place), 1)
        defines = "/dd." in line.place.sign and rows and _TERM.search(rows[-1][-1].place.sign)
        if item == last or defines:
            rows[-1].append(line)
        else:
            rows.append([line])
        last = item
    return _ends_trimmed(rows)


def _ends_trimmed(rows: Rows) -> Rows:
    """Where most rows are items of lists or tables, what stands before and after these is no row of the list."""
    inside = [i for i, row in enumerate(rows) if _in_row(row[0])]
    return rows[inside[0] : inside[-1] + 1] if len(inside) > 2 and len(inside) > 0.6 * len(rows) else rows


def _in_row(line: Line) -> bool:
    sign = line.place.sign
    return "/li." in sign or "/tr." in sign or line.place.tag in ("dt", "dd")


def rows_by_marks(lines: Sequence[Line], marked: Sequence[int], *, whole: bool = False) -> Rows:
    """One row for each marked line: the largest element with no other mark in it, and what stands beside it for it.

    `marked` are indices of lines that each have one mark (their pages, their link); `whole` says that the lines are
    those of the list and nothing else.
    """
    if len(marked) == len(lines):
        return [[line] for line in lines]
    return join_blocks(blocks_by_marks(lines, marked, whole=whole))


def blocks_by_marks(
    lines: Sequence[Line], marked: Sequence[int], *, whole: bool = False
) -> list[tuple[list[Line], bool]]:
    """Return the elements of a list as (lines, whether it has a mark), with those beside them on the same parent."""
    levels = _levels(lines, marked)
    ranges = _ranges(lines, marked, levels)
    blocks: list[tuple[list[Line], bool]] = []
    at = 0 if whole else _start(lines, ranges[0][0], levels[0])
    for n, (begin, end) in enumerate(ranges):
        blocks += _between(lines, at, begin, levels[n] if n == 0 else min(levels[n - 1], levels[n]))
        blocks.append((list(lines[begin:end]), True))
        at = end
    return blocks + _between(lines, at, _end(lines, at, levels[-1]), levels[-1])


def _levels(lines: Sequence[Line], marked: Sequence[int]) -> list[int]:
    """The depth of the element that holds each mark alone: one below what it shares with its neighbours.

    Marks of one form stand equally deep, so that for each form the deepest level counts that several of them show: a
    section with a single entry shows a level that is too high.
    """
    shared = [min(line.low for line in lines[a + 1 : b + 1]) for a, b in itertools.pairwise(marked)]
    own = [max(shared[max(0, n - 1) : n + 1], default=lines[i].place.depth - 1) + 1 for n, i in enumerate(marked)]
    votes: dict[str, Counter[int]] = defaultdict(Counter)
    for i, level in zip(marked, own, strict=True):
        votes[lines[i].place.sign][level] += 1
    best = {
        sign: max([level for level, n in found.items() if n > 1 or n >= 0.2 * found.total()] or found)
        for sign, found in votes.items()
    }
    return [best[lines[i].place.sign] for i in marked]


def _ranges(lines: Sequence[Line], marked: Sequence[int], levels: Sequence[int]) -> list[tuple[int, int]]:
    """The lines of the element of each mark, from and to."""
    found: list[tuple[int, int]] = []
    for n, (i, level) in enumerate(zip(marked, levels, strict=True)):
        begin, floor = i, found[-1][1] if found else 0
        while begin > floor and lines[begin].low >= level:
            begin -= 1
        end, roof = i + 1, marked[n + 1] if n + 1 < len(marked) else len(lines)
        while end < roof and lines[end].low >= level:
            end += 1
        found.append((begin, end))
    return found


def _between(lines: Sequence[Line], begin: int, end: int, level: int) -> list[tuple[list[Line], bool]]:
    """The elements between two that have marks."""
    blocks: list[tuple[list[Line], bool]] = []
    for i in range(begin, end):
        if not blocks or lines[i].low < level:
            blocks.append(([], False))
        blocks[-1][0].append(lines[i])
    return blocks


def _start(lines: Sequence[Line], first: int, level: int) -> int:
    """The first line of the few blocks before the first mark's that hang on the same parent."""
    i = first
    blocks = 0
    while i > 0 and lines[i].low >= level - 1:
        if lines[i].low < level:
            blocks += 1
            if blocks > BESIDE or lines[i - 1].place.head == 1:
                break
        i -= 1
    return i


def _end(lines: Sequence[Line], last: int, level: int) -> int:
    """The end of the few blocks after the last mark's that hang on the same parent."""
    i = last
    blocks = 0
    while i < len(lines) and lines[i].low >= level - 1:
        if lines[i].low < level:
            blocks += 1
            if blocks > 2:
                break
        i += 1
    return i


def join_blocks(blocks: Sequence[tuple[list[Line], bool]]) -> Rows:
    """Give blocks without a mark to the entry that they belong to; heads between entries are left out."""
    marked = [b for b, has in blocks if has]
    bare = sum(not _titled(b) for b in marked)
    if bare > len(marked) / 2:
        return _last_in_row(blocks) if not (blocks[0][1] and not blocks[-1][1]) else _first_in_row(blocks)
    return _whole_rows(blocks, marked)


def _titled(block: Sequence[Line]) -> bool:
    """Tell whether a block has text besides its pages and names that can be a title."""
    if any(
        s.href and len(s.text) > 12 and s.text.count(" ") > 2 and not names_in(s.text.strip())
        for x in block
        for s in x.spans
    ):
        return True
    for line in block:
        text = line.text
        if is_button(text) or names_in(text):
            continue
        for mark in marks_in(text, ("label", "alone", "cited")).values():
            text = (text[: mark.start] + text[mark.end :]).strip()
            break
        if sum(c.isalpha() for c in text) > 6 and not names_in(text.strip(" .,;:|")):
            return True
    return False


def _last_in_row(blocks: Sequence[tuple[list[Line], bool]]) -> Rows:
    """The marked block ends its row; the unmarked ones before it belong to it, as many as most rows have."""
    groups: list[list[list[Line]]] = []
    hand: list[list[Line]] = []
    for block, has in blocks:
        hand.append(block)
        if has:
            groups.append(hand)
            hand = []
    usual = max(1, min(BESIDE, Counter(len(g) for g in groups).most_common(1)[0][0]))
    return [[line for block in group[-usual:] for line in block] for group in groups]


def _first_in_row(blocks: Sequence[tuple[list[Line], bool]]) -> Rows:
    """The marked block begins its row; those that follow belong to it, as many as most rows have."""
    groups: list[list[list[Line]]] = []
    for block, has in blocks:
        if has:
            groups.append([block])
        elif groups:
            groups[-1].append(block)
    usual = max(1, min(BESIDE, Counter(len(g) for g in groups).most_common(1)[0][0]))
    return [[line for block in group[:usual] for line in block] for group in groups]


def _whole_rows(blocks: Sequence[tuple[list[Line], bool]], marked: Sequence[list[Line]]) -> Rows:
    """Each marked block is an entry; a line of names beside it is its own; a block of the same form is an unpaged entry."""
    forms = Counter(b[0].place.sign for b in marked)
    form, often = forms.most_common(1)[0]
    rows: Rows = []
    before: list[Line] = []
    ahead = _names_ahead(blocks)
    for block, has in blocks:
        names = not has and len(block) <= 2 and all(names_in(line.text) for line in block)
        if has:
            rows.append([*before, *block])
            before = []
        elif names and ahead:
            before = list(block)
        elif names and rows:
            rows[-1] = [*rows[-1], *block]
        elif (block[0].place.sign == form and often > 1 and _like_entry(block)) or _is_part(block):
            rows.append(list(block))
    return rows


def _is_part(block: Sequence[Line]) -> bool:
    """A head with a number of its own ("Part II: Harbours") is an entry, that others belong to."""
    return len(block) == 1 and len(block[0].text) < 150 and PART.match(block[0].text) is not None


def _names_ahead(blocks: Sequence[tuple[list[Line], bool]]) -> bool:
    """Tell whether lines of names stand before their entries: the first one comes before the first entry."""
    first = next((i for i, (_, has) in enumerate(blocks) if has), 0)
    return first > 0 and all(names_in(line.text) for line in blocks[first - 1][0])


def _like_entry(block: Sequence[Line]) -> bool:
    """An unmarked block is an entry only where it is a link of some words (front matter) or ends in a lone page."""
    if marks_in(block[-1].text, ("number",)):
        return True
    links = [s for line in block for s in line.spans if s.href and not is_button(s.text.strip())]
    return bool(links) and sum(len(s.text) for s in links) > 5
