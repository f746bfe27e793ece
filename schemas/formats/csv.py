"""csv: one row a record or entry, UTF-8 with a byte order mark, as spreadsheets open it; no cell runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from schemas.crosswalk.table_rows import COLUMNS, row
from schemas.envelope import Held
from schemas.left_out import LeftOut, unnoticed

NAME = "csv"
SUFFIX = ".csv"
MEDIA_TYPE = "text/csv"
CHOICES = tuple(COLUMNS)
"""The columns that can be chosen."""


def write(
    items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed, *, columns: tuple[str, ...] = CHOICES
) -> int:
    """Write a header and a row a record (RFC 4180) and return how many; tombstones are rows that say so."""
    out.write(b"\xef\xbb\xbf" + _encoded(list(columns)))
    count = 0
    for held in items:
        out.write(_encoded(row(held, columns)))
        count += 1
    return count


def _encoded(cells: list[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().encode()
