"""Pages that are gone: what becomes of their records, once the walk has ended, under the guard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.shapes import LatestCapture, Put
from archive.store import Store
from harvester.ingest import Ingest
from harvester.pages.html import READER as PAGE_READER
from harvester.tally import Course
from schemas.record import Record


class Gone:
    """Collects the records whose pages answered 404 or 410."""

    def __init__(self, store: Store, ingest: Ingest, course: Course) -> None:
        self._store, self._ingest, self._course = store, ingest, course
        self._by_capture: dict[int, list[str]] = {}
        self._deleted: set[int] = set()

    def add(self, asked: str, number: int, status: int, latest: LatestCapture | None) -> None:
        """Note that the page at `asked`, which gave what `latest` says, now answers 404 or 410 (capture `number`).

        A record is missing when its page answered 404 in an earlier run too; 410 says at once that it is deleted.
        """
        gave = latest.gave if latest else ()
        if not gave or (status != 410 and self._store.last_visit(asked, before=self._ingest.run) != 404):
            return
        self._by_capture[number] = list(gave)
        if status == 410:
            self._deleted.add(number)

    def settle(self) -> None:
        """Write the deletions and note what is missing, unless too much of a source would go at once."""
        holding = self._ingest.holding
        for source, gone in self._by_source().items():
            hold = holding.of(source)
            why = None if hold else holding.guard.too_many(source, sum(map(len, gone.values())))
            if hold is None and why is None:
                write_gone(self._store, self._ingest, self._course, gone, self._deleted)
            else:
                holding.keep_back(hold or holding.hold(source, why or ""), (), gone)

    def _by_source(self) -> dict[str, dict[int, list[str]]]:
        found: dict[str, dict[int, list[str]]] = {}
        for number, names in self._by_capture.items():
            for name in names:
                found.setdefault(name.partition(":")[0], {}).setdefault(number, []).append(name)
        return found


def write_gone(
    store: Store, ingest: Ingest, course: Course, gone: Mapping[int, Sequence[str]], deleted: set[int]
) -> None:
    """Mark the records of captures as deleted where these are among the `deleted`, as missing where they are not."""
    missing = [name for number, names in gone.items() if number not in deleted for name in names]
    for number, names in gone.items():
        for name in names if number in deleted else ():
            _delete(store, ingest, course, name, number)
    if missing and ingest.run is not None:
        store.debts.miss(missing, run=ingest.run, at=store.clock())
    course.count("records_missing", len(missing))
    for name in missing[:20]:
        course.note(f"missing: {name} (its page answered 404 in two runs, or its lists no longer have it)")


def _delete(store: Store, ingest: Ingest, course: Course, name: str, number: int) -> None:
    held = store.get(name)
    if held.record.deleted:
        return
    reader = held.envelope.captured.reader if held.envelope.captured else None
    tombstone = Put(
        capture_id=number, key=held.envelope.key, reader=reader or PAGE_READER, record=Record(deleted=True),
        source=held.envelope.source,
    )  # fmt: skip
    ingest.put(tombstone)
    course.count("records_deleted")
    course.count("records_changed", -1)  # as which it is counted when it is written
