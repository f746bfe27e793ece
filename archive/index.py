"""What is looked up of the versions in force: identifiers, series, words; fed in the transaction that writes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from archive import statements
from archive.database import Rows
from archive.search import feed
from archive.types import bound_list, kept
from archive.words import fold
from schemas.record import Record, walk


class Index:
    """The look-up rows of the records of one batch; the last version that is set for a record is the one written."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._set: dict[int, tuple[int, Record, Sequence[str]]] = {}
        self._stale: list[int] = []

    def set(self, record_id: int, version_id: int, record: Record, keys: Sequence[str], *, fresh: bool) -> None:
        """Say which version of a record is in force; rows of the former one are replaced unless the record is fresh."""
        self._set[record_id] = version_id, record, keys
        if not fresh:
            self._stale.append(record_id)

    def replaced(self) -> dict[int, Record]:
        """Return what records that are not fresh are to say, by their numbers."""
        return {number: self._set[number][1] for number in self._stale}

    def write(self) -> None:
        """Write the rows of all records that were set."""
        rows = self.rows
        if self._stale:
            for table in ("identifier", "series"):
                rows.do(f"DELETE FROM {table} WHERE record_id IN ?", bound_list(rows.dialect, self._stale))
        identifiers: list[tuple[Any, ...]] = []
        series: list[tuple[Any, ...]] = []
        for record_id, (_, record, keys) in self._set.items():
            identifiers += _identifiers(record_id, record, keys)
            series += [(record_id, title) for s in record.series if s.title and (title := fold(s.title))]
        rows.many(statements.INSERT_IDENTIFIER, identifiers)
        rows.many(statements.INSERT_SERIES, series)
        feed(rows, [(number, record) for number, record, _ in self._set.values()])


def _identifiers(record_id: int, record: Record, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for identifier in record.identifiers:
        yield record_id, None, kept(identifier.scheme), kept(identifier.value)
    if record.contents:
        for key, entry in zip(keys, walk(record.contents), strict=True):
            for identifier in entry.identifiers:
                yield record_id, key, kept(identifier.scheme), kept(identifier.value)
