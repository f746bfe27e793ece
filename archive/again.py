"""Captures that are to be read again, with their bytes, in the order in which they were kept, and the putting that tells what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from archive import versions
from archive.captures import unpacked
from archive.database import Database, Rows
from archive.selection import Selection, chosen
from archive.shapes import Put, PutTally
from archive.trial import Written
from archive.types import bound_list, moment
from schemas.capture import Capture

AT_ONCE = 20
"""Captures that are loaded at a time: lists of records are large."""

HEAD = (
    "SELECT c.id, c.run, c.asked, c.url, c.at, c.status, c.media_type, c.headers, b.codec, b.data, c.gave, c.reader,"
    " w.prefix, p.capture_id, c.source"
    " FROM capture c JOIN body b ON b.id = c.body_id LEFT JOIN list_page p ON p.capture_id = c.id"
    " LEFT JOIN list_window w ON w.id = p.window_id WHERE c.id > ? AND c.status BETWEEN 200 AND 299"
)
ONCE = (
    " AND NOT EXISTS (SELECT 1 FROM capture e WHERE e.sha256 = c.sha256 AND e.gave = c.gave"
    " AND e.id = (SELECT max(q.id) FROM capture q WHERE q.asked = c.asked AND q.id < c.id))"
)
"""What was the same as the capture of that address before it says nothing new."""

HELD = (
    " AND NOT EXISTS (SELECT 1 FROM held_back h JOIN hold o ON o.id = h.hold_id"
    " WHERE h.capture_id = c.id AND h.gone IS NULL AND coalesce(o.verdict, '') <> 'accepted')"
)
OF_SOURCE = " AND (c.source = ? OR (c.source IS NULL AND (c.gave IS NULL OR c.gave LIKE ?)))"
OF_RECORDS = " AND c.id IN (SELECT v.capture_id FROM version v JOIN record r ON r.id = v.record_id WHERE {})"


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A capture as it was kept: its number and run, what it gave, by which reader, and its metadata prefix if a list."""

    capture: Capture
    gave: tuple[str, ...]
    listed: bool
    number: int
    prefix: str | None
    reader: str | None
    run: int
    source: str | None


class Again:
    """Reading kept captures again: which there are, and what becomes of what they give now."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def put(self, page: Sequence[Put], *, run: int, whole: bool = True) -> tuple[PutTally, list[Written]]:
        """Write records and say what of them differs; `whole` says that these are all that their captures give."""
        return versions.put_watched(self.db, page, run=run, at=self._clock(), whole=whole)

    def tried(self, page: Sequence[Put]) -> tuple[PutTally, list[Written]]:
        """Say what `put` would do; nothing is written."""
        return versions.put_tried(self.db, page, at=self._clock)

    def kept(self, *, source: str | None = None, selection: Selection | None = None) -> Iterator[Kept]:
        """Yield the captures that have bytes and may be read: all, those of a source, or those of selected records.

        What a hold keeps back, or a person rejected, is left out. No transaction is open between two of them.
        """
        sql, values = HEAD + ONCE + HELD, []
        if source is not None:
            sql, values = sql + OF_SOURCE, [source, f'%"{source}:%']
        if selection is not None:
            where, values = chosen(selection, self.db.dialect)
            sql += OF_RECORDS.format(" AND ".join(where) or "1 = 1")
        last = 0
        while True:
            with self.db.reading() as rows:
                found = rows.all(f"{sql} ORDER BY c.id LIMIT {AT_ONCE}", last, *values)
            if not found:
                return
            yield from map(_kept, found)
            last = found[-1][0]

    def one(self, number: int) -> Kept | None:
        """Return one capture with its bytes, None where these are not kept or it answers no question (404, 500)."""
        with self.db.reading() as rows:
            found = rows.first(f"{HEAD} AND c.id = ?", number - 1, number)
        return _kept(found) if found else None

    def named(self, names: Sequence[str]) -> dict[str, int | None]:
        """Return the capture that the version in force of each record comes from, by id; records that are gone are not in it."""
        parts = [sorted({name.partition(":")[index] for name in names}) for index in (0, 2)]
        with self.db.reading() as rows:
            sql = "SELECT source, key, capture_id FROM record WHERE source IN ? AND key IN ? AND NOT deleted"
            found = rows.all(sql, *(bound_list(rows.dialect, part) for part in parts))
        return {f"{source}:{key}": number for source, key, number in found}

    def given_by_walk(self, sign: str) -> dict[int, bytes]:
        """Return the canonical JSON of versions whose relations were given by a walk (`sign`), by the capture they are of."""
        with self.db.reading() as rows:
            found = rows.all("SELECT capture_id, text FROM version WHERE found_in LIKE ? ORDER BY id", f'%"{sign}%')
        return {int(number): text.encode() for number, text in found if number is not None}

    def bare(self, source: str | None) -> int:
        """Return how many captures that gave records have no bytes any more."""
        sql = "SELECT count(*) FROM capture c WHERE body_id IS NULL AND gave IS NOT NULL AND status BETWEEN 200 AND 299"
        with self.db.reading() as rows:
            return _count(rows, sql + (" AND source = ?" if source else ""), *([source] if source else []))


def _count(rows: Rows, sql: str, *values: Any) -> int:
    return int((rows.first(sql, *values) or (0,))[0])


def _kept(row: tuple[Any, ...]) -> Kept:
    number, run, asked, url, at, status, media_type, headers, codec, data, gave, reader, prefix, listed, source = row
    capture = Capture(
        asked=asked, url=url, at=moment(at), status=status, media_type=media_type, body=unpacked(codec, data),
        headers=msgspec.json.decode(headers) if headers else {},
    )  # fmt: skip
    return Kept(
        capture=capture, number=number, run=run, gave=tuple(msgspec.json.decode(gave)) if gave else (), reader=reader,
        prefix=prefix, listed=listed is not None, source=source,
    )  # fmt: skip
