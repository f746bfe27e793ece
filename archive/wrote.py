"""What a run wrote: how many records of each kind, and of the changed ones what differs; nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from archive.changes import BEFORE, GONE
from archive.database import Database, Rows
from archive.differences import differences
from archive.trial import Written, kind_of

FIRST = "SELECT first_version FROM run WHERE number = ?"
NEW = (
    f"SELECT {GONE.format('v.text')}, count(*) FROM version v WHERE v.id >= ? AND v.run = ? AND NOT v.past AND NOT EXISTS"
    " (SELECT 1 FROM version b WHERE b.record_id = v.record_id AND b.number < v.number AND NOT b.past) GROUP BY 1"
)
CHANGED = (
    f"SELECT r.source, r.key, v.cosmetic, v.past, {GONE.format('v.text')}, {GONE.format('b.text')}, v.text, v.entry_keys,"
    " b.text, b.entry_keys FROM version v JOIN record r ON r.id = v.record_id"
    f" JOIN version b ON b.record_id = v.record_id AND b.number = ({BEFORE})"
    " WHERE v.id >= ? AND v.run = ? ORDER BY v.id"
)
EVENTS = "SELECT kind, count(*) FROM event WHERE run = ? GROUP BY kind"
CORRECTED = "SELECT count(*) FROM version WHERE id >= ? AND run = ? AND cause = 'correction'"


def counted(db: Database, run: int) -> Counter[str]:
    """Return how many records a run wrote that were new (a tombstone of one is deleted), found missing, back or moved."""
    with db.reading() as rows:
        first = _first(rows, run)
        found = Counter({"corrected": _count(rows, CORRECTED, first, run)})
        found.update({"deleted" if gone else "new": int(number) for gone, number in rows.all(NEW, first, run)})
        found.update({kind: int(number) for kind, number in rows.all(EVENTS, run)})
    return +found


def changed(db: Database, run: int) -> Iterator[Written]:
    """Yield the records that a run changed and that had been there before, with what differs."""
    with db.reading() as rows:
        for found in db.stream(rows, CHANGED, _first(rows, run), run, size=100):
            for source, key, cosmetic, past, gone, was_gone, text, keys, before, old_keys in found:
                kind = "past" if past else kind_of(False, bool(was_gone), bool(gone), bool(cosmetic))
                said = differences(before, text, _keys(old_keys), _keys(keys))
                yield Written(id=f"{source}:{key}", kind=kind, differences=tuple(said))


def _first(rows: Rows, run: int) -> int:
    return int((rows.first(FIRST, run) or (1,))[0])


def _count(rows: Rows, sql: str, first: int, run: int) -> int:
    return int((rows.first(sql, first, run) or (0,))[0])


def _keys(packed: str | None) -> list[str]:
    return msgspec.json.decode(packed, type=list[str]) if packed else []
