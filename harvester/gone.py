"""Pages that are gone: what becomes of their records, once the walk has ended, under the guard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.shapes import LatestCapture, Put
from archive.store import Store
from harvester.ingest import Ingest
from harvester.pages.html import READER as PAGE_READER
from harvester.renumbering import renumbered
from harvester.tally import Course
from schemas.errors import NotFound
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
        if self._by_capture:
            self._ingest.flush()  # so that what came is known
        for source, gone in self._by_source().items():
            hold = holding.of(source)
            number = sum(map(len, gone.values()))
            why = None if hold else holding.guard.too_many(source, number)
            if why:
                why += renumbered(source, number, self._course.counts["records_new"])
            if hold is None and why is None:
                write_gone(self._store, self._ingest, self._course, gone, self._deleted)
            else:
                holding.keep_back(hold or holding.hold(source, why or ""), (), gone)

    def _by_source(self) -> dict[str, dict[int, list[str]]]:
        """Return what is gone and was not before, by source and capture."""
        missing = self._store.debts.all_missing() if self._by_capture else frozenset()
        found: dict[str, dict[int, list[str]]] = {}
        for number, names in self._by_capture.items():
            for name in _live(self._store, names, number):
                if name in missing and number not in self._deleted:
                    continue
                found.setdefault(name.partition(":")[0], {}).setdefault(number, []).append(name)
        return found


def write_gone(
    store: Store, ingest: Ingest, course: Course, gone: Mapping[int, Sequence[str]], deleted: set[int]
) -> None:
    """Mark the records of captures as deleted where these are among the `deleted`, as missing where they are not."""
    here = {number: _live(store, names, number) for number, names in gone.items()}
    missing = [name for number, names in here.items() if number not in deleted for name in names]
    for number, names in here.items():
        for name in names if number in deleted else ():
            _delete(store, ingest, course, name, number)
    if missing and ingest.run is not None:
        store.debts.miss(missing, run=ingest.run, at=store.clock())
    course.count("records_missing", len(missing))
    for name in missing[:20]:
        course.note(f"missing: {name} (its page answered 404 in two runs, or its lists no longer have it)")


def _live(store: Store, names: Sequence[str], number: int) -> list[str]:
    """Return the ids now of the records that are not deleted yet and not read from another page than the one that is gone."""
    found = []
    for name in names:
        try:
            held = store.get(name)
        except NotFound:
            continue
        envelope = held.envelope
        if held.record.deleted:
            continue
        if envelope.id != name:  # it moved: what its page of now says counts, and no list that had its former name
            capture = store.capture(number)
            if capture.status == 200 or not envelope.captured or envelope.captured.url != capture.url:
                continue
        found.append(envelope.id)
    return found


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
