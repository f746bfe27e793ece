"""Rules of single contents entries (C1xx): what an entry should say, alone and beside the others."""

from __future__ import annotations

from collections.abc import Iterable

from schemas.rules.facts import Facts, Placed
from schemas.rules.rule import Spot, rule


def _printed(first: str, last: str | None) -> str:
    return f"{first}-{last}" if last else first


@rule(
    "C101",
    "warning",
    "Entry without title",
    needs="contents",
    advice="Take the title from the work's printed contents; never from the text.",
)
def no_title(facts: Facts) -> Iterable[Spot]:
    """A contents entry has no title. Pages saved as text lose titles that are links; such an entry cannot be cited."""
    return [
        (f"{placed.path}.title", placed.entry.label, "the entry has no title")
        for placed in facts.contents
        if not placed.entry.title
    ]


@rule(
    "C102", "warning", "Entry without pages", needs="contents", advice="Take the page from the work's printed contents."
)
def no_pages(facts: Facts) -> Iterable[Spot]:
    """A contents entry has no pages although others have. A part above chapters is not asked for pages."""
    without = [placed for placed in facts.leaves if not placed.entry.pages]
    if not without or len(without) == len(facts.leaves):
        return ()
    return [(f"{placed.path}.pages", placed.entry.title, "the entry has no pages") for placed in without]


@rule(
    "C103",
    "info",
    "Contents without any pages",
    needs="contents",
    advice="Take the pages from the work, if it has page numbers.",
)
def unpaged(facts: Facts) -> Iterable[Spot]:
    """No contents entry has pages. Works that are read online only have none; else the list is poorer than the work."""
    if any(placed.entry.pages for placed in facts.contents):
        return ()
    return [("contents", str(len(facts.contents)), "no entry has pages")]


@rule(
    "C104",
    "error",
    "Entry's pages run backward",
    needs="contents",
    advice="Compare with the work; 123-5 means 123-125.",
)
def backward(facts: Facts) -> Iterable[Spot]:
    """The last page of an entry lies before its first."""
    return [
        (f"{placed.path}.pages", _range(placed.entry.pages), "the last page lies before the first")
        for placed in facts.contents
        if placed.start and placed.end and placed.start[0] == placed.end[0] and placed.end[1] < placed.start[1]
    ]


def _range(pages: tuple) -> str:  # type: ignore[type-arg]
    return _printed(pages[0].first, pages[-1].last)


@rule("C105", "warning", "Entry given twice", needs="contents", advice="Keep the entry once.")
def twice(facts: Facts) -> Iterable[Spot]:
    """Two entries have the same title, the same pages and the same contributors, as when a page lists its links twice.

    Parts may each have their own "Notes" or "References": those differ in pages.
    """
    seen: dict[object, Placed] = {}
    found = []
    for placed in facts.contents:
        title = placed.entry.title
        if title:
            # Titles without pages are compared within one part only.
            first = seen.setdefault((title.casefold(), placed.start or placed.inside), placed)
            if first is not placed and first.entry.contributors == placed.entry.contributors:
                found.append((placed.path, title, f"the same as {first.path}"))
    return found


@rule(
    "C106",
    "info",
    "Contents of one entry",
    needs="contents",
    advice="Look whether the page shows more entries than were read.",
)
def single(facts: Facts) -> Iterable[Spot]:
    """The contents list has one entry only; usually it was read in part."""
    if len(facts.contents) != 1:
        return ()
    return [("contents", facts.contents[0].entry.title, "the contents list has one entry only")]


@rule(
    "C107",
    "warning",
    "Entry has the title of the work",
    needs="contents",
    advice="Remove the entry where it is the work itself.",
)
def the_work_itself(facts: Facts) -> Iterable[Spot]:
    """An entry has the title of the whole work: the list probably holds a link to the work itself."""
    title = facts.record.title
    if not title or not title.main:
        return ()
    main = title.main.casefold()
    names = {main, f"{main}: {(title.sub or '').casefold()}"}
    return [
        (f"{placed.path}.title", placed.entry.title, "the entry has the title of the whole work")
        for placed in facts.contents
        if placed.entry.title and placed.entry.title.casefold() in names
    ]
