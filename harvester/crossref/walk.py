"""The walk through Crossref's REST interface: one work with its parts, or a list by its cursor, to its end or said to be short."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import msgspec

from archive.store import Store
from harvester.command import target_of
from harvester.crossref import address as addresses
from harvester.crossref.collecting import puts_by_capture
from harvester.fetch import ComeBackLater, Fetched, Fetcher
from harvester.ingest import Ingest, Kept
from harvester.options import MAX_LIST_PAGES, PAGES_WITHOUT_NEWS, HarvestOptions
from harvester.stop import Stop, Stopped
from harvester.tally import Course
from schemas.capture import Capture
from schemas.crosswalk.wording import headed
from schemas.errors import NotFound, ReadError
from schemas.formats.crossref import SOURCE, deposits_of, total_and_cursor
from schemas.readers.crossref_hosts import HOSTS, Deposit, together

OVERLAP = timedelta(days=1)
"""An increment asks for days, and their clock and ours may differ."""
SHORT = "a list ended early"


class WorksWalk:
    """One harvest of works; pages are kept as they come and read as one collection at the end."""

    def __init__(
        self, address: str, *, store: Store, ingest: Ingest, fetcher: Fetcher, options: HarvestOptions, course: Course,
        stop: Stop, resumed: dict[str, Kept], progress: Callable[[], None],
    ) -> None:  # fmt: skip
        """`resumed` names the pages of an interrupted run of the same target, by address: they are not asked again."""
        self._address, self._options = address, since_last(store, address, options)
        self._store, self._ingest, self._fetcher = store, ingest, fetcher
        self._course, self._stop, self._progress, self._resumed = course, stop, progress, resumed
        self._captures: dict[int, Capture] = {}
        self._deposits: list[Deposit] = []
        self._selects = True
        self.found = "works at Crossref"

    async def run(self) -> None:
        """Walk to the end, or until the run is to stop; what an interrupted walk kept is the next run's to go on from."""
        try:
            if addresses.doi_in(self._address):
                await self._work()
            else:
                limit = addresses.limit_of(self._address, self._options)
                await self._list(addresses.first_page(self._address, self._options), limit=limit, told=True)
                if not addresses.is_whole(self._address, self._options):
                    await self._books()
        except ComeBackLater as later:
            self._course.trouble("the host asks to wait", str(later))
        except Stopped:
            pass
        if not self._stop.requested:
            self._write()

    def _write(self) -> None:
        for number, puts in puts_by_capture(self._deposits, self._address, self._captures, self._options).items():
            self._ingest.take(self._captures[number], number, partial(list, puts))
            if self._ingest.is_full:
                self._ingest.flush()
        for kept in self._resumed.values():  # of a list that was walked from its beginning after all
            if not kept.read:
                self._ingest.nothing_in(kept.number)
        self._resumed.clear()
        if not self._deposits and self._course.nothing is None:
            self._course.nothing = self._course.reason() or self._none()

    def _none(self) -> str | None:
        """A list of what changed may well be empty."""
        asked = self._options.since or "from-index-date" in self._address or "from-update-date" in self._address
        return None if asked else f"{self._address}: Crossref has no such works"

    # --- one work -----------------------------------------------------------------------------------------------------

    async def _work(self) -> None:
        capture = await self._page(self._address)
        if capture is None:
            return
        (number,) = self._captures
        taken = self._take(capture, number)
        own = taken[0] if taken else None
        self.found = "a work at Crossref"
        if own is None or own.record.type not in HOSTS:
            return
        if own.isbns:
            await self._list(addresses.parts_of(self._address, own.isbns))
        elif alone := addresses.of_title(self._address, own.doi, headed(own.record.title), own.record.type_as_printed):
            await self._list(alone, whole=False)

    # --- a list -------------------------------------------------------------------------------------------------------

    async def _books(self) -> None:
        """Ask for the parts that a list of some works need not have: a report with some of its chapters is not told as whole."""
        asked: set[str] = set()
        with_parts = {one.doi for one in together(self._deposits) if one.record.contents}
        for one in list(self._deposits):
            isbns = [isbn for isbn in one.isbns if isbn not in asked]
            asked.update(isbns)
            is_host = one.record.type in HOSTS
            if isbns and (is_host or one.record.type == "chapter"):
                await self._list(addresses.of_book(self._address, isbns))
            elif is_host and not one.isbns and (one.doi in with_parts or self._had_parts(one.doi)):
                alone = addresses.of_title(self._address, one.doi, headed(one.record.title), one.record.type_as_printed)
                if alone is not None:
                    await self._list(alone, whole=False)

    def _had_parts(self, doi: str) -> bool:
        try:
            return bool(self._store.get(f"{self._options.source or SOURCE}:{doi}").record.contents)
        except NotFound:
            return False

    async def _list(self, address: str, *, limit: int | None = None, whole: bool = True, told: bool = False) -> None:
        """Ask page after page; `whole` says that everything is wanted, not the best of a search, `told` that it is the target."""
        came = barren = 0
        total: int | None = None
        known: set[str] = set()
        url = address
        for _ in range(MAX_LIST_PAGES):
            capture = await self._page(url)
            if capture is None:
                break
            taken = self._take(capture, next(reversed(self._captures)))
            said, cursor, count = total_and_cursor(capture.body)
            total, came = said if total is None else total, came + count
            barren = 0 if {one.doi for one in taken} - known else barren + 1
            known |= {one.doi for one in taken}
            self.found = f"a list of {total} works at Crossref" if told and total is not None else self.found
            self._progress()
            if limit is not None and came >= limit:
                self._course.note(f"the limit of {limit} works was reached")
                return
            if not (whole and count and cursor and "cursor=" in address) or (total is not None and came >= total):
                break
            if barren >= PAGES_WITHOUT_NEWS:
                self._course.trouble(
                    "a list goes in circles", f"{barren} pages brought no work that had not come before"
                )
                break
            url = addresses.next_page(address, cursor)
        if whole and came < (total or 0):
            self._course.trouble(SHORT, f"{address}: {came} of {total} works came")

    def _take(self, capture: Capture, number: int) -> list[Deposit]:
        """Read the works of a page; one that cannot be read costs one."""
        self._course.count("lists_read" if b'"items"' in capture.body else "pages_read")
        try:
            deposits, unreadable = deposits_of(capture.body, number)
        except ReadError as error:
            self._ingest.unreadable(capture, number, str(error))
            return []
        for reason in unreadable:
            self._ingest.lost(capture, number, reason)
        self._deposits += deposits
        return deposits

    # --- one page -----------------------------------------------------------------------------------------------------

    async def _page(self, url: str) -> Capture | None:
        """Ask for a page and keep it, or take it from an interrupted run; None where none came, which is noted."""
        url = url if self._selects else addresses.without_selection(url)
        kept = self._resumed.pop(url, None)
        if kept is not None and kept.status == 200:
            self._course.count("pages_resumed")
            self._captures[kept.number] = self._store.capture(kept.number)
            return self._captures[kept.number]
        if self._stop.requested:
            raise Stopped
        self._course.count("pages_asked")
        fetched = await self._fetcher.ask(url, _is_answer)
        if fetched.end == "here" and fetched.capture is not None:
            if _is_answer(fetched.capture.body):
                self._course.count("pages_fetched")
                self._captures[self._keep(fetched.capture)] = fetched.capture
                return fetched.capture
            fetched = msgspec.structs.replace(
                fetched, reason=f"{url} answered with what is no answer of Crossref's interface"
            )
        if "select=" in url and fetched.capture is not None and b"select-not-available" in fetched.capture.body:
            self._selects = False
            return await self._page(url)
        self._failed(url, fetched)
        return None

    def _keep(self, capture: Capture) -> int:
        return (
            self._ingest.keep(capture) or -len(self._captures) - 1
        )  # a dry run keeps none: they are told apart all the same

    def _failed(self, url: str, fetched: Fetched) -> None:
        reason = fetched.reason or "failed"
        if fetched.capture is not None:
            number = self._ingest.keep(fetched.capture)
            reason = f"{reason}: {said}" if (said := _said(fetched.capture.body)) else reason
            self._ingest.set_apart(number, reason)
        if fetched.end == "gone" and url == self._address:
            self._course.count("pages_gone")
            self._course.nothing = f"{url}: Crossref knows no such work"
            return
        self._course.count("pages_failed")
        self._course.trouble("a page did not arrive", reason if url in reason else f"{url}: {reason}")


def since_last(store: Store, address: str, options: HarvestOptions) -> HarvestOptions:
    """Return the options of the refresh of a named source: what changed since its last walk that came to its end, with overlap."""
    if not options.named or options.full or options.since or addresses.doi_in(address):
        return options
    ends = [
        row.started
        for row in store.runs()
        if row.outcome == "complete" and row.kind in ("harvest", "refresh") and target_of(row.command) == address
    ]
    if not ends:
        return options
    since = datetime.fromisoformat(max(ends).replace("Z", "+00:00")) - OVERLAP
    return msgspec.structs.replace(options, since=since.date().isoformat())


def _is_answer(body: bytes) -> bool:
    """Tell an answer of the interface, whatever its status, from what stands between."""
    return body.lstrip()[:1] == b"{" and b'"message-type"' in body


def _said(body: bytes) -> str | None:
    """Return what the interface says of a request that it refuses."""
    try:
        told = msgspec.json.decode(body)["message"]
        return "; ".join(str(one["message"])[:200] for one in told[:3])
    except (msgspec.MsgspecError, KeyError, TypeError, UnicodeDecodeError, RecursionError):
        return None
