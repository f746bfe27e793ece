"""The guard on what a source still says: a field that most records lose at once is a broken page, held for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from archive.selection import Selection
from archive.shapes import Put
from archive.store import Store
from schemas.record import Record

GUARDED_FROM = 50
"""So many records a guard must have seen before it speaks."""

MOST_LOST = 0.30
"""The part of the same records that may lose a field in one run."""

FIELDS = (
    "abstract", "contents", "contributors", "dates", "identifiers", "languages", "page_count", "publisher", "series",
    "subjects", "title", "type",
)  # fmt: skip


class FillGuard:
    """Compares what is to be written with what is in force, field by field, over all records of one run.

    Once it holds, it holds to the end of the run. A guard of 1 or more is no guard.
    """

    def __init__(self, store: Store, guard: float) -> None:
        self._store, self._off = store, guard >= 1
        self._compared = 0
        self._before: Counter[str] = Counter()
        self._after: Counter[str] = Counter()
        self._reason: str | None = None

    def holds(self, puts: Sequence[Put]) -> str | None:
        """Return why these records must not be written, None where they may."""
        named = {f"{put.source}:{put.key}": put.record for put in puts if not put.stub and not put.record.deleted}
        if self._off or not named:
            return None
        if self._reason is None:
            for held in self._store.heads(Selection(ids=tuple(named))):
                self._compared += 1
                self._before.update(_filled(held.record))
                self._after.update(_filled(named[held.envelope.id]))
            self._reason = self._judge()
        return self._reason

    def _judge(self) -> str | None:
        if self._compared < GUARDED_FROM:
            return None
        for field in FIELDS:
            before, after = self._before[field] / self._compared, self._after[field] / self._compared
            if before - after > MOST_LOST:
                return f"{field} was filled in {before:.0%} of {self._compared} records and now in {after:.0%}"
        return None


def _filled(record: Record) -> Iterator[str]:
    return (field for field in FIELDS if getattr(record, field))
