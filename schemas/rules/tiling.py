"""Rules of how contents entries tile the pages of the work (C2xx): order, overlap, gap, bounds."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.rules.facts import Facts, Placed, label
from schemas.rules.rule import Spot, rule

_RUNNING = frozenset({"journal", "issue", "series"})
"""Types whose page numbers run on from issue to issue, so that a page count bounds nothing."""


def _shown(placed: Placed) -> str:
    pages = placed.entry.pages
    last = pages[-1].last
    return f"{pages[0].first}-{last}" if last else pages[0].first


@rule(
    "C201",
    "warning",
    "Entries overlap",
    needs="neighbours",
    advice="Compare both with the work; one of the ranges is wrong.",
)
def overlap(facts: Facts) -> Iterable[Spot]:
    """An entry begins before the one before it ends. Sharing one page is no overlap:
    short pieces begin where others end.
    """
    return [
        (f"{placed.path}.pages", _shown(placed), f"overlaps with {before.path} ({_shown(before)})")
        for placed, before, start, first, end in facts.neighbours
        if first[1] <= start[1] < end[1]
    ]


@rule("C202", "info", "Gap between entries", needs="neighbours", advice="Look whether an entry is missing.")
def gap(facts: Facts) -> Iterable[Spot]:
    """Pages between two entries belong to none. One left-hand page is no gap: chapters begin on the right.

    Nothing is said where only first pages are printed, for then the end of an entry is not known.
    """
    found = []
    for placed, before, start, first, end in facts.neighbours:
        missing = start[1] - end[1] - 1
        blank = missing == 1 and start[1] % 2 == 1
        if before.entry.pages[-1].last and end[1] >= first[1] and missing > 0 and not blank:
            pages = str(end[1] + 1) if missing == 1 else f"{end[1] + 1}-{start[1] - 1}"
            found.append(
                (f"{placed.path}.pages", _shown(placed), f"no entry covers {start[0]} {pages} before this one")
            )
    return found


@rule(
    "C203",
    "warning",
    "Order of entries against order of pages",
    needs="neighbours",
    advice="Put the entries in the order of the work, or correct the page.",
)
def order(facts: Facts) -> Iterable[Spot]:
    """An entry begins before the one that is listed before it, as in lists by author or from interleaved columns."""
    return [
        (
            f"{placed.path}.pages",
            _shown(placed),
            f"begins before {before.path} ({_shown(before)}), which is listed first",
        )
        for placed, before, start, first, _ in facts.neighbours
        if start[1] < first[1]
    ]


@rule(
    "C204",
    "warning",
    "Entry beyond the last page",
    needs="contents",
    advice="Compare page count and entry with the work.",
)
def beyond(facts: Facts) -> Iterable[Spot]:
    """An entry's pages lie beyond the page count of the work, or outside the pages that the work itself has."""
    record = facts.record
    if record.type in _RUNNING:
        return ()
    if record.pages:
        low, high = label(record.pages[0].first), label(record.pages[-1].last or "")
    else:
        low, high = ("arabic", 1), ("arabic", record.page_count) if record.page_count else None
    if not low or not high or low[0] != high[0]:
        return ()
    return [
        (f"{placed.path}.pages", _shown(placed), f"lies outside the work's pages, {low[1]}-{high[1]}")
        for placed in facts.contents
        if placed.start and placed.end and placed.start[0] == placed.end[0] == high[0]
        and (placed.end[1] > high[1] or placed.start[1] < low[1])
    ]  # fmt: skip


@rule(
    "C205",
    "warning",
    "Roman page after arabic ones",
    needs="contents",
    advice="Look whether the entry is front matter in the wrong place.",
)
def roman_after_arabic(facts: Facts) -> Iterable[Spot]:
    """An entry on roman pages is listed after one on arabic pages, though front matter comes first."""
    found = []
    arabic = ""
    for placed in facts.leaves:
        if placed.start and placed.start[0] == "arabic":
            arabic = arabic or placed.path
        elif placed.start and placed.start[0] == "roman" and arabic:
            found.append((f"{placed.path}.pages", _shown(placed), f"roman pages after the arabic ones of {arabic}"))
    return found


@rule("C206", "warning", "Entry outside its part", needs="contents", advice="Compare the pages of both with the work.")
def outside_part(facts: Facts) -> Iterable[Spot]:
    """An entry's pages lie outside those of the part that it stands in."""
    found = []
    for placed in facts.contents:
        part = placed.inside
        if not part or not part.start or not part.end or not placed.start or not placed.end:
            continue
        alike = part.start[0] == part.end[0] == placed.start[0] == placed.end[0]
        ranged = part.entry.pages[-1].last and part.end[1] > part.start[1]
        if alike and ((ranged and placed.end[1] > part.end[1]) or placed.start[1] < part.start[1]):
            found.append(
                (f"{placed.path}.pages", _shown(placed), f"lies outside its part {part.path} ({_shown(part)})")
            )
    return found
