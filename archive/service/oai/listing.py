"""Pages of a list: rows in the order of (datestamp, number), found by where the page before ended; records and former names."""

from __future__ import annotations

from heapq import merge
from typing import Any, NamedTuple

import msgspec

from archive.database import Rows
from archive.heads import VERSION
from archive.service.oai.shapes import Place
from archive.types import to_second

HEAD = "r.id, r.datestamp, r.deleted, r.source, r.key, r.type"
BARE = f"SELECT {HEAD} FROM record r{{}}"
FULL = (
    f"SELECT {HEAD}, r.input, {VERSION} FROM record r{{}} JOIN version v ON v.id = r.version_id"
    " LEFT JOIN capture c ON c.id = v.capture_id"
)
# SQLite would sort all records of a set for every page; PostgreSQL knows how many there are.
BY_DATESTAMP = {"sqlite": " INDEXED BY ix_record_datestamp", "postgresql": ""}
# A record that was suppressed before anything was given out is not there at all.
NEVER_SHOWN = (
    "NOT (r.deleted AND EXISTS (SELECT 1 FROM suppression s WHERE s.record_id = r.id AND s.entry_key IS NULL AND s.lifted"
    " IS NULL) AND (SELECT w.datestamp FROM version w WHERE w.id = r.version_id) < ?)"
)
MOVED = (
    "SELECT e.id, e.at, e.detail, r.id, r.source, r.type FROM event e JOIN record r ON r.id = e.record_id"
    " WHERE e.kind = 'moved' AND e.id > ? AND e.at >= ? AND e.at < ? AND NOT EXISTS (SELECT 1 FROM record q"
    " WHERE q.source = r.source AND q.key = substr(e.detail, length(r.source) + 2)){} ORDER BY e.id LIMIT ?"
)
HIGHEST = "~"
"""After every datestamp."""
MOST = 250_000
"""Up to how many rows a list is counted."""


