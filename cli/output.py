"""How rows are printed: a table for people, JSON lines or CSV for machines, and a file that is whole or absent."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from schemas.errors import StorageError, UsageError

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that a spreadsheet would take for a formula."""

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="Form of the output.",
)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> int:
    """Print rows in the form asked for and return how many there were; JSON is one object a line."""
    writer = {"table": _table, "json": _json, "csv": _csv}[form]
    return writer(columns, rows)


def _json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    count = 0
    for row in rows:
        count += 1
        click.echo(msgspec.json.encode(dict(zip(columns, row, strict=True))).decode())
    return count


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        count += 1
        writer.writerow([safe_cell(value) for value in row])
    return count


def safe_cell(value: Any) -> str:
    """Return a cell that no spreadsheet runs: what looks like a formula is quoted by an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False, soft_wrap=False)
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    if table.row_count:
        console.print(table)
    return table.row_count


@contextmanager
def whole_file(path: Path | None) -> Iterator[BinaryIO]:
    """Give a stream to write to: standard output, or a file that appears under its name only when all is written."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if path.is_dir() or not path.parent.is_dir():
        raise UsageError(
            f"{path}: {'is a folder' if path.is_dir() else 'there is no such folder'}: name a file with -o"
        )
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with aside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        aside.replace(path)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}: nothing was written there") from error
    finally:
        aside.unlink(missing_ok=True)
