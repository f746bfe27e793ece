"""The feed of changes: versions that moved a datestamp, and events that are no versions, in the order of their commits.

Rows of both get their numbers inside the one write transaction that there is at a time, so numbers follow commits and
a reader that goes on after a cursor misses nothing that was committed late.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from archive import statements
from archive.database import Database, Rows
from archive.selection import since as from_time
from archive.shapes import Change
from archive.types import instant, to_second

CURSOR = re.compile(r"(\d{1,18})(?:\.(\d{1,18}))?")
"""The number of the last version seen and, after a point, of the last event where that came after it."""

BEFORE = "SELECT max(b.number) FROM version b WHERE b.record_id = v.record_id AND b.number < v.number AND NOT b.past"
GONE = """replace({0}, '"deleted":true', '') <> {0}"""
"""Whether canonical JSON is that of a tombstone: within a string the quotation marks would be escaped."""

FEED = (
    "SELECT v.id AS place, 0 AS event, r.source, r.key, v.number, v.datestamp, v.cause, v.run,"
    f" {GONE.format('v.text')}, b.id, {GONE.format('b.text')}, NULL, NULL"
    " FROM version v JOIN record r ON r.id = v.record_id"
    f" LEFT JOIN version b ON b.record_id = v.record_id AND b.number = ({BEFORE})"
    " WHERE NOT v.cosmetic AND NOT v.past AND {versions}"
    " UNION ALL SELECT e.after, e.id, r.source, r.key, r.number, e.at, e.cause, e.run, NULL, NULL, NULL, e.kind, e.detail"
    " FROM event e JOIN record r ON r.id = e.record_id WHERE {events} ORDER BY 1, 2"
)


def changes(db: Database, since: int | str = 0) -> Iterator[Change]:
    """Yield what changed, the oldest first: after a cursor, or from a date or time (UTC) on."""
    if cursor := CURSOR.fullmatch(str(since)):
        place = int(cursor[1])
        values: list[Any] = [place, int(cursor[2] or 0), place]
        where = "v.id > ?", "e.id > ? AND e.after >= ?"
    else:
        where, values = ("v.datestamp >= ?", "e.at >= ?"), [from_time(str(since))] * 2
    with db.reading() as rows:
        for found in db.stream(rows, FEED.format(versions=where[0], events=where[1]), *values):
            yield from map(change_of, found)


def change_of(found: tuple[Any, ...]) -> Change:
    """Return a change from a row of FEED."""
    place, event, source, key, number, datestamp, cause, run, gone, before, was_gone, kind, detail = found
    if not event:
        kind = "new" if before is None else "back" if was_gone else "changed"
        kind = "deleted" if gone and not was_gone else "changed" if gone else kind
    return Change(
        cause=cause, cursor=f"{place}.{event}" if event else str(place), datestamp=to_second(datestamp), former=detail,
        id=f"{source}:{key}", kind=kind, run=run, version=number,
    )  # fmt: skip


def note(
    rows: Rows, records: Sequence[tuple[int, str | None]], *, kind: str, cause: str, run: int, at: datetime
) -> None:
    """Write an event for each record (its number, and the id that it had before it moved), within a write transaction."""
    last, after = rows.first("SELECT (SELECT max(id) FROM event), (SELECT max(id) FROM version)") or (0, 0)
    rows.many(
        statements.INSERT_EVENT,
        [
            (number, record, run, kind, cause, instant(at), after or 0, detail)
            for number, (record, detail) in enumerate(records, (last or 0) + 1)
        ],
    )
