"""The one path from bytes to records, live or replayed: keep the capture, read it, check what it gives, put it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import msgspec

from archive.shapes import LatestCapture, Put
from archive.store import Store
from harvester.guard import FillGuard
from harvester.naming import put_of
from harvester.options import HarvestOptions
from harvester.pages import read_page
from harvester.pages.html import READER as PAGE_READER
from harvester.pages.jstor import READER as JSTOR_READER
from harvester.pages.page_text import READER as TEXT_READER
from harvester.sitemaps import Sitemap, read_sitemap
from harvester.tally import Course
from schemas.capture import Capture
from schemas.errors import NotFound, ReadError, TocsinError
from schemas.reading import Found, Reading
from schemas.record import Record, canonical
from schemas.rules import check

SITEMAP_READER = "sitemap/1"
READERS = frozenset({PAGE_READER, JSTOR_READER, TEXT_READER, SITEMAP_READER})
"""The readers of today: what any other reader gave is read again."""

BATCH_PAGES = 100
BATCH_RECORDS = 1000

T = TypeVar("T")
Change = Callable[[Record], Record]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A capture of a run that did not come to its end: its number, status, and whether it has been read."""

    number: int
    read: bool
    status: int


class Ingest:
    """Takes captures one by one for one run, and counts; `flush` writes what waits, and must be called at the end.

    Captures are committed one by one before they are read; records wait for up to 100 pages or 1,000 records, so
    after a kill the captures that are kept and not read tell where to go on.
    """

    def __init__(
        self, store: Store, run: int | None, options: HarvestOptions, course: Course, *, clock: Callable[[], datetime]
    ) -> None:
        """`run` is None for a dry run, which reads and compares and counts, and writes nothing."""
        self.store, self.run = store, run
        self._options, self._course, self._clock = options, course, clock
        self._today: date = clock().astimezone(UTC).date()
        self._puts: list[Put] = []
        self._pages = 0
        self._same: list[tuple[Capture, int]] = []
        self._guard = FillGuard(store, options.guard)

    def latest(self, asked: str) -> LatestCapture | None:
        """Return the latest capture of an address if readers of today have read it; what older ones gave is no help."""
        latest = self.store.latest(asked) if self.run is not None else None
        return latest if latest and latest.reader in READERS else None

    def keep(self, capture: Capture) -> int:
        """Keep a capture, committed when this returns."""
        if self.run is None:
            return 0
        return self.store.keep(capture, run=self.run, source=self._options.source)

    def read(self, capture: Capture, number: int, *, stubs: bool, change: Change | None = None) -> Reading | None:
        """Read a capture that is kept under this number and let its records wait to be written.

        `stubs` says whether items of a listing become records; `change` is applied to every record before. A page
        that cannot be read is set apart with its bytes, and None returned.
        """
        reading = self._guarded(number, capture, lambda: self._read(capture, number, stubs, change))
        if reading is None:
            return None
        if reading.kind == "refused":
            self.set_apart(number, reading.reason or "refused")
        elif not reading.found or (not stubs and all(f.stub for f in reading.found)):
            self.nothing_in(number, reading.reader)
        self._pages += 1
        if self._pages >= BATCH_PAGES or len(self._puts) >= BATCH_RECORDS:
            self.flush()
        return reading

    def again(self, capture: Capture, number: int) -> Reading | None:
        """Read a capture whose records are in the archive, to see where it leads; nothing is written."""
        return self._guarded(number, capture, lambda: read_page(capture))

    def sitemap(self, capture: Capture, number: int) -> Sitemap | None:
        """Read a capture that is kept under this number as a sitemap; None where it is none."""
        found = self._guarded(number, capture, lambda: read_sitemap(capture.body, limit=self._options.max_body))
        if found is not None:
            self.nothing_in(number, SITEMAP_READER)
        return found

    def put_stubs(self, capture: Capture, number: int, found: tuple[Found, ...], reader: str) -> None:
        """Let the items of a listing become records of their own."""
        self._guarded(number, capture, lambda: self._queue(capture, number, found, reader, None))

    def same(self, capture: Capture, latest: LatestCapture) -> None:
        """Note that an address still gives what `latest` gave: no parse, no version, and only a row to keep."""
        self._course.count("pages_unchanged")
        self._course.count("records_unchanged", len(latest.gave))
        if self.run is not None:
            self._same.append((capture, latest.id))
            if len(self._same) >= BATCH_PAGES:
                self.flush()

    def nothing_in(self, number: int, reader: str | None = None) -> None:
        """Note that a capture has been read and gives no record."""
        if self.run is not None:
            self.store.mark_read(number, reader=reader)

    def set_apart(self, number: int, reason: str) -> None:
        """Quarantine a capture with the reason."""
        if self.run is not None:
            self.store.quarantine(self.run, number, reason)

    def put(self, put: Put) -> None:
        """Let one record wait to be written."""
        self._puts.append(put)

    def flush(self) -> None:
        """Write what waits; a record that the archive cannot take is refused alone, the others are written."""
        puts, same, self._puts, self._same, self._pages = self._puts, self._same, [], [], 0
        if self.run is None:
            for put in puts:
                self._course.count(f"records_{self._compared(put)}")
            return
        if same:
            self.store.keep_unchanged(same, run=self.run)
        if held := self._guard.holds(puts):
            self._hold(puts, held)
        elif puts and self._written(puts) is None:
            for put in puts:
                if self._written([put]) is None:
                    self._course.count("records_refused")
                    self._course.trouble("a record could not be written", f"{put.source}:{put.key}")
                    self.set_apart(put.capture_id or 0, "its record could not be written")

    def _hold(self, puts: list[Put], reason: str) -> None:
        """Set the pages of a batch apart for a person, instead of writing what they seem to say now."""
        self._course.trouble("guard", reason)
        self._course.count("records_refused", len(puts))
        for number in dict.fromkeys(put.capture_id for put in puts):
            self.set_apart(number or 0, f"guard: {reason}")

    def _written(self, puts: list[Put]) -> Any:
        run = self.run
        assert run is not None
        tally = self._boundary(lambda: self.store.put(puts, run=run, at=self._clock()), lambda _: None)
        if tally is None:
            return None
        for name in ("new", "changed", "unchanged", "cosmetic", "refused"):
            self._course.count(f"records_{name}", getattr(tally, name))
        self._course.count("records_unchanged", tally.duplicate + tally.outranked + tally.older)
        for message in tally.messages:
            self._course.trouble("a record was refused", message)
        return tally

    def _compared(self, put: Put) -> str:
        try:
            held = self.store.get(f"{put.source}:{put.key}").record
        except NotFound:
            return "new"
        return "unchanged" if canonical(held) == canonical(put.record) else "changed"

    def _read(self, capture: Capture, number: int, stubs: bool, change: Change | None) -> Reading:
        reading = read_page(capture)
        found = tuple(f for f in reading.found if stubs or not f.stub)
        if reading.kind != "refused":
            self._queue(capture, number, found, reading.reader, change)
        return reading

    def _queue(
        self, capture: Capture, number: int, found: tuple[Found, ...], reader: str, change: Change | None
    ) -> None:
        puts = [put_of(one, capture, number, reader, self._options) for one in found]
        if change is not None:
            puts = [msgspec.structs.replace(put, record=change(put.record)) for put in puts]
        counted = Counter(f.severity for put in puts for f in check(put.record, today=self._today))
        self._puts.extend(puts)
        for severity, by in counted.items():
            self._course.count(f"findings_{severity}", by)

    def _guarded(self, number: int, capture: Capture, act: Callable[[], T]) -> T | None:
        def failed(error: Exception) -> None:
            reason = (
                str(error) if isinstance(error, ReadError) else f"the reader failed: {type(error).__name__}: {error}"
            )
            self._course.count("pages_failed")
            self._course.trouble("a page could not be read", f"{capture.asked}: {reason}")
            self.set_apart(number, reason)

        return self._boundary(act, failed)

    def _boundary(self, act: Callable[[], T], failed: Callable[[Exception], None]) -> T | None:
        """Do what one page or one batch needs; a defect there costs that page, never the harvest.

        Errors of the archive itself (a full disk, a lost connection) are not the page's and are raised.
        """
        try:
            return act()
        except ReadError as error:
            failed(error)
        except TocsinError:
            raise
        except Exception as error:  # noqa: BLE001 (the one place)
            failed(error)
        return None


def conditions(latest: LatestCapture | None) -> Mapping[str, str]:
    """Return the headers of a conditional request (RFC 9110, 13.1) from what the last answer said of itself."""
    if latest is None:
        return {}
    said = {"If-None-Match": latest.etag, "If-Modified-Since": latest.last_modified}
    return {name: value for name, value in said.items() if value}
