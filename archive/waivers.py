"""Waivers: a person's word that findings are to be left alone, until a day or until it is taken back; and whom it covers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from archive import statements
from archive.database import Database, Rows
from archive.heads import record_number
from archive.types import instant, to_second
from schemas.errors import NotFound

HIDDEN = "EXISTS (SELECT 1 FROM suppression p WHERE p.record_id = r.id AND p.lifted IS NULL)"
"""Of a record `r`: it or an entry of it is suppressed, so that nothing of what it says is told."""
LISTED = (
    "SELECT w.id, w.code, w.source, r.source, r.key, w.entry_key, w.place, w.value, w.until, w.at, w.who, w.reason,"
    f" w.run, w.lifted, {HIDDEN} FROM waiver w LEFT JOIN record r ON r.id = w.record_id"
)
IN_FORCE = (
    "SELECT id, code, source, record_id, entry_key, place, value FROM waiver"
    " WHERE lifted IS NULL AND (until IS NULL OR until > ?) ORDER BY id"
)
SAME = (
    "lifted IS NULL AND code = ? AND coalesce(source, '') = coalesce(?, '') AND coalesce(record_id, 0) = coalesce(?, 0)"
    " AND coalesce(entry_key, '') = coalesce(?, '') AND coalesce(place, '-') = coalesce(?, '-')"
    " AND coalesce(value, '') = coalesce(?, '')"
)


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """What a waiver of a rule covers.

    With `source`: all that the rule finds there (at `place`, where one is given), in records to come too. With `id`:
    all that it finds in the record, or in its entry; with `place` too the one finding there that has this `value`.
    `place` of a source names entries as `contents[]`; that of a record is within the entry.
    """

    code: str
    entry_key: str | None = None
    id: str | None = None
    place: str | None = None
    source: str | None = None
    value: str | None = None


class WaiverRow(msgspec.Struct, frozen=True, kw_only=True):
    """A waiver as it is told; `state` is in force, over (its day has come) or lifted (by the run `lifted`)."""

    at: str
    lifted: int | None
    number: int
    reach: Reach
    reason: str
    run: int
    state: str
    until: str | None
    who: str


class Covering:
    """The waivers in force at a moment: which of them, if any, covers a finding."""

    def __init__(self, found: Iterable[tuple[Any, ...]]) -> None:
        self._records: dict[tuple[int, str], list[tuple[int, Any, Any, Any]]] = {}
        self._sources: dict[tuple[str, str], list[tuple[int, Any]]] = {}
        for number, code, source, record, key, place, value in found:
            if source is not None:
                self._sources.setdefault((source, code), []).append((number, place))
            else:
                self._records.setdefault((record, code), []).append((number, key, place, value))

    def __bool__(self) -> bool:
        return bool(self._records or self._sources)

    def covers(
        self, record: int, source: str, code: str, entry_key: str | None, place: str, value: str | None
    ) -> int | None:
        """Return the number of a waiver that covers a finding of a record (its number), None where none does."""
        for number, key, at, of in self._records.get((record, code), ()):
            if (at is None and key in (None, entry_key)) or (key, at, of) == (entry_key, place, value):
                return number
        for number, at in self._sources.get((source, code), ()):
            if at is None or at == in_any_entry(entry_key, place):
                return number
        return None


class Waivers:
    """The waivers of an archive."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def waive(self, wanted: Sequence[Reach], *, run: int, who: str, reason: str, until: str | None = None) -> int:
        """Waive findings (until the beginning of a day, UTC); a later word about the same takes the place of the former."""
        with self.db.writing() as rows:
            at = instant(self._clock())
            (last,) = rows.first("SELECT coalesce(max(id), 0) FROM waiver") or (0,)
            for number, one in enumerate(wanted, int(last) + 1):
                said = _columns(rows, one)
                rows.do(f"UPDATE waiver SET lifted = ? WHERE {SAME}", run, *said)
                rows.do(statements.INSERT_WAIVER, number, run, *said, until, at, who, reason, None)
        return len(wanted)

    def lift(self, numbers: Sequence[int], *, run: int) -> int:
        """Take waivers back, by their numbers; raises NotFound for one that is not to be taken back any more."""
        with self.db.writing() as rows:
            for number in numbers:
                if not rows.first("SELECT id FROM waiver WHERE id = ? AND lifted IS NULL", number):
                    raise NotFound(f"{number}: no such waiver: tocsin waive --list says which there are")
                rows.do("UPDATE waiver SET lifted = ? WHERE id = ?", run, number)
        return len(numbers)

    def listed(self, *, everything: bool = False) -> list[WaiverRow]:
        """Return the waivers, the oldest first, those too whose day has come; with `everything` also what was lifted."""
        where = "" if everything else " WHERE w.lifted IS NULL"
        with self.db.reading() as rows:
            return [_row(row, self.today()) for row in rows.all(f"{LISTED}{where} ORDER BY w.id")]

    def in_force(self) -> Covering:
        """Return those whose day has not come."""
        with self.db.reading() as rows:
            return Covering(rows.all(IN_FORCE, self.today()))

    def today(self) -> str:
        """Return the day (UTC)."""
        return instant(self._clock())[:10]


def in_any_entry(entry_key: str | None, place: str) -> str:
    """Return a place within an entry as one that all entries have: `contents[].title`."""
    return place if entry_key is None else f"contents[].{place}".rstrip(".")


def _columns(rows: Rows, one: Reach) -> tuple[Any, ...]:
    record = None if one.id is None else record_number(rows, one.id)
    return one.code, one.source, record, one.entry_key, one.place, one.value


def _row(row: tuple[Any, ...], today: str) -> WaiverRow:
    number, code, source, of, key, entry_key, place, value, until, at, who, reason, run, lifted, hidden = row
    name = None if of is None else f"{of}:{key}"
    state = "lifted" if lifted is not None else "over" if until is not None and until <= today else "in force"
    return WaiverRow(
        at=to_second(at), lifted=lifted, number=number, reason=reason, run=run, state=state, until=until, who=who,
        reach=Reach(
            code=code, entry_key=entry_key, id=name, place=place, source=source, value=None if hidden else value
        ),
    )  # fmt: skip
