"""Bounds of one request on the archive: read-only connections, and statements that end when the request's time is over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event

CACHE = 4000
"""Kilobytes of pages that a connection of SQLite keeps for itself; each of them would fill what it may."""
STEPS = 20_000
"""Steps of SQLite's machine between two looks at the clock: some fractions of a millisecond."""

_UNTIL: ContextVar[float] = ContextVar("until", default=float("inf"))


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let statements of this request, in whatever thread it goes on, end after so many seconds."""
    token = _UNTIL.set(monotonic() + seconds)
    try:
        yield
    finally:
        _UNTIL.reset(token)


def bound(engine: Engine, seconds: float, connections: int) -> None:
    """Make every connection of an engine read-only and its statements bounded in time, `connections` of them at most."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _bound_sqlite)
    else:
        event.listen(engine, "connect", lambda connection, _: _bound_postgresql(connection, seconds))
    few(engine, connections)


def few(engine: Engine, connections: int) -> None:
    """Let an engine have so many connections at most, the last used first, and each a small cache: the system keeps the file at hand."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA cache_size = -{CACHE}"))
    engine.dispose()
    pool: Any = engine.pool
    pool._pool.use_lifo = True
    pool._max_overflow = max(0, connections - pool.size())


def _bound_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.execute("PRAGMA query_only = ON")
    connection.set_progress_handler(lambda: monotonic() > _UNTIL.get(), STEPS)


def _bound_postgresql(connection: Any, seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        cursor.execute(f"SET statement_timeout = {seconds * 1000:.0f}")
    connection.commit()
