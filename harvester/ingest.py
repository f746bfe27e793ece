"""The one path from bytes to records, live or replayed: keep the capture, read it, check what it gives, put it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from archive.shapes import LatestCapture, Piece, Put
from archive.store import Store
from harvester.holding import Holding
from harvester.inputs import PAGE, Seen, is_format_of_today, read_input
from harvester.naming import put_of, put_of_record, walked
from harvester.options import HarvestOptions
from harvester.pages import read_page
from harvester.sitemaps import Sitemap, read_sitemap
from harvester.tally import Course
from schemas.capture import Capture
from schemas.errors import NotFound, ReadError, TocsinError
from schemas.reading import Found, Reading
from schemas.record import Record, canonical
from schemas.rules import check

SITEMAP_READER = "sitemap/1"
SET_APART_AT_MOST = 100
"""Records of one file that could not be read and are each told in the quarantine; all are counted."""

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
        self._same_names: list[str] = []
        self.holding = Holding(store, run, options, course)
        self._missing: frozenset[str] | None = None
        self.collections: Mapping[int, Mapping[int, list[Put]]] = {}  # by run: what a replay reads together

    def latest(self, asked: str) -> LatestCapture | None:
        """Return the latest capture of an address if readers of today have read it; what older ones gave is no help."""
        latest = self.store.latest(asked) if self.run is not None else None
        return latest if latest and (latest.reader in readers_of_pages() or is_format_of_today(latest.reader)) else None

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
        if self.is_full:
            self.flush()
        return reading

    def take(self, capture: Capture, number: int, read: Callable[[], Sequence[Put]]) -> bool:
        """Let the records wait that `read` finds in a capture that is kept; says whether it could be read at all."""
        puts = self._guarded(number, capture, read)
        if puts:
            self._puts.extend(puts)
        elif puts is not None:
            self.nothing_in(number)
        self._pages += 1
        return puts is not None

    def one(self, read: Callable[[], T], failed: Callable[[str], None]) -> T | None:
        """Read one record of many; where that fails, `failed` is told why, and the others go on."""
        return self._boundary(read, lambda error: failed(_why(error)))

    @property
    def is_full(self) -> bool:
        """Whether so much waits that it should be written."""
        return self._pages >= BATCH_PAGES or len(self._puts) >= BATCH_RECORDS

    def again(self, capture: Capture, number: int) -> Reading | None:
        """Read a capture whose records are in the archive, to see where it leads; nothing is written."""
        return self._guarded(number, capture, lambda: read_input(capture, self._options.as_, read_page).reading)

    def sitemap(self, capture: Capture, number: int) -> Sitemap | None:
        """Read a capture that is kept under this number as a sitemap; None where it is none."""
        found = self._guarded(number, capture, lambda: read_sitemap(capture.body, limit=self._options.max_body))
        if found is not None:
            self.nothing_in(number, SITEMAP_READER)
        return found

    def put_stubs(self, capture: Capture, number: int, found: tuple[Found, ...], reader: str) -> None:
        """Let the items of a listing become records of their own."""
        seen = Seen(Reading(found=found, kind="listing", reader=reader), capture, PAGE)
        self._guarded(number, capture, lambda: self._queue(seen, number, found, None))

    def same(self, capture: Capture, latest: LatestCapture) -> None:
        """Note that an address still gives what `latest` gave: no parse, no version, and only a row to keep."""
        self._course.count("pages_unchanged")
        self._course.count("records_unchanged", len(latest.gave))
        if self.run is not None:
            self._same.append((capture, latest.id))
            self._same_names += latest.gave
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
        # All at once: checked beside the reading of its page each would cost three times as much.
        unchecked = partial(self._course.trouble, "records could not be checked")
        self._boundary(lambda: self._count_findings(puts), lambda error: unchecked(_why(error, "a rule")))
        if self.run is None:
            for put in puts:
                self._course.count(f"records_{self._compared(put)}")
            return
        if same:
            self.store.keep_unchanged(same, run=self.run)
            self._met(self._same_names)
            self._same_names = []
        if hold := self.holding.over(puts):
            self.holding.keep_back(hold, puts)
        elif puts and self._written(puts) is None:
            for put in puts:
                if self._written([put]) is None:
                    self._course.count("records_refused")
                    self._course.trouble("a record could not be written", f"{put.source}:{put.key}")
                    self.set_apart(put.capture_id or 0, "its record could not be written")

    def _written(self, puts: list[Put]) -> Any:
        run = self.run
        assert run is not None
        tally = self._boundary(lambda: self.store.put(puts, run=run, at=self._clock), lambda _: None)
        if tally is None:
            return None
        self._met(name for put, name in zip(puts, tally.ids, strict=True) if name and not put.record.deleted)
        for name in ("new", "changed", "unchanged", "cosmetic", "refused", "suppressed"):
            self._course.count(f"records_{name}", getattr(tally, name))
        self._course.count("records_unchanged", tally.duplicate + tally.outranked + tally.older)
        for message in tally.messages:
            self._course.trouble("a record was refused", message)
        return tally

    def _met(self, names: Iterable[str]) -> None:
        """Note that records were met: those that were missing are back."""
        if self._missing is None:
            self._missing = self.store.debts.all_missing()
        if self._missing and self.run is not None and (back := self._missing.intersection(names)):
            self.store.debts.found(sorted(back), run=self.run, at=self._clock())

    def _compared(self, put: Put) -> str:
        try:
            said = self.store.corrections.beneath(f"{put.source}:{put.key}")
        except NotFound:
            return "new"
        return "unchanged" if said == canonical(put.record) else "changed"

    def _read(self, capture: Capture, number: int, stubs: bool, change: Change | None) -> Reading:
        seen = read_input(capture, self._options.as_, read_page)
        reading = seen.reading
        found = tuple(f for f in reading.found if stubs or not f.stub)
        if reading.kind != "refused":
            self._queue(seen, number, found, change)
        for place, reason in enumerate(reading.unreadable):
            self.lost(capture, number, reason, told=place < SET_APART_AT_MOST)
        return reading

    def lost(self, capture: Capture, number: int, reason: str, *, told: bool = True) -> None:
        """Count a record that could not be read while others of its file could, and set it apart unless it was waived."""
        self._course.count("records_refused")
        if self.run is not None and told:
            digest = sha256(capture.sha256 + reason.encode()).digest()
            piece = Piece(digest=digest, name=reason.partition(":")[0], start=0, stop=len(capture.body))
            if self.store.is_waived(self.store.quarantine(self.run, number, reason, piece)):
                self._course.note(f"waived: {capture.asked}: {reason}")
                return
        self._course.trouble("a record could not be read", f"{capture.asked}: {reason}")

    def _queue(self, seen: Seen, number: int, found: tuple[Found, ...], change: Change | None) -> None:
        reader, options = seen.reading.reader, self._options
        if seen.input == PAGE:
            puts = [put_of(one, seen.capture, number, reader, options) for one in found]
        else:
            alone = len(found) == 1
            puts = [put_of_record(one, seen.capture, number, reader, options, seen.input, alone=alone) for one in found]
        if change is not None:
            puts = [walked(put, change(put.record)) for put in puts]
        self._puts.extend(puts)

    def _count_findings(self, puts: Sequence[Put]) -> None:
        counted: Counter[str] = Counter()
        for put in puts:
            data = canonical(put.record)
            msgspec.structs.force_setattr(put, "data", data)  # made once, for the rules and for the archive
            counted.update([finding.severity for finding in check(put.record, today=self._today, data=data)])
        for severity, by in counted.items():
            self._course.count(f"findings_{severity}", by)

    def _guarded(self, number: int, capture: Capture, act: Callable[[], T]) -> T | None:
        return self._boundary(act, lambda error: self.unreadable(capture, number, _why(error)))

    def unreadable(self, capture: Capture, number: int, reason: str) -> None:
        """Count a capture that could not be read, set it apart, and let it make the run incomplete unless it is waived."""
        self._course.count("pages_failed")
        self.trouble(capture, "a page could not be read", f"{capture.asked}: {reason}")
        self.set_apart(number, reason)

    def trouble(self, capture: Capture, kind: str, detail: str) -> None:
        """Let bytes that say nothing make the run incomplete, unless a person waived these bytes."""
        if self.store.is_waived_bytes(capture):
            self._course.note(f"waived: {detail}")
        else:
            self._course.trouble(kind, detail)

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


@lru_cache(maxsize=1)
def readers_of_pages() -> frozenset[str]:
    """Return the readers of pages of today: what any other reader gave is read again."""
    from harvester.pages import html, jstor, page_text  # here: few runs read pages

    return frozenset({html.READER, jstor.READER, page_text.READER, SITEMAP_READER})


def _why(error: Exception, what: str = "the reader") -> str:
    return str(error) if isinstance(error, ReadError) else f"{what} failed: {type(error).__name__}: {error}"


def conditions(latest: LatestCapture | None) -> Mapping[str, str]:
    """Return the headers of a conditional request (RFC 9110, 13.1) from what the last answer said of itself."""
    if latest is None:
        return {}
    said = {"If-None-Match": latest.etag, "If-Modified-Since": latest.last_modified}
    return {name: value for name, value in said.items() if value}
