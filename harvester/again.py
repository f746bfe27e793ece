"""The ingest of a replay: nothing is kept anew, records are put or only tried, and what differs is counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from archive.again import Kept
from archive.holds import HoldRow
from archive.shapes import Put, PutTally
from archive.store import Store
from harvester.holding import Holding
from harvester.ingest import Ingest
from harvester.options import HarvestOptions
from harvester.sheet import Sheet
from harvester.tally import Course
from schemas.capture import Capture


class AgainIngest(Ingest):
    """Takes kept captures; `has` says which of their records are wanted, `lost` collects those no longer given."""

    def __init__(
        self, store: Store, run: int | None, options: HarvestOptions, course: Course, *,
        clock: Callable[[], datetime], sheet: Sheet, has: Callable[[Put], bool], whole: bool, lost: dict[str, None],
    ) -> None:  # fmt: skip
        super().__init__(store, run, options, course, clock=clock)
        self._sheet, self._has, self._whole, self._lost = sheet, has, whole, lost
        self._gave: dict[int, Kept] = {}
        self.holding: _Judging = _Judging(store, run, options, course)
        self._tripped: str | None = None

    def goes_on(self, before: AgainIngest) -> None:
        """Take over what the guard has seen of captures of other runs."""
        self.holding, self._tripped = before.holding, before._tripped

    def expect(self, kept: Kept) -> None:
        """Note which records a capture gave, before it is read again; what waits of those before it may be put now."""
        if super().is_full:
            self.flush()
        self._gave[kept.number] = kept

    @property
    def is_full(self) -> bool:
        """All that one capture gives is put at once: no."""
        return False

    def unreadable(self, capture: Capture, number: int, reason: str) -> None:
        """Count a capture that cannot be read; that is no trouble where no reader ever could."""
        kept = self._gave.get(number)
        if kept is not None and kept.reader is None:
            self._course.count("pages_failed")
            self.set_apart(number, reason)
        else:
            super().unreadable(capture, number, reason)

    def lost(self, capture: Capture, number: int, reason: str, *, told: bool = True) -> None:
        """Count a record that cannot be read: it was told when its file was harvested."""
        self._course.count("records_refused")

    def trouble(self, capture: Capture, kind: str, detail: str) -> None:
        """Let bytes make the replay incomplete that a reader could read before."""
        if any(kept.capture is capture and kept.reader is None for kept in self._gave.values()):
            return
        super().trouble(capture, kind, detail)

    def flush(self) -> None:
        """Put what waits, or try it, and count what differs; what is wrong with it is told by `validate`."""
        puts = [put for put in self._puts if self._has(put)]
        self._puts, self._pages = [], 0
        if puts and self.run is None:
            self._count(puts, *self.store.again.tried(puts))
        elif puts and not self._is_held(puts):
            self._write(puts)
        self._gave.clear()

    def _write(self, puts: list[Put]) -> None:
        run = self.run
        assert run is not None
        done = self._boundary(lambda: self.store.again.put(puts, run=run, whole=self._whole), lambda _: None)
        if done is not None:
            self._count(puts, *done)
        elif len(puts) > 1:
            for put in puts:
                self._write([put])
        else:
            self._course.count("records_refused")
            self._course.trouble("a record could not be written", f"{puts[0].source}:{puts[0].key}")

    def _is_held(self, puts: list[Put]) -> bool:
        """Say whether the guard speaks against writing; there is nothing to hold back, because all is kept already."""
        if self._tripped is None and (why := self.holding.why(self._in_force(puts))):
            self._tripped = why
            self._course.trouble("guard", f"{why}: nothing more was written; look with --dry-run, write with --accept")
        if self._tripped is not None:
            self._course.count("records_held", len(puts))
        return self._tripped is not None

    def _in_force(self, puts: Sequence[Put]) -> list[Put]:
        """Return the records whose version in force is of the same capture: older ones say nothing of what would go."""
        named = self.store.again.named([f"{put.source}:{put.key}" for put in puts])
        return [put for put in puts if named.get(f"{put.source}:{put.key}") == put.capture_id]

    def _count(self, puts: Sequence[Put], tally: PutTally, written: Sequence[Any]) -> None:
        for one in written:
            self._sheet.add(one.id, one.kind, one.differences)
        for name in ("new", "changed", "unchanged", "cosmetic", "refused", "suppressed"):
            self._course.count(f"records_{name}", getattr(tally, name))
        self._course.count("records_unchanged", tally.duplicate + tally.outranked)
        for message in tally.messages:
            self._course.trouble("a record was refused", message)
        if self._whole:
            self._miss(tally)

    def _miss(self, tally: PutTally) -> None:
        """Name the records in force that a capture gave and gives no more."""
        given = set(tally.ids)
        gone = {name: kept.number for kept in self._gave.values() for name in kept.gave if name not in given}
        for name, number in self.store.again.named(list(gone)).items() if gone else ():
            if number == gone[name]:
                self._lost[name] = None


class _Judging(Holding):
    """The guard alone: a replay begins no hold."""

    def over(self, puts: Sequence[Put]) -> HoldRow | None:
        """Hold nothing."""
        return None

    def why(self, puts: Sequence[Put]) -> str | None:
        """Return why records must not be written, None where they may."""
        return self.guard.holds(puts)
