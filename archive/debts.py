"""What an origin owes: records that it named and that did not arrive, and those that its lists no longer have."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import datetime

from archive import statements
from archive.changes import note
from archive.database import Database, Rows
from archive.ledger_shapes import Owed
from archive.types import bound_list, instant


class Debts:
    """The debts of all sources, and which of their records are missing."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def owe(
        self, names: Iterable[tuple[str, str, int | None]], *, source: str, prefix: str, run: int, at: datetime,
        window: int | None = None,
    ) -> None:  # fmt: skip
        """Note records that did not arrive: name, reason, row of the quarantine; one that is owed already stays as it is."""
        with self.db.writing() as rows:
            (top,) = rows.first("SELECT max(id) FROM debt") or (0,)
            known = {
                name: (number, state)
                for number, name, state in rows.all("SELECT id, name, state FROM debt WHERE source = ?", source)
            }
            fresh = {name: (reason, row) for name, reason, row in names}
            again = [(at_, run, reason, row, known[name][0]) for name, (reason, row) in fresh.items()
                     if name in known and known[name][1] in ("paid", "gone") for at_ in (instant(at),)]  # fmt: skip
            rows.many(
                "UPDATE debt SET state = 'open', since = ?, run = ?, reason = ?, quarantine_id = ?, tries = 0 WHERE id = ?",
                again,
            )
            made = [(name, *said) for name, said in fresh.items() if name not in known]
            rows.many(
                statements.INSERT_DEBT,
                [
                    (number, source, prefix, name, "open", reason, instant(at), run, 0, window, row)
                    for number, (name, reason, row) in enumerate(made, (top or 0) + 1)
                ],
            )

    def owed(self, source: str, state: str = "open") -> list[Owed]:
        """Return the debts of a source in a state (open, paid, gone, waived), the oldest first."""
        sql = f"SELECT {statements.DEBT_COLUMNS} FROM debt WHERE source = ? AND state = ? ORDER BY id"
        with self.db.reading() as rows:
            return [Owed(*row) for row in rows.all(sql, source, state)]

    def settle(self, names: Iterable[str], *, source: str, state: str = "paid") -> None:
        """End the open debts of these names: paid, gone or waived."""
        with self.db.writing() as rows:
            rows.many(
                "UPDATE debt SET state = ? WHERE source = ? AND name = ? AND state = 'open'",
                [(state, source, name) for name in names],
            )

    def tried(self, number: int) -> None:
        """Note that a debt was asked for in vain."""
        with self.db.writing() as rows:
            rows.do("UPDATE debt SET tries = tries + 1 WHERE id = ?", number)

    # --- missing ----------------------------------------------------------------------------------------------------

    def unmet(self, source: str, met: Container[int]) -> tuple[list[int], int]:
        """Return the live records of a source that are not among those met, and how many live ones there are."""
        unmet, live = [], 0
        with self.db.reading() as rows:
            sql = "SELECT id FROM record WHERE source = ? AND NOT deleted AND NOT stub ORDER BY id"
            for found in self.db.stream(rows, sql, source):
                live += len(found)
                unmet += [number for (number,) in found if number not in met]
        return unmet, live

    def ids(self, numbers: Iterable[int]) -> list[str]:
        """Return the ids of records by their numbers."""
        with self.db.reading() as rows:
            wanted = bound_list(rows.dialect, sorted(numbers))
            found = rows.all("SELECT source, key FROM record WHERE id IN ? ORDER BY key", wanted)
        return [f"{source}:{key}" for source, key in found]

    def mark_missing(self, source: str, numbers: Iterable[int], *, run: int, at: datetime) -> None:
        """Say that exactly these records of a source are missing; since when is kept of those that were before."""
        with self.db.writing() as rows:
            before, now = self._missing(rows, source), set(numbers)
            self._found(rows, before - now, run=run, at=at)
            self._lost(rows, now - before, run=run, at=at)

    def miss(self, names: Iterable[str], *, run: int, at: datetime) -> None:
        """Say that live records, by their ids, are missing too."""
        with self.db.writing() as rows:
            live = "SELECT id FROM record WHERE source = ? AND key = ? AND NOT deleted"
            found = [rows.first(live, *name.partition(":")[::2]) for name in names]
            numbers = {int(row[0]) for row in found if row}
            known = rows.all("SELECT record_id FROM missing WHERE record_id IN ?", bound_list(rows.dialect, [*numbers]))
            self._lost(rows, numbers - {number for (number,) in known}, run=run, at=at)

    def _missing(self, rows: Rows, source: str) -> set[int]:
        known = "SELECT m.record_id FROM missing m JOIN record r ON r.id = m.record_id WHERE r.source = ?"
        return {number for (number,) in rows.all(known, source)}

    def _lost(self, rows: Rows, numbers: Iterable[int], *, run: int, at: datetime) -> None:
        lost = sorted(numbers)
        rows.many(
            "INSERT INTO missing (record_id, run, since) VALUES (?, ?, ?)",
            [(number, run, instant(at)) for number in lost],
        )
        note(rows, [(number, None) for number in lost], kind="missing", cause="source", run=run, at=at)

    def _found(self, rows: Rows, numbers: Iterable[int], *, run: int, at: datetime) -> None:
        found = sorted(numbers)
        rows.do("DELETE FROM missing WHERE record_id IN ?", bound_list(rows.dialect, found))
        note(rows, [(number, None) for number in found], kind="back", cause="source", run=run, at=at)

    def missing(self, source: str) -> list[tuple[int, str, str]]:
        """Return the missing records of a source: number, id and since when."""
        sql = (
            "SELECT r.id, r.key, m.since FROM missing m JOIN record r ON r.id = m.record_id WHERE r.source = ?"
            " ORDER BY r.key"
        )
        with self.db.reading() as rows:
            return [(number, f"{source}:{key}", since) for number, key, since in rows.all(sql, source)]

    def all_missing(self) -> frozenset[str]:
        """Return the ids of all records that are missing."""
        with self.db.reading() as rows:
            found = rows.all("SELECT r.source, r.key FROM missing m JOIN record r ON r.id = m.record_id")
        return frozenset(f"{source}:{key}" for source, key in found)

    def missing_since(self, name: str) -> str | None:
        """Return since when a record, by its id, is missing; None where it is not."""
        sql = "SELECT m.since FROM missing m JOIN record r ON r.id = m.record_id WHERE r.source = ? AND r.key = ?"
        with self.db.reading() as rows:
            found = rows.first(sql, *name.partition(":")[::2])
        return str(found[0]) if found else None

    def found(self, names: Iterable[str], *, run: int, at: datetime) -> None:
        """Take records that were met, by their ids, from those that are missing."""
        sql = "SELECT m.record_id FROM missing m JOIN record r ON r.id = m.record_id WHERE r.source = ? AND r.key = ?"
        with self.db.writing() as rows:
            met = [rows.first(sql, *name.partition(":")[::2]) for name in names]
            self._found(rows, [row[0] for row in met if row], run=run, at=at)

    def found_again(self, source: str, met: Container[int], *, run: int, at: datetime) -> None:
        """Take records that were met from those that are missing."""
        back = [number for number, _, _ in self.missing(source) if number in met]
        if back:
            with self.db.writing() as rows:
                self._found(rows, back, run=run, at=at)
