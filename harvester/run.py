"""One harvest from its target to its outcome: where an interrupted run of it stopped, the walk, the tally."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Protocol

import msgspec

from archive.store import Store
from harvester.bounds import Gate, is_loopback
from harvester.command import command_of, target_of, user
from harvester.fetch import Download, Fetcher, resolve
from harvester.ingest import Ingest, Kept
from harvester.inputs import is_format
from harvester.options import MAX_BODY, MAX_LIST_BODY, HarvestOptions
from harvester.settings import headers
from harvester.sitemaps import looks_like_sitemap
from harvester.spiders.exported import ExportWalk, looks_exported
from harvester.spiders.files import FileWalk, count_reading
from harvester.stop import Stop
from harvester.tally import EXIT, Course, Outcome, RunResult
from harvester.target import Target, find_target, for_repositories
from schemas.errors import TocsinError, UsageError

SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
"""The name of a source: it is part of ids, before the first colon, and of addresses."""

Progress = Callable[[Mapping[str, int]], None]
"""Called with the counts so far after each page."""


def harvest(target: str, options: HarvestOptions, store: Store, *, progress: Progress | None = None) -> RunResult:
    """Harvest a target (URL, file or folder) into the archive and say how it ended.

    Raises UsageError for what cannot be asked for and Busy where another run harvests that source, host or those files,
    both before anything is written, and StorageError where the archive fails; everything else that can go wrong is in
    the result.
    """
    found = check_target(target, options)
    place = "{}:{}".format(*found.endpoint) if found.endpoint else found.name
    with store.lock(options.source) if options.source else nullcontext(), store.alone(place):
        return _Run(found, options, store, progress).to_end()


def check_target(target: str, options: HarvestOptions) -> Target:
    """Return what a target is; raises UsageError for what cannot be asked for. Nothing is opened or written."""
    found = find_target(target, options)
    if options.source is not None and not SOURCE.fullmatch(options.source):
        raise UsageError(
            f"{options.source!r} is not the name of a source: lower-case letters, digits, . _ and - make one"
        )
    if options.key and options.related:
        raise UsageError("--key says what one page is: give it without --related")
    if found.kind == "url":
        headers(options)
        need_contact(found.endpoint, options)
    elif options.as_ == "jsonl" and found.kind == "folder":
        raise UsageError(f"{target} is a folder: --as jsonl takes one file")
    return found


class Walk(Protocol):
    """A way through an origin; `found` is what that turned out to be."""

    found: str

    async def run(self) -> None:
        """Walk to the end."""


class _Run:
    """One run while it goes on."""

    def __init__(self, target: Target, options: HarvestOptions, store: Store, progress: Progress | None) -> None:
        self.target, self.options, self.store = target, options, store
        self._draw = progress
        self.course, self.stop = Course(), Stop()
        self.number: int | None = None
        self.found: str = target.kind
        self._asked = self._came = 0  # by the crawls of this run that have ended

    def to_end(self) -> RunResult:
        """Run, and end the run in the archive whatever happens."""
        resumed: dict[str, Kept] = {} if self.options.dry_run else resumable(self.store, self.target)
        command = command_of(self.target.name, self.options)
        if not self.options.dry_run:
            self.number = self.store.begin_run(
                kind="refresh" if self.options.named else "harvest",
                command=command,
                who=self.options.who or user(),
                source=self.options.source,
            )
        began = time.monotonic()
        try:
            with self.stop.listening():
                self._walk(resumed)
        except KeyboardInterrupt:
            pass  # the second signal: what was kept and not read is the next run's to read
        except TocsinError as error:
            self.course.seconds = time.monotonic() - began
            self._end("failed", str(error))
            raise
        self.course.seconds = time.monotonic() - began
        outcome, reason = self._outcome()
        self._end(outcome, reason)
        code = 128 + self.stop.signal if self.stop.signal is not None else EXIT[outcome]
        return RunResult(
            exit_code=code, found=self.found, outcome=outcome, reason=reason, run_id=self.number,
            tally=self.course.tally(), target=self.target.name,
        )  # fmt: skip

    def _walk(self, resumed: dict[str, Kept]) -> None:
        ingest = Ingest(self.store, self.number, self.options, self.course, clock=self.store.clock)
        if self.target.kind == "url":
            self._over_http(ingest, resumed)
        elif self.options.as_ == "jsonl" or (
            self.options.as_ is None and self.target.kind == "file" and looks_exported(Path(self.target.name))
        ):
            exported = ExportWalk(self.store, self.number, self.course, self.stop, self._progress)
            self.found = exported.one(Path(self.target.name))
        else:
            walk = FileWalk(
                ingest, self.options, self.course, self.stop, resumed=resumed, progress=self._progress,
                clock=self.store.clock,
            )  # fmt: skip
            path = Path(self.target.name)
            self.found = walk.one(path) if self.target.kind == "file" else walk.folder(path)
        if not self.stop.requested:
            self._leftover(ingest, resumed)
        ingest.flush()

    def _leftover(self, ingest: Ingest, resumed: Mapping[str, Kept]) -> None:
        """Read what an interrupted run kept and did not read, and this walk no longer came to."""
        for kept in resumed.values():
            if not kept.read:
                capture = self.store.capture(kept.number)
                if looks_like_sitemap(capture.body, capture.media_type, capture.url):
                    ingest.nothing_in(kept.number)
                elif (reading := ingest.read(capture, kept.number, stubs=False)) is not None:
                    count_reading(self.course, reading)

    def _over_http(self, ingest: Ingest, resumed: dict[str, Kept]) -> None:
        if self.options.as_ == "crossref":
            self._works(ingest, resumed)
            return
        if self.options.as_ == "oai" or (self.options.as_ is None and self._answers_identify()):
            self._repository(ingest, resumed)
            return
        from harvester.spiders.pages import PageWalk  # here: the readers of pages are a tenth of a start

        found: list[PageWalk] = []

        def pages(fetcher: Fetcher) -> PageWalk:
            found.append(
                PageWalk(
                    self.target.name, store=self.store, ingest=ingest, fetcher=fetcher, options=self.options,
                    course=self.course, stop=self.stop, resumed=resumed, progress=lambda: self._progress(fetcher),
                )
            )  # fmt: skip
            return found[-1]

        self._crawl(self._for_lists() if is_format(self.options.as_) else self.options, pages)
        if found[-1].repository:
            self._repository(ingest, resumed)
        elif name := for_repositories(self.options):
            self.course.note(f"{name} was not followed: it is for OAI-PMH repositories")

    def _repository(self, ingest: Ingest, resumed: dict[str, Kept]) -> None:
        """Walk through an OAI-PMH repository, which has a ledger of its own of what an interrupted run left."""
        from harvester.oai.walk import OaiWalk

        resumed.clear()
        options = self._for_lists()
        self._crawl(
            options,
            lambda fetcher: OaiWalk(
                self.target.name, store=self.store, ingest=ingest, fetcher=fetcher, options=options,
                course=self.course, stop=self.stop, progress=lambda: self._progress(fetcher),
            ),
        )  # fmt: skip

    def _works(self, ingest: Ingest, resumed: dict[str, Kept]) -> None:
        """Walk through works at Crossref."""
        from harvester.crossref.walk import WorksWalk

        options = self._for_lists()
        self._crawl(
            options,
            lambda fetcher: WorksWalk(
                self.target.name, store=self.store, ingest=ingest, fetcher=fetcher, options=options, course=self.course,
                stop=self.stop, resumed=resumed, progress=lambda: self._progress(fetcher),
            ),
        )  # fmt: skip

    def _for_lists(self) -> HarvestOptions:
        """Return the options with the bound on a list's answers, unless a person gave another bound."""
        most = MAX_LIST_BODY if self.options.max_body == MAX_BODY else self.options.max_body
        return msgspec.structs.replace(self.options, max_body=most)

    def _answers_identify(self) -> bool:
        """Say whether an address that looks like an OAI-PMH endpoint's is one; nothing is kept of asking."""
        from harvester.oai.finding import Finding, looks_like_endpoint

        if not looks_like_endpoint(self.target.name):
            return False
        found: list[Finding] = []

        def finding(fetcher: Fetcher) -> Finding:
            found.append(Finding(self.target.name, fetcher))
            return found[-1]

        self._crawl(self.options, finding)
        return found[-1].answers

    def _crawl(self, options: HarvestOptions, make: Callable[[Fetcher], Walk]) -> None:
        """Run a walk in one crawl; `make` makes it for the fetcher that asks."""
        from harvester.crawl import crawl, faults

        gate = Gate(self.target.endpoint, resolve)

        async def job(download: Download) -> None:
            fetcher = Fetcher(download, gate, options, clock=self.store.clock, sleep=self.stop.sleep, faults=faults())
            walk = make(fetcher)
            try:
                await walk.run()
            finally:
                self.found = walk.found
                self._count(fetcher)
                self._asked += fetcher.requests
                self._came += fetcher.bytes

        crawl(job, gate, options)

    def _progress(self, fetcher: Fetcher | None = None) -> None:
        if self._draw is not None:
            if fetcher is not None:
                self._count(fetcher)
            self._draw(self.course.counts)

    def _count(self, fetcher: Fetcher) -> None:
        self.course.counts["requests"] = self._asked + fetcher.requests
        self.course.counts["bytes"] = self._came + fetcher.bytes
        self.course.not_before = fetcher.not_before or self.course.not_before

    def _outcome(self) -> tuple[Outcome, str | None]:
        if self.stop.requested:
            return "interrupted", f"by {signal.Signals(self.stop.signal or signal.SIGINT).name}: the next run goes on"
        if self.course.nothing:
            return "failed", self.course.nothing
        if self.course.troubles:
            return "incomplete", self.course.reason()
        return "complete", None

    def _end(self, outcome: Outcome, reason: str | None) -> None:
        if self.number is not None:
            self.store.end_run(self.number, outcome=outcome, reason=reason, tally=self.course.tally())


