"""The versions in force with one record for each group of records of one work, streamed and of one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from archive.database import Database, Rows
from archive.heads import FROM, VERSION, held_of
from archive.selection import Selection, chosen
from archive.types import bound_list
from schemas.combining import as_held, preferred
from schemas.envelope import Held

Found = Callable[[Rows], Iterable[tuple[int, ...]]]


def combined(
    db: Database, selection: Selection, prefer: Sequence[str], found: Found, *, deleted: bool
) -> Iterator[Held]:
    """Yield the selected records; a group (its numbers, the oldest first) is one record where it is first met."""
    stream = _combined(db, selection, prefer, found, deleted=deleted)
    return stream if selection.limit is None else islice(stream, selection.limit)


def _combined(
    db: Database, selection: Selection, prefer: Sequence[str], found: Found, *, deleted: bool
) -> Iterator[Held]:
    where, values = chosen(selection, db.dialect)
    if not deleted:
        where = [*where, "NOT r.deleted"]
    sql = f"SELECT r.id, {VERSION}{FROM}" + (f" WHERE {' AND '.join(where)}" if where else "")
    with db.reading() as rows:
        groups = {number: group for group in found(rows) for number in group}
        done: set[tuple[int, ...]] = set()
        # What is streamed holds the first cursor; members are looked up by another in the same transaction.
        beside = Rows(rows.cursor.connection.cursor(), rows.dialect, {})
        for page in db.stream(rows, f"{sql} ORDER BY r.source, r.key", *values):
            for number, *row in page:
                group = groups.get(number)
                if group is None:
                    yield held_of(tuple(row))
                elif group not in done:
                    done.add(group)
                    members = members_of(beside, group)
                    yield as_held(preferred(members, prefer), members[0].envelope)


def members_of(rows: Rows, numbers: Sequence[int]) -> list[Held]:
    """Return records by their numbers, the oldest first."""
    sql = f"SELECT {VERSION}{FROM} WHERE r.id IN ? ORDER BY r.id"
    return [held_of(row) for row in rows.all(sql, bound_list(rows.dialect, list(numbers)))]
