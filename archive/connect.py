"""From a path or URL to an engine with the settings that each database needs, and driver errors to one clear line."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import uniform
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, NamedTuple

from schemas.errors import NoArchive, StorageError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.engine import URL

NEW = ("PRAGMA page_size = 16384", "PRAGMA journal_mode = WAL")
"""For a file that is empty yet: both are kept in it, and a file of another program is to be left as it is."""

PATIENCE = 30.0
"""Seconds to wait for another that writes."""

_SQLITE: dict[str, Any] = {"check_same_thread": False, "isolation_level": None, "timeout": PATIENCE}

PRAGMAS = (
    f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
)


class Address(NamedTuple):
    """Where a database is: `sqlite` or `postgresql`, the file where it is one, the URL of any other, a name without password."""

    backend: str
    database: str | None
    url: URL | None
    name: str


def address(target: str | Path) -> Address:
    """Return where the database of a path or an SQLAlchemy URL is; raises UsageError for any other database."""
    text = str(target)
    if "://" not in text:
        path = str(Path(text).expanduser())
        return Address("sqlite", path, None, path)
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(text)
    except ArgumentError as error:
        raise UsageError(f"{text}: not a database address: give a path or postgresql://user@host/name") from error
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(f"{url.drivername}: not a database that tocsin knows: give a path or postgresql://...")
    if url.get_backend_name() == "sqlite":
        return Address("sqlite", url.database, url, str(url.database))
    url = url.set(drivername="postgresql+psycopg")
    return Address("postgresql", url.database, url, url.render_as_string(hide_password=True))


def is_file(at: Address) -> bool:
    """Tell whether the database is a file of a plain path, which the driver can open by itself."""
    return at.url is None and at.database not in (None, "", ":memory:")


def there(at: Address) -> None:
    """Raise NoArchive where a SQLite file is absent."""
    if at.backend == "sqlite" and not (at.database and Path(at.database).is_file()):
        raise NoArchive(f"{at.database}: no such archive: harvest into it, or make it with: tocsin db upgrade")


def opened(at: Address) -> sqlite3.Connection:
    """Return a connection to a file, set up as those of an engine are."""
    connection: sqlite3.Connection = sqlite3.connect(str(at.database), **_SQLITE)
    _set_pragmas(connection, None)
    return connection


def connect(at: Address) -> Engine:
    """Return an engine for a database; raises UsageError where its driver is not installed."""
    if at.backend == "postgresql" and at.url is not None:
        return _postgresql(at.url)
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import URL

    engine = create_engine(at.url or URL.create("sqlite", database=at.database), connect_args=_SQLITE)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _postgresql(url: URL) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import NoSuchModuleError

    try:
        return create_engine(url)
    except (ImportError, NoSuchModuleError) as error:
        raise UsageError("PostgreSQL needs the extra `postgres`: pip install 'tocsin[postgres]'") from error


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)
    if connection.execute("PRAGMA page_count").fetchone() == (0,):
        for pragma in NEW:
            patiently(connection, pragma)


def patiently(connection: sqlite3.Connection, pragma: str) -> None:
    """Execute what needs the file for itself, and so is refused at once, without SQLite's own waiting, where others open it.

    Raises sqlite3.OperationalError where they do not let go for as long as a writer would be waited for.
    """
    until = monotonic() + PATIENCE
    while True:
        try:
            connection.execute(pragma)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(uniform(0.001, 0.01))
        else:
            return


def _begin_immediate(connection: Any) -> None:
    """Begin what goes through SQLAlchemy itself, which is only schema work (the driver begins nothing for DDL)."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise the drivers' errors as StorageError with one line that says what happened, where and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _storage_error(name, error) from error
    except _loaded_errors() as error:
        raise _storage_error(name, getattr(error, "orig", None) or error) from error


def _loaded_errors() -> tuple[type[BaseException], ...]:
    """Return the base errors of SQLAlchemy and psycopg where these are loaded already: a SQLite file needs neither."""
    orm, psycopg = sys.modules.get("sqlalchemy.exc"), sys.modules.get("psycopg")
    return (*((orm.SQLAlchemyError,) if orm else ()), *((psycopg.Error,) if psycopg else ()))


SILENT = "the database server does not answer: is it running, is the address right?"
ADVICE = (
    ("disk is full", "the disk is full: nothing of this batch was written; make room and run again"),
    ("no space left", "the disk of the database server is full: nothing of this batch was written"),
    ("disk i/o error", "cannot be written or read: is the disk full, or failing?"),
    (
        "readonly",
        "cannot be written: the file or its folder is read-only: copy it to where you may write, also to read it",
    ),
    ("unable to open", "cannot be opened: does the folder exist, and may you write there?"),
    ("not a database", "is not an archive of tocsin: it is some other file"),
    ("malformed", "is damaged: restore a copy, or see: tocsin db check"),
    ("locked", "is in use by another program that does not let go"),
    ('" does not exist', "does not exist on the database server: create the database first (createdb)"),
    ("password authentication failed", "the database server refuses the user or password"),
    ("connection failed", SILENT),
    ("connection is bad", SILENT),
    ("connection refused", SILENT),
    ("resolve host", SILENT),
)
"""What to say instead of a driver's words that hold such a sign, the first that fits."""


def _storage_error(name: str, error: BaseException) -> StorageError:
    text = " ".join(str(error).split())
    advice = next((advice for sign, advice in ADVICE if sign in text.lower()), text)
    return StorageError(f"{name}: {advice}")
