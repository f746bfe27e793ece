"""One window of an origin's records from its first page, or where an earlier run stopped, to its end."""

from __future__ import annotations

from collections.abc import Callable

from archive.ledger_shapes import ListWindow
from harvester.oai.answers import read_answer
from harvester.oai.asking import Failure, Origin, failed, no_answer
from harvester.oai.book import Book
from harvester.oai.intake import Intake, Taken, begin
from harvester.oai.seen import Circles, Seen
from harvester.oai.shapes import OaiPage
from harvester.options import MAX_LIST_PAGES
from harvester.stop import Stop, Stopped
from harvester.tally import Course
from schemas.capture import Capture


class ListWalk:
    """Walks one window page by page."""

    def __init__(
        self, window: ListWindow, *, origin: Origin, book: Book, intake: Intake, course: Course, stop: Stop,
        progress: Callable[[], None],
    ) -> None:  # fmt: skip
        self.window, self._origin, self._book, self._intake = window, origin, book, intake
        self._course, self._stop, self._progress = course, stop, progress
        self._circles = Circles()
        self.place = 0
        self.token: str | None = None
        self.explicit = False  # whether the origin said that this is the end
        self.came = 0  # pages that this run took

    async def run(self) -> None:
        """Walk to the end of the list; raises Failure where that cannot be reached, Stopped where the run is to stop."""
        self._intake.seen = Seen(self._book.met(window=self.window.id) if self.window.pages else ())
        if not self._go_on():
            return
        while True:
            if self._stop.requested:
                raise Stopped
            taken = await self._page()
            self._progress()
            if self._intake.left == 0 or not self._follows(taken):
                return

    def _go_on(self) -> bool:
        """Find where an earlier run stopped, by reading its last page again; says whether there is more to ask for."""
        last = self._book.last_page(self.window)
        if last is None:
            return True
        self._circles = Circles(self._book.tokens(self.window))
        self.place = last.place + 1
        self._course.count("pages_resumed", self.window.pages or 1)
        if last.bare:
            self.token, self.explicit = last.next, last.next is not None
            return bool(self.token)
        capture = self._book.capture(last.capture_id)
        page = read_answer(capture.body)
        if no_answer(page, capture) or page.errors or (page.cut and page.token is None):
            self.token, self.place = last.token, last.place  # that page failed: it is asked for again
            return True
        if self.window.pages <= last.place:  # the ledger knows what had been read when this page was kept
            self._count(page, capture, len(page.records) or len(page.headers))
        self.token, self.explicit = page.token.value if page.token else None, page.token is not None
        return bool(self.token)

    async def _page(self) -> Taken:
        """Ask for the page in hand and take it; one that breaks off or is no answer is asked for once more."""
        address, again = self._address(), False
        self._circles.asked(self.token)
        while True:
            self._course.count("pages_asked")
            capture = await self._origin.capture(address)
            self._course.count("pages_fetched")
            arrived = self._intake.arrived(capture, self.window, self.place, self.token)
            if arrived.taken is not None:
                self._origin.answered = True
                self.place, self.came = self.place + 1, self.came + 1
                return arrived.taken
            page = read_answer(capture.body)
            broken = failed(page, capture)
            cut = page.cut and page.token is None and not page.errors
            if (broken.kind != "closed" if broken else cut) and not again:
                self._book.read(arrived.number)
                again = True
                continue
            if broken:
                self._book.set_apart(arrived.number, str(broken))
                raise broken
            return self._taken(page, capture, arrived.number)

    def _taken(self, page: OaiPage, capture: Capture, number: int) -> Taken:
        self._origin.answered = True
        if page.errors:
            return self._error(page, capture, number)
        verb = self.window.verb
        if page.verb not in (verb, None) and not (page.records and verb == "ListRecords"):
            reason = f"{capture.url} answered {verb} with {page.verb}"
            self._book.set_apart(number, reason)
            raise Failure("answer", reason, digest=capture.sha256)
        if page.verb not in (verb, None) and page.records:
            self._course.trouble(
                "an answer to another question", f"{self._origin.base} answered {verb} with {page.verb}"
            )
        if verb == "ListRecords" and page.headers:
            self._course.trouble("headers without their records", f"{capture.url}: {len(page.headers)} came")
        headers_only = verb != "ListRecords" or (page.headers and not page.records)
        take = self._intake.take_headers if headers_only else self._intake.take
        taken = take(capture, number, page, self.window)
        self._count(page, capture, taken.records)
        self.place, self.came = self.place + 1, self.came + 1
        if page.cut and page.token is None:
            raise Failure("lost", f"{capture.url}: the page breaks off and its token is lost", digest=capture.sha256)
        return taken

    def _count(self, page: OaiPage, capture: Capture, records: int) -> None:
        begin(self.window, page, capture)
        self.window.pages, self.window.records = self.window.pages + 1, self.window.records + records

    def _error(self, page: OaiPage, capture: Capture, number: int) -> Taken:
        """Take an error of the protocol: the end of the list, or a Failure."""
        codes = [error.code for error in page.errors]
        taken = self._intake.take(capture, number, page, self.window)
        begin(self.window, page, capture)
        if codes == ["noRecordsMatch"] and not page.records:
            self.window.pages += 1
            return Taken(news=0, page=page, records=0)
        said = "; ".join(str(error) for error in page.errors[:3])
        code = "badResumptionToken" if self.token and "badResumptionToken" in codes else codes[0]
        if taken.records:
            self._course.trouble("an error beside records", f"{self._origin.base}: {said}")
        raise Failure("refused", f"{self._origin.base}: {said}", code=code, digest=capture.sha256)

    def _follows(self, taken: Taken) -> bool:
        """Say whether another page follows; raises Failure for a list that leads nowhere."""
        token = taken.page.token
        self.token, self.explicit = token.value if token else None, token is not None
        if not self.token:
            return False
        if reason := self._circles.judge(self.token, taken.news):
            raise Failure("circles", f"{self._origin.base}: the list goes in circles: {reason}")
        if self.place >= MAX_LIST_PAGES:
            raise Failure("circles", f"{self._origin.base}: the list has more than {MAX_LIST_PAGES} pages")
        return True

    def _address(self) -> str:
        window = self.window
        if self.token:
            return self._origin.address(window.verb, resumptionToken=self.token)
        return self._origin.address(
            window.verb, metadataPrefix=window.prefix, from_=window.first, until=window.last, set_=window.set_spec
        )
