"""A file of any kind that lists are made from, told by what is in it; a table's rows are read in table.py."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from types import ModuleType

import msgspec

from schemas.errors import ReadError, UsageError
from schemas.formats import bibtex, csl, ris
from schemas.identifiers import identify
from schemas.lists import cells
from schemas.lists.drafts import Draft, Drafts, Place, Trouble
from schemas.lists.sheets import decoded, is_xlsx, rows_of
from schemas.lists.table import is_table
from schemas.lists.table import read as read_table
from schemas.record import Record

_REFERENCES: tuple[ModuleType, ...] = (csl, ris, bibtex)
_BIBTEX = re.compile(r"\s*(?:%[^\n]*\n\s*)*@\w+\s*[{(]")
_BULLET = re.compile(r"^\s*(?:[-*•·]|\d{1,3}[.)])\s+")
_NO_TEXT = (b"%PDF", b"\x89PNG", b"\xd0\xcf\x11\xe0", b"GIF8", b"\xff\xd8\xff", b"{\\rtf")
"""Beginnings of files that people mistake for a table; the third is that of old workbooks (.xls)."""
_LISTED = ("doi", "isbn", "jstor", "handle")
_LABEL = re.compile(r"^(?:e-?isbn|isbn(?:-1[03])?|doi)\s*:?\s*", re.IGNORECASE)


def read(data: bytes, *, day_order: str | None = None, section: str | None = None) -> Drafts:
    """Return what a file asks for; `section` is where that goes which has none. Raises UsageError and ReadError."""
    made = _read(data, day_order)
    if section is None:
        return made
    rows = tuple(
        msgspec.structs.replace(one, place=Place(title=section)) if one.place.title is None else one
        for one in made.rows
    )
    return msgspec.structs.replace(made, rows=rows)


def _read(data: bytes, day_order: str | None) -> Drafts:
    if is_xlsx(data):
        return read_table(rows_of(data), day_order=day_order)
    text = decoded(data)
    if not text.strip():
        raise UsageError("is empty")
    if "\0" in text or data.startswith(_NO_TEXT):
        raise UsageError("is no table and no text: give CSV, XLSX, RIS, BibTeX, CSL-JSON, or lines of DOIs and ISBNs")
    for module in _REFERENCES:
        if module.looks_like(data[:20_000]) or (module is bibtex and _BIBTEX.match(text)):
            return _references(module, text)
    rows = rows_of(data)
    if not is_table(rows) and (found := _identifiers(text)) is not None:
        return found
    return read_table(rows, day_order=day_order)


def _references(module: ModuleType, text: str) -> Drafts:
    """The references of a file in a citation format; one that cannot be read is named, and the next ones are read."""
    rows, troubles = [], []
    for number, record, error in _each(module, text):
        if record is None:
            troubles.append(Trouble(number, error, wrong=True))
        else:
            rows.append(Draft(names=_names(record), reference=record, row=number))
    return Drafts(rows=tuple(rows), troubles=tuple(troubles))


def _each(module: ModuleType, text: str) -> Iterator[tuple[int, Record | None, str]]:
    found = module.read(io.BytesIO(text.encode()))
    number = 0
    while True:
        number += 1
        try:
            one = next(found)
        except StopIteration:
            return
        except ReadError as error:
            yield number, None, str(error)
            continue
        yield number, one.record, ""


def _names(record: Record) -> tuple[str, ...]:
    """The identifiers that a reference may be known by; a chapter with the ISBN of its book is not that book."""
    schemes = ("doi",) if record.type in ("chapter", "article") else ("doi", "isbn", "jstor")
    return tuple(one.value for scheme in schemes for one in record.identifiers if one.scheme == scheme)


def _identifiers(text: str) -> Drafts | None:
    """The lines of a file of DOIs and ISBNs (bullets, labels and comments are passed over); None where it is none."""
    rows, troubles, known = [], [], 0
    for number, line in enumerate(text.splitlines(), 1):
        said = _LABEL.sub("", _BULLET.sub("", line)).strip().strip(",;")
        if not said or said.startswith("#"):
            continue
        found = identify(said)
        if found is None or found.scheme not in _LISTED or any(mark in found.value for mark in " ;,|\t"):
            troubles.append(Trouble(number, f"{said[:60]!r}: no DOI and no ISBN", wrong=True))
            continue
        known += 1
        rows.append(Draft(names=(found.value,), reference=Record(identifiers=(found,)), row=number))
    return Drafts(rows=tuple(rows), troubles=tuple(troubles)) if known > len(troubles) else None


def wrong_rows(data: bytes, wrong: Mapping[int, str]) -> list[list[str]]:
    """Return the rows of a file that were wrong, as a table with a column that says what; [] where there are none."""
    if not wrong:
        return []
    try:
        rows = rows_of(data)
    except ReadError:
        rows = []
    if not rows:
        return []
    head = [cells.words(cell) for cell in rows[0].cells]
    made = [[*head, "problem"]]
    for row in rows[1:]:
        if row.number in wrong:
            texts = [cells.words(cell) for cell in row.cells][: len(head)]
            made.append([cells.guarded(text) for text in (*texts, *[""] * (len(head) - len(texts)), wrong[row.number])])
    return made
