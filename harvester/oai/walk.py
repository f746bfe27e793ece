"""The walk through a repository: what it is, its lists by set and time, what it owes, and what it no longer has."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from archive.ledger_shapes import ListWindow
from archive.store import Store
from harvester.fetch import ComeBackLater, Fetcher
from harvester.ingest import Ingest
from harvester.oai.answers import read_answer
from harvester.oai.asking import Failure, Origin, failed
from harvester.oai.book import Book
from harvester.oai.intake import Intake
from harvester.oai.lists import ListWalk
from harvester.oai.owed import pay
from harvester.oai.prefixes import Prefixes
from harvester.oai.protocol import Repository, asked_for, base_url, repository_of
from harvester.oai.settling import mark_missing
from harvester.oai.single import only
from harvester.oai.windows import Splitter, begin_or_go_on
from harvester.options import FAILURES_IN_A_ROW, HarvestOptions
from harvester.stop import Stop, Stopped
from harvester.tally import Course
from schemas.addresses import source_of


class OaiWalk:
    """One harvest of a repository."""

    def __init__(
        self, address: str, *, store: Store, ingest: Ingest, fetcher: Fetcher, options: HarvestOptions, course: Course,
        stop: Stop, progress: Callable[[], None],
    ) -> None:  # fmt: skip
        self._store, self._ingest, self._options = store, ingest, options
        self._course, self._stop, self._progress = course, stop, progress
        self._origin = Origin(base_url(address), fetcher)
        self._asked = asked_for(address)
        self.source = options.source or source_of(address)
        self._prefixes = Prefixes(self._origin, store, options, course, source=self.source)
        self._repository = Repository()
        self._came = False
        self._failures = 0
        self.found = "an OAI-PMH repository"

    async def run(self) -> None:
        """Walk through all that was asked for; what fails is in the course of the run."""
        try:
            await self._run()
        except ComeBackLater as later:
            self._course.trouble("the host asks to wait", str(later))
            if not self._came:
                self._course.nothing = str(later)
        except Stopped:
            pass

    async def _run(self) -> None:
        if not await self._identify():
            return
        self._take_up(await self._prefixes.choose(self._asked.get("metadataPrefix")))
        self._read_unread()
        walks: list[tuple[ListWindow, bool]] = []
        try:
            for set_spec in self._sets():
                walks.append(await self._walk(set_spec))
                if self._intake.left == 0 or self._failures >= FAILURES_IN_A_ROW:
                    break
        finally:
            self._intake.flush()
        if self._intake.left is None and self._failures < FAILURES_IN_A_ROW:
            await pay(self._origin, self._book, self._intake, self._course, self._stop)
            self._intake.flush()
        mark_missing(
            self._store, self._book, walks, self._repository, self._options, self._course, self._ingest.holding
        )

    async def _identify(self) -> bool:
        """Ask what the origin is; an origin that cannot say it but answers is walked by what can be relied on."""
        try:
            told = await self._origin.tell("Identify")
        except Failure as failure:
            if failure.kind == "refused":
                self._course.note(f"Identify: {failure}")
                return True
            said = f"{self._origin.base}: not an OAI-PMH endpoint: " if failure.kind in ("answer", "closed") else ""
            self._course.nothing = f"{said}{failure}"
            return False
        self._repository = repository_of(told.page)
        return True

    def _take_up(self, prefix: str) -> None:
        """Begin to walk in a metadata prefix."""
        self._book = Book(self._store, self._ingest.run, source=self.source, prefix=prefix)
        self._intake = Intake(self._book, self._ingest, self._course, source=self.source, prefix=prefix)
        self._intake.left = self._options.limit
        self.found = f"{self._repository.name or 'an OAI-PMH repository'}, {prefix}"

    def _sets(self) -> tuple[str | None, ...]:
        asked = self._asked.get("set")
        return self._options.sets or ((asked,) if asked else (None,))

    def _read_unread(self) -> None:
        """Read what an earlier run kept and did not come to read."""
        for number, window_id, _, _ in self._book.unread():
            capture = self._book.capture(number)
            page = read_answer(capture.body)
            window = self._book.window(window_id) if window_id else None
            asked = parse_qs(urlsplit(capture.asked).query).get("identifier")
            if failed(page, capture) or (page.errors and not page.records):
                self._book.read(number)
            elif asked or (window and window.verb == "ListRecords"):
                self._intake.take(capture, number, page if not asked else only(page, asked[0]), window)
            else:
                self._book.read(number)
        self._intake.flush()

    # --- one set ----------------------------------------------------------------------------------------------------

    async def _walk(self, set_spec: str | None) -> tuple[ListWindow, bool]:
        """Walk the windows of one set; returns the walk's first window, and whether all came to their end."""
        waiting = begin_or_go_on(self._book, self._options, self._repository, set_spec)
        first, whole = waiting[0], True
        splitter = Splitter(self._book, self._repository, self._course)
        while waiting:
            window = waiting.pop(0)
            walk = ListWalk(
                window, origin=self._origin, book=self._book, intake=self._intake, course=self._course, stop=self._stop,
                progress=self._progress,
            )  # fmt: skip
            failure = await self._outcome(walk)
            if other := await self._prefixes.instead(window, failure):
                self._book.close(window, "refused")
                self._take_up(other)
                return await self._walk(set_spec)
            if failure is None:
                self._failures, self._came = 0, True
                whole &= splitter.ended(window, walk, limited=self._intake.left == 0)
            else:
                self._failures = self._failures + 1 if failure.kind == "network" and not walk.came else 0
                self._failures = FAILURES_IN_A_ROW if failure.kind == "closed" else self._failures
                parts = splitter.after(window, walk, failure) if self._failures < FAILURES_IN_A_ROW else []
                waiting[:0] = parts
                whole &= bool(parts)
                if self._failures >= FAILURES_IN_A_ROW:
                    self._stops(window, failure)
                    break
            if self._intake.left == 0:
                break
        if not whole and not self._came:
            self._course.nothing = self._course.reason()
        return first, whole

    async def _outcome(self, walk: ListWalk) -> Failure | None:
        """Walk a window; returns why it did not come to its end."""
        try:
            await walk.run()
        except Failure as failure:
            return failure
        finally:
            self._came |= walk.came > 0
        return None

    def _stops(self, window: ListWindow, failure: Failure) -> None:
        """Note that the host is asked nothing more in this run."""
        self._book.close(window, "open")
        if failure.kind == "closed":
            self._course.trouble("the host lets nobody in", str(failure))
        else:
            self._course.trouble("the host stopped answering", f"{self._failures} requests in a row failed: {failure}")
