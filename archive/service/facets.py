"""By what records can be narrowed down: their facets in memory, filled once and kept up with what is written; no request waits.

Counts are over records that a caller names, so that no request reads the whole archive (decision 0061).
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from heapq import nlargest
from itertools import compress
from time import monotonic, sleep

import msgspec

from archive.database import Database
from archive.service.shelf import Shelf
from schemas.crosswalk.citing import publisher
from schemas.crosswalk.dates import chosen
from schemas.record import Record, decode
from schemas.rules import check

NAMES = ("source", "type", "year", "series", "publisher", "language", "subject", "finding")
"""The facets in the order in which a page shows them."""
BATCH, GENTLE = 500, 25
"""Records read in one piece while the facets are first filled, and beside requests afterwards: some milliseconds."""
IDLE = 2
"""Beside requests the keeper rests so many times as long as it worked: they share one interpreter."""
WRITTEN = (
    "SELECT r.id, r.version_id, r.source, r.deleted, v.text FROM record r JOIN version v ON v.id = r.version_id"
    " WHERE r.version_id > ? ORDER BY r.version_id LIMIT ?"
)
Filters = Mapping[str, Sequence[str]]
"""Facet -> the values asked for; a record fits that has one of each facet."""


class Count(msgspec.Struct, frozen=True):
    """A value of a facet and how many of the records have it."""

    value: str
    count: int


class Facets:
    """The facets of all live records; `refresh` reads what was written since, and is called by one thread at a time."""

    def __init__(self, db: Database, today: date) -> None:
        self.db, self.today = db, today
        self.shelves = {name: Shelf() for name in NAMES}
        self.order = array("q")
        self.seen = 0
        self.ready = False
        self.generation = 0
        self._live = bytearray()
        self._lock = threading.Lock()

    def refresh(self, stopped: Callable[[], bool] = bool) -> None:
        """Read the versions that came into force since the last time, in small transactions, until it is `stopped`."""
        with self._lock:
            changed = False
            while not stopped():
                began = monotonic()
                if not self._batch(GENTLE if self.ready else BATCH):
                    break
                changed = True
                sleep(IDLE * (monotonic() - began) if self.ready else 0.001)  # requests come first
            if changed or not self.ready:
                last = len(self._live) - 1
                self.order = array("q", compress(range(last, -1, -1), reversed(self._live)))
                self.generation += 1
            self.ready = True

    def _batch(self, most: int) -> bool:
        with self.db.reading() as rows:
            found = rows.all(WRITTEN, self.seen, most)
        for number, version, source, deleted, text in found:
            self.seen = version
            said = {} if deleted else facets_of(source, decode(text), self.today)
            for name, shelf in self.shelves.items():
                shelf.put(number, said.get(name, ()))
            if number >= len(self._live):
                self._live += bytes(number + 1 - len(self._live))
            self._live[number] = not deleted  # last: who finds it there looks into the shelves
        return bool(found)

    def narrowed(self, records: Sequence[int], filters: Filters) -> Sequence[int]:
        """Return the records that fit the filters, in their order."""
        left = sorted(filters, key=lambda name: self.shelves[name].total(filters[name]))
        if left and records is self.order and (listed := self.shelves[left[0]].having(filters[left[0]])) is not None:
            records = self.known(listed)
            del left[0]
        for name in left:
            records = self.shelves[name].narrowed(records, filters[name])
        return records

    def known(self, records: Sequence[int]) -> Sequence[int]:
        """Return the records whose facets have been read: the newest may not yet be among them."""
        if records is self.order:
            return records
        live, size = self._live, len(self._live)
        return [one for one in records if one < size and live[one]]

    def counts(self, records: Sequence[int], name: str, most: int) -> list[Count]:
        """Return the values of a facet that most of the records have; all of them must be `known`."""
        shelf = self.shelves[name]
        counted = enumerate(shelf.totals) if records is self.order else shelf.counted(records)
        met = [one for one in counted if one[1] > 0]
        if name == "year":
            best = nlargest(most * 3, met, key=lambda one: shelf.names[one[0]])
        else:
            best = nlargest(most, met, key=lambda one: (one[1], -one[0]))
        return [Count(shelf.names[number], count) for number, count in best]


def facets_of(source: str, record: Record, today: date) -> dict[str, list[str]]:
    """Return the values of each facet of a record."""
    year = (chosen(record.dates) or "")[:4]
    by = publisher(record)
    return {
        "source": [source],
        "type": [record.type] if record.type else [],
        "year": [year] if year.isdigit() else [],
        "series": [one.title for one in record.series if one.title],
        "publisher": [by] if by else [],
        "language": list(record.languages),
        "subject": [one.term for one in record.subjects],
        "finding": [one.code for one in check(record, today=today)],
    }
