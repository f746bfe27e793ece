"""The refresh of one named source: the harvest, everything again where a sweep is due, and what changed by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from archive.store import Store
from harvester.moving import hold_where_moved
from harvester.run import harvest
from harvester.sheet import Sheet, lines
from harvester.sources import NamedSource, SourceState, is_enabled, state_of
from harvester.tally import EXIT
from schemas.errors import Busy, TocsinError

Progress = Callable[[Mapping[str, int]], None]

KINDS = ("new", "changed", "cosmetic", "corrected", "deleted", "back", "missing", "moved")


class Refreshed(msgspec.Struct, frozen=True, kw_only=True):
    """How the refresh of one source ended, and what changed by it (`changes` as a Sheet is told).

    `outcome` is that of the run, or why there was none: locked, disabled, backing off, failed before it began.
    """

    changes: Mapping[str, Any] = msgspec.field(default_factory=lambda: Sheet().as_told())
    due: str | None = None
    exit_code: int
    held: str | None = None
    outcome: str
    quiet: str | None = None
    reason: str | None = None
    run_id: int | None = None
    source: str
    swept: bool = False
    tally: Mapping[str, Any] = {}

    def summary(self) -> Iterator[str]:
        """Yield the lines that a person reads."""
        kinds = self.changes["kinds"]
        told = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds.get(kind)) or "nothing changed"
        run = f", run {self.run_id}" if self.run_id is not None else ""
        asked = " (everything asked for again)" if self.swept else ""
        yield f"{self.source}: {self.outcome}{run}" + (f": {told}{asked}" if self.run_id is not None else "")
        yield from (f"  {line}" for line in lines(self.changes))
        if self.reason:
            yield f"  why      {self.reason}"
        yield from (f"  note     {line}" for line in self.tally.get("notes", ()))
        if self.quiet:
            yield f"  note     {self.quiet}"
        if self.due:
            yield f"  next     {self.due}"


def refresh(store: Store, named: NamedSource, *, progress: Progress | None = None) -> Refreshed:
    """Harvest what a named source has changed since, and say what became of it; nothing that goes wrong is raised.

    Raises nothing but what ends the process: other sources must not wait for this one.
    """
    if not is_enabled(store, named.name):
        return Refreshed(source=named.name, outcome="disabled", exit_code=2, reason=_enable(named.name))
    before = state_of(store, named, store.clock())
    options = msgspec.structs.replace(named.options, full=named.options.full or before.sweep_due, named=True)
    try:
        if (held := hold_where_moved(store, named)) is not None:
            return _after(store, named, Refreshed(source=named.name, outcome="incomplete", exit_code=3, **held))
        result = harvest(named.target, options, store, progress=progress)
    except Busy as error:
        return Refreshed(source=named.name, outcome="locked", exit_code=EXIT["incomplete"], reason=str(error))
    except TocsinError as error:
        return Refreshed(source=named.name, outcome="failed", exit_code=error.exit_code, reason=str(error))
    made = Refreshed(
        source=named.name, outcome=result.outcome, exit_code=result.exit_code, reason=result.reason,
        run_id=result.run_id, tally=result.tally, swept=before.sweep_due and options.full,
    )  # fmt: skip
    return _after(store, named, made)


def backs_off(state: SourceState, now: datetime) -> Refreshed | None:
    """Return what is told of a source that failed and whose next try is not yet due; None where nothing is."""
    if not state.enabled or state.due is None or state.due <= now or state.state != "failing":
        return None
    runs = "the last run was" if state.failures == 1 else f"{state.failures} runs in a row were"
    reason = f"{runs} not complete; asked again from {_told(state.due)} on"
    return Refreshed(
        source=state.name, outcome="backing off", exit_code=EXIT["incomplete"], reason=reason, due=_told(state.due)
    )


def changes_of(store: Store, run: int) -> dict[str, Any]:
    """Return what a run changed: kinds with counts, and field by field what differs."""
    sheet = Sheet()
    for one in store.sources.changed(run):
        sheet.add(one.id, one.kind, one.differences)
    sheet.kinds.update(store.sources.counted(run))
    return sheet.as_told()


def _after(store: Store, named: NamedSource, made: Refreshed) -> Refreshed:
    """Add what changed, why the source is held, and when it is due."""
    now = state_of(store, named, store.clock())
    changes = changes_of(store, made.run_id) if made.run_id is not None else made.changes
    due = _told(now.due) if now.due is not None else None
    return msgspec.structs.replace(made, changes=changes, held=now.held, due=due, quiet=now.quiet)


def _told(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _enable(name: str) -> str:
    return f"it was disabled: tocsin sources enable {name} --reason ... brings it back"
