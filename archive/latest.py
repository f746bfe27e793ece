"""What changed last, the latest first and a bounded number of rows: for pages and feeds; changes.py has the whole feed."""

from __future__ import annotations

from archive.changes import FEED, change_of
from archive.database import Database, Rows
from archive.shapes import Change
from archive.types import bound_list

VERSIONS = "SELECT v.id FROM version v WHERE NOT v.cosmetic AND NOT v.past{} ORDER BY v.id DESC LIMIT ?"
EVENTS = "SELECT e.id FROM event e WHERE TRUE{} ORDER BY e.id DESC LIMIT ?"
OF_SOURCE = " AND {}.record_id IN (SELECT id FROM record WHERE source = ? ORDER BY datestamp DESC LIMIT ?)"
OF_RUN = " AND {}.run = ?"


def latest(db: Database, limit: int, *, source: str | None = None, run: int | None = None) -> list[Change]:
    """Return the latest changes, of one source or made by one run where that is given."""
    with db.reading() as rows:
        versions = _ids(rows, VERSIONS, "v", limit, source, run)
        events = _ids(rows, EVENTS, "e", limit, source, run)
        sql = FEED.format(versions="v.id IN ?", events="e.id IN ?")
        found = rows.all(sql, bound_list(rows.dialect, versions), bound_list(rows.dialect, events))
    return [change_of(row) for row in reversed(found)][:limit]


def _ids(rows: Rows, sql: str, alias: str, limit: int, source: str | None, run: int | None) -> list[int]:
    where, values = "", []
    if source is not None:
        where, values = OF_SOURCE.format(alias), [source, limit]
    if run is not None:
        where, values = where + OF_RUN.format(alias), [*values, run]
    return [number for (number,) in rows.all(sql.format(where), *values, limit)]
