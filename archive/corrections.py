"""Corrections as people give them, take them back and list them; how they are laid over a record is in layer.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from archive import statements
from archive.correcting import Desk, Wanted
from archive.database import Database, Rows
from archive.heads import record_number
from archive.layer import Laid
from archive.layers import CORRECTIONS, laid_of, packed_value, unpacked_value
from archive.moments import stamped
from archive.relaying import relay, said_by_source
from archive.types import instant, to_second
from schemas.errors import NotFound, TocsinError

__all__ = ["Corrected", "CorrectionRow", "Corrections", "Wanted"]

LISTED = (
    "SELECT c.id, r.source, r.key, c.entry_key, c.field, c.op, c.value, c.base, c.theirs, c.state, c.at, c.who, c.reason,"
    " c.run, c.ended FROM correction c JOIN record r ON r.id = c.record_id"
)


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a wanted correction: its number, why it was refused, or neither where it is so already."""

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

    def correct(
        self, wanted: Sequence[Wanted], *, run: int, who: str, once: bool = False, trial: bool = False
    ) -> list[Corrected]:
        """Take corrections in one transaction and say what became of each; those that cannot be are refused.

        With `once` nothing is taken that is so already; a `trial` writes nothing.
        """
        with self.db.writing() as rows:
            at = stamped(rows, self._clock)
            taking = _Taking(rows, once=once)
            done = [taking.take(one) for one in wanted]
            if not trial:
                taking.write(run, who, instant(at))
                relay(rows, taking.touched, run=run, at=at, cause="correction")
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


class _Taking:
    """Corrections that are taken together: records on their desks, and what is to be written at the end."""

    def __init__(self, rows: Rows, *, once: bool) -> None:
        self._rows, self._once = rows, once
        self._desks: dict[int, Desk] = {}
        self._made: dict[int, tuple[int, Wanted, Laid]] = {}
        self._replaced: list[int] = []
        self._last = int((rows.first("SELECT coalesce(max(id), 0) FROM correction") or (0,))[0])

    @property
    def touched(self) -> list[int]:
        """The numbers of the records that corrections were taken for."""
        return [record for record, _, _ in self._made.values()]

    def take(self, one: Wanted) -> Corrected:
        number = self._last + 1
        try:
            record = record_number(self._rows, one.id)
            desk = self._desks[record] = self._desks.get(record) or Desk(self._rows, record)
            taken = desk.take(one, number, once=self._once)
        except TocsinError as error:
            return Corrected(wanted=one, refused=str(error))
        if taken is None:
            return Corrected(wanted=one)
        self._last = number
        self._made[number] = desk.number, one, taken[0]
        self._replaced += [former.id for former in taken[1]]
        return Corrected(wanted=one, number=number)

    def write(self, run: int, who: str, at: Any) -> None:
        self._rows.many(
            statements.INSERT_CORRECTION,
            [
                (number, record, run, laid.entry_key, laid.field, laid.op, packed_value(laid.value),
                 packed_value(laid.before), packed_value(laid.base), None, "active", at, who, one.reason, None)
                for number, (record, one, laid) in self._made.items()
            ],
        )  # fmt: skip
        self._rows.many(
            "UPDATE correction SET state = 'replaced', ended = ? WHERE id = ?", [(run, one) for one in self._replaced]
        )


def _row(row: tuple[Any, ...]) -> CorrectionRow:
    number, source, key, entry_key, field, op, value, base, theirs, state, at, who, reason, run, ended = row
    return CorrectionRow(
        at=to_second(at), base=unpacked_value(base), ended=ended, entry_key=entry_key, field=field, id=f"{source}:{key}",
        number=number, op=op, reason=reason, run=run, state=state, theirs=unpacked_value(theirs),
        value=unpacked_value(value), who=who,
    )  # fmt: skip
