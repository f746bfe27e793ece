"""The rows of a CSV or XLSX file as cells, whatever the program that wrote it made of encoding and separator."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO

import msgspec

from schemas.errors import ReadError, UsageError

MOST_ROWS = 50_000
_SEPARATORS = ",;\t|"
_MOST_BYTES = 200 * 1024 * 1024
"""Of an XLSX when it is unpacked."""


class Row(msgspec.Struct, frozen=True):
    """A row by its number in the file, its cells, and how each date in it is shown (XLSX only)."""

    number: int
    cells: tuple[Any, ...]
    formats: tuple[str, ...] = ()

    def format_of(self, place: int) -> str:
        """Return how the cell of a column is shown."""
        return self.formats[place] if place < len(self.formats) else ""


def is_xlsx(data: bytes) -> bool:
    """Tell whether a file is a workbook."""
    return data.startswith(b"PK\x03\x04")


def rows_of(data: bytes, most: int = MOST_ROWS) -> list[Row]:
    """Return the rows of a CSV or XLSX file that hold anything; raises ReadError, and UsageError for more than `most`."""
    return _from_xlsx(data, most) if is_xlsx(data) else _from_csv(data, most)


def decoded(data: bytes) -> str:
    """Return text that is UTF-8 or UTF-16 with a mark, UTF-8, or else Windows-1252, as spreadsheets of Europe write it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _from_csv(data: bytes, most: int) -> list[Row]:
    text = decoded(data)
    first, _, rest = text.partition("\n")
    separator = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[4], rest
    separator = separator or _separator(text)
    csv.field_size_limit(10_000_000)
    rows, line = [], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(Row(line, tuple(cells)))
            line += 1
            if len(rows) > most:
                raise UsageError(f"more than {most} rows: part the file")
    except csv.Error as error:
        raise ReadError(f"line {reader.line_num}: no CSV: {error}") from error
    return rows


def _separator(text: str) -> str:
    """The separator that parts the first line into most cells, outside quotation marks."""
    line = next((one for one in text.splitlines() if one.strip()), "")
    return max(_SEPARATORS, key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))


def _from_xlsx(data: bytes, most: int) -> list[Row]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > _MOST_BYTES:
                raise UsageError("the workbook is larger than 200 MB when it is unpacked")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        found = []
        for number, row in enumerate(sheet.iter_rows(), 1):
            values = tuple(cell.value for cell in row)
            if any(value is not None and str(value).strip() for value in values):
                shown = tuple(str(cell.number_format or "") if isinstance(cell.value, datetime) else "" for cell in row)
                found.append(Row(number, values, shown))
            if len(found) > most:
                raise UsageError(f"more than {most} rows: part the file")
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise ReadError(f"no workbook that can be read: {error}") from error
    return found


def write_csv(rows: Iterable[Sequence[str]], out: BinaryIO) -> None:
    """Write rows of safe cells as CSV: UTF-8 with a byte order mark, as spreadsheets open it."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    text.flush()
    text.detach()


def write_xlsx(
    rows: Iterable[Sequence[str]], out: BinaryIO, widths: Sequence[int], title: str = "Reading list"
) -> None:
    """Write rows as a workbook of text cells (no formula, no date), the first row as head."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for place, width in enumerate(widths):
        sheet.column_dimensions[_letters(place)].width = width
    sheet.freeze_panes = "A2"
    # The forms of a cell are made once: made for each they cost more than all the rest.
    head, plain = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
    for one in (head, plain):
        one.number_format = "@"  # so that what is typed over it is no date either
        one.alignment = Alignment(vertical="top", wrap_text=True)
        one.font = Font(bold=one is head)
    for number, row in enumerate(rows):
        sheet.append([_text_cell(sheet, text, plain if number else head) for text in row])
    book.save(out)


def _text_cell(sheet: Any, text: str, form: Any) -> Any:
    """A cell of text whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell

    if not text:
        return None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    cell._style = form._style
    return cell


def _letters(place: int) -> str:
    return chr(ord("A") + place)
