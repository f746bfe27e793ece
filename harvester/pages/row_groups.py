"""Lines of a page to the rows of a list: which lines belong to one entry, by the tree and by where the marks stand."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence

from harvester.pages.layout import Line
from harvester.pages.name_lines import names_in
from harvester.pages.page_marks import marks_in
from harvester.pages.row_pieces import is_button

Rows = list[list[Line]]
BESIDE = 6
"""Blocks without a mark that can belong to one entry; more are another part of the page."""


def rows_by_items(lines: Sequence[Line]) -> Rows:
    """One row for each li, tr, dt or dd, else for each block element or line."""
    rows: Rows = []
    last: tuple[object, ...] | None = None
    for line in lines:
        place = line.place
        item = (
            (place.item,)
            if "/li." in place.sign or "/tr." in place.sign or "/d" in place.sign.rsplit("/", 1)[-1]
            else (place.item, id(place), id(line))
        )
        if item == last:
            rows[-1].append(line)
        else:
            rows.append([line])
        last = item
    return rows


def rows_by_marks(lines: Sequence[Line], marked: Sequence[int]) -> Rows:
    """One row for each marked line: the largest element with no other mark in it, and what stands beside it for it.

    `marked` are indices of lines that each have one mark (their pages, their link).
    """
    return join_blocks(blocks_by_marks(lines, marked))


def blocks_by_marks(lines: Sequence[Line], marked: Sequence[int]) -> list[tuple[list[Line], bool]]:
    """Return the elements of a list as (lines, whether it has a mark), with those beside them on the same parent."""
    level = _level(lines, marked)
    start = _start(lines, marked[0], level)
    end = _end(lines, marked[-1], level)
    blocks: list[tuple[list[Line], bool]] = []
    wanted = set(marked)
    for i in range(start, end):
        if i == start or lines[i].low < level:
            blocks.append(([], False))
        block, has = blocks[-1]
        block.append(lines[i])
        blocks[-1] = (block, has or i in wanted)
    return blocks


def _level(lines: Sequence[Line], marked: Sequence[int]) -> int:
    """The depth of the elements that hold one mark each: one below what neighbouring marks share.

    Marks of one form stand equally deep, so that the deepest level counts that several of them show: a section with
    a single entry shows a level that is too high.
    """
    shared = [min(line.low for line in lines[a + 1 : b + 1]) for a, b in itertools.pairwise(marked)]
    votes = Counter(max(a, b) + 1 for a, b in itertools.pairwise(shared)) or Counter(s + 1 for s in shared)
    often = [level for level, n in votes.items() if n > 1 or n >= 0.2 * len(shared)]
    return max(often or votes)


def _start(lines: Sequence[Line], first: int, level: int) -> int:
    """The first line of the first block, and of the few blocks beside it that hang on the same parent."""
    i = first
    blocks = 0
    while i > 0:
        if lines[i].low < level - 1:
            break
        if lines[i].low < level:
            blocks += 1
            if blocks > BESIDE or lines[i - 1].place.head == 1:
                break
        i -= 1
    return i


def _end(lines: Sequence[Line], last: int, level: int) -> int:
    i = last + 1
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
        elif block[0].place.sign == form and often > 1 and _like_entry(block):
            rows.append(list(block))
    return rows


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