class Row(NamedTuple):
    """A row of a list: a record, or a former name of one; `version` are the columns of heads.VERSION where asked for."""

    stamp: str
    kind: int
    number: int
    deleted: bool
    source: str
    key: str
    type: str | None
    record: int
    input: str = ""
    version: tuple[Any, ...] | None = None

    @property
    def place(self) -> Place:
        """Where a walk goes on after this row."""
        return Place(stamp=self.stamp, kind=self.kind, number=self.number)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What is listed: between two seconds, under conditions on record `r`; `since` is when giving out began.

    `needs` is a pattern that some version of a record must have where a format cannot hold it otherwise.
    """

    conditions: tuple[str, ...] = ()
    first: str | None = None
    full: bool = False
    last: str | None = None
    needs: str | None = None
    since: str | None = None
    values: tuple[Any, ...] = ()


def page(rows: Rows, listing: Listing, after: Place | None, limit: int) -> list[Row]:
    """Return up to `limit` rows after a place (None: from the beginning), all of the moment of `rows`."""
    found = _records(rows, listing, after, limit)
    moved = _moved(rows, listing, after, limit)
    return list(merge(found, moved, key=lambda row: row[:3]))[:limit] if moved else found


def _records(rows: Rows, listing: Listing, after: Place | None, limit: int) -> list[Row]:
    """Those of the second in which the page before ended, then those of later seconds: either is a range of the index."""
    found: list[Row] = []
    if after is None:
        return _ask(rows, listing, "r.datestamp >= ?", (listing.first or "",), limit)
    if after.kind == 0:
        found = _ask(rows, listing, "r.datestamp = ? AND r.id > ?", (after.stamp, after.number), limit)
    if len(found) < limit:
        found += _ask(rows, listing, "r.datestamp > ?", (after.stamp,), limit - len(found))
    return found


def _ask(rows: Rows, listing: Listing, where: str, values: tuple[Any, ...], limit: int) -> list[Row]:
    sql = (FULL if listing.full else BARE).format(BY_DATESTAMP[rows.dialect])
    conditions, more = _conditions(listing)
    sql = f"{sql} WHERE {' AND '.join((where, *conditions))} ORDER BY r.datestamp, r.id LIMIT ?"
    return [_row(found, listing.full) for found in rows.all(sql, *values, *more, limit)]


def _row(found: tuple[Any, ...], full: bool) -> Row:
    number, stamp, deleted, source, key, kind = found[:6]
    if not full:
        return Row(stamp, 0, number, bool(deleted), source, key, kind, number)
    return Row(stamp, 0, number, bool(deleted), source, key, kind, number, found[6], found[7:])


def _conditions(listing: Listing) -> tuple[list[str], list[Any]]:
    where, values = list(listing.conditions), list(listing.values)
    if listing.last:
        where.append("r.datestamp <= ?")
        values.append(listing.last)
    if listing.since:
        where.append(NEVER_SHOWN)
        values.append(listing.since)
    if listing.needs:
        where.append("(r.deleted OR EXISTS (SELECT 1 FROM version p WHERE p.record_id = r.id AND p.text LIKE ?))")
        values.append(listing.needs)
    return where, values


def _moved(rows: Rows, listing: Listing, after: Place | None, limit: int) -> list[Row]:
    """Former names, which are tombstones: of records that moved since records are given out."""
    if not rows.first("SELECT 1 FROM event WHERE kind = 'moved'"):
        return []
    low = max(listing.first or "", listing.since or "", after.stamp if after else "")[:19]
    high = (listing.last or "")[:19] + HIGHEST
    number = after.number if after and after.kind else 0
    sql = MOVED.format("".join(f" AND {one}" for one in listing.conditions))
    found = rows.all(sql, number, low, high, *listing.values, limit)
    return [_former(one) for one in found]


def _former(found: tuple[Any, ...]) -> Row:
    event, at, detail, record, source, kind = found
    return Row(to_second(at), 1, event, True, source, detail[len(source) + 1 :], kind, record)


def given(rows: Rows, place: Place | None, *, full: bool) -> list[Row]:
    """Return the row at which a walk stopped, as it is now."""
    assert place is not None
    number = place.number
    if place.kind:
        found = rows.first(
            "SELECT e.id, e.at, e.detail, r.id, r.source, r.type FROM event e JOIN record r ON r.id = e.record_id"
            " WHERE e.id = ?", number,
        )  # fmt: skip
        assert found is not None
        return [_former(found)]
    found = rows.first(f"{(FULL if full else BARE).format('')} WHERE r.id = ?", number)
    assert found is not None  # no record is ever removed
    return [_row(found, full)]


def count(rows: Rows, listing: Listing) -> int | None:
    """Return how many rows a list has; None where that would take long to say."""
    if listing.needs:
        return None
    where, values = _conditions(listing)
    conditions = " AND ".join(("r.datestamp >= ?", *where))
    sql = f"SELECT count(*) FROM (SELECT 1 FROM record r WHERE {conditions} LIMIT ?) n"
    (records,) = rows.first(sql, listing.first or "", *values, MOST + 1) or (0,)
    moved = len(_moved(rows, listing, None, MOST)) if records <= MOST else 0
    return int(records) + moved if records + moved <= MOST else None


def one(rows: Rows, source: str, key: str, since: str | None) -> Row | None:
    """Return the row of a record, or of a former name of one; None where there is none that was ever given out."""
    listing = Listing(
        conditions=("r.source = ?", "r.key = ?"), full=True, since=since, values=(source, key)
    )  # fmt: skip
    where, values = _conditions(listing)
    found = rows.first(f"{FULL.format('')} WHERE {' AND '.join(where)}", *values)
    if found is not None:
        return _row(found, full=True)
    moved = rows.first(
        "SELECT e.id, e.at, r.id, r.type FROM alias a JOIN record r ON r.id = a.record_id JOIN event e ON e.record_id = r.id"
        " WHERE a.name = ? AND r.source = ? AND e.kind = 'moved' AND e.detail = ? AND e.at >= ? ORDER BY e.id DESC",
        key, source, f"{source}:{key}", (since or "")[:19],
    )  # fmt: skip
    if moved is None:
        return None
    event, at, record, kind = moved
    return Row(to_second(at), 1, event, True, source, key, kind, record)


def had(rows: Rows, record: int, needs: str) -> bool:
    """Tell whether any version of a record has what a format demands."""
    return rows.first("SELECT 1 FROM version WHERE record_id = ? AND text LIKE ?", record, needs) is not None
