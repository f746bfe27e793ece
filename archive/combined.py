"""The versions in force with one record for each group of records of one work, streamed and of one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from archive.database import Database, Rows
from archive.given import all_names
from archive.heads import FROM, VERSION, held_of
from archive.selection import Selection, chosen
from archive.types import bound_list
from schemas.combining import as_held, preferred
from schemas.envelope import Held

Found = Callable[[Rows], Iterable[tuple[int, ...]]]


def combined(
    db: Database, selection: Selection, prefer: Sequence[str], found: Found, *, deleted: bool,
    named: list[tuple[int, int]] | None,
) -> Iterator[Held]:  # fmt: skip
    """Yield the selected records; a group (its numbers, the oldest first) is one record where it is first met.

    What goes out under a name that is not noted yet is added to `named`: the numbers of a record and of that name.
    """
    stream = _combined(db, selection, prefer, found, deleted, named if named is not None else [])
    return stream if selection.limit is None else islice(stream, selection.limit)


def _combined(
    db: Database, selection: Selection, prefer: Sequence[str], found: Found, deleted: bool, named: list[tuple[int, int]]
) -> Iterator[Held]:
    where, values = chosen(selection, db.dialect)
    if not deleted:
        where = [*where, "NOT r.deleted"]
    sql = f"SELECT r.id, {VERSION}{FROM}" + (f" WHERE {' AND '.join(where)}" if where else "")
    with db.reading() as rows:
        groups = {number: group for group in found(rows) for number in group}
        names, given = all_names(rows, sorted(set(groups.values())))
        borne = set(names.values())
        done: set[tuple[int, ...]] = set()
        # What is streamed holds the first cursor; members are looked up by another in the same transaction.
        beside = Rows(rows.cursor.connection.cursor(), rows.dialect, {})
        for page in db.stream(rows, f"{sql} ORDER BY r.source, r.key", *values):
            for number, *row in page:
                group, name = groups.get(number, (number,)), names.get(number, number)
                if group in done or (number in borne and number not in names):  # others go out under its name
                    continue
                if len(group) > 1:
                    done.add(group)
                held = held_of(tuple(row)) if group == (name,) else under(beside, group, name, prefer)
                yield held
                if not held.record.deleted:
                    named += [(one, name) for one in group if given.get(one) != name]


def under(rows: Rows, group: Sequence[int], name: int, prefer: Sequence[str]) -> Held:
    """Return the one record that a group makes, under the name of one of it or of one that is gone."""
    members = members_of(rows, sorted({*group, name}))
    named = next(one.envelope for one, number in zip(members, sorted({*group, name}), strict=True) if number == name)
    own = [one for one in members if one.envelope is not named or name in group]
    return as_held(preferred(own, prefer), named)


def members_of(rows: Rows, numbers: Sequence[int]) -> list[Held]:
    """Return records by their numbers, the oldest first."""
    sql = f"SELECT {VERSION}{FROM} WHERE r.id IN ? ORDER BY r.id"
    return [held_of(row) for row in rows.all(sql, bound_list(rows.dialect, list(numbers)))]
