"""What a file asks to be put on a list, row by row, before the archive has been asked; and what is wrong or doubtful in it."""

from __future__ import annotations

import msgspec

from schemas.lists.shapes import About
from schemas.record import Record


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The section that a row belongs to, and its days where the row says them."""

    end: str | None = None
    start: str | None = None
    title: str | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One row: `names` are what the item may be called in the archive, the surest first; an id must be there.

    Without any of those, or where none is known, `reference` or `typed` is what goes on the list. A row with neither
    only says that there is a section.
    """

    id: str | None = None
    importance: str | None = None
    library_note: str | None = None
    names: tuple[str, ...] = ()
    note: str | None = None
    pages: str | None = None
    place: Place = Place()
    reference: Record | None = None
    row: int
    typed: str | None = None
    version: int | None = None

    @property
    def is_section(self) -> bool:
        """Whether the row names a section and nothing to read."""
        return not (self.id or self.names or self.reference or self.typed)


class Trouble(msgspec.Struct, frozen=True, order=True):
    """Something about a row (0: the file): a `wrong` one was not taken, else the message says what was taken for what."""

    row: int
    message: str
    wrong: bool = False


class Drafts(msgspec.Struct, frozen=True, kw_only=True):
    """All that a file asks for."""

    about: About = About()
    rows: tuple[Draft, ...] = ()
    troubles: tuple[Trouble, ...] = ()
