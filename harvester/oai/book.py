"""The ledger of one run and source; a dry run reads it and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from archive.ledger_shapes import Base, ListPage, ListWindow, Owed, Sight
from archive.shapes import Piece
from archive.store import Store
from schemas.capture import Capture


class Book:
    """What the ledger and the debts say of one source, written for one run; `run` is None for a dry run."""

    def __init__(self, store: Store, run: int | None, *, source: str, prefix: str) -> None:
        self._store, self._run = store, run
        self.source, self.prefix = source, prefix

    # --- windows ----------------------------------------------------------------------------------------------------

    def begin(self, set_spec: str | None, first: str | None, last: str | None) -> ListWindow:
        """Begin a walk with its first window."""
        if self._run is None:
            return ListWindow(0, self.source, self.prefix, set_spec, 0, 0, None, "ListRecords", first, last)
        return self._store.ledger.begin(
            source=self.source, prefix=self.prefix, set_spec=set_spec, run=self._run, first=first, last=last
        )

    def replace(
        self, window: ListWindow, state: str, parts: Sequence[tuple[str | None, str | None, str]]
    ) -> list[ListWindow]:
        """End a window as split or expired, and begin others in its place."""
        if self._run is None:
            window.state = state
            said = (window.source, window.prefix, window.set_spec, window.walk, window.began, window.id)
            return [
                ListWindow(window.id + n, *said, verb, first, last) for n, (first, last, verb) in enumerate(parts, 1)
            ]
        return self._store.ledger.replace(window, state, parts)

    def close(self, window: ListWindow, state: str) -> None:
        """End a window."""
        window.state = state
        if self._run is not None:
            self._store.ledger.close(window, state)

    def windows(self, state: str | None = None) -> list[ListWindow]:
        """Return the windows of the source and prefix."""
        return [] if self._run is None else self._store.ledger.windows(self.source, prefix=self.prefix, state=state)

    def window(self, number: int) -> ListWindow:
        """Return one window."""
        return self._store.ledger.window(number)

    def base(self, set_spec: str | None) -> Base | None:
        """Return the walk from which an increment goes on."""
        return self._store.ledger.base(self.source, self.prefix, set_spec)

    # --- pages ------------------------------------------------------------------------------------------------------

    def keep(self, capture: Capture, *, window: ListWindow | None, place: int, token: str | None) -> int:
        """Keep a page before it is read."""
        if self._run is None:
            return 0
        return self._store.ledger.keep(
            capture, run=self._run, source=self.source, window=window, place=place, token=token
        )

    def keep_same(
        self, capture: Capture, *, window: ListWindow, place: int, token: str | None, following: str | None,
        same: Sequence[int], reader: str,
    ) -> int:  # fmt: skip
        """Keep the row of a page whose bytes are known."""
        if self._run is None:
            return 0
        return self._store.ledger.keep_same(
            capture, run=self._run, source=self.source, window=window, place=place, token=token, following=following,
            same=same, reader=reader,
        )  # fmt: skip

    def note_same(self, number: int, same: Sequence[int]) -> None:
        """Note which records of a page are known by their bytes."""
        if self._run is not None:
            self._store.ledger.note_same(number, same)

    def sights(self, source: str, keys: Iterable[str]) -> dict[str, Sight]:
        """Return what is known of records."""
        return self._store.ledger.sights(source, keys)

    def last_page(self, window: ListWindow) -> ListPage | None:
        """Return the page from which a window goes on."""
        return None if self._run is None else self._store.ledger.last_page(window)

    def tokens(self, window: ListWindow) -> list[str]:
        """Return the tokens of a window's pages."""
        return [] if self._run is None else self._store.ledger.tokens(window)

    def met(self, *, window: int | None = None, walk: int | None = None) -> Iterator[int]:
        """Yield the records that a window or a walk had."""
        return iter(()) if self._run is None else self._store.ledger.met(window=window, walk=walk)

    def met_now(self) -> Iterator[int]:
        """Yield the records that this run had."""
        return iter(()) if self._run is None else self._store.ledger.met(run=self._run)

    def unread(self) -> list[tuple[int, int | None, int, str | None]]:
        """Return the pages that an earlier run kept and did not read."""
        return [] if self._run is None else self._store.ledger.unread(self.source)

    @property
    def run(self) -> int | None:
        """The number of the run, None for a dry run."""
        return self._run

    def now(self) -> datetime:
        """Return the time by our clock."""
        return self._store.clock()

    def capture(self, number: int) -> Capture:
        """Return a capture."""
        return self._store.capture(number)

    def read(self, number: int) -> None:
        """Say that a page has been read although it gave nothing."""
        if self._run is not None:
            self._store.mark_read(number)

    # --- damage and debts -------------------------------------------------------------------------------------------

    def set_apart(self, number: int, reason: str, piece: Piece | None = None) -> tuple[int | None, bool]:
        """Set a capture or a piece of it apart; returns the row's number and whether these bytes were waived."""
        if self._run is None:
            return None, False
        row = self._store.quarantine(self._run, number, reason, piece)
        return row, self._store.is_waived(row)

    def owe(self, names: Iterable[tuple[str, str, int | None]], window: ListWindow | None) -> None:
        """Note records that did not arrive."""
        if self._run is not None:
            self._store.debts.owe(
                names, source=self.source, prefix=self.prefix, run=self._run, at=self._store.clock(),
                window=window.id if window else None,
            )  # fmt: skip

    def owed(self) -> list[Owed]:
        """Return the open debts."""
        return [] if self._run is None else self._store.debts.owed(self.source)

    def settle(self, names: Iterable[str], state: str = "paid") -> None:
        """End debts."""
        if self._run is not None:
            self._store.debts.settle(names, source=self.source, state=state)

    def tried(self, number: int) -> None:
        """Note that a debt was asked for in vain."""
        self._store.debts.tried(number)
