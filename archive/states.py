"""What became of findings: those that `validate` has seen are kept, with since when they are open and when they were over.

A finding is told by its record, rule, entry key, place and value, so it stays itself when a list is put in another
order or an origin numbers its entries anew. All this can be worked out again at any time; waivers.py has what people say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from archive import statements
from archive.database import Database, Rows
from archive.types import bound_list

Sign = tuple[str, str | None, str, str | None]
"""What a finding is told by within its record: code, entry key, place, value."""

KNOWN = "SELECT id, record_id, code, entry_key, place, value, since, ended, back FROM finding WHERE record_id IN ?"
OF_DELETED = "ended IS NULL AND record_id IN (SELECT id FROM record WHERE deleted)"


class Kept(msgspec.Struct, frozen=True):
    """A finding as it is kept: its row, since when it is open, when it was over (None: it is open), how often it came back."""

    row: int
    since: str
    ended: str | None
    back: int


States = dict[tuple[int, Sign], Kept]
"""What is kept, by record number and sign."""


def known(rows: Rows, numbers: Iterable[int]) -> States:
    """Return what is kept of the findings of records, by their numbers."""
    found = rows.all(KNOWN, bound_list(rows.dialect, list(numbers)))
    return {
        (record, (code, key, place, value)): Kept(row, *said) for row, record, code, key, place, value, *said in found
    }


def read(db: Database, numbers: Sequence[int]) -> States:
    """Return what is kept of the findings of records."""
    with db.reading() as rows:
        return known(rows, numbers)


def keep(db: Database, page: Mapping[int, Iterable[Sign]], at: str) -> States:
    """Keep what was found of records: new is open, gone is over, what was over and is there again is open since now.

    Only differences are written, in one short transaction; where there are none the archive is only read.
    """
    numbers = list(page)
    signs = {(number, sign) for number, found in page.items() for sign in found}
    before = read(db, numbers)
    if not _differs(before, signs):
        return before
    with db.writing() as rows:  # another one may have judged the same records since
        _write(rows, known(rows, numbers), signs, at)
        return known(rows, numbers)


def _differs(before: States, signs: set[tuple[int, Sign]]) -> bool:
    return {sign for sign, one in before.items() if one.ended is None} != signs


def _write(rows: Rows, before: States, signs: set[tuple[int, Sign]], at: str) -> None:
    over = [(at, one.row) for sign, one in before.items() if one.ended is None and sign not in signs]
    again = [(at, one.row) for sign, one in before.items() if one.ended is not None and sign in signs]
    rows.many("UPDATE finding SET ended = ? WHERE id = ?", over)
    rows.many("UPDATE finding SET ended = NULL, since = ?, back = back + 1 WHERE id = ?", again)
    (last,) = rows.first("SELECT coalesce(max(id), 0) FROM finding") or (0,)
    new = sorted(signs - before.keys(), key=_order)
    rows.many(
        statements.INSERT_FINDING,
        [(number, record, *sign, at, None, 0) for number, (record, sign) in enumerate(new, int(last) + 1)],
    )


def _order(one: tuple[int, Sign]) -> tuple[Any, ...]:
    record, sign = one
    return record, *(part or "" for part in sign)


def let_go(db: Database, at: str) -> None:
    """End what is open of records that are deleted or suppressed: nobody can work on it."""
    with db.reading() as rows:
        if rows.first(f"SELECT id FROM finding WHERE {OF_DELETED} LIMIT 1") is None:
            return
    with db.writing() as rows:
        rows.do(f"UPDATE finding SET ended = ? WHERE {OF_DELETED}", at)
