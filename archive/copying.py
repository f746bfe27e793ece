"""A whole archive copied into an empty database, SQLite or PostgreSQL on either side: backup, restore and move in one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from archive import schema, search
from archive.connect import address, translated
from archive.database import Database, Rows
from schemas.errors import StorageError, UsageError

AT_ONCE = {"body": 20, "version": 100}
"""Rows that are carried at a time: the bytes of a capture may be large."""

OTHERS = 500

Report = Callable[[str, int], None]
_encode = msgspec.msgpack.Encoder().encode


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What was copied of one table: how many rows, and the digest over all of them, which is the same on both sides."""

    digest: str
    rows: int
    table: str


class _Columns(msgspec.Struct, frozen=True):
    """What the copying needs to know of a table: its names, which columns are flags, and its order."""

    table: str
    names: tuple[str, ...]
    flags: tuple[int, ...]
    order: str


def copy(db: Database, target: str | Path, report: Report | None = None) -> list[Copied]:
    """Copy all tables, as they are in one moment, into a new or empty archive; harvests may go on meanwhile.

    A file appears under its name when all is in it and was compared; a database on a server gets all or nothing.
    Raises UsageError where the target holds an archive with anything in it, StorageError where the two sides differ.
    """
    with _target(target) as made:
        with db.reading() as source, made.writing() as rows:
            copied = [_table(db, source, rows, columns, report) for columns in _tables()]
            _after(rows)
        with made.reading() as rows:
            for one, columns in zip(copied, _tables(), strict=True):
                if _told(made, rows, columns) != one:
                    raise StorageError(f"{made.name}: the table {one.table} differs from the one it was copied from")
    return copied


@contextmanager
def _target(target: str | Path) -> Iterator[Database]:
    """Give the empty archive that is copied into; a file is made aside and renamed at the end."""
    at = address(target)
    if at.backend != "sqlite":
        with _opened(Database(at, create=True)) as made:
            yield made
        return
    path = Path(str(at.database))
    if path.exists() and path.stat().st_size:
        raise UsageError(f"{path}: is there already: copy into a new file")
    if not path.parent.is_dir():
        raise StorageError(f"{path.parent}: there is no such folder")
    aside = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        with _opened(Database(address(aside), create=True, name=str(path))) as made:
            yield made
        aside.replace(path)
    finally:
        for left in aside.parent.glob(f"{aside.name}*"):
            left.unlink(missing_ok=True)


@contextmanager
def _opened(made: Database) -> Iterator[Database]:
    try:
        with translated(made.name):
            schema.ready(made, create=True, upgrade=False)
            with made.reading() as rows:
                if rows.first("SELECT number FROM run LIMIT 1"):
                    raise UsageError(f"{made.name}: holds an archive already: copy into a new one")
        yield made
    finally:
        made.close()


def _tables() -> list[_Columns]:
    from sqlalchemy import Boolean

    from archive.tables import Table

    return [
        _Columns(
            table=table.name, names=tuple(table.columns.keys()), order=", ".join(table.primary_key.columns.keys()),
            flags=tuple(n for n, column in enumerate(table.columns) if isinstance(column.type, Boolean)),
        )
        for table in Table.metadata.sorted_tables
    ]  # fmt: skip


def _table(db: Database, source: Rows, rows: Rows, columns: _Columns, report: Report | None) -> Copied:
    """Copy one table and return what was copied."""
    rows.do(f"DELETE FROM {columns.table}")  # the marks that a new archive begins with
    names = ", ".join(columns.names)
    insert = f"INSERT INTO {columns.table} ({names}) VALUES ({', '.join('?' * len(columns.names))})"
    count, digest = 0, hashlib.sha256()
    for page in _pages(db, source, columns):
        rows.many(insert, page)
        count += len(page)
        _add(digest, page)
        if report is not None:
            report(columns.table, count)
    return Copied(table=columns.table, rows=count, digest=digest.hexdigest())


def _told(db: Database, rows: Rows, columns: _Columns) -> Copied:
    count, digest = 0, hashlib.sha256()
    for page in _pages(db, rows, columns):
        count += len(page)
        _add(digest, page)
    return Copied(table=columns.table, rows=count, digest=digest.hexdigest())


def _add(digest: Any, page: Sequence[tuple[Any, ...]]) -> None:
    for row in page:
        digest.update(_encode(row))


def _pages(db: Database, rows: Rows, columns: _Columns) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows of a table in the order of their key, in the same form from both databases."""
    sql = f"SELECT {', '.join(columns.names)} FROM {columns.table} ORDER BY {columns.order}"
    for page in db.stream(rows, sql, size=AT_ONCE.get(columns.table, OTHERS)):
        yield [_plain(row, columns.flags) for row in page]


def _plain(row: Sequence[Any], flags: tuple[int, ...]) -> tuple[Any, ...]:
    said = [bytes(value) if isinstance(value, memoryview) else value for value in row]
    for place in flags:
        said[place] = bool(said[place])
    return tuple(said)


def _after(rows: Rows) -> None:
    """Make the search index, and let a server count on from the numbers that it did not give itself."""
    search.reindex(rows)
    if rows.dialect == "postgresql":
        top = (
            "SELECT setval(pg_get_serial_sequence('identifier', 'id'), coalesce(max(id), 0) + 1, false) FROM identifier"
        )
        rows.do(top)
