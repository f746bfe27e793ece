"""One harvest of a target at a time: a lock that ends with its process, beside the SQLite file or on the server."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.connect import translated
from archive.database import Database
from schemas.errors import Busy, StorageError


@contextmanager
def alone(db: Database, name: str) -> Iterator[None]:
    """Hold the lock of a name while the block runs; raises Busy where another process or another store holds it.

    Nobody has to clean up after a process that was killed: the system or the server lets its lock go.
    """
    database = db.at.database
    if db.dialect == "postgresql":
        with _on_server(db, name):
            yield
    elif not database or database == ":memory:":
        yield
    else:
        with _beside(Path(f"{database}-lock-{hashlib.sha256(name.encode()).hexdigest()[:8]}"), name):
            yield


def _busy(name: str) -> Busy:
    return Busy(f"{name}: another run is harvesting there now: wait for it to end (tocsin runs says which)")


@contextmanager
def _on_server(db: Database, name: str) -> Iterator[None]:
    key = int.from_bytes(hashlib.sha256(f"tocsin {name}".encode()).digest()[:8], "big", signed=True)
    with translated(db.name):
        connection = db.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (key,))
            (free,) = cursor.fetchone() or (False,)
            connection.commit()  # the lock is the session's; an open transaction would hold up others
            if not free:
                raise _busy(name)
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", (key,))
                connection.commit()
        finally:
            connection.close()


@contextmanager
def _beside(path: Path, name: str) -> Iterator[None]:
    try:
        held = _taken(path)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}: the lock of a harvest is made beside the archive") from error
    if held is None:
        raise _busy(name)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(held)


def _taken(path: Path) -> int | None:
    """Return the open and locked file at `path`, None where another holds it."""
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(file).st_nlink:  # or its holder took it away between our two steps
                return file
        except BlockingIOError:
            os.close(file)
            return None
        except BaseException:
            os.close(file)
            raise
        os.close(file)
