"""What a person says of a source that is held: accept reads what was kept back, reject puts back what was before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from archive.again import Kept
from archive.holds import HeldRow, HoldRow
from archive.shapes import Put, PutTally
from archive.store import Store
from harvester.again import AgainIngest
from harvester.command import user
from harvester.gone import write_gone
from harvester.moving import MOVED
from harvester.options import HarvestOptions
from harvester.replay import Progress, Replay, ReplayResult, Wanted
from schemas.errors import NotFound

GONE = 410


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """A hold that was rejected: the run that did, and how many records it put back."""

    back: int
    run_id: int
    source: str


def hold_of(store: Store, source: str) -> HoldRow:
    """Return the hold under which a source is; raises NotFound where it is under none."""
    hold = store.holds.open(source)
    if hold is None:
        raise NotFound(f"{source}: is not held: there is nothing to accept or to reject")
    return hold


def accept(
    store: Store, source: str, *, command: str, who: str | None = None, progress: Progress | None = None
) -> ReplayResult:
    """Read what was kept back under the hold of a source, in its order and without asking the origin; then it ends.

    Raises NotFound where the source is not held, Busy where it is being harvested.
    """
    hold = hold_of(store, source)
    with store.lock(source):
        return _Accept(store, hold, progress).to_end(command, who or user())


def reject(store: Store, source: str, *, command: str, who: str | None = None) -> Rejected:
    """Put back the records as they were before the run in which the guard tripped, and forget what was kept back.

    Raises NotFound where the source is not held, Busy where it is being harvested.
    """
    hold = hold_of(store, source)
    with store.lock(source):
        run = store.begin_run(kind="reject", command=command, who=who or user(), source=source)
        back = store.holds.reject(hold, run=run)
        store.end_run(run, outcome="complete", reason=None, tally={"records_put_back": back})
    return Rejected(back=back, run_id=run, source=source)


class _AcceptIngest(AgainIngest):
    """Puts what was kept back; what was missing and is in it is back."""

    def _count(self, puts: Sequence[Put], tally: PutTally, written: Sequence[Any]) -> None:
        super()._count(puts, tally, written)
        self._met(name for put, name in zip(puts, tally.ids, strict=True) if name and not put.record.deleted)


class _All(Wanted, frozen=True, kw_only=True):
    """Everything that the captures give: what waited with the records of the source too."""

    def has(self, put: Put) -> bool:
        """Say yes."""
        return True


class _Accept(Replay):
    """Reads what one hold kept back."""

    kind = "accept"
    ingest = _AcceptIngest

    def __init__(self, store: Store, hold: HoldRow, progress: Progress | None) -> None:
        super().__init__(store, _All(source=hold.source), dry_run=False, accept=True, progress=progress)
        self._hold = hold
        if hold.reason.startswith(MOVED):
            self.more["moved_to"] = hold.reason.removeprefix(MOVED).partition(": ")[0]
        self._back: list[HeldRow] = store.holds.kept_back(hold)

    def captures_to_read(self) -> Iterator[Kept]:
        """Yield the captures that were kept back for what is in them."""
        for row in self._back:
            if row.status != GONE and (kept := self.store.again.one(row.capture)) is not None:
                yield kept

    def _all(self, number: int | None) -> None:
        super()._all(number)
        if self.stop.requested or number is None:
            return
        self._write_gone(number)
        self.store.holds.settle(self._hold, "accepted", run=number)

    def _met_since(self) -> set[str]:
        """Return the records that later walks through the lists of the source have met."""
        runs = self.store.sources.runs(self._hold.source, ("refresh", "harvest"))
        later = [run.number for run in runs if run.number > self._hold.run]
        return {name for run in later for name in self.store.debts.ids(set(self.store.ledger.met(run=run)))}

    def _write_gone(self, number: int) -> None:
        met = self._met_since()
        gone = {row.capture: names for row in self._back if (names := [one for one in row.gone if one not in met])}
        ingest = self._ingest(number, HarvestOptions(), None)
        write_gone(self.store, ingest, self.course, gone, {row.capture for row in self._back if row.status == GONE})
        ingest.flush()
