"""The ledger of lists: which windows of a source were walked how far; committed with the captures of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from archive import captures, statements
from archive.database import Database, Rows
from archive.ledger_shapes import Base, ListPage, ListWindow, Sight
from archive.types import bound_list, packed, unpacked
from schemas.capture import Capture

SETTLED = ("done", "split", "expired")
"""The states of windows that do not keep a walk from being whole."""

WALKS = (
    "SELECT w.walk, min(w.response_date), min(CASE WHEN w.sure OR w.response_date IS NULL THEN 1 ELSE 0 END),"
    " sum(CASE WHEN w.state IN ('done', 'split', 'expired') THEN 0 ELSE 1 END)"
    " FROM list_window w WHERE w.source = ? AND w.prefix = ? AND coalesce(w.set_spec, '') = ?"
    " GROUP BY w.walk ORDER BY w.walk"
)


class Ledger:
    """The windows and pages of the sources that are walked list by list."""

    def __init__(self, db: Database) -> None:
        self.db = db

    # --- windows ----------------------------------------------------------------------------------------------------

    def begin(
        self, *, source: str, prefix: str, set_spec: str | None, run: int, verb: str = "ListRecords",
        first: str | None = None, last: str | None = None, parent: ListWindow | None = None,
    ) -> ListWindow:  # fmt: skip
        """Begin a window: of a walk of its own, or with `parent` in the walk of that."""
        with self.db.writing() as rows:
            return self._begin(
                rows, ListWindow(0, source, prefix, set_spec, 0, run, None, verb, first, last), parent
            )  # fmt: skip

    def replace(
        self, window: ListWindow, state: str, parts: Sequence[tuple[str | None, str | None, str]]
    ) -> list[ListWindow]:
        """End a window as split or expired, and begin others in its walk: from, until and verb of each."""
        with self.db.writing() as rows:
            window.state = state
            self._update(rows, window)
            return [
                self._begin(
                    rows,
                    ListWindow(
                        0, window.source, window.prefix, window.set_spec, 0, window.began, None, verb, first, last
                    ),
                    window,
                )
                for first, last, verb in parts
            ]

    def _begin(self, rows: Rows, window: ListWindow, parent: ListWindow | None) -> ListWindow:
        (top,) = rows.first("SELECT max(id) FROM list_window") or (0,)
        window.id = (top or 0) + 1
        window.walk, window.parent = (parent.walk, parent.id) if parent else (window.id, None)
        window.began = parent.began if parent else window.began
        rows.do(statements.INSERT_WINDOW, *msgspec.structs.astuple(window))
        return window

    def windows(self, source: str, *, prefix: str | None = None, state: str | None = None) -> list[ListWindow]:
        """Return the windows of a source, the oldest first."""
        sql, values = f"SELECT {statements.WINDOW_COLUMNS} FROM list_window WHERE source = ?", [source]
        for name, value in (("prefix", prefix), ("state", state)):
            if value is not None:
                sql, values = f"{sql} AND {name} = ?", [*values, value]
        with self.db.reading() as rows:
            return [_window(row) for row in rows.all(sql + " ORDER BY id", *values)]

    def window(self, number: int) -> ListWindow:
        """Return one window."""
        with self.db.reading() as rows:
            found = rows.first(f"SELECT {statements.WINDOW_COLUMNS} FROM list_window WHERE id = ?", number)
        assert found is not None
        return _window(found)

    def close(self, window: ListWindow, state: str) -> None:
        """End a window with all that is known of it."""
        window.state = state
        with self.db.writing() as rows:
            self._update(rows, window)

    def _update(self, rows: Rows, window: ListWindow) -> None:
        rows.do(
            "UPDATE list_window SET state = ?, response_date = ?, sure = ?, pages = ?, records = ?, size = ? WHERE id = ?",
            window.state, window.response_date, window.sure, window.pages, window.records, window.size, window.id,
        )  # fmt: skip

    def base(self, source: str, prefix: str, set_spec: str | None) -> Base | None:
        """Return the last walk from which an increment may go on: it and those before it leave no gap.

        A walk counts when each of its windows came to its end, it had no `until`, and it began no later than the
        walk before it did.
        """
        base: Base | None = None
        with self.db.reading() as rows:
            for walk, date, sure, unsettled in rows.all(WALKS, source, prefix, set_spec or ""):
                first, last = rows.first("SELECT first, last FROM list_window WHERE id = ?", walk) or (None, None)
                joined = first is None or (base is not None and first <= base.response_date)
                if not unsettled and date and last is None and joined:
                    base = Base(sure=bool(sure), response_date=date, walk=walk)
        return base

    # --- pages ------------------------------------------------------------------------------------------------------

    def keep(
        self, capture: Capture, *, run: int, source: str, window: ListWindow | None, place: int, token: str | None
    ) -> int:
        """Keep a page before it is read, with its place in the ledger, committed when this returns."""
        with self.db.writing() as rows:
            number = captures.insert(rows, capture, run=run, source=source)
            self._page(rows, number, window, place, token, None, None)
        return number

    def keep_same(
        self, capture: Capture, *, run: int, source: str, window: ListWindow, place: int, token: str | None,
        following: str | None, same: Sequence[int], reader: str,
    ) -> int:  # fmt: skip
        """Keep the row of a page in which the bytes of every record are those of before; its own bytes are not kept."""
        with self.db.writing() as rows:
            number = captures.insert_bare(rows, capture, run=run, source=source, reader=reader)
            self._page(rows, number, window, place, token, following, packed(same))
        return number

    def _page(
        self, rows: Rows, number: int, window: ListWindow | None, place: int, token: str | None,
        following: str | None, same: bytes | None,
    ) -> None:  # fmt: skip
        rows.do(statements.INSERT_PAGE, number, window.id if window else None, place, token, following, same, None)
        if window is not None:
            self._update(rows, window)

    def note_same(self, capture_id: int, same: Sequence[int]) -> None:
        """Note which records of a page had the bytes of before; it goes with those that are put from it."""
        with self.db.writing() as rows:
            rows.do("UPDATE list_page SET same = ? WHERE capture_id = ?", packed(same), capture_id)

    def last_page(self, window: ListWindow) -> ListPage | None:
        """Return the last page of a window, from which it goes on."""
        with self.db.reading() as rows:
            found = rows.first(
                "SELECT p.capture_id, p.place, p.token, p.next, c.body_id FROM list_page p"
                " JOIN capture c ON c.id = p.capture_id WHERE p.window_id = ? AND p.place >= 0"
                " ORDER BY p.place DESC, p.capture_id DESC LIMIT 1",
                window.id,
            )
        if found is None:
            return None
        number, place, token, following, body = found
        return ListPage(capture_id=number, place=place, token=token, next=following, bare=body is None)

    def tokens(self, window: ListWindow) -> list[str]:
        """Return the tokens that the pages of a window were asked with."""
        with self.db.reading() as rows:
            found = rows.all("SELECT token FROM list_page WHERE window_id = ? AND token IS NOT NULL", window.id)
        return [token for (token,) in found]

    def unread(self, source: str) -> list[tuple[int, int | None, int, str | None]]:
        """Return the pages that were kept and not read: capture, window, place and token, the oldest first."""
        with self.db.reading() as rows:
            return rows.all(
                "SELECT c.id, p.window_id, p.place, p.token FROM capture c JOIN list_page p ON p.capture_id = c.id"
                " WHERE NOT c.read AND c.source = ? ORDER BY c.id",
                source,
            )

    def met(self, *, window: int | None = None, walk: int | None = None, run: int | None = None) -> Iterator[int]:
        """Yield the numbers of the records that the pages of a window, of a walk or of a run had, some more than once."""
        where, value = {
            window: "p.window_id = ?", walk: "p.window_id IN (SELECT id FROM list_window WHERE walk = ?)",
            run: "p.capture_id IN (SELECT id FROM capture WHERE run = ?)",
        }[window or walk or run], window or walk or run  # fmt: skip
        with self.db.reading() as rows:
            for found in self.db.stream(rows, f"SELECT p.same, p.gave FROM list_page p WHERE {where}", value):
                for row in found:
                    for data in row:
                        if data:
                            yield from unpacked(data)

    def sights(self, source: str, keys: Iterable[str]) -> dict[str, Sight]:
        """Return what is known of the records of these keys."""
        sql = "SELECT key, id, raw, origin_datestamp, deleted FROM record WHERE source = ? AND key IN ?"
        with self.db.reading() as rows:
            found = rows.all(sql, source, bound_list(rows.dialect, list(keys)))
        return {key: Sight(*rest) for key, *rest in found}


def _window(row: tuple[object, ...]) -> ListWindow:
    window = ListWindow(*row)  # type: ignore[arg-type]
    window.sure = bool(window.sure)
    return window
