"""Entries with their depth in the printed list to a tree of entries."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from harvester.pages.rows import Draft
from schemas.record import ContentsEntry
from schemas.values.pages import page_number

DEEPEST = 8
"""Levels that are kept apart; deeper entries stand on this one."""


def nested(pairs: Sequence[tuple[Draft, ContentsEntry]]) -> tuple[ContentsEntry, ...]:
    """Return entries in a tree: an entry that stands deeper belongs to the one before it that stands less deep.

    Where all stand equally deep, numbers such as 1.2 tell. An entry whose pages lie outside those of the one above it
    stood under a heading that is no entry, and is its equal.
    """
    depths = [d.nest for d, _ in pairs]
    if len(set(depths)) < 2:
        depths = [e.label.strip(".").count(".") if e.label and e.label[:1].isdigit() else 0 for _, e in pairs]
    flat: list[tuple[int, ContentsEntry]] = []
    above: list[tuple[int, ContentsEntry]] = []
    for depth, (_, entry) in zip(depths, pairs, strict=True):
        while above and above[-1][0] >= depth:
            above.pop()
        level = len(above) if not above or _within(above[-1][1], entry) else len(above) - 1
        flat.append((min(level, DEEPEST), entry))
        if level == len(above):
            above.append((depth, entry))
    return tree(flat)


def _within(outer: ContentsEntry, inner: ContentsEntry) -> bool:
    """Tell whether the pages of an entry can lie in those of another."""
    if not outer.pages or not outer.pages[0].last or not inner.pages:
        return True
    first, last, here = (
        page_number(p or "") for p in (outer.pages[0].first, outer.pages[0].last, inner.pages[0].first)
    )
    if first is None or last is None or here is None:
        return True
    return here[0] == first[0] and first[1] <= here[1] <= last[1]


def tree(flat: Sequence[tuple[int, ContentsEntry]]) -> tuple[ContentsEntry, ...]:
    """Return the tree of (level, entry) pairs in printed order."""
    found: list[ContentsEntry] = []
    i = 0
    while i < len(flat):
        level, entry = flat[i]
        end = next((j for j in range(i + 1, len(flat)) if flat[j][0] <= level), len(flat))
        inner = flat[i + 1 : end]
        found.append(msgspec.structs.replace(entry, entries=tree(inner)) if inner else entry)
        i = end
    return tuple(found)
