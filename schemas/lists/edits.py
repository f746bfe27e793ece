"""What people do to a list, as pure functions: add, remove, move, sections; each gives the list that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from schemas.errors import NotFound, UsageError
from schemas.lists.shapes import Item, ReadingList, Section

replace = msgspec.structs.replace


def with_section(
    shown: ReadingList, title: str | None, *, start: str | None = None, end: str | None = None
) -> ReadingList:
    """Return the list with a section of this title, made at the end where there is none; days that are given are set.

    Items without section (no title) come first.
    """
    if title is None and not any(one.title is None for one in shown.sections):
        return replace(shown, sections=(Section(), *shown.sections))
    if not any(one.title == title for one in shown.sections):
        return replace(shown, sections=(*shown.sections, Section(title=title, start=start, end=end)))
    return _each(shown, lambda one: replace(one, start=start or one.start, end=end or one.end), title)


def _each(shown: ReadingList, change: Callable[[Section], Section], title: str | None) -> ReadingList:
    return replace(shown, sections=tuple(change(one) if one.title == title else one for one in shown.sections))


def section_of(shown: ReadingList, title: str) -> Section:
    """Return a section by its title, in any case; raises NotFound."""
    for one in shown.sections:
        if (one.title or "").casefold() == title.casefold():
            return one
    has = ", ".join(repr(one.title) for one in shown.sections if one.title) or "none"
    raise NotFound(f"{shown.name}: has no section {title!r}: it has {has}")


def added(shown: ReadingList, items: Sequence[Item], title: str | None, before: int | None = None) -> ReadingList:
    """Return the list with items at the end of a section, or before another item in it."""
    if before is not None:
        section = next(one for one in shown.sections if any(item.number == before for item in one.items))
        at = next(place for place, item in enumerate(section.items) if item.number == before)
        made = (*section.items[:at], *items, *section.items[at:])
        return _each(shown, lambda one: replace(one, items=made), section.title)
    shown = with_section(shown, title)
    return _each(shown, lambda one: replace(one, items=(*one.items, *items)), title)


def removed(shown: ReadingList, numbers: Iterable[int]) -> ReadingList:
    """Return the list without items; a section of items without section goes with its last item."""
    gone = set(numbers)
    sections = tuple(
        replace(one, items=tuple(item for item in one.items if item.number not in gone)) for one in shown.sections
    )
    return replace(shown, sections=tuple(one for one in sections if one.title is not None or one.items))


def moved(shown: ReadingList, numbers: Sequence[int], title: str | None, before: int | None) -> ReadingList:
    """Return the list with items, in the order given, at the end of a section or before another item."""
    if before is not None and before in numbers:
        raise UsageError(f"item {before}: cannot go before itself")
    known = {item.number: item for item in shown.items()}
    return added(removed(shown, numbers), [known[one] for one in numbers], title, before)


def changed(shown: ReadingList, number: int, change: Callable[[Item], Item]) -> ReadingList:
    """Return the list with one item changed."""
    return replace(
        shown,
        sections=tuple(
            replace(one, items=tuple(change(item) if item.number == number else item for item in one.items))
            for one in shown.sections
        ),
    )


def section_changed(
    shown: ReadingList, section: Section, *, title: str | None, start: str | None, end: str | None, before: str | None
) -> ReadingList:
    """Return the list with a section renamed, with other days, or before another section; raises UsageError."""
    if title and title != section.title and any(one.title == title for one in shown.sections):
        raise UsageError(f"{shown.name}: has a section {title!r} already")
    made = replace(
        section, title=title or section.title, start=section.start if start is None else start or None,
        end=section.end if end is None else end or None,
    )  # fmt: skip
    if made.start and made.end and made.end < made.start:
        raise UsageError(f"section {made.title!r}: ends on {made.end}, before it starts on {made.start}")
    if before is None:
        return replace(shown, sections=tuple(made if one is section else one for one in shown.sections))
    other = section_of(shown, before)
    rest = [one for one in shown.sections if one is not section]
    at = rest.index(other) if other is not section else shown.sections.index(section)
    return replace(shown, sections=(*rest[:at], made, *rest[at:]))


def section_removed(shown: ReadingList, section: Section) -> ReadingList:
    """Return the list without a section; raises UsageError where it still has items."""
    if section.items:
        raise UsageError(f"section {section.title!r}: has {len(section.items)} items: move or remove them first")
    return replace(shown, sections=tuple(one for one in shown.sections if one is not section))
