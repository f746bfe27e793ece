"""Corrections as people give them, take them back and list them; how they are laid over a record is in layer.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from archive import statements
from archive.batch import KEYS_EVER
from archive.database import Database, Rows
from archive.heads import record_number
from archive.keys import give_keys, walk, with_keys
from archive.layer import Laid, equal, lay, place_of, plain, same
from archive.layers import CORRECTIONS, laid_of, packed_value, unpacked_value
from archive.moments import stamped
from archive.relaying import relay, said_by_source
from archive.types import instant, to_second
from schemas.errors import NotFound, TocsinError, UsageError
from schemas.record import ContentsEntry, Record, decode

LISTED = (
    "SELECT c.id, r.source, r.key, c.entry_key, c.field, c.op, c.value, c.base, c.theirs, c.state, c.at, c.who, c.reason,"
    " c.run, c.ended FROM correction c JOIN record r ON r.id = c.record_id"
)
NONE = object()
"""Of `Wanted.current`: what is in force is not looked at."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that a person wants: `op` is set, add or remove; values are plain JSON values, None for nothing.

    `before` is the member of a list that what is added goes before; `current`, where given, must be in force.
    """

    before: Any = None
    current: Any = NONE
    entry_key: str | None = None
    field: str
    id: str
    op: str = "set"
    reason: str
    value: Any = None


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a wanted correction: its number, or why it was refused."""

    number: int | None = None
    refused: str | None = None
    wanted: Wanted


class CorrectionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A correction as it is told; `base` is what the source said then, `theirs` what it says since where that differs."""

    at: str
    base: Any
    ended: int | None
    entry_key: str | None
    field: str
    id: str
    number: int
    op: str
    reason: str
    run: int
    state: str
    theirs: Any
    value: Any
    who: str


class Corrections:
    """The corrections of an archive."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def correct(self, wanted: Sequence[Wanted], *, run: int, who: str) -> list[Corrected]:
        """Take corrections in one transaction and say what became of each; those that cannot be are refused."""
        with self.db.writing() as rows:
            at = stamped(rows, self._clock)
            done, touched = [], []
            for one in wanted:
                try:
                    record, number = self._take(rows, one, run, who, at)
                except TocsinError as error:
                    done.append(Corrected(wanted=one, refused=str(error)))
                    continue
                touched.append(record)
                done.append(Corrected(wanted=one, number=number))
            relay(rows, touched, run=run, at=at, cause="correction")
        return done

    def undo(self, name: str, entry_key: str | None, field: str | None, *, run: int) -> int:
        """Take back the corrections of a record, of its entry or of one field; return how many. Raises NotFound."""
        with self.db.writing() as rows:
            record = record_number(rows, name)
            found = [
                one
                for one in map(laid_of, rows.all(CORRECTIONS, record))
                if (entry_key is None or one.entry_key == entry_key)
                and (field is None or (one.field == field and one.entry_key == entry_key))
            ]
            if not found:
                raise NotFound(f"{name}: no such correction is in force: tocsin correct --list says which are")
            rows.many(
                "UPDATE correction SET state = 'undone', ended = ? WHERE id = ?", [(run, one.id) for one in found]
            )
            relay(rows, [record], run=run, at=self._clock, cause="correction")
        return len(found)

    def listed(self, *, state: str | None = None, name: str | None = None) -> list[CorrectionRow]:
        """Return corrections in the order in which they were given: of one state or all, of one record or all."""
        where: list[str] = ["1 = 1"]
        values: list[Any] = []
        with self.db.reading() as rows:
            if state is not None:
                where, values = [*where, "c.state = ?"], [*values, state]
            if name is not None:
                where, values = [*where, "c.record_id = ?"], [*values, record_number(rows, name)]
            return [_row(row) for row in rows.all(f"{LISTED} WHERE {' AND '.join(where)} ORDER BY c.id", *values)]

    def beneath(self, name: str) -> bytes:
        """Return the canonical JSON of what the source says in the version in force of a record; raises NotFound."""
        with self.db.reading() as rows:
            return said_by_source(rows, record_number(rows, name))[0].encode()

    def _take(self, rows: Rows, one: Wanted, run: int, who: str, at: datetime) -> tuple[int, int]:
        """Write one correction, which replaces a former one of the same field; return record and number."""
        record = record_number(rows, one.id)
        text, keys = said_by_source(rows, record)
        laid = [laid_of(row) for row in rows.all(CORRECTIONS, record)]
        shown = lay(decode(text), keys, laid, [])
        _check_current(one, plain(with_keys(shown.record, shown.keys)))
        same_field = [f for f in laid if (f.entry_key, f.field) == (one.entry_key, one.field)]
        former = [f for f in same_field if one.op == "set" or (f.op != "set" and f.value == one.value)]
        beneath = lay(decode(text), keys, [f for f in laid if f not in former], [])
        said = plain(with_keys(beneath.record, beneath.keys))
        value = self._keyed(rows, record, one, shown.record, shown.keys)
        base = _base(one, said, value)
        _try(one, said, value, base)
        rows.many("UPDATE correction SET state = 'replaced', ended = ? WHERE id = ?", [(run, f.id) for f in former])
        number = int((rows.first("SELECT coalesce(max(id), 0) + 1 FROM correction") or (1,))[0])
        rows.do(
            statements.INSERT_CORRECTION, number, record, run, one.entry_key, one.field, one.op, packed_value(value),
            packed_value(one.before), packed_value(base), None, "active", instant(at), who, one.reason, None,
        )  # fmt: skip
        return record, number

    def _keyed(self, rows: Rows, record: int, one: Wanted, shown: Record, keys: list[str]) -> Any:
        """Return the value; entries that are given get keys: those of the entries that they match, else new ones."""
        if one.entry_key is not None or one.field != "contents" or one.value is None or one.op == "remove":
            return one.value
        members = one.value if one.op == "set" else [one.value]
        try:
            given = Record(contents=msgspec.convert(members, tuple[ContentsEntry, ...]))
        except msgspec.ValidationError as error:
            raise UsageError(f"{one.id}: contents: {error}") from error
        former = list(zip(keys, walk(shown.contents), strict=True)) if one.op == "set" else []
        used = {key for (packed,) in rows.all(KEYS_EVER, record, record) for key in msgspec.json.decode(packed)}
        made = plain(with_keys(given, give_keys(list(walk(given.contents)), former, used)))["contents"]
        return made if one.op == "set" else made[0]


