"""Pages of records that are suppressed: they are not asked for and not read again."""

from __future__ import annotations

from archive.store import Store
from harvester.tally import Course


class Suppressed:
    """The records that are suppressed when a walk begins."""

    def __init__(self, store: Store, course: Course) -> None:
        self._store, self._course = store, course
        self._names = store.suppressions.records()

    def all_of(self, asked: str) -> bool:
        """Say whether an address is that of suppressed records and nothing else; they are counted where it is so."""
        latest = self._store.latest(asked) if self._names else None
        if latest is None or not latest.gave or not self._names.issuperset(latest.gave):
            return False
        self._course.count("records_suppressed", len(latest.gave))
        return True
