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
NEAR = 2000
"""The last rows of the archive, among which those of a source are looked for before all of its records are read."""
NEAR_OF_SOURCE = (
    " AND {0}.id > coalesce((SELECT max(id) FROM {1}), 0) - ?"
    " AND (SELECT r.source FROM record r WHERE r.id = {0}.record_id) = ?"
)
FULLER = "SELECT 1 FROM {} WHERE id = (SELECT max(id) FROM {}) AND id > ?"
OF_LIST = (
    " AND {}.record_id IN (SELECT i.record_id FROM reading_item i JOIN reading_section s ON s.id = i.section_id"
    " JOIN reading_list l ON l.id = s.list_id WHERE l.name = ?)"
)


def latest(
    db: Database, limit: int, *, source: str | None = None, run: int | None = None, reading: str | None = None
) -> list[Change]:
    """Return the latest changes: of one source, made by one run, or of what is on one reading list where that is given."""
    with db.reading() as rows:
        versions = _ids(rows, VERSIONS, "version", limit, source, run, reading)
        events = _ids(rows, EVENTS, "event", limit, source, run, reading)
        sql = FEED.format(versions="v.id IN ?", events="e.id IN ?")
        found = rows.all(sql, bound_list(rows.dialect, versions), bound_list(rows.dialect, events))
    return [change_of(row) for row in reversed(found)][:limit]


def _ids(
    rows: Rows, sql: str, table: str, limit: int, source: str | None, run: int | None, reading: str | None
) -> list[int]:
    alias = table[0]
    if reading is not None:
        return _numbers(rows, sql.format(OF_LIST.format(alias)), reading, limit)
    of_run, values = ("", []) if run is None else (OF_RUN.format(alias), [run])
    if source is None:
        return _numbers(rows, sql.format(of_run), *values, limit)
    near = NEAR_OF_SOURCE.format(alias, table)
    found = _numbers(rows, sql.format(near + of_run), NEAR, source, *values, limit)
    if len(found) == limit or not rows.first(FULLER.format(table, table), NEAR):
        return found
    return _numbers(rows, sql.format(OF_SOURCE.format(alias) + of_run), source, limit, *values, limit)


def _numbers(rows: Rows, sql: str, *values: object) -> list[int]:
    return [number for (number,) in rows.all(sql, *values)]
