"""The walk over HTTP: a landing page, a listing, a sitemap, and with `--related` the list that a report stands in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Literal

from archive.shapes import LatestCapture
from archive.store import Store
from harvester.fetch import ComeBackLater, Fetched, Fetcher
from harvester.gone import Gone
from harvester.ingest import Ingest, Kept, conditions
from harvester.naming import part_of
from harvester.oai.reading import looks_like_oai
from harvester.options import FAILURES_IN_A_ROW, RELATED_LIMIT, HarvestOptions
from harvester.pages.challenge import challenge_reason
from harvester.related import related_lists
from harvester.sitemaps import looks_like_sitemap
from harvester.spiders.files import count_reading
from harvester.spiders.steps import Step, Steps
from harvester.stop import Stop, Stopped
from harvester.suppressed import Suppressed
from harvester.tally import LOG, Course
from schemas.addresses import canonical_url
from schemas.capture import Capture
from schemas.reading import Reading
from schemas.record import Record

LASTMOD_MARGIN = timedelta(days=1)
"""A sitemap's lastmod must lie so far before our last visit to spare a request: its clock and ours may differ."""

ENDS = {"here": "fetched", "same": "unchanged", "disallowed": "kept off by robots.txt", "refused": "out of bounds"}
"""How asking for a page ended, in words."""


