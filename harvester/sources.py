"""Named sources as the archive and the clock see them: when they ran, what fails, what is due; nothing is asked here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from typing import Literal

import msgspec

from archive.shapes import RunRow
from archive.sources import SourceFigures
from archive.store import Store
from harvester.options import HarvestOptions
from harvester.schedule import Schedule, wait_after
from schemas.errors import Busy

State = Literal["disabled", "running", "held", "failing", "due", "waiting", "by hand"]

STALE_AFTER = 2
"""A source is stale that has not completed in so many of its intervals."""

NEWS = 3
"""So often must a source have brought something new before its silence says anything."""


class NamedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source as tocsin.toml names it: where it is, how it is harvested, how often, and how often all of it."""

    every: Schedule | None = None
    name: str
    options: HarvestOptions
    said_every: str | None = None
    sweep: timedelta | None = None
    target: str


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """How a source is: times of its runs, `failures` in a row, why it is held, when it is due, what it has, and in which prefix."""

    due: datetime | None
    enabled: bool
    failures: int
    figures: SourceFigures
    held: str | None
    last_complete: datetime | None
    last_outcome: str | None
    last_started: datetime | None
    name: str
    prefix: str | None
    quiet: str | None
    refused: str | None
    stale: bool
    state: State
    sweep_due: bool
    target: str

    def is_due(self, now: datetime) -> bool:
        """Say whether its time has come."""
        return self.enabled and self.due is not None and self.due <= now


def state_of(store: Store, named: NamedSource, now: datetime) -> SourceState:
    """Return how a source is at a time."""
    runs = store.sources.runs(named.name, ("refresh",))
    running = bool(runs) and runs[0].outcome is None and is_running(store, named.name)
    ended = runs[1:] if running else runs
    complete = [_at(run) for run in ended if run.outcome == "complete"]
    failures = len(list(takewhile(lambda run: run.outcome != "complete", ended)))
    settled = next(iter(store.sources.runs(named.name, ("accept", "reject"), 1)), None)
    if settled is not None and ended and settled.number > ended[0].number and settled.outcome == "complete":
        failures = 0
    else:
        settled = None
    hold, enabled = store.holds.open(named.name), is_enabled(store, named.name)
    due = _due(named, ended, failures, held=hold is not None, now=now)
    if due is not None and settled is not None and settled.kind == "accept":
        due = _at(settled)  # what a person let go on goes on at once
    state: State = (
        "disabled" if not enabled else "running" if running else "held" if hold else "failing" if failures
        else "by hand" if due is None else "due" if due <= now else "waiting"
    )  # fmt: skip
    prefix, refused = store.sources.prefixes(named.name)
    return SourceState(
        due=due, enabled=enabled, failures=failures, figures=store.sources.figures(named.name), name=named.name,
        held=hold.reason if hold else None, last_complete=complete[0] if complete else None,
        last_outcome=("running" if running else runs[0].outcome or "killed") if runs else None,
        last_started=_at(runs[0]) if runs else None, quiet=_quiet(ended, now), state=state, target=named.target,
        prefix=prefix, refused=f"{refused} is offered and not given: {prefix} is taken" if refused else None,
        stale=enabled and _is_stale(named, complete, now), sweep_due=_is_sweep_due(named, ended, now),
    )  # fmt: skip


def is_running(store: Store, source: str) -> bool:
    """Say whether a run holds the lock of a source."""
    try:
        with store.lock(source):
            return False
    except Busy:
        return True


def is_enabled(store: Store, source: str) -> bool:
    """Say whether a source was not disabled since it was last enabled."""
    said = store.sources.runs(source, ("enable", "disable"), 1)
    return not said or said[0].kind == "enable"


def set_enabled(store: Store, source: str, on: bool, *, reason: str, command: str, who: str) -> int:
    """Enable or disable a source, with the reason; returns the run that says so."""
    run = store.begin_run(kind="enable" if on else "disable", command=command, who=who, source=source)
    store.end_run(run, outcome="complete", reason=reason)
    return run


def _at(run: RunRow) -> datetime:
    return datetime.fromisoformat(run.started)


def _due(named: NamedSource, ended: Sequence[RunRow], failures: int, *, held: bool, now: datetime) -> datetime | None:
    """Return when a source is due: by its interval, sooner and sooner less often after failures, never before it asked for."""
    if named.every is None:
        return None
    if not ended:
        return now
    last = ended[0]
    began = _at(last)
    regular = named.every.after(began)
    if not failures or held:
        due = regular
    else:  # one that was killed or interrupted goes on at once
        waits = failures - (last.outcome in (None, "interrupted"))
        due = began if not waits else _at_end(last) + wait_after(waits)
    asked = last.tally.get("not_before")
    return max(due, datetime.fromisoformat(asked)) if isinstance(asked, str) else due


def _at_end(run: RunRow) -> datetime:
    return datetime.fromisoformat(run.ended or run.started)


def _is_stale(named: NamedSource, complete: Sequence[datetime], now: datetime) -> bool:
    if named.every is None:
        return False
    return not complete or complete[0] + STALE_AFTER * named.every.interval(complete[0]) < now


def _is_sweep_due(named: NamedSource, ended: Sequence[RunRow], now: datetime) -> bool:
    """Say whether everything is to be asked for again: the first complete run did, and those that say --full."""
    complete = [run for run in ended if run.outcome == "complete"]
    if named.sweep is None or not complete:
        return False
    full = next((run for run in complete if "--full" in run.command.split()), complete[-1])
    return _at(full) + named.sweep <= now


def _quiet(ended: Sequence[RunRow], now: datetime) -> str | None:
    """Say that a source has brought nothing new for longer than it ever did, None where that is not so."""
    brought = [_at(run) for run in ended if _news(run)]
    if len(brought) < NEWS:
        return None
    longest = max(later - earlier for later, earlier in pairwise(brought))
    silent = now - brought[0]
    if silent <= longest or not longest:
        return None
    return f"nothing new for {_days(silent)}; the longest time until now was {_days(longest)}"


def _news(run: RunRow) -> bool:
    return any(run.tally.get(name) for name in ("records_new", "records_changed", "records_deleted"))


def _days(span: timedelta) -> str:
    return f"{span.days} days" if span.days >= 2 else f"{span.total_seconds() / 3600:.0f} hours"
