"""The guard on what a source still says: records that go all at once, or a field that most of them lose, wait for a person."""

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
    "abstract", "contents", "contributors", "dates", "identifiers", "languages", "page_count", "pages", "publisher",
    "series", "subjects", "title", "type",
)  # fmt: skip


class Guard:
    """Compares what is to be written with what is in force, over all records of one run.

    Once it holds, it holds to the end of the run. A guard of 1 or more is no guard; a source with fewer than 50 live
    records is not guarded.
    """

    def __init__(self, store: Store, guard: float) -> None:
        self._store, self._most, self._off = store, guard, guard >= 1
        self._live: dict[str, int] = {}
        self._compared = 0
        self._gone: Counter[str] = Counter()
        self._before: Counter[str] = Counter()
        self._after: Counter[str] = Counter()
        self._reason: str | None = None

    def holds(self, puts: Sequence[Put]) -> str | None:
        """Return why these records must not be written, None where they may."""
        named = (
            {} if self._off else {f"{p.source}:{p.key}": p.record for p in puts if not p.stub and self._is_guarded(p)}
        )
        if named and self._reason is None:
            for held in self._store.heads(Selection(ids=tuple(named))):
                self._compare(held.envelope.source, held.record, named[held.envelope.id])
            self._reason = self._too_many_gone() or self._emptied()
        return self._reason

    def live(self, source: str) -> int:
        """Return how many live records a source had when the run first came to it."""
        if source not in self._live:
            self._live[source] = self._store.count(Selection(sources=(source,)))
        return self._live[source]

    def too_many(self, source: str, number: int) -> str | None:
        """Return why so many records of a source must not go at once, None where they may."""
        if self._off or self.live(source) < GUARDED_FROM or number <= self._most * self.live(source):
            return None
        return f"{number} of {self.live(source)} live records of {source} would go"

    def _is_guarded(self, put: Put) -> bool:
        return self.live(put.source) >= GUARDED_FROM

    def _compare(self, source: str, before: Record, after: Record) -> None:
        if after.deleted:
            self._gone[source] += 1
            return
        self._compared += 1
        self._before.update(_filled(before))
        self._after.update(_filled(after))

    def _too_many_gone(self) -> str | None:
        return next((why for source, number in self._gone.items() if (why := self.too_many(source, number))), None)

    def _emptied(self) -> str | None:
        if self._compared < GUARDED_FROM:
            return None
        for field in FIELDS:
            before, after = self._before[field] / self._compared, self._after[field] / self._compared
            if before - after > MOST_LOST:
                return f"{field} was filled in {before:.0%} of {self._compared} records and now in {after:.0%}"
        return None


def _filled(record: Record) -> Iterator[str]:
    return (field for field in FIELDS if getattr(record, field))
