"""Up to when an archive is known whole: the second from which on writes may still come in that nobody can see yet.

A write bears the time at which its turn came (archive/moments.py) and is seen when it is committed, which may be seconds
later. Whoever is told this second, instead of the clock's, and asks from there the next time, misses no record.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from archive.connect import PATIENCE
from archive.database import WRITER, Database, Rows
from archive.types import instant, to_second

LONGEST = timedelta(seconds=2 * PATIENCE)
"""How far before now the first write of an archive may have begun."""


def is_writing(db: Database) -> bool:
    """Tell whether anybody is writing, or may be; asked before the transaction that reads, so that nobody is missed."""
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        if db.dialect == "postgresql":
            cursor.execute(f"SELECT pg_try_advisory_xact_lock_shared({WRITER})")
            (free,) = cursor.fetchone() or (False,)
            return not free
        cursor.execute("PRAGMA busy_timeout = 0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # another writes, or the file is read-only for us
            return True
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")
        return False
    finally:
        connection.rollback()
        connection.close()


def horizon(rows: Rows, now: datetime, *, writing: bool) -> str:
    """Return the second from which on more may come: now, or while somebody writes that of the last write that is seen."""
    here = to_second(instant(now))
    if not writing:
        return here
    (last,) = rows.first("SELECT max(datestamp) FROM record") or (None,)
    return min(here, last or to_second(instant(now - LONGEST)))
