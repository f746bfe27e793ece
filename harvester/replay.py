"""Reading kept captures again with the readers of today, by the same ingest and without any network."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from functools import partial
from typing import Any

import msgspec

from archive.again import Kept
from archive.selection import Selection
from archive.shapes import Put
from archive.store import Store
from harvester.again import AgainIngest
from harvester.command import options_of, target_of, user
from harvester.naming import WALKED, with_relations
from harvester.options import HarvestOptions
from harvester.reread import reread
from harvester.sheet import Sheet, lines
from harvester.stop import Stop
from harvester.tally import EXIT, Course, Outcome
from schemas.record import Record, decode

Progress = Callable[[Mapping[str, int]], None]

LOST_SHOWN = 20
"""So many records that their captures no longer give are named."""


class ReplayResult(msgspec.Struct, frozen=True, kw_only=True):
    """How a replay ended; `changes` is a Sheet as it is told.

    `lost` names records that their captures no longer give (they stay as they are), `without_bytes` counts captures
    that gave records and whose bytes are not kept any more.
    """

    captures: int
    changes: Mapping[str, Any]
    exit_code: int
    lost: tuple[str, ...]
    outcome: Outcome
    reason: str | None
    run_id: int | None
    tally: Mapping[str, Any]
    without_bytes: int

    def summary(self) -> Iterator[str]:
        """Yield the lines that a person reads: what was read, what differs field by field with examples, how it ended."""
        dry = "" if self.run_id is not None else " (dry run: nothing was written)"
        yield f"{self.captures} captures read again{dry}"
        kinds = {**self.changes["kinds"], "unchanged": self.tally["records_unchanged"]}
        for name in ("refused", "held", "missing"):
            kinds[name] = self.tally[f"records_{name}"]
        told = ", ".join(f"{count} {kind}" for kind, count in kinds.items() if count)
        yield f"  {'records':9}{told or 'none'}"
        yield from (f"  {line}" for line in lines(self.changes))
        for name in self.lost[:LOST_SHOWN]:
            yield f"  lost     {name}: its capture no longer gives it; it stays as it is"
        if self.lost[LOST_SHOWN:]:
            yield f"  lost     and {len(self.lost) - LOST_SHOWN} more"
        if self.without_bytes:
            yield f"  note     the bytes of {self.without_bytes} captures are not kept: what they gave was not read again"
        yield from (f"  note     {line}" for line in self.tally.get("notes", ()))
        run = "" if self.run_id is None else f"run {self.run_id} "
        yield f"  {run}{self.outcome}" + (f": {self.reason}" if self.reason else "")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is read again: everything, the captures of a source, or those of selected records."""

    ids: frozenset[str] = frozenset()
    selection: Selection | None = None
    source: str | None = None

    def has(self, put: Put) -> bool:
        """Say whether a record that a capture gives is among those that are wanted."""
        if self.selection is not None:
            return any(f"{put.source}:{name}" in self.ids for name in (put.key, *put.aliases))
        return self.source in (None, put.source)


def replay(
    store: Store, *, source: str | None = None, selection: Selection | None = None, dry_run: bool = False,
    accept: bool = False, command: str = "tocsin replay", who: str | None = None, progress: Progress | None = None,
) -> ReplayResult:  # fmt: skip
    """Read kept captures again and write what differs, or only say what would (`dry_run`).

    `accept` writes what a guard would hold. Raises Busy where the source is being harvested, StorageError.
    """
    ids = frozenset(held.envelope.id for held in store.heads(selection, deleted=True)) if selection else frozenset()
    wanted = Wanted(source=source, selection=selection, ids=ids)
    with store.lock(source) if source else nullcontext():
        return Replay(store, wanted, dry_run=dry_run, accept=accept, progress=progress).to_end(command, who or user())


class Replay:
    """One replay while it goes on."""

    kind = "replay"
    ingest = AgainIngest

    def __init__(self, store: Store, wanted: Wanted, *, dry_run: bool, accept: bool, progress: Progress | None) -> None:
        self.store, self.wanted, self.dry_run, self.accept = store, wanted, dry_run, accept
        self._draw = progress
        self.course, self.sheet, self.stop = Course(), Sheet(), Stop()
        self.captures = 0
        self.lost: dict[str, None] = {}
        self.more: dict[str, Any] = {}  # what the tally of the run says beside counts and changes

    def to_end(self, command: str, who: str) -> ReplayResult:
        number = None
        if not self.dry_run:
            number = self.store.begin_run(kind=self.kind, command=command, who=who, source=self.wanted.source)
        began = time.monotonic()
        outcome: Outcome = "failed"
        reason: str | None = "the archive failed"
        try:
            with self.stop.listening():
                self._all(number)
            outcome, reason = self._outcome()
        except KeyboardInterrupt:
            outcome, reason = "interrupted", "by a second signal"
        finally:
            self.course.seconds = time.monotonic() - began
            if number is not None:
                tally = self.course.tally() | {"changes": self.sheet.as_told()} | self.more
                self.store.end_run(number, outcome=outcome, reason=reason, tally=tally)
        return ReplayResult(
            captures=self.captures, changes=self.sheet.as_told(), lost=tuple(self.lost), outcome=outcome, reason=reason,
            exit_code=128 + self.stop.signal if self.stop.signal is not None else EXIT[outcome], run_id=number,
            tally=self.course.tally(), without_bytes=self.store.again.bare(self.wanted.source),
        )  # fmt: skip

    def _outcome(self) -> tuple[Outcome, str | None]:
        if self.stop.requested:
            return "interrupted", "what was read until then is written"
        if self.course.troubles:
            return "incomplete", self.course.reason()
        return "complete", None

    def _all(self, number: int | None) -> None:
        walked = self.store.again.given_by_walk(WALKED)
        ingest: AgainIngest | None = None
        run: int | None = None
        target: str | None = None
        options = HarvestOptions()
        for kept in self.captures_to_read():
            if self.stop.requested:
                break
            if ingest is None or kept.run != run:
                if ingest is not None:
                    ingest.flush()
                run, command = kept.run, self.store.run(kept.run).command
                target, options = target_of(command), options_of(command)
                ingest = self._ingest(number, options, ingest)
            self.captures += 1
            ingest.expect(kept)
            reread(kept, ingest, options, self.course, target=target, change=_keeping(walked.get(kept.number)))
            if self._draw is not None:
                self._draw({"captures": self.captures, **self.sheet.kinds})
        if ingest is not None:
            ingest.flush()

    def captures_to_read(self) -> Iterator[Kept]:
        """Yield the captures that are read again."""
        return self.store.again.kept(source=self.wanted.source, selection=self.wanted.selection)

    def _ingest(self, number: int | None, options: HarvestOptions, before: AgainIngest | None) -> AgainIngest:
        guard = 1.0 if self.accept or self.dry_run else options.guard
        options = msgspec.structs.replace(options, guard=guard)
        made = self.ingest(
            self.store, number, options, self.course, clock=self.store.clock, sheet=self.sheet, has=self.wanted.has,
            whole=self.wanted.selection is None, lost=self.lost,
        )  # fmt: skip
        if before is not None:
            made.goes_on(before)
        return made


def _keeping(text: bytes | None) -> Callable[[Record], Record] | None:
    """Return what keeps the relations that a walk gave to a record, which its page does not say."""
    return partial(with_relations, relations=decode(text).relations) if text is not None else None
