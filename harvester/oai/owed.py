"""Records that an origin owes: asked for one by one."""

from __future__ import annotations

from archive.ledger_shapes import ListWindow, Owed
from harvester.oai.answers import read_answer
from harvester.oai.asking import Failure, Origin, failed
from harvester.oai.book import Book
from harvester.oai.intake import Intake
from harvester.oai.single import only
from harvester.options import FAILURES_IN_A_ROW
from harvester.stop import Stop, Stopped
from harvester.tally import Course

BATCH = 100
"""So many records are written at once."""

GONE = frozenset(("idDoesNotExist", "cannotDisseminateFormat", "noMetadataFormats"))
"""Errors that say that a record is not to be had any more, or not in this format."""


async def pay(origin: Origin, book: Book, intake: Intake, course: Course, stop: Stop) -> None:
    """Ask for every record that is owed; what still does not come makes the run incomplete."""
    failures, paid = 0, list[str]()
    try:
        for debt in book.owed():
            if stop.requested or failures >= FAILURES_IN_A_ROW:
                break
            try:
                if await _one(debt, origin, book, intake):
                    paid.append(debt.name)
                failures = 0
            except Failure as failure:
                failures = FAILURES_IN_A_ROW if failure.kind == "closed" else failures + 1
            if len(paid) >= BATCH:
                _settle(book, intake, paid)
    finally:
        _settle(book, intake, paid)
    if stop.requested:
        raise Stopped
    left = book.owed()
    if left:
        course.trouble("records are owed", f"{left[0].source}:{left[0].name} ({left[0].reason})")
        for debt in left[1:]:
            course.troubles["records are owed"].append(debt.name)


def _settle(book: Book, intake: Intake, paid: list[str]) -> None:
    """Write the records that came, and only then say that they are not owed any more."""
    intake.flush()
    book.settle(paid)
    paid.clear()


async def _one(debt: Owed, origin: Origin, book: Book, intake: Intake) -> bool:
    """Ask for one record; says whether it came and will be written."""
    address = origin.address("GetRecord", identifier=debt.name, metadataPrefix=debt.prefix)
    capture = await origin.capture(address)
    window: ListWindow | None = book.window(debt.window_id) if debt.window_id else None
    number = book.keep(capture, window=window, place=-1, token=None)
    page = read_answer(capture.body)
    if failure := failed(page, capture):
        book.read(number)
        book.tried(debt.id)
        raise failure
    kept = only(page, debt.name)
    if kept.records:
        intake.take(capture, number, kept, window)
        if debt.name in intake.unreadable:
            book.tried(debt.id)
        return debt.name not in intake.unreadable
    book.read(number)
    if any(error.code in GONE for error in page.errors):
        book.settle([debt.name], "gone")
        return False
    book.tried(debt.id)
    return False
