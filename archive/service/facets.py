"""By what records can be narrowed down: their facets in memory, filled once and kept up with what is written; no request waits.

Counts are over records that a caller names, so that no request reads the whole archive (decision 0061).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from time import sleep

import msgspec

from archive.database import Database
from archive.words import fold
from schemas.crosswalk.citing import publisher
from schemas.crosswalk.dates import chosen
from schemas.record import Record, decode
from schemas.rules import check

NAMES = ("source", "type", "year", "series", "publisher", "language", "subject", "finding")
"""The facets in the order in which a page shows them."""
BATCH = 500
WRITTEN = (
    "SELECT r.id, r.version_id, r.source, r.deleted, v.text FROM record r JOIN version v ON v.id = r.version_id"
    " WHERE r.version_id > ? ORDER BY r.version_id LIMIT ?"
)
Filters = Mapping[str, Sequence[str]]
"""Facet -> the values asked for; a record fits that has one of each facet."""


class Shelf(msgspec.Struct):
    """One facet: the values by number, and of each record (by its number) the numbers of its values."""

    names: list[str] = []
    numbers: dict[str, int] = {}
    shown: dict[str, str] = {}
    of: dict[int, tuple[int, ...]] = {}

    def put(self, record: int, values: Iterable[str]) -> None:
        """Say which values a record has."""
        found = []
        for value in values:
            folded = value if len(value) < 3 else fold(value) or value
            number = self.numbers.get(folded)
            if number is None:
                number = self.numbers[folded] = len(self.names)
                self.names.append(value)
            found.append(number)
        self.of[record] = tuple(dict.fromkeys(found))

    def wanted(self, values: Iterable[str]) -> frozenset[int]:
        """Return the numbers of values; one that no record has gets none."""
        folded = (value if len(value) < 3 else fold(value) or value for value in values)
        return frozenset(number for value in folded if (number := self.numbers.get(value)) is not None)


class Count(msgspec.Struct, frozen=True):
    """A value of a facet and how many of the records have it."""

    value: str
    count: int


class Facets:
    """The facets of all live records; `refresh` reads what was written since, and is called by one thread at a time."""

    def __init__(self, db: Database, today: date) -> None:
        self.db, self.today = db, today
        self.shelves = {name: Shelf() for name in NAMES}
        self.order: list[int] = []
        self.seen = 0
        self.ready = False
        self.generation = 0
        self._live: set[int] = set()
        self._lock = threading.Lock()

    def refresh(self, stopped: Callable[[], bool] = bool) -> None:
        """Read the versions that came into force since the last time, in small transactions, until it is `stopped`."""
        with self._lock:
            changed = False
            while not stopped() and self._batch():
                changed = True
                sleep(0.001)  # requests come first
            if changed or not self.ready:
                self.order = sorted(self._live, reverse=True)
                self.generation += 1
            self.ready = True

    def _batch(self) -> bool:
        with self.db.reading() as rows:
            found = rows.all(WRITTEN, self.seen, BATCH)
        for number, version, source, deleted, text in found:
            self.seen = version
            if deleted:
                self._live.discard(number)
                continue
            self._live.add(number)
            for name, values in facets_of(source, decode(text), self.today).items():
                self.shelves[name].put(number, values)
        return bool(found)

    def narrowed(self, records: Sequence[int], filters: Filters) -> Sequence[int]:
        """Return the records that fit the filters, in their order."""
        for name, values in filters.items():
            shelf = self.shelves[name]
            wanted = shelf.wanted(values)
            records = [one for one in records if not wanted.isdisjoint(shelf.of.get(one, ()))]
        return records

    def known(self, records: Sequence[int]) -> Sequence[int]:
        """Return the records whose facets have been read: the newest may not yet be among them."""
        return records if records is self.order else [one for one in records if one in self._live]

    def counts(self, records: Sequence[int], name: str, most: int) -> list[Count]:
        """Return the values of a facet that most of the records have; all of them must be `known`."""
        shelf = self.shelves[name]
        counted = Counter(chain.from_iterable(map(shelf.of.__getitem__, records)))
        best = counted.most_common(most) if name != "year" else sorted(
            counted.items(), key=lambda one: shelf.names[one[0]], reverse=True
        )[: most * 3]  # fmt: skip
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
