"""Conditional requests answered before anything is made: an answer is the same while nothing was written since; no endpoint is known here."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import Any

import anyio.to_thread
from sqlalchemy.pool import PoolProxiedConnection
from starlette.types import Scope

from archive.connect import translated
from archive.database import Database
from schemas.errors import StorageError

MOST = 4096
"""Answers that are remembered, each by some hundred bytes."""
LONGEST = 60.0
"""Seconds for which that is believed: counts of facets may move on a little after what they count."""
VARYING = (b"accept", b"host", b"x-forwarded-proto")
"""Headers of a request on which an answer depends."""
NEVER = ("/oai", "/metrics", "/readyz", "/healthz")
"""Paths whose answers tell the time or the state of the process."""
MARKS = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}
"""What changes with every commit of anybody else, and costs next to nothing."""


class ChangeMark:
    """Something that is equal as long as nobody wrote to an archive; threads may share one."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._lock = threading.Lock()
        self._connection: PoolProxiedConnection | None = None

    def now(self) -> object:
        """Return it; raises StorageError."""
        with self._lock, translated(self.db.name):
            if self._connection is None:  # always the same one: SQLite counts for each connection
                self._connection = self.db.engine.raw_connection()
            try:
                cursor = self._connection.cursor()
                cursor.execute(MARKS[self.db.dialect])
                found: object = cursor.fetchone()
                cursor.close()
                self._connection.rollback()
            except BaseException:
                self.close()
                raise
            return found

    def close(self) -> None:
        """Give the connection back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


class Unchanged:
    """The ETags of answers that somebody asked for again, each with the mark from before it was made."""

    def __init__(self, mark: Callable[[], object]) -> None:
        self._mark = mark
        self._known: OrderedDict[Any, tuple[object, float, bytes]] = OrderedDict()

    async def ask(self, scope: Scope) -> tuple[bytes | None, Callable[[bytes], None]]:
        """Return the ETag that an answer still has, if that is known, and what is to be told the ETag of one that is made."""
        if scope["path"].startswith(NEVER):
            return None, lambda _: None
        key = (scope["path"], scope["query_string"], *(v for n, v in scope["headers"] if n in VARYING))
        try:
            mark = await anyio.to_thread.run_sync(self._mark)
        except StorageError:
            return None, lambda _: None
        known = self._known.get(key)
        if known and known[0] == mark and monotonic() - known[1] < LONGEST:
            return known[2], lambda _: None
        return None, lambda etag: self._note(key, (mark, monotonic(), etag))

    def _note(self, key: Any, told: tuple[object, float, bytes]) -> None:
        self._known[key] = told
        self._known.move_to_end(key)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
