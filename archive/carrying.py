"""What people decided about a record goes over to another that goes on in its place; why it does is not known here.

Nothing is altered: what was decided of the former is ended, and said of the other anew, by the run that joins them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive import statements
from archive.database import Rows
from archive.layer import IN_FORCE

CORRECTIONS = f"SELECT {{}} FROM correction WHERE record_id = ? AND state IN {IN_FORCE!r} ORDER BY id"
SUPPRESSIONS = "SELECT {} FROM suppression WHERE record_id = ? AND lifted IS NULL ORDER BY id"
WAIVERS = "SELECT {} FROM waiver WHERE record_id = ? AND lifted IS NULL ORDER BY id"
WORDS = "SELECT low, high, together, reason FROM sameness WHERE low = ? OR high = ? ORDER BY id"
NAMED = (
    "SELECT g.record_id FROM given_name g WHERE g.name_id = ? AND g.id = (SELECT max(l.id) FROM given_name l"
    " WHERE l.record_id = g.record_id) ORDER BY g.record_id"
)


def carry(rows: Rows, former: int, other: int, keys: Mapping[str, str], *, run: int) -> None:
    """Carry all that was decided about a record (its number) over to another; `keys` gives the entry keys there by those here."""
    _corrections(rows, former, other, keys, run)
    _suppressions(rows, former, other, keys, run)
    _waivers(rows, former, other, keys, run)
    _words(rows, former, other, run)
    named = [(number, other) for (number,) in rows.all(NAMED, former)]
    _insert(rows, "given_name", statements.INSERT_GIVEN_NAME, [(*one, run) for one in named])


def _corrections(rows: Rows, former: int, other: int, keys: Mapping[str, str], run: int) -> None:
    """The later word about a field is in force: what was said of the former record came after."""
    ended = "UPDATE correction SET state = 'replaced', ended = ? WHERE id = ?"
    here = {(entry, field): number for number, entry, field, op in _decided(rows, CORRECTIONS, other) if op == "set"}
    made = []
    columns = "id, entry_key, field, op, value, before, base, theirs, state, at, who, reason"
    for number, entry, field, op, *said, reason in rows.all(CORRECTIONS.format(columns), former):
        entry = keys.get(entry, entry)
        if op == "set" and (entry, field) in here:
            rows.do(ended, run, here[entry, field])
        rows.do(ended, run, number)
        made.append((other, run, entry, field, op, *said, reason, None))
    _insert(rows, "correction", statements.INSERT_CORRECTION, made)


def _decided(rows: Rows, sql: str, record: int) -> list[tuple[Any, ...]]:
    return rows.all(sql.format("id, entry_key, field, op"), record)


def _suppressions(rows: Rows, former: int, other: int, keys: Mapping[str, str], run: int) -> None:
    found = rows.all(SUPPRESSIONS.format("entry_key, until, at, who, reason"), former)
    rows.do("UPDATE suppression SET lifted = ? WHERE record_id = ? AND lifted IS NULL", run, former)
    made = [(other, run, keys.get(entry, entry), *said, None) for entry, *said in found]
    _insert(rows, "suppression", statements.INSERT_SUPPRESSION, made)


def _waivers(rows: Rows, former: int, other: int, keys: Mapping[str, str], run: int) -> None:
    found = rows.all(WAIVERS.format("code, entry_key, place, value, until, at, who, reason"), former)
    rows.do("UPDATE waiver SET lifted = ? WHERE record_id = ? AND lifted IS NULL", run, former)
    made = [(run, code, None, other, keys.get(entry, entry), *said, None) for code, entry, *said in found]
    _insert(rows, "waiver", statements.INSERT_WAIVER, made)


def _words(rows: Rows, former: int, other: int, run: int) -> None:
    """Say of the other what was said of the former, which from now on is together with nothing."""
    last = {pair: said for *pair_, together, reason in rows.all(WORDS, former, former)
            for pair, said in [(tuple(pair_), (bool(together), reason))]}  # fmt: skip
    made = []
    for pair, (together, reason) in last.items():
        third = pair[0] if pair[1] == former else pair[1]
        if together:
            made.append((*pair, False, f"carried over: {reason}", run))
        if third != other:
            made.append((min(third, other), max(third, other), together, reason, run))
    _insert(rows, "sameness", statements.INSERT_SAMENESS, made)


def _insert(rows: Rows, table: str, sql: str, made: Sequence[tuple[Any, ...]]) -> None:
    (last,) = rows.first(f"SELECT coalesce(max(id), 0) FROM {table}") or (0,)
    rows.many(sql, [(number, *one) for number, one in enumerate(made, int(last) + 1)])
