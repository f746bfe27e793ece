"""What a delivery gives: record by record what was given before against what is in force now, item by item; nothing is kept here."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self

import msgspec

from archive.cosmetic import alike
from archive.database import Database, Rows
from archive.heads import FROM, VERSION, held_of
from archive.selection import Selection, chosen
from schemas.envelope import Held
from schemas.left_out import LeftOut, unnoticed
from schemas.parts import said, tombstone

Parts = Callable[[Held, LeftOut], Iterable[Held]]
"""Makes of a record the items that go out of it: itself, its entries, or both."""

Fits = Callable[[Held], bool]
"""Says whether the format takes an item: what it did not take was never given."""

NOW = (
    "SELECT r.id, r.version_id, CASE WHEN d.gone THEN NULL ELSE d.name END, CASE WHEN d.gone THEN NULL ELSE"
    f" d.version_id END, {VERSION}{FROM} LEFT JOIN delivered d ON d.record_id = r.id AND d.delivery_id = ?"
    " WHERE (d.record_id IS NULL OR d.gone OR d.version_id <> r.version_id OR d.name <> r.source || ':' || r.key)"
    " AND {chosen} ORDER BY r.source, r.key"
)
GONE = (
    "SELECT r.id, CASE WHEN r.deleted THEN r.version_id END, d.name, d.version_id FROM delivered d"
    " JOIN record r ON r.id = d.record_id WHERE d.delivery_id = ? AND NOT d.gone"
    " AND r.id NOT IN (SELECT r.id FROM record r WHERE {chosen}) ORDER BY d.name"
)
LAST = (
    "SELECT record_id, name, version_id, gone, before_name, before_id FROM delivered"
    " WHERE delivery_id = ? AND number = ? ORDER BY place"
)
ONE = f"SELECT {VERSION}{FROM.replace('v.id = r.version_id', 'v.record_id = r.id')} WHERE v.id = ?"
SUPPRESSED = "SELECT record_id, entry_key FROM suppression WHERE lifted IS NULL"
WITHHELD = "held back since it was delivered"

AT_ONCE = 500


class Begun:
    """A delivery being made: its items, how many of each kind, and what is to be kept of them once they are in place.

    A context manager: what is to be kept waits in a file without name.
    """

    def __init__(self, db: Database, delivery: int, parts: Parts, fits: Fits, left_out: LeftOut) -> None:
        self.db, self._delivery, self._parts, self._fits = db, delivery, parts, fits
        self._told = left_out
        self.tally = {"new": 0, "changed": 0, "gone": 0}
        self.records = 0
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115 (closed with this)
        self._hidden: dict[int, set[str | None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._spool.close()

    def left_out(self, item: Held, reason: str) -> None:
        """Take notice of an item that the format leaves out: it is not counted as given."""
        if item.status is not None:
            self.tally[item.status] -= 1
        self._told(item, reason)

    def items(self, selection: Selection) -> Iterator[Held]:
        """Yield what is new, changed and gone since the last delivery, of one moment and in flat memory."""
        with self.db.reading() as rows:
            beside = self._beside(rows)
            where, values = chosen(selection, self.db.dialect)
            picked = " AND ".join(["NOT r.deleted", *where])
            for page in self.db.stream(rows, NOW.format(chosen=picked), self._delivery, *values):
                for number, version, name, before, *row in page:
                    new = held_of(tuple(row))
                    old = self._version(beside, before, name) if before is not None else None
                    found = [*self._between(number, old, new)]
                    yield from self._counted(found, number, (new.envelope.id, version, False, name, before))
            for page in self.db.stream(rows, GONE.format(chosen=picked), self._delivery, *values):
                for number, version, name, before in page:
                    found = [*self._between(number, self._version(beside, before, name), None)]
                    yield from self._counted(found, number, (name, version, True, name, before))

    def last(self, number: int) -> Iterator[Held]:
        """Yield what the delivery of this number gave, from the versions of then; without what is held back by now."""
        with self.db.reading() as rows:
            beside = self._beside(rows)
            for page in self.db.stream(rows, LAST, self._delivery, number):
                for record, name, version, gone, before_name, before in page:
                    old = self._version(beside, before, before_name) if before is not None else None
                    new = None if gone else self._version(beside, version, name)
                    found = [*self._between(record, old, new)]
                    yield from self._counted([one for one in found if not self._withheld(record, one)])

    def kept(self) -> Iterator[list[Sequence[Any]]]:
        """Yield what is to be kept, in pages: record, place, name, version, gone, name and version before."""
        self._spool.seek(0)
        page: list[Sequence[Any]] = []
        for line in self._spool:
            page.append(msgspec.json.decode(line))
            if len(page) == AT_ONCE:
                yield page
                page = []
        yield page

    def _beside(self, rows: Rows) -> Rows:
        """A second cursor in the same transaction: what is streamed holds the first."""
        for record, key in rows.all(SUPPRESSED):
            self._hidden.setdefault(record, set()).add(key)
        return Rows(rows.cursor.connection.cursor(), rows.dialect, {})

    def _counted(self, found: list[Held], number: int = 0, row: tuple[Any, ...] | None = None) -> Iterator[Held]:
        if found and row is not None:
            self.records += 1
            self._spool.write(msgspec.json.encode((number, self.records, *row)) + b"\n")
        for item in found:
            if item.status is not None:
                self.tally[item.status] += 1
            yield item

    def _between(self, record: int, old: Held | None, new: Held | None) -> Iterator[Held]:
        """Yield what became of the items of one record: new, changed, gone; what only is printed otherwise is no change."""
        given = {item.envelope.id: item for item in self._items(old, unnoticed) if self._fits(item)} if old else {}
        for item in self._items(new, self._told):
            before = given.get(item.envelope.id)
            if before is None:
                item.status = "new"
            elif alike(said(before), said(item), ""):
                del given[item.envelope.id]
                continue
            elif self._fits(item):
                item.status = "changed"
                del given[item.envelope.id]
            yield item  # what the format no longer takes is named by it, and taken back below
        for item in given.values():
            yield tombstone(item, bare=self._is_hidden(record, item))

    def _items(self, held: Held | None, left_out: LeftOut) -> Iterable[Held]:
        return () if held is None else self._parts(held, left_out)

    def _is_hidden(self, record: int, item: Held) -> bool:
        hidden = self._hidden.get(record, ())
        return None in hidden or item.envelope.key.rpartition("#")[2] in hidden

    def _withheld(self, record: int, item: Held) -> bool:
        if item.status == "gone" or not self._is_hidden(record, item):
            return False
        self._told(item, WITHHELD)
        return True

    def _version(self, rows: Rows, version: int, name: str) -> Held:
        """A version under the name that it was given by, which its record may have had before it moved."""
        found = rows.first(ONE, version)
        assert found is not None
        source, _, key = name.partition(":")
        return held_of((source, key, *found[2:]))