def resumable(store: Store, target: Target) -> dict[str, Kept]:
    """Return the captures, by the address that was asked, of the runs of this target that did not come to their end.

    A killed run has no outcome, an interrupted one says so, and one whose archive failed (a full disk) left captures
    unread; the latest run of the target that is none of these ends the search: it and those before it are settled.
    """
    kept: dict[str, Kept] = {}
    for row in store.runs():
        if row.kind not in ("harvest", "refresh") or target_of(row.command) != target.name:
            continue
        captures = list(store.captures(run=row.number))
        if row.outcome not in (None, "interrupted") and all(capture.read for capture in captures):
            break
        for capture in captures:
            known = kept.get(capture.asked)
            if capture.status in (200, 304) and (known is None or known.number < capture.id):
                kept[capture.asked] = Kept(number=capture.id, read=capture.read, status=capture.status)
    return kept


def need_contact(endpoint: tuple[str, int] | None, options: HarvestOptions) -> None:
    """Raise UsageError where a host outside this machine would be asked and nobody is named who can be written to."""
    if (options.contact or "").strip():
        return
    assert endpoint is not None
    host, port = endpoint
    try:
        addresses = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port)]
    except (OSError, UnicodeError):
        addresses = []
    if not addresses or not all(map(is_loopback, addresses)):
        raise UsageError(
            f'{host} is asked only with a contact that its keeper can write to: put contact = "you@your.library" '
            "into tocsin.toml"
        )
