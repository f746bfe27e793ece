"""Connections: one for writing, others for reading, errors as one clear line; what is written is not known here.

The path that writes records goes through the driver's own cursor with prepared SQL: SQLAlchemy makes the pool, the
schema and the migrations, and no object per row.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from archive.connect import Address, connect, is_file, opened, patiently, there, translated
from archive.file_pool import FilePool, Lent
from archive.types import sought, spelled

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPICursor
    from sqlalchemy.pool import PoolProxiedConnection

BEGIN_READING = {"sqlite": "BEGIN", "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"}
WRITER = 8462376
"""The lock on PostgreSQL that whoever writes holds."""
# One writer at a time on both: row numbers and the chain of digests follow the order of writing.
BEGIN_WRITING = {"sqlite": "BEGIN IMMEDIATE", "postgresql": f"SELECT pg_advisory_xact_lock({WRITER})"}


class Rows:
    """A cursor inside a transaction; SQL is written with `?` and spelled for the database."""

    def __init__(self, cursor: DBAPICursor, dialect: str, spellings: dict[str, str]) -> None:
        self.cursor, self.dialect, self._spellings = cursor, dialect, spellings

    def _sql(self, sql: str) -> str:
        spelling = self._spellings.get(sql)
        if spelling is None:
            spelling = self._spellings[sql] = spelled(self.dialect, sql)
        return spelling

    def do(self, sql: str, *parameters: Any) -> None:
        """Execute a statement."""
        self.cursor.execute(self._sql(sql), parameters)

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Execute a statement for many rows; for no rows nothing happens."""
        if rows:
            self.cursor.executemany(self._sql(sql), rows)

    def all(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        self._ask(sql, parameters)
        return cast(list[tuple[Any, ...]], self.cursor.fetchall())

    def first(self, sql: str, *parameters: Any) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None."""
        self._ask(sql, parameters)
        row: tuple[Any, ...] | None = self.cursor.fetchone()
        return row

    def _ask(self, sql: str, parameters: Sequence[Any]) -> None:
        if self.dialect == "postgresql":
            parameters = [sought(one) for one in parameters]
        self.cursor.execute(self._sql(sql), parameters)


class Database:
    """An open database: `writing()` and `reading()` give Rows inside a transaction."""

    def __init__(self, at: Address, *, create: bool = False, name: str | None = None) -> None:
        """Take where the database is; raises NoArchive where a SQLite file is absent and not to be created."""
        if not create:
            there(at)
        self.at, self.name, self.dialect = at, name or at.name, at.backend
        self._files = FilePool(partial(opened, at)) if is_file(at) else None
        self._engine: Engine | None = None
        if self._files is None:
            self._engine = connect(at)
        self._lock = threading.RLock()
        self._writer: PoolProxiedConnection | Lent | None = None
        self._write_cursor: Rows | None = None
        self._spellings: dict[str, str] = {}
        self._streams = count(1)
        self._shared = threading.local()

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, made when first asked for; from then on all connections are its own."""
        with self._lock:
            if self._engine is None:
                self._engine = connect(self.at)
            return self._engine

    def raw_connection(self) -> PoolProxiedConnection | Lent:
        """Lend a connection of the driver; `close` gives it back."""
        if self._engine is None and self._files is not None:
            return self._files.raw_connection()
        return self.engine.raw_connection()

    @contextmanager
    def writing(self) -> Iterator[Rows]:
        """One write transaction: committed at the end, rolled back where anything is raised."""
        with self._lock, translated(self.name):
            rows = self._write_cursor or self._open_writer()
            try:
                rows.cursor.execute(BEGIN_WRITING[self.dialect])
                yield rows
                rows.cursor.connection.commit()
            except BaseException:
                self._drop_writer()
                raise

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        """One read transaction: everything read in it is of the same moment; within `moment` it is that one."""
        connection = getattr(self._shared, "connection", None)
        with translated(self.name), nullcontext(connection) if connection else self._begun() as connection:
            cursor = connection.cursor()
            yield Rows(cursor, self.dialect, self._spellings)
            cursor.close()

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Let all that this thread reads in a block be of one moment, and cost one transaction; what it writes meanwhile is not seen."""
        if getattr(self._shared, "connection", None):
            yield
            return
        with translated(self.name), self._begun() as connection:
            self._shared.connection = connection
            try:
                yield
            finally:
                self._shared.connection = None

    @contextmanager
    def _begun(self) -> Iterator[PoolProxiedConnection | Lent]:
        connection = self.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(BEGIN_READING[self.dialect])
            cursor.close()
            yield connection
        finally:
            connection.rollback()
            connection.close()

    def stream(self, rows: Rows, sql: str, *parameters: Any, size: int = 500) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query in lists of `size`, in flat memory, within the transaction of `rows`."""
        if self.dialect == "sqlite":
            cursor = rows.cursor
        else:  # a cursor on the server, or the driver would fetch everything at once
            cursor = rows.cursor.connection.cursor(name=f"stream_{next(self._streams)}")
        try:
            cursor.execute(spelled(self.dialect, sql), [sought(one) for one in parameters])
            while found := cursor.fetchmany(size):
                yield cast(list[tuple[Any, ...]], found)
        finally:
            if cursor is not rows.cursor:
                cursor.close()

    def settle(self) -> None:
        """Let readers and the writer not wait for each other; SQLite keeps this with the file, but a copy may lose it."""
        if self.dialect == "sqlite":
            connection = self.raw_connection()
            patiently(cast(sqlite3.Connection, connection.driver_connection), "PRAGMA journal_mode = WAL")
            connection.close()

    @contextmanager
    def schema_work(self) -> Iterator[Connection]:
        """One transaction of SQLAlchemy's own, for making and changing the schema; others wait (connect.py on SQLite)."""
        with translated(self.name), self.engine.begin() as connection:
            if self.dialect == "postgresql":
                connection.exec_driver_sql(BEGIN_WRITING[self.dialect])
            yield connection

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            self._drop_writer()
        if self._files is not None:
            self._files.dispose()
        if self._engine is not None:
            self._engine.dispose()

    def _open_writer(self) -> Rows:
        self._writer = self.raw_connection()
        self._write_cursor = Rows(self._writer.cursor(), self.dialect, self._spellings)
        return self._write_cursor

    def _drop_writer(self) -> None:
        """Give the writing connection back (the pool rolls back what is open), so that the next write starts clean."""
        writer, self._writer, self._write_cursor = self._writer, None, None
        if writer is not None:
            writer.close()
