"""Holding a source for a person: when a guard trips, or has, nothing more is put, and what was captured is kept back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.holds import HoldRow
from archive.shapes import Put
from archive.store import Store
from harvester.guard import Guard
from harvester.options import HarvestOptions
from harvester.tally import Course


class Holding:
    """The holds of the sources that one run comes to; with a guard of 1 or more nothing is held."""

    def __init__(self, store: Store, run: int | None, options: HarvestOptions, course: Course) -> None:
        self._store, self._run, self._course, self._source = store, run, course, options.source
        self._off = options.guard >= 1
        self._holds: dict[str, HoldRow | None] = {}
        self.guard = Guard(store, options.guard)

    def over(self, puts: Sequence[Put]) -> HoldRow | None:
        """Return the hold under which these records must wait, None where they may be written."""
        if self._off or not puts:
            return None
        for source in dict.fromkeys(put.source for put in puts):
            if hold := self.of(source):
                return hold
        why = self.guard.holds(puts)
        return self.hold(puts[0].source, why) if why else None

    def of(self, source: str) -> HoldRow | None:
        """Return the hold under which a source is, which makes the run incomplete."""
        if self._off:
            return None
        if source not in self._holds:
            self._holds[source] = hold = self._store.holds.open(source)
            if hold is not None:
                self._course.trouble("held", f"{source}, since run {hold.run}: {hold.reason}; {_advice(source)}")
        return self._holds[source]

    def hold(self, source: str, reason: str) -> HoldRow:
        """Hold a source from now on."""
        if known := self.of(source):
            return known
        assert self._run is not None
        self._course.trouble("guard", f"{reason}: held for a person; {_advice(source)}")
        self._holds[source] = hold = self._store.holds.begin(source, run=self._run, reason=reason)
        return hold

    def keep_back(self, hold: HoldRow, puts: Iterable[Put], gone: Mapping[int, Sequence[str]] | None = None) -> None:
        """Keep back the captures of records, and those that say which records are gone."""
        waiting = list(puts)
        self._course.count("records_held", len(waiting) + sum(map(len, (gone or {}).values())))
        captures = {put.capture_id: put.reader for put in waiting if put.capture_id is not None}
        self._store.holds.keep_back(hold, captures, gone)


def _advice(source: str) -> str:
    return f"tocsin refresh {source} --accept or --reject settles it"
