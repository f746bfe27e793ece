"""Entries with their depth in the printed list to a tree of entries."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from harvester.pages.rows import Draft
from schemas.record import ContentsEntry

DEEPEST = 8
"""Levels that are kept apart; deeper entries stand on this one."""


def nested(pairs: Sequence[tuple[Draft, ContentsEntry]]) -> tuple[ContentsEntry, ...]:
    """Return entries in a tree: an entry of greater depth belongs to the entry before it of lesser depth."""
    levels = {nest: i for i, nest in enumerate(sorted({d.nest for d, _ in pairs})[:DEEPEST])}
    if len(levels) < 2:
        return tuple(entry for _, entry in pairs)
    flat = [(levels.get(d.nest, DEEPEST - 1), entry) for d, entry in pairs]
    return tree(flat)


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
