"""Connections to a SQLite file by its driver alone: a command that only reads and writes rows need not load SQLAlchemy, half of its start-up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

KEPT = 5
"""Connections that wait to be used again."""


class Lent:
    """A connection out of the pool; `close` rolls back what is open and gives it back."""

    def __init__(self, pool: FilePool, driver_connection: sqlite3.Connection) -> None:
        self._pool, self.driver_connection = pool, driver_connection

    def cursor(self) -> Any:
        """Return a cursor."""
        return self.driver_connection.cursor()

    def commit(self) -> None:
        """Commit what is open."""
        self.driver_connection.commit()

    def rollback(self) -> None:
        """Roll back what is open."""
        self.driver_connection.rollback()

    def close(self) -> None:
        """Give the connection back."""
        self._pool.take_back(self.driver_connection)


class FilePool:
    """Connections that are opened when they are needed and used again, by any thread."""

    def __init__(self, opened: Callable[[], sqlite3.Connection]) -> None:
        self._opened = opened
        self._idle: list[sqlite3.Connection] = []

    def raw_connection(self) -> Lent:
        """Lend a connection."""
        try:
            return Lent(self, self._idle.pop())
        except IndexError:
            return Lent(self, self._opened())

    def take_back(self, connection: sqlite3.Connection) -> None:
        """Keep a connection for the next one who needs it, without what was not committed; one that cannot roll back is closed."""
        try:
            connection.rollback()
        except sqlite3.Error:
            connection.close()
            return
        if len(self._idle) < KEPT:
            self._idle.append(connection)
        else:
            connection.close()

    def dispose(self) -> None:
        """Close the connections that nobody uses."""
        while self._idle:
            self._idle.pop().close()
