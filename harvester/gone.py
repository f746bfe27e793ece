"""Pages that are gone: what becomes of their records, once the walk has ended, under the guard."""

from __future__ import annotations

from collections import Counter

from archive.selection import Selection
from archive.shapes import LatestCapture, Put
from archive.store import Store
from harvester.guard import GUARDED_FROM
from harvester.ingest import Ingest
from harvester.pages.html import READER as PAGE_READER
from harvester.tally import Course
from schemas.record import Record


class Gone:
    """Collects the records whose pages answered 404 or 410."""

    def __init__(self, store: Store, ingest: Ingest, course: Course, guard: float) -> None:
        self._store, self._ingest, self._course, self._guard = store, ingest, course, guard
        self._deleted: dict[str, int] = {}
        self._missing: list[str] = []

    def add(self, asked: str, number: int, status: int, latest: LatestCapture | None) -> None:
        """Note that the page at `asked`, which gave what `latest` says, now answers 404 or 410 (capture `number`).

        A record is missing when its page answered 404 in an earlier run too; 410 says at once that it is deleted.
        """
        gave = latest.gave if latest else ()
        if status == 410:
            self._deleted |= dict.fromkeys(gave, number)
        elif gave and self._store.last_visit(asked, before=self._ingest.run) == 404:
            self._missing += gave

    def settle(self) -> None:
        """Write the deletions and name what is missing, unless too much of a source would go at once."""
        gone = Counter(name.partition(":")[0] for name in {*self._deleted, *self._missing})
        held = {source for source, number in gone.items() if self._too_many(source, number)}
        for name, number in self._deleted.items():
            if name.partition(":")[0] not in held:
                self._delete(name, number)
        missing = [name for name in dict.fromkeys(self._missing) if name.partition(":")[0] not in held]
        self._course.count("records_missing", len(missing))
        for name in missing[:20]:
            self._course.note(f"missing: {name} (its page answered 404 in two runs)")

    def _too_many(self, source: str, number: int) -> bool:
        live = self._store.count(Selection(sources=(source,)))
        if live < GUARDED_FROM or number <= self._guard * live:
            return False
        self._course.trouble("guard", f"{number} of {live} live records of {source} would go: held for a person")
        return True

    def _delete(self, name: str, number: int) -> None:
        held = self._store.get(name)
        if held.record.deleted:
            return
        reader = held.envelope.captured.reader if held.envelope.captured else None
        tombstone = Put(
            capture_id=number, key=held.envelope.key, reader=reader or PAGE_READER,
            record=Record(deleted=True), source=held.envelope.source,
        )  # fmt: skip
        self._ingest.put(tombstone)
        self._course.count("records_deleted")
        self._course.count("records_changed", -1)  # as which it is counted when it is written