def _check_current(one: Wanted, shown: dict[str, Any]) -> None:
    place = place_of(shown, one.entry_key, one.field)
    if place is None:
        raise NotFound(f"{one.id}: has no entry {one.entry_key}: tocsin show {one.id} lists those that it has")
    now = place[0].get(place[1])
    if one.current is not NONE and not same(now, one.current, place[1]):
        raise UsageError(f"{one.id}: {one.field}: the current value is no longer in force")


def _base(one: Wanted, said: dict[str, Any], value: Any) -> Any:
    holder, name = place_of(said, one.entry_key, one.field) or ({}, "")
    base = holder.get(name)
    if one.op == "set" and equal(base, value):
        raise UsageError(f"{one.id}: {one.field}: the source says so itself: there is nothing to correct")
    return base if one.op == "set" else None


def _try(one: Wanted, said: dict[str, Any], value: Any, base: Any) -> None:
    """Lay the correction over the record to see that it fits; raises UsageError."""
    trial = Laid(
        base=base, before=one.before, entry_key=one.entry_key, field=one.field, id=0, op=one.op, state="active",
        theirs=None, value=value,
    )  # fmt: skip
    try:
        lay(msgspec.convert(said, Record), [entry.key or "" for entry in _walked(said)], [trial], [])
    except (msgspec.ValidationError, AttributeError, TypeError) as error:
        raise UsageError(f"{one.id}: {one.field}: the value does not fit: {error}") from error
    if trial.state == "retired":
        has = "has it not" if one.op == "remove" else "has it already"
        raise UsageError(f"{one.id}: {one.field}: the list {has}: there is nothing to correct")


def _walked(said: dict[str, Any]) -> list[ContentsEntry]:
    return list(walk(msgspec.convert(said, Record).contents))


def _row(row: tuple[Any, ...]) -> CorrectionRow:
    number, source, key, entry_key, field, op, value, base, theirs, state, at, who, reason, run, ended = row
    return CorrectionRow(
        at=to_second(at), base=unpacked_value(base), ended=ended, entry_key=entry_key, field=field, id=f"{source}:{key}",
        number=number, op=op, reason=reason, run=run, state=state, theirs=unpacked_value(theirs),
        value=unpacked_value(value), who=who,
    )  # fmt: skip
