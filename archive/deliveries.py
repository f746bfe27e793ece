"""Deliveries by name: which there are, beginning one, and moving its cursor once its file is in place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import msgspec

from archive import statements
from archive.alone import alone
from archive.database import Database, Rows
from archive.delivering import Begun
from archive.types import instant, to_second
from schemas.errors import NotFound, UsageError

LISTED = "SELECT id, name, form, terms, number, at, run, file, tally FROM delivery"


class DeliveryRow(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery as it is told; `number` is that of the last one that had something in it, 0 before the first."""

    at: str | None
    changed: int
    file: str | None
    form: str
    gone: int
    id: int
    name: str
    new: int
    number: int
    run: int | None
    terms: str


class Deliveries:
    """The deliveries of an archive; a delivery is of one format, level and selection, for ever."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def listed(self) -> list[DeliveryRow]:
        """Return what was delivered last under each name."""
        with self.db.reading() as rows:
            return [_row(row) for row in rows.all(f"{LISTED} ORDER BY name")]

    def alone(self, name: str) -> AbstractContextManager[None]:
        """Hold the lock of a name while a delivery is made; raises Busy where another one is."""
        return alone(self.db, f"delivery {name}")

    def find(self, name: str, form: str, terms: str) -> DeliveryRow:
        """Return a delivery, or what the first one begins with; raises UsageError where it is of something else."""
        with self.db.reading() as rows:
            found = rows.first(f"{LISTED} WHERE name = ?", name)
            (last,) = rows.first("SELECT coalesce(max(id), 0) FROM delivery") or (0,)
        if found is None:
            return DeliveryRow(
                at=None, changed=0, file=None, form=form, gone=0, id=int(last) + 1, name=name, new=0, number=0,
                run=None, terms=terms,
            )  # fmt: skip
        row = _row(found)
        if (row.form, row.terms) != (form, terms):
            was, now = (" ".join(filter(None, ("export", *said))) for said in ((row.form, row.terms), (form, terms)))
            raise UsageError(f"--delta {name}: delivers `{was}`, not `{now}`: ask for the same, or give another name")
        return row

    def again(self, row: DeliveryRow) -> DeliveryRow:
        """Return the delivery that is to be repeated; raises NotFound where there was none."""
        if not row.number:
            raise NotFound(
                f"--again: nothing was delivered as {row.name} yet: leave --again out for the first delivery"
            )
        return row

    def settle(self, row: DeliveryRow, begun: Begun, *, run: int, file: str) -> None:
        """Move the cursor behind what was given, in one transaction: the file is in place."""
        tally = msgspec.json.encode(begun.tally).decode()
        number = row.number + 1
        with self.db.writing() as rows:
            identity = self._identity(rows, row)
            said = (identity, row.name, row.form, row.terms, number, instant(self._clock()), run, file, tally)
            rows.do(statements.KEEP_DELIVERY, *said)
            for page in begun.kept():
                rows.many(statements.KEEP_DELIVERED, [(identity, record, number, *rest) for record, *rest in page])

    @staticmethod
    def _identity(rows: Rows, row: DeliveryRow) -> int:
        """The row's id; a first delivery gets the next one that is free by now."""
        if row.number:
            return row.id
        (last,) = rows.first("SELECT coalesce(max(id), 0) FROM delivery") or (0,)
        return int(last) + 1


def _row(found: tuple[Any, ...]) -> DeliveryRow:
    identity, name, form, terms, number, at, run, file, tally = found
    return DeliveryRow(
        id=identity, name=name, form=form, terms=terms, number=number, at=to_second(at), run=run, file=file,
        **msgspec.json.decode(tally),
    )  # fmt: skip
