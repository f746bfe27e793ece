"""Records that get other keys: the origin has renumbered, and versions, corrections and lists go along; old ids stay names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from archive.batch import Batch
from archive.carrying import carry
from archive.changes import note
from archive.database import Database, Rows
from archive.lookup import Prepared
from archive.moments import When, stamped
from archive.relaying import prepared, relay
from archive.types import bound_list, instant, to_second
from schemas.errors import UsageError
from schemas.record import Record, canonical, digest

ASIDE = "{key}~{number}"
"""The key of a record that another one's history goes on in the place of."""


class Move(msgspec.Struct, frozen=True):
    """A record (its number) that gets another key; `taken` is the number of the record that has that key and stays."""

    record: int
    old: str
    new: str
    taken: int | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What would move, and the old keys of a map that no record has."""

    moves: tuple[Move, ...]
    unknown: tuple[str, ...]


def plan(db: Database, source: str, pairs: Iterable[tuple[str, str]]) -> Plan:
    """Return what would move of a source; raises UsageError where two records would get one key."""
    wanted = {old: new for old, new in pairs if old != new}
    twice = [new for new, count in Counter(wanted.values()).items() if count > 1]
    if twice:
        raise UsageError(f"{source}: {len(twice)} keys would be those of more than one record, such as {twice[0]!r}")
    with db.reading() as rows:
        known = _numbers(rows, source, [*wanted, *wanted.values()])
    moves = [
        Move(known[old], old, new, known.get(new) if new not in wanted else None)
        for old, new in wanted.items()
        if old in known
    ]
    return Plan(moves=tuple(moves), unknown=tuple(old for old in wanted if old not in known))


def keys(db: Database, source: str) -> list[str]:
    """Return the keys of all records of a source."""
    with db.reading() as rows:
        return [key for (key,) in rows.all("SELECT key FROM record WHERE source = ? ORDER BY key", source)]


def rekey(db: Database, source: str, moves: Sequence[Move], *, run: int, at: When) -> None:
    """Give records other keys in one transaction; a record that has a key already goes on as the one that gets it."""
    with db.writing() as rows:
        at = stamped(rows, at)
        for move in moves:
            if move.taken is not None:
                aside = ASIDE.format(key=move.new, number=move.taken)
                rows.do("UPDATE record SET key = ? WHERE id = ?", aside, move.taken)
        rows.many("UPDATE record SET key = ? WHERE id = ?", [(f"\x01{move.record}", move.record) for move in moves])
        stamp = to_second(instant(at))
        rows.many(
            "UPDATE record SET key = ?, datestamp = ? WHERE id = ?", [(move.new, stamp, move.record) for move in moves]
        )
        rows.many(
            "INSERT INTO alias (name, record_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(move.old, move.record) for move in moves],
        )
        _debts(rows, source, moves)
        _join(rows, [move for move in moves if move.taken is not None], run=run, at=at)
        events = [(move.record, f"{source}:{move.old}") for move in moves]
        note(rows, events, kind="moved", cause="identity", run=run, at=at)


def _numbers(rows: Rows, source: str, names: Sequence[str]) -> dict[str, int]:
    found = rows.all(
        "SELECT key, id FROM record WHERE source = ? AND key IN ?", source, bound_list(rows.dialect, sorted(set(names)))
    )
    return {key: int(number) for key, number in found}


def _debts(rows: Rows, source: str, moves: Sequence[Move]) -> None:
    """Let what is owed under an old key be owed under the new one, where nothing is yet."""
    owed = {name for (name,) in rows.all("SELECT name FROM debt WHERE source = ?", source)}
    renamed = [(move.new, source, move.old) for move in moves if move.old in owed and move.new not in owed]
    rows.many("UPDATE debt SET name = ? WHERE source = ? AND name = ?", renamed)


def _join(rows: Rows, moves: Sequence[Move], *, run: int, at: datetime) -> None:
    """Let records that came under the new keys end, and what they say be said by those that had the old ones."""
    if not moves:
        return
    for move in moves:
        rows.do(
            "INSERT INTO alias (name, record_id) SELECT name, ? FROM alias WHERE record_id = ? ON CONFLICT DO NOTHING",
            move.record, move.taken,
        )  # fmt: skip
        rows.do("DELETE FROM alias WHERE record_id = ?", move.taken)
    batch = Batch(rows, run=run, at=at)
    said = [(_in_force(rows, move), move) for move in moves]
    gone = [(_gone(one, move), move) for one, move in said]
    batch.load([one for one, _ in (*said, *gone)])
    batch.seen = dict.fromkeys(batch.seen, (run, instant(at)))
    for one, move in said:
        head = batch.find(one.put)
        theirs, one.keys = one.keys or [], batch.entry_keys(head, one.put.record, None) if head else one.keys
        carry(rows, move.taken or 0, move.record, dict(zip(theirs, one.keys or [], strict=True)), run=run)
    for one, _ in (*said, *gone):
        head = batch.find(one.put)
        if head is not None and batch.said(head) != one.digest:
            batch.add_version(head, one, cause="identity", cosmetic=False, basis=None, past=False)
    batch.write({})
    relay(rows, [move.record for move in moves], run=run, at=at, cause="identity")  # by what was carried over alone
    missing = bound_list(rows.dialect, [move.taken for move in moves])
    rows.do("DELETE FROM missing WHERE record_id IN ?", missing)
    rows.do("DELETE FROM missing WHERE record_id IN ?", bound_list(rows.dialect, [move.record for move in moves]))


def _in_force(rows: Rows, move: Move) -> Prepared:
    """Return what a record says that is to be said by another from now on."""
    one = prepared(rows, move.taken or 0)
    one.put = msgspec.structs.replace(one.put, key=move.new, raw=None)
    return one


def _gone(one: Prepared, move: Move) -> Prepared:
    record = Record(deleted=True)
    data = canonical(record)
    key = ASIDE.format(key=move.new, number=move.taken)
    put = msgspec.structs.replace(one.put, key=key, record=record, found_in={}, stub=False)
    return Prepared(put=put, data=data, digest=digest(data))
