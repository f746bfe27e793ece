"""A list as the rows of a table that `table.read` reads back without loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from schemas.crosswalk.wording import headed
from schemas.envelope import Held
from schemas.lists import cells, sheets
from schemas.lists.columns import COLUMNS
from schemas.lists.references import line_of, packed
from schemas.lists.shapes import Item, ReadingList, Section

WIDTHS = (24, 12, 12, 28, 24, 18, 44, 44, 12, 14, 40, 30, 8, 12, 24, 14, 14, 14, 10)
"""Of the columns of a workbook."""


def write_csv(shown: ReadingList, held: Mapping[int, Held], out: BinaryIO) -> None:
    """Write a list as CSV; no cell runs in a spreadsheet."""
    sheets.write_csv(([cells.guarded(text) for text in row] for row in rows(shown, held)), out)


def write_xlsx(shown: ReadingList, held: Mapping[int, Held], out: BinaryIO) -> None:
    """Write a list as a workbook; all cells are text."""
    sheets.write_xlsx(([cells.guarded(text) for text in row] for row in rows(shown, held)), out, WIDTHS)


def rows(shown: ReadingList, held: Mapping[int, Held]) -> Iterator[list[str]]:
    """Yield the header, then a row an item; a section without items has a row of its own."""
    yield list(COLUMNS)
    about = {
        "list_title": shown.about.title, "course_code": shown.about.course_code, "list_code": shown.about.list_code,
        "owner": shown.about.owner, "language": shown.about.language,
    }  # fmt: skip
    for section in shown.sections:
        placed = about | {"section": section.title, "start": section.start, "end": section.end}
        for said in _items(section, held):
            row = placed | said
            yield [row.get(name) or "" for name in COLUMNS]


def _items(section: Section, held: Mapping[int, Held]) -> Iterator[dict[str, str | None]]:
    if not section.items and section.title:
        yield {}
    for item in section.items:
        yield _said(item, held.get(item.number))


def _said(item: Item, held: Held | None) -> dict[str, str | None]:
    said: dict[str, str | None] = {
        # The dash of print: `5-6` would come back from a spreadsheet as a date.
        "pages": item.pages.replace("-", "–") if item.pages else None,
        "importance": item.importance, "note": item.note, "library_note": item.library_note,
    }  # fmt: skip
    record = held.record if held else None
    if item.id is None:
        said["reference"] = item.typed or (line_of(item.reference) if item.reference else None)
        said["reference_data"] = packed(item.reference) if item.reference else None
        return said
    said |= {"id": item.id, "version": str(item.version) if item.version else None}
    if record is not None:
        said["title"] = headed(record.title)
        for scheme in ("doi", "isbn"):
            said[scheme] = next((one.value for one in record.identifiers if one.scheme == scheme), None)
    return said
