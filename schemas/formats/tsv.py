"""tsv: one row a record or entry, cells parted by tabs, UTF-8; for programs that part lines at tabs and know no quoting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from schemas.crosswalk.table_rows import COLUMNS, row
from schemas.envelope import Held
from schemas.left_out import LeftOut, unnoticed

NAME = "tsv"
SUFFIX = ".tsv"
MEDIA_TYPE = "text/tab-separated-values"
CHOICES = tuple(COLUMNS)
"""The columns that can be chosen."""


def write(
    items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed, *, columns: tuple[str, ...] = CHOICES
) -> int:
    """Write a header and a line a record and return how many; a cell holds no tab, no line end and no leading quote."""
    out.write(("\t".join(columns) + "\n").encode())
    count = 0
    for held in items:
        out.write(("\t".join(map(_unquoted, row(held, columns))) + "\n").encode())
        count += 1
    return count


def _unquoted(cell: str) -> str:
    """A cell that begins with a quotation mark would be joined with the next ones: a space keeps it apart."""
    return f" {cell}" if cell.startswith('"') else cell
