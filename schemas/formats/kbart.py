"""kbart: title lists by NISO RP-9 (KBART), one row a title; read as far as they describe works, and with what real files break.

A list says who published a work, when, and one author; coverage of serials is not part of a record. JSTOR's lists of
research reports are such lists. A list is written with a row for each monograph and serial, in the order in which
records come; parts of works have none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from schemas.crosswalk.unsaid import CITED
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.left_out import LeftOut, living, unnoticed
from schemas.readers.kbart_rows import COLUMNS, columns_of, record_and_key, source_of_list
from schemas.reading import Found
from schemas.record import Record
from schemas.writers import kbart as writing

NAME = "kbart"
SUFFIX = ".tsv"
MEDIA_TYPE = "text/tab-separated-values"
READER = "kbart/3"
_OF_OTHERS = frozenset(
    {
        "abstract.lang",
        "identifiers[pmid].*",
        "pages.last",
        "relations.*",
        "series.issue",
        "series.number",
        "series.volume",
    }
)
"""Losses of citations that are none here: what they are part of has no place at all, or stands under a wider name."""
LOSSES: dict[str, str] = {path: why for path, why in CITED.items() if path not in _OF_OTHERS} | {
    "abstract": "no place",
    "contents": "no place",
    "contributors": "the first author and editor, by last name",
    "contributors.role": "authors and editors, nothing else",
    "dates": "one date of publication a form (print, online)",
    "languages": "no place",
    "links": "one address",
    "page_count": "no place",
    "pages": "no place",
    "publisher": "no place for the place",
    "publisher.*": "no place for the place",
    "series": "no series titles",
    "series.*": "no series titles",
    "subjects": "no place",
    "title.*": "a colon in the title begins the subtitle; a title that a spreadsheet would run stands behind an apostrophe",
    "type": "monographs and serials",
    "type_as_printed": "the column says Monograph or Serial",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""
LONGEST_ROW = 100_000
"""Characters; a longer one is a file without line ends."""


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write a header and a row a title, UTF-8, cells parted by tabs, and return how many."""
    out.write(("\t".join(COLUMNS) + "\n").encode())
    count = 0
    for held in living(items, left_out):
        if reason := writing.refused(held):
            left_out(held, reason)
            continue
        out.write(("\t".join(writing.row(held)) + "\n").encode())
        count += 1
    return count


def record_of(row: Mapping[str, str]) -> Record:
    """Return the record that one row, by the names of its columns, describes."""
    return record_and_key(row)[0]


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the titles of a list, each once; raises ReadError where the file has no header or a row cannot be read."""
    return _Rows(decoded(stream.read()))


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins with the header of a title list."""
    if head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        head = head.lstrip(b"\xef\xbb\xbf \r\n").partition(b"\n")[0][:4096]
        if b"title" not in head.lower():  # a look at one line spares the decoding of every page
            return False
    line = decoded(head).lstrip().partition("\n")[0]
    return len(columns_of(_split(line, _delimiter(line)))) > 2


def decoded(data: bytes) -> str:
    """Return a list as text: UTF-8 by the standard, UTF-16 with its mark, else Windows-1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cut = error.start > len(data) - 4
        return data[: error.start].decode("utf-8-sig") if cut else data.decode("cp1252", "replace")


class _Rows(Iterator[Found]):
    """The rows of a list; a title that has several (for several coverages) comes once."""

    def __init__(self, text: str) -> None:
        lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        header = lines[first] if lines else ""
        self._delimiter = _delimiter(header)
        self._columns = columns_of(_split(header, self._delimiter))
        if "publication_title" not in self._columns:
            raise ReadError("no title list: its first line does not name the column publication_title")
        body, at = lines[first + 1 :], self._columns.get("title_url")
        split = csv.reader(body) if self._delimiter == "," else (_split(line, self._delimiter) for line in body)
        try:
            rows = list(enumerate(split, first + 2))
        except csv.Error as error:
            raise ReadError(f"the list cannot be parted into rows: {error}") from error
        self._source = source_of_list([cells[at] for _, cells in rows if at < len(cells)] if at is not None else [])
        self._rows = iter(rows)
        self._seen: set[str] = set()

    def __next__(self) -> Found:
        for number, cells in self._rows:
            if not any(cell.strip() for cell in cells):
                continue
            if sum(map(len, cells)) > LONGEST_ROW:
                raise ReadError(f"line {number}: the row is longer than {LONGEST_ROW} characters")
            row = {name: cells[at].strip() for name, at in self._columns.items() if at < len(cells)}
            if not row.get("publication_title"):
                raise ReadError(f"line {number}: the row has no title")
            record, key = record_and_key(row)
            name = key or f"{row['publication_title']}|{row.get('publisher_name', '')}"
            if name not in self._seen:
                self._seen.add(name)
                return Found(key=key, record=record, source=self._source)
        raise StopIteration


def _delimiter(header: str) -> str:
    return "\t" if "\t" in header else ";" if header.count(";") > header.count(",") else ","


def _split(line: str, delimiter: str) -> list[str]:
    """Tabs part cells as they are; quotation marks around a whole cell come from a spreadsheet and go."""
    if delimiter == ",":
        return next(csv.reader(io.StringIO(line)), [])
    cells = line.split(delimiter)
    return [c[1:-1].replace('""', '"') if len(c) > 1 and c[0] == c[-1] == '"' else c for c in cells]
