"""Records and entries held back from all that goes out, until a date or until a person lifts it; they stay in the archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from archive import statements
from archive.database import Database, Rows
from archive.debts import Debts
from archive.heads import record_number
from archive.moments import stamped
from archive.relaying import relay
from archive.types import instant, to_second
from schemas.errors import NotFound

LISTED = (
    "SELECT s.id, r.source, r.key, s.entry_key, s.until, s.at, s.who, s.reason, s.run, s.lifted FROM suppression s"
    " JOIN record r ON r.id = s.record_id"
)
DUE = "SELECT r.source, r.key, s.entry_key FROM suppression s JOIN record r ON r.id = s.record_id WHERE s.lifted IS NULL AND s.until <= ?"
RECORDS = (
    "SELECT r.source, r.key FROM suppression s JOIN record r ON r.id = s.record_id"
    " WHERE s.lifted IS NULL AND s.entry_key IS NULL AND NOT r.stub"
)
OWED = "SELECT source, input, key FROM record WHERE id = ?"
SAME = " AND coalesce(entry_key, '') = coalesce(?, '') AND lifted IS NULL"

Part = tuple[str, str | None]
"""The id of a record, and the key of an entry or None for the whole record."""


class SuppressionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A suppression as it is told; `lifted` is the run that ended it."""

    at: str
    entry_key: str | None
    id: str
    lifted: int | None
    number: int
    reason: str
    run: int
    until: str | None
    who: str


class Suppressions:
    """The suppressions of an archive: what is suppressed is a tombstone for all who read the versions in force."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def suppress(self, parts: Sequence[Part], *, run: int, who: str, reason: str, until: str | None = None) -> int:
        """Hold back records and entries (until the beginning of a day, UTC); return how many versions that made."""
        with self.db.writing() as rows:
            at = stamped(rows, self._clock)
            touched = []
            (last,) = rows.first("SELECT coalesce(max(id), 0) FROM suppression") or (0,)
            for number, (name, key) in enumerate(parts, int(last) + 1):
                record = record_number(rows, name)
                rows.do(f"UPDATE suppression SET lifted = ? WHERE record_id = ?{SAME}", run, record, key)
                said = (number, record, run, key, until, instant(at), who, reason, None)
                rows.do(statements.INSERT_SUPPRESSION, *said)
                touched.append(record)
            return len(relay(rows, touched, run=run, at=at, cause="suppression"))

    def lift(self, parts: Sequence[Part], *, run: int) -> int:
        """Let records and entries go out again; return how many versions that made. Raises NotFound.

        What lists of an origin said of a record meanwhile was passed over: it is owed, and asked for at the next harvest.
        """
        at = self._clock()
        with self.db.writing() as rows:
            touched = []
            for name, key in parts:
                record = record_number(rows, name)
                if not rows.first(f"SELECT id FROM suppression WHERE record_id = ?{SAME}", record, key):
                    raise NotFound(f"{name}: is not suppressed: tocsin suppress --list says what is")
                rows.do(f"UPDATE suppression SET lifted = ? WHERE record_id = ?{SAME}", run, record, key)
                touched.append(record)
            whole = [record for record, (_, key) in zip(touched, parts, strict=True) if key is None]
            owed = [rows.first(OWED, record) for record in whole]
            count = len(relay(rows, touched, run=run, at=self._clock, cause="suppression"))
        for source, kind, key in (row for row in owed if row and row[1].startswith("oai:")):
            said = [(key, "was suppressed until now", None)]
            Debts(self.db).owe(said, source=source, prefix=kind.removeprefix("oai:"), run=run, at=at)
        return count

    def due(self) -> list[Part]:
        """Return what is suppressed until a day that has come."""
        with self.db.reading() as rows:
            return [(f"{source}:{key}", entry) for source, key, entry in rows.all(DUE, self._today())]

    def of(self, name: str) -> list[SuppressionRow]:
        """Return what holds a record (its id), or entries of it, back; raises NotFound."""
        with self.db.reading() as rows:
            sql = f"{LISTED} WHERE s.lifted IS NULL AND s.record_id = ? ORDER BY s.id"
            return [_row(row) for row in rows.all(sql, record_number(rows, name))]

    def records(self) -> frozenset[str]:
        """Return the ids of all records that are suppressed as a whole and were read from pages of their own."""
        with self.db.reading() as rows:
            return frozenset(f"{source}:{key}" for source, key in rows.all(RECORDS))

    def listed(self, *, everything: bool = False) -> list[SuppressionRow]:
        """Return what is suppressed, the oldest first; with `everything` also what was lifted."""
        with self.db.reading() as rows:
            found = rows.all(f"{LISTED} ORDER BY s.id") if everything else self._in_force(rows)
        return [_row(row) for row in found]

    def _today(self) -> str:
        return instant(self._clock())[:10]

    def _in_force(self, rows: Rows) -> list[tuple[Any, ...]]:
        return rows.all(f"{LISTED} WHERE s.lifted IS NULL ORDER BY s.id")


def _row(row: tuple[Any, ...]) -> SuppressionRow:
    number, source, key, entry_key, until, at, who, reason, run, lifted = row
    return SuppressionRow(
        at=to_second(at), entry_key=entry_key, id=f"{source}:{key}", lifted=lifted, number=number, reason=reason,
        run=run, until=until, who=who,
    )  # fmt: skip
