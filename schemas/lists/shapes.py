"""What a reading list is: sections with items in order; how one is stored is the archive's."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from schemas.record import Record

IMPORTANCE = ("essential", "recommended", "further")
"""Controlled values of `Item.importance`, the most pressing first."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to read: a record or entry of the archive (`id`, in the `version` that was added), or a reference.

    `reference` is what was typed in for a work that the archive does not hold, `typed` the same as a line where it is
    only that. `pages` are those to read inside the item's own, `note` is for students, `library_note` for the library.
    `number` is the item's name within its list, never given twice.
    """

    id: str | None = None
    importance: str | None = None
    library_note: str | None = None
    note: str | None = None
    number: int = 0
    pages: str | None = None
    reference: Record | None = None
    typed: str | None = None
    version: int | None = None


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a list, such as a week; that without title comes first; `start` and `end` are days (2026-10-12)."""

    end: str | None = None
    items: tuple[Item, ...] = ()
    start: str | None = None
    title: str | None = None


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a whole list: title, codes of course and list, who owns it, its language (BCP 47)."""

    course_code: str | None = None
    language: str | None = None
    list_code: str | None = None
    owner: str | None = None
    title: str | None = None


class ReadingList(msgspec.Struct, frozen=True, kw_only=True):
    """A reading list by its name."""

    about: About = About()
    name: str
    sections: tuple[Section, ...] = ()

    @property
    def title(self) -> str:
        """The title, else the name."""
        return self.about.title or self.name

    def items(self) -> Iterator[Item]:
        """Yield all items in their order."""
        for section in self.sections:
            yield from section.items