class PageWalk:
    """One walk from a start address; it reads each page before it asks for the next one."""

    def __init__(
        self, start: str, *, store: Store, ingest: Ingest, fetcher: Fetcher, options: HarvestOptions, course: Course,
        stop: Stop, resumed: dict[str, Kept], progress: Callable[[], None],
    ) -> None:  # fmt: skip
        """`resumed` names the captures of an interrupted run of the same target, by address: they are not asked again.

        What the walk comes to is taken out of it.
        """
        self._store, self._ingest, self._fetcher = store, ingest, fetcher
        self._options, self._course, self._stop, self._progress = options, course, stop, progress
        self._steps = Steps(start, course)
        self._resumed = resumed
        self._gone, self._suppressed = Gone(store, ingest, course), Suppressed(store, course)
        self._listed: dict[str, tuple[str | None, str]] = {}
        self._works = 0
        self._failures = 0
        self._limit = options.limit or (RELATED_LIMIT if options.related else None)
        self.found = "nothing yet"
        self.repository = False  # whether the start address is an interface that gives lists of records

    async def run(self) -> None:
        """Walk to the end, or until the run is to stop, the limit is reached, or the host cannot be asked any more."""
        while self._steps and not self._stop.requested:
            step = self._steps.take()
            if self._is_enough(step):
                continue
            try:
                await self._go(step)
            except ComeBackLater as later:
                self._trouble(step, "the host asks to wait", str(later))
                break
            except Stopped:
                break
            self._progress()
            if self._failures >= FAILURES_IN_A_ROW:
                self._course.trouble("the host stopped answering", f"{self._failures} pages in a row failed")
                break
        if self._listed and self._ingest.run is not None:
            self._relate()
        self._gone.settle()

    def _is_enough(self, step: Step) -> bool:
        if self._limit is None or self._works < self._limit or step.role == "start":
            return False
        self._course.note(f"the limit of {self._limit} pages was reached")
        return True

    async def _go(self, step: Step) -> None:
        if self._suppressed.all_of(step.url):
            return
        latest = self._ingest.latest(step.url)
        kept = self._resumed.pop(step.url, None)
        if kept is not None and self._go_on(step, kept, latest):
            self._course.count("pages_resumed")
            return
        self._course.count("pages_asked")
        asking = None if self._options.full or (latest is not None and latest.deleted) else latest
        if step.lastmod and asking and asking.gave and step.lastmod + LASTMOD_MARGIN < asking.at:
            self._course.count("pages_unchanged")
            self._course.count("records_unchanged", len(asking.gave))
            self._works += 1
            return
        fetched = await self._fetcher.get(step.url, conditions(asking))
        await self._arrived(step, fetched, latest)

    def _go_on(self, step: Step, kept: Kept, latest: LatestCapture | None) -> bool:
        """Take a page from an interrupted run: read it if that run did not come to it; says whether that was enough."""
        if latest is not None and (kept.status == 304 or latest.id >= kept.number):
            self._known(step, latest)
            return True
        if kept.status != 200 or kept.read:  # set apart, or read by a reader of another day: asked again
            return False
        self._read(step, self._store.capture(kept.number), kept.number)
        return True

    async def _arrived(self, step: Step, fetched: Fetched, latest: LatestCapture | None) -> None:
        capture = fetched.capture
        LOG.info("%s: %s", step.url, ENDS.get(fetched.end, fetched.end))
        self._failures = self._failures + 1 if fetched.end == "failed" else 0
        if fetched.end == "here" and capture is not None:
            self._course.count("pages_fetched")
            if latest is not None and latest.sha256 == capture.sha256 and not latest.deleted:
                self._unchanged(step, capture, latest)
            else:
                self._read(step, capture, self._ingest.keep(capture))
        elif fetched.end == "same" and capture is not None and latest is not None:
            self._unchanged(step, capture, latest)
        elif fetched.end == "gone" and capture is not None:
            self._is_gone(step, capture, latest, fetched.reason)
        elif fetched.end == "disallowed":
            self._course.count("skipped_by_robots")
            self._course.note(f"{step.url}: {fetched.reason}")
            self._is(step, "kept off by robots.txt")
        elif fetched.end == "refused" and step.role != "start":
            self._course.count("skipped_out_of_bounds")
        else:
            self._failed(step, fetched)

    def _unchanged(self, step: Step, capture: Capture, latest: LatestCapture) -> None:
        self._ingest.same(capture, latest)
        self._known(step, latest)

    def _known(self, step: Step, latest: LatestCapture) -> None:
        """Go on from a page whose bytes are kept; they are read again only where they may lead on."""
        if step.role in ("item", "listed") and latest.gave and not self._options.related:
            self._works += 1
            return
        capture = self._store.capture(latest.id)
        if self._is_sitemap(step, capture):
            self._sitemap(step, capture, latest.id)
        elif (reading := self._ingest.again(capture, latest.id)) is not None:
            if reading.kind == "nothing":
                self._course.count("not_a_record")
            self._judge(step, capture, reading)

    def _read(self, step: Step, capture: Capture, number: int) -> None:
        if step.role == "start" and self._options.as_ is None and looks_like_oai(capture.body):
            self._ingest.nothing_in(number)
            self.repository = True
            return
        if self._is_sitemap(step, capture):
            self._sitemap(step, capture, number)
            return
        reading = self._ingest.read(capture, number, stubs=False, change=self._change(step))
        if reading is None:
            self._is(step, "a page", failed=self._course.reason())
            return
        count_reading(self._course, reading, step.url if step.role != "start" else None)
        if reading.kind == "listing":
            self._put_stubs(capture, number, reading)
        elif reading.kind == "refused":
            self._bad(step, capture, "a page is a challenge", f"{step.url}: {reading.reason}")
        self._judge(step, capture, reading)

    def _judge(self, step: Step, capture: Capture, reading: Reading) -> None:
        self._works += reading.kind != "listing"
        said = {"listing": "a listing", "work": "a page", "refused": "a challenge"}.get(reading.kind, "not a record")
        empty = reading.kind in ("refused", "nothing")
        failed = f"{step.url}: {reading.reason or said}" if empty else None
        if reading.kind == "listing" and (not_one := self._wanted_one()):
            self._is(step, said, failed=f"{step.url} is a list of pages: {not_one}")
            return
        self._is(step, said, failed=failed)
        self._lead_on(step, capture, reading)

    def _wanted_one(self) -> str | None:
        """Say which option tells that the target is the page of one record, None where none does."""
        if self._options.as_ == "page":
            return "--as page takes the page of one record"
        return "--key says what one page is" if self._options.key else None

    def _put_stubs(self, capture: Capture, number: int, reading: Reading) -> None:
        """Items that cannot be followed to a page of their own are kept as the list has them."""
        stubs = self._steps.unfollowed(reading)
        if stubs and not self._wanted_one():
            self._ingest.put_stubs(capture, number, stubs, reading.reader)

    def _lead_on(self, step: Step, capture: Capture, reading: Reading) -> None:
        if self._options.as_ == "page" or step.role == "listed":
            return
        if reading.kind == "listing" or self._options.as_ == "listing":
            self._steps.add_list(step, reading.onward)
            if step.part_of is not None:
                listed = (canonical_url(one.url) for one in reading.onward if one.rel == "item")
                self._listed |= dict.fromkeys(listed, step.part_of)
        if self._options.related and reading.kind == "work":
            lists = related_lists(capture, reading)
            if not lists and step.role == "start":
                self._course.note("the page links no list of its series or publisher: nothing related was looked for")
            for one in lists:
                part = one.title, canonical_url(one.url)
                self._steps.add(Step(role="related", url=one.url, hops=step.hops + 1, part_of=part))

    def _change(self, step: Step) -> Callable[[Record], Record] | None:
        return partial(part_of, listing=step.part_of) if step.part_of is not None and step.role == "item" else None

    def _relate(self) -> None:
        """Keep the relation in records of a related list that were read before it was known, or have not changed."""
        self._ingest.flush()
        for url, listing in self._listed.items():
            latest = self._ingest.latest(url)
            for name in latest.gave[:1] if latest else ():
                held = self._store.get(name).record
                if latest is not None and part_of(held, listing) != held:
                    change = partial(part_of, listing=listing)
                    self._ingest.read(self._store.capture(latest.id), latest.id, stubs=False, change=change)

    def _is_sitemap(self, step: Step, capture: Capture) -> bool:
        if step.role == "sitemap":  # the index promised one: where it is none, it could not be read
            return True
        if step.role != "start" or self._options.as_ not in (None, "sitemap"):
            return False
        return self._options.as_ == "sitemap" or looks_like_sitemap(capture.body, capture.media_type, capture.url)

    def _sitemap(self, step: Step, capture: Capture, number: int) -> None:
        found = self._ingest.sitemap(capture, number)
        if found is None:
            self._is(step, "a sitemap", failed=self._course.reason())
            return
        self._course.count("lists_read")
        self._course.count("unusable_entries", found.unusable)
        if not_one := self._wanted_one():
            self._is(step, "a sitemap", failed=f"{step.url} is a sitemap: {not_one}")
            return
        if found.cut:
            self._course.trouble("a sitemap breaks off", step.url)
        self._is(step, f"a sitemap {'index ' if found.index else ''}of {len(found.entries)} entries")
        role: Literal["sitemap", "listed"] = "sitemap" if found.index else "listed"
        for entry in found.entries:
            self._steps.add(Step(role=role, url=entry.url, hops=step.hops + 1, lastmod=entry.lastmod))

    def _is_gone(self, step: Step, capture: Capture, latest: LatestCapture | None, reason: str | None) -> None:
        self._course.count("pages_gone")
        number = self._ingest.keep(capture)
        self._ingest.nothing_in(number)
        if self._ingest.run is not None:
            self._gone.add(step.url, number, capture.status, latest)
        known = latest is not None and latest.gave
        if step.role in ("next", "sitemap"):  # what it would have listed is not known
            self._trouble(step, "a part of the list is gone", f"{step.url}: {reason}")
        self._is(step, "gone", failed=None if known else f"{step.url}: {reason}")

    def _failed(self, step: Step, fetched: Fetched) -> None:
        reason = fetched.reason or "failed"
        if fetched.capture is not None:
            number = self._ingest.keep(fetched.capture)
            challenge = challenge_reason(fetched.capture, fetched.capture.body[:200_000].decode("utf-8", "replace"))
            reason = f"{reason}: {challenge}" if challenge else reason
            self._ingest.set_apart(number, reason)
            self._course.count("pages_refused" if challenge else "pages_failed")
        else:
            self._course.count("pages_failed")
        kind = "robots.txt did not answer" if fetched.end == "silent" else "a page did not arrive"
        reason = reason if step.url in reason else f"{step.url}: {reason}"
        self._bad(step, fetched.capture, kind, reason)
        if fetched.end != "silent":
            self._is(step, "no answer", failed=reason)

    def _bad(self, step: Step, capture: Capture | None, kind: str, detail: str) -> None:
        """Note what makes the run incomplete, unless it is bytes that a person waived."""
        if capture is None:
            self._trouble(step, kind, detail)
        else:
            self._ingest.trouble(capture, kind, detail)
            self.found = kind if step.role == "start" else self.found

    def _trouble(self, step: Step, kind: str, detail: str) -> None:
        self._course.trouble(kind, detail)
        if step.role == "start":
            self.found = kind

    def _is(self, step: Step, said: str, *, failed: str | None = None) -> None:
        """Note what the start page turned out to be, and that nothing came where it is no record and leads nowhere."""
        if step.role == "start":
            self.found = said
            self._course.nothing = failed
