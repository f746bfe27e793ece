"""Sources that are held for a person: what is kept back meanwhile, and what accepting or rejecting it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from archive import statements
from archive.batch import Batch
from archive.cosmetic import only_cosmetic
from archive.database import Database, Rows
from archive.lookup import Prepared
from archive.moments import stamped
from archive.shapes import Put
from archive.types import instant, to_second
from schemas.record import canonical, decode, digest

OPEN = "SELECT id, source, run, reason, since FROM hold WHERE verdict IS NULL"
BEFORE = (
    "SELECT coalesce(b.text, v.text), CASE WHEN b.version_id IS NULL THEN v.entry_keys ELSE b.entry_keys END,"
    " v.capture_id, v.reader, v.found_in, v.stub, v.origin_datestamp, v.origin_sets"
    " FROM version v LEFT JOIN beneath b ON b.version_id = v.id"
    " WHERE v.record_id = ? AND NOT v.past AND v.number < ? ORDER BY v.number DESC LIMIT 1"
)


# An address that answered again, or answered again that it is gone, is judged by its last answer.
BACK = (
    "SELECT h.capture_id, c.status, CASE WHEN EXISTS (SELECT 1 FROM capture l LEFT JOIN held_back b"
    " ON b.capture_id = l.id AND b.hold_id = h.hold_id WHERE l.asked = c.asked AND l.id > c.id AND c.status IN (404, 410)"
    " AND (l.status IN (200, 304) OR b.gone IS NOT NULL)) THEN NULL ELSE h.gone END"
    " FROM held_back h JOIN capture c ON c.id = h.capture_id WHERE h.hold_id = ? ORDER BY h.capture_id"
)


class HoldRow(msgspec.Struct, frozen=True):
    """A hold that nobody has settled: its number, source, the run in which a guard tripped, why and since when."""

    number: int
    source: str
    run: int
    reason: str
    since: str


class HeldRow(msgspec.Struct, frozen=True):
    """A capture that is kept back, its status, and the ids of records that are no more by what it says."""

    capture: int
    status: int
    gone: tuple[str, ...]


class Holds:
    """The holds of all sources."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def open(self, source: str) -> HoldRow | None:
        """Return the hold under which a source is, None where it is under none."""
        return next((one for one in self.all() if one.source == source), None)

    def all(self) -> list[HoldRow]:
        """Return all holds that are open, the oldest first."""
        with self.db.reading() as rows:
            return [_row(found) for found in rows.all(OPEN + " ORDER BY id")]

    def begin(self, source: str, *, run: int, reason: str) -> HoldRow:
        """Hold a source for a person; where it is held already that hold goes on."""
        with self.db.writing() as rows:
            found = rows.first(OPEN + " AND source = ?", source)
            if found is None:
                (top,) = rows.first("SELECT max(id) FROM hold") or (0,)
                found = ((top or 0) + 1, source, run, reason, instant(self._clock()))
                rows.do(statements.INSERT_HOLD, *found, None, None)
        return _row(found)

    def keep_back(
        self, hold: HoldRow, captures: Mapping[int, str | None], gone: Mapping[int, Sequence[str]] | None = None
    ) -> None:
        """Keep captures from becoming records; `gone` says which records, by capture, are no more.

        They count as read, by the reader named beside them: the same bytes are no news until the hold is settled.
        """
        lost = gone or {}
        numbers = sorted({*captures, *lost})
        with self.db.writing() as rows:
            rows.many(
                statements.INSERT_HELD_BACK,
                [(hold.number, n, msgspec.json.encode(lost[n]).decode() if n in lost else None) for n in numbers],
            )
            rows.many(
                "UPDATE capture SET read = ?, reader = coalesce(?, reader) WHERE id = ?",
                [(True, captures.get(number), number) for number in numbers],
            )

    def kept_back(self, hold: HoldRow) -> list[HeldRow]:
        """Return what is kept back: captures in their order, with the ids of records that they say are gone."""
        with self.db.reading() as rows:
            return [
                HeldRow(number, status, tuple(msgspec.json.decode(gone)) if gone else ())
                for number, status, gone in rows.all(BACK, hold.number)
            ]

    def settle(self, hold: HoldRow, verdict: str, *, run: int) -> None:
        """End a hold: `accepted` or `rejected`."""
        with self.db.writing() as rows:
            _settle(rows, hold, verdict, run)

    def reject(self, hold: HoldRow, *, run: int) -> int:
        """Put back the versions that were in force before the run in which the guard tripped; return how many.

        A record that was not there before is marked deleted. Nothing is removed: these are versions like all others.
        """
        with self.db.writing() as rows:
            now = stamped(rows, self._clock)
            (first,) = rows.first("SELECT first_version FROM run WHERE number = ?", hold.run) or (1,)
            wrote = rows.all(
                "SELECT r.source, r.key, r.input, r.id, min(v.number) FROM version v JOIN record r ON r.id = v.record_id"
                " JOIN version h ON h.id = r.version_id WHERE v.id >= ? AND v.run = ? AND NOT v.past AND h.run = ? AND r.source = ?"
                " GROUP BY r.source, r.key, r.input, r.id ORDER BY r.id",
                first, hold.run, hold.run, hold.source,
            )  # fmt: skip
            batch = Batch(rows, run=run, at=now)
            page = [_former(rows, *row) for row in wrote]
            batch.load(page)
            batch.seen = dict.fromkeys(batch.seen, (run, instant(now)))  # so that what was rejected is of the past now
            back = sum(_put_back(batch, one) for one in page)
            batch.write({})
            _settle(rows, hold, "rejected", run)
        return back


def _row(found: tuple[Any, ...]) -> HoldRow:
    number, source, run, reason, since = found
    return HoldRow(number, source, run, reason, to_second(since))


def _settle(rows: Rows, hold: HoldRow, verdict: str, run: int) -> None:
    rows.do("UPDATE hold SET verdict = ?, settled = ? WHERE id = ?", verdict, run, hold.number)


def _former(rows: Rows, source: str, key: str, kind: str, record: int, number: int) -> Prepared:
    """Return the version before the first that a run wrote; of a record that it began, its text as a tombstone."""
    before = rows.first(BEFORE, record, number)
    found = before or rows.first(BEFORE, record, 2**31)
    assert found is not None
    text, keys, capture, reader, found_in, stub, stamp, sets = found
    read = decode(text) if before else msgspec.structs.replace(decode(text), deleted=True)
    data = canonical(read)
    put = Put(
        capture_id=capture, found_in=msgspec.json.decode(found_in) if found_in else {}, input=kind, key=key,
        origin_datestamp=stamp, origin_sets=tuple(msgspec.json.decode(sets)) if sets else (), reader=reader,
        record=read, source=source, stub=bool(stub),
    )  # fmt: skip
    return Prepared(put=put, data=data, digest=digest(data), keys=msgspec.json.decode(keys) if keys else None)


def _put_back(batch: Batch, one: Prepared) -> bool:
    head = batch.find(one.put)
    if head is None or batch.said(head) == one.digest:
        return False
    cosmetic = only_cosmetic(batch.text(head.version_id)[0], one.data)
    batch.add_version(head, one, cause="rejected", cosmetic=cosmetic, basis=None, past=False)
    return True
