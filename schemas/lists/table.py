"""A list as a table: rows of CSV or XLSX to what they ask for, each wrong row named and the others taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.errors import UsageError
from schemas.lists import cells
from schemas.lists.cells import Mangled
from schemas.lists.columns import KNOWN, NAMING, understood
from schemas.lists.drafts import Draft, Drafts, Place, Trouble
from schemas.lists.references import from_columns, line_of, unpacked
from schemas.lists.shapes import IMPORTANCE, About
from schemas.lists.sheets import Row
from schemas.values.languages import parse_language
from schemas.values.text import clean, fold

_WORDS = {
    "essential": "essential required core compulsory must mandatory key set yes pflicht pflichtlekture grundlegend obligatorisch notwendig",
    "recommended": "recommended suggested should secondary empfohlen empfehlung",
    "further": "further optional additional background supplementary extra no weiterfuhrend erganzend erganzung vertiefend",
}
_LEVELS = {word: name for name, words in _WORDS.items() for word in words.split()}
_ABOUT = {"list_title": "title", "course_code": "course_code", "list_code": "list_code", "owner": "owner"}


def importance(text: str) -> str:
    """Return one of the three levels for what people call it; raises Mangled for any other word."""
    for word in fold(text).split():
        if level := _LEVELS.get(word):
            return level
    raise Mangled(f"importance {text!r}: not known: give {', '.join(IMPORTANCE[:-1])} or {IMPORTANCE[-1]}")


def read(rows: Sequence[Row], *, day_order: str | None = None) -> Drafts:
    """Return what a table asks for; the first row names the columns. Raises UsageError where none says what is read."""
    if not rows:
        raise UsageError("is empty")
    if len(rows) == 1:
        raise UsageError("has a head and no rows")
    names, told = understood([cells.words(cell) for cell in rows[0].cells])
    troubles = [Trouble(rows[0].number, line) for line in told]
    placed = [(row, [(name, place) for place, name in enumerate(names) if name]) for row in rows[1:]]
    days = [_cell(row, place) for row, columns in placed for name, place in columns if name in ("start", "end")]
    reader = _Reader(day_order or cells.order_of_days(days), troubles)
    drafts = [draft for row, columns in placed if (draft := reader.draft(row, columns)) is not None]
    return Drafts(about=reader.about, rows=tuple(drafts), troubles=tuple(reader.troubles))


def is_table(rows: Sequence[Row]) -> bool:
    """Tell whether the first of some rows names a column that says what is to be read."""
    return bool(rows) and any(KNOWN.get(fold(cells.words(cell).replace("_", " "))) in NAMING for cell in rows[0].cells)


def _cell(row: Row, place: int) -> Any:
    return row.cells[place] if place < len(row.cells) else None


_OF_ITEMS = (
    "authors", "editors", "date", "publisher", "place", "in_title", "url", "edition", "pages", "importance", "note", "library_note",
)  # fmt: skip
"""Columns that say something of what is read, and mean nothing without it."""


class _Reader:
    """The rows of one table in their order: a row without section belongs to that of the row above."""

    def __init__(self, order: str | None, troubles: list[Trouble]) -> None:
        self.order, self.troubles, self.about = order, troubles, About()
        self._section = Place()

    def draft(self, row: Row, columns: Sequence[tuple[str, int]]) -> Draft | None:
        """Return what a row asks for, None where it is wrong."""
        try:
            return self._draft(row, columns)
        except Mangled as error:
            self.troubles.append(Trouble(row.number, str(error), wrong=True))
            return None

    def _draft(self, row: Row, columns: Sequence[tuple[str, int]]) -> Draft:
        said: dict[str, str] = {}
        for name, place in columns:
            text = cells.isbn(_cell(row, place)) if name == "isbn" else cells.words(_cell(row, place))
            if name in ("id", "doi"):
                cells.not_rounded(name, text)
            if text:
                said[name] = f"{said[name]}, {text}" if name in said else text
        self._note_about(said)
        raw = {name: (_cell(row, place), row.format_of(place)) for name, place in columns}
        section = self._placed(row, said, raw)
        pages, told = cells.pages(*raw.get("pages", (None, "")))
        if told:
            self.troubles.append(Trouble(row.number, f"{told}: see that this is right"))
        reference, typed = _reference(said)
        if not (reference or typed or "id" in said or _names(said)) and (idle := [n for n in _OF_ITEMS if n in said]):
            raise Mangled(f"{idle[0]} of nothing: the row needs an id, doi, isbn, reference or title")
        return Draft(
            id=said.get("id"), names=_names(said), reference=reference, typed=typed, pages=pages, place=section,
            importance=importance(said["importance"]) if "importance" in said else None, note=said.get("note"),
            library_note=said.get("library_note"), row=row.number, version=_version(said.get("version")),
        )  # fmt: skip

    def _placed(self, row: Row, said: Mapping[str, str], raw: Mapping[str, tuple[Any, str]]) -> Place:
        title = clean(said.get("section"))
        days = []
        for name in ("start", "end"):
            found, guessed = cells.day(raw.get(name, (None, ""))[0], self.order)
            if guessed:
                self.troubles.append(
                    Trouble(row.number, f"{name} {said[name]!r}: taken as {found}: --dates mdy reads the month first")
                )
            days.append(found)
        start, end = days
        if start and end and end < start:
            raise Mangled(f"section ends on {end}, before it starts on {start}")
        if title is None:
            return Place(title=self._section.title, start=start, end=end)
        self._section = Place(title=title, start=start, end=end)
        return self._section

    def _note_about(self, said: Mapping[str, str]) -> None:
        """The first row that says something of the whole list is believed."""
        found = {field: clean(said.get(column)) for column, field in _ABOUT.items()}
        found["language"] = parse_language(said["language"]) if "language" in said else None
        before = {name: getattr(self.about, name) for name in self.about.__struct_fields__}
        self.about = About(**{name: before[name] or found.get(name) for name in before})


def _names(said: Mapping[str, str]) -> tuple[str, ...]:
    isbns = said.get("isbn", "").replace(";", ",").split(",")
    return tuple(one for one in (said.get("doi"), *(isbn.strip() for isbn in isbns)) if one)


def _reference(said: Mapping[str, str]) -> tuple[Any, str | None]:
    """The reference of a row: its parts as they were exported, else as columns say them, else a line."""
    typed = said.get("reference")
    if "reference_data" in said and (record := unpacked(said["reference_data"])) is not None:
        return record, None if typed in (None, line_of(record)) else typed
    if typed:
        return (from_columns(said) if "title" in said else None), typed
    return (None, None) if "id" in said else (from_columns(said), None)


def _version(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or not 0 < int(text[:9]) < 2**31:
        raise Mangled(f"version {text!r}: not a version: leave it empty for the one in force")
    return int(text[:9])
