"""Which windows a walk has: begun anew, gone on with, split where an origin cannot deliver them, and ended."""

from __future__ import annotations

from archive.ledger_shapes import ListWindow
from harvester.oai.asking import Failure
from harvester.oai.book import Book
from harvester.oai.datestamps import SECONDS, argument, halves, next_from, spelled
from harvester.oai.lists import ListWalk
from harvester.oai.protocol import Repository
from harvester.options import HarvestOptions
from harvester.tally import Course
from schemas.errors import UsageError

MOST_SPLITS = 64
"""So many windows are split in one walk: an origin that delivers none of them would be asked without end."""

MOST_IN_A_ROW = 8
"""So many windows are split without one between that brings records to its end, before records are asked for one by one."""


def begin_or_go_on(
    book: Book, options: HarvestOptions, repository: Repository, set_spec: str | None
) -> list[ListWindow]:
    """Return the open windows of the walk that did not come to its end, or the first of a new one.

    A new one begins where the last one that walked every list to its end began, less the overlap. What a person asked
    for by time or number is a walk of its own.
    """
    first, last = _asked_times(options, repository)
    if not (first or last or options.limit):
        opened = [w for w in book.windows("open") if w.set_spec == set_spec]
        goes_on = [w for w in opened if w.walk == opened[-1].walk]
        base = book.base(set_spec)
        if goes_on and _covers(book.window(goes_on[0].walk), base.response_date if base else None, options):
            return goes_on
        for window in opened:
            book.close(window, "dropped")
        if base is not None and not options.full:
            first = next_from(base.response_date, repository.granularity, sure=base.sure)
    return [book.begin(set_spec, first, last)]


def _covers(root: ListWindow, base: str | None, options: HarvestOptions) -> bool:
    """Say whether a walk that was begun is what would be begun now."""
    if root.last is not None or (options.full and root.first is not None):
        return False
    return root.first is None or (base is not None and root.first <= base)


def _asked_times(options: HarvestOptions, repository: Repository) -> tuple[str | None, str | None]:
    try:
        first = argument(options.since, repository.granularity) if options.since else None
        last = argument(options.until, repository.granularity, last=True) if options.until else None
    except ValueError as error:
        raise UsageError(str(error)) from error
    return first, last


class Splitter:
    """Decides what becomes of the windows of one walk."""

    def __init__(self, book: Book, repository: Repository, course: Course) -> None:
        self._book, self._repository, self._course = book, repository, course
        self._splits = self._restarts = self._in_a_row = 0
        self._alone = False  # whether single records are asked for already
        self._failed: set[bytes] = set()

    def ended(self, window: ListWindow, walk: ListWalk, *, limited: bool) -> bool:
        """Close a window whose list came to an end; says whether it may count as whole."""
        self._in_a_row = 0 if window.records else self._in_a_row
        if limited:
            self._book.close(window, "limited")
            self._course.note(f"the limit of records was reached: {_name(window)}")
            return False
        if window.size and window.size.strip().isdigit() and int(window.size) != window.records:
            said = f"{_name(window)}: the origin counts {window.size.strip()}, {window.records} came"
            if int(window.size) > window.records and not walk.explicit:
                self._short(window, f"{said}, and it does not say that this is the end")
                return False
            self._course.note(said)
        elif window.size and not window.size.strip().isdigit():
            self._course.note(f"{_name(window)}: the origin counts {window.size.strip()!r}")
        self._book.close(window, "done")
        return True

    def _short(self, window: ListWindow, reason: str) -> None:
        """Close a window that may have lost its end; where the list before it ended in the same way, it is taken for whole.

        The trouble is told both times; but a second walk that ends the same shows how this origin is.
        """
        before = [w for w in self._book.windows() if w.set_spec == window.set_spec and w.id != window.id]
        twin = any(w.state == "short" and (w.records, w.first) == (window.records, window.first) for w in before[-5:])
        self._book.close(window, "done" if twin else "short")
        self._course.trouble("a list may be short", reason)

    def after(self, window: ListWindow, walk: ListWalk, failure: Failure) -> list[ListWindow]:
        """Return the windows to go on with after a failure: the same again, its halves, or none."""
        if failure.kind == "circles":
            self._short(window, str(failure))
            return []
        if failure.code == "badResumptionToken" and walk.token and self._restarts < 3:
            self._restarts += 1
            self._course.note(f"{_name(window)}: its token expired: begun again")
            return self._book.replace(window, "expired", [(window.first, window.last, window.verb)])
        if failure.code == "badArgument" and not window.parent and not walk.place and (other := _other_form(window)):
            return self._book.replace(window, "expired", [(*other, window.verb)])
        self._in_a_row += 1
        if _is_large(failure):
            if not self._alone and (parts := self._split(window, failure)):
                return parts
            if window.verb == "ListRecords":
                self._alone = True
                self._course.note(f"{_name(window)}: records one by one, because {failure}")
                return self._book.replace(window, "split", [(window.first, window.last, "ListIdentifiers")])
        self._book.close(window, "open")
        self._course.trouble("a list did not come to its end", f"{_name(window)}: {failure}")
        return []

    def _split(self, window: ListWindow, failure: Failure) -> list[ListWindow]:
        if self._splits >= MOST_SPLITS or self._in_a_row >= MOST_IN_A_ROW or failure.code == "badVerb":
            return []
        if failure.kind == "lost" and failure.digest is not None:
            if failure.digest in self._failed:  # asking for less brings the same: the times are not looked at
                return []
            self._failed.add(failure.digest)
        granularity = self._repository.granularity
        began = window.response_date or spelled(self._book.now(), SECONDS)
        last = window.last or argument(began, granularity, last=True)
        first = window.first or argument(self._repository.earliest or "1970-01-01", granularity)
        parts = halves(first, last, granularity)
        if parts is None:
            return []
        self._splits += 1
        (_, middle), (after, _) = parts
        self._course.note(f"{_name(window)}: split, because {failure}")
        return self._book.replace(
            window, "split", [(window.first, middle, window.verb), (after, window.last, window.verb)]
        )


def _is_large(failure: Failure) -> bool:
    """Say whether a failure may be one of a list that is too much for the origin; a host that is not there is none."""
    if failure.kind == "refused":
        return failure.code in ("badResumptionToken", "badVerb")
    if failure.kind == "network":
        return "silent for" in str(failure) or "not complete after" in str(failure)
    return True


def _other_form(window: ListWindow) -> tuple[str | None, str | None] | None:
    """Return the times of a window in the other granularity, for an origin that refuses its own."""
    if not (window.first or window.last):
        return None
    if len(window.first or window.last or "") > 10:
        return (window.first or "")[:10] or None, (window.last or "")[:10] or None
    return (
        f"{window.first}T00:00:00Z" if window.first else None,
        f"{window.last}T23:59:59Z" if window.last else None,
    )


def _name(window: ListWindow) -> str:
    """Return what a person calls a window."""
    times = f"{window.first or 'the beginning'} to {window.last or 'now'}" if window.first or window.last else "all"
    return f"{window.source}{', set ' + window.set_spec if window.set_spec else ''}, {times}"
