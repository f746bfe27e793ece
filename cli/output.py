"""How rows are printed: a table for people, JSON lines or CSV for machines, and a file that is whole or absent."""

from __future__ import annotations

import csv
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import click
import msgspec

from schemas.errors import StorageError, UsageError

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters that a spreadsheet would take for a formula."""


class Count(click.IntRange):
    """A whole number from 1 on that every database can hold."""

    name = "integer"

    def __init__(self) -> None:
        super().__init__(1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; one that is too large is refused as one that is too small is."""
        number: int = super().convert(value, param, ctx)
        if number > MOST:
            self.fail(f"{number} is larger than {MOST}.", param, ctx)
        return number


MOST = 2**31 - 1
COUNT = Count()


def form_of(what: str, *forms: str) -> Callable[[Any], Any]:
    """Return the option --format of a command: which forms there are, the first without it, and of what."""
    return click.option(
        "--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=f"Form of the {what}."
    )


format_option = form_of("output", "table", "json", "csv")
"""For what is rows."""
told_option = form_of("output", "table", "json")
"""For what is no rows: json is one object."""
summary_option = form_of("summary", "table", "json")
"""For a command that tells at its end what it did."""


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> int:
    """Print rows in the form asked for and return how many there were; JSON is one object a line."""
    writer = {"table": _table, "json": _json, "csv": _csv}[form]
    return writer(columns, rows)


def _json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    from schemas.crosswalk.json_text import escaped

    count = 0
    for row in rows:
        count += 1
        click.echo(escaped(msgspec.json.encode(dict(zip(columns, row, strict=True)))).decode())
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
    """Return a cell that no spreadsheet runs, quoted by an apostrophe where it looks like a formula, and no terminal obeys."""
    text = "" if value is None else str(value)
    if not text.isprintable():
        text = "".join(
            [char if char in "\t\r\n" or unicodedata.category(char) not in ("Cc", "Cs") else "\ufffd" for char in text]
        )
    return f"'{text}" if text.startswith(FORMULA) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Print a table: within the width of a terminal, or else one line a row, however long, for grep and its like."""
    cells = [[plain(value) for value in row] for row in rows]
    if not cells:
        return 0
    if sys.stdout.isatty():
        _drawn(columns, cells)
        return len(cells)
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(columns, *cells, strict=True)]
    for row in (columns, *cells):
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(padded).rstrip())
    return len(cells)


def _drawn(columns: Sequence[str], cells: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")  # an id that is cut cannot be copied
    for row in cells:
        table.add_row(*map(Text, row))
    Console(highlight=False).print(table)


def plain(value: Any) -> str:
    """Return a value as one line without anything that a terminal would obey."""
    text = "" if value is None else str(value)
    if text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char.isspace():
        return " "
    obeyed = unicodedata.category(char) in ("Cc", "Cs") or char in _BIDIRECTIONAL
    return "\ufffd" if obeyed else char


_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Overrides and embeddings: what they turn round reads as something else, up to the end of the line."""


@contextmanager
def whole_file(path: Path | None) -> Iterator[BinaryIO]:
    """Give a stream to write to: standard output, or a file that appears under its name only when all is written.

    A link stays a link, and a device or pipe is written to as it is: there is nothing to put in its place.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        if path.is_dir() or not path.parent.is_dir():
            raise UsageError(
                f"{path}: {'is a folder' if path.is_dir() else 'there is no such folder'}: name a file with -o"
            )
        if path.exists() and not path.is_file():
            with path.open("wb") as out:
                yield out
        else:
            with _aside(path.resolve()) as out:
                yield out
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}: nothing was written there") from error


@contextmanager
def _aside(path: Path) -> Iterator[BinaryIO]:
    aside = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        with aside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if path.exists():
            shutil.copymode(path, aside)
        aside.replace(path)
        _settle(path.parent)
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """See that the new name in a folder outlasts a loss of power."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
