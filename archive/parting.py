"""Records left behind by one that went out of their group: what the group says as one record has changed with it.

A member goes by a word of a person, by a suppression or a deletion, or because what tied it or lets it be of the same
work has changed. Nothing is kept here, and what a group is is decided in clusters.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from archive.changes import note
from archive.clusters import TEXTS, clustered
from archive.database import Rows
from archive.sharing import IN_SCHEMES, around
from archive.types import bound_list, instant, to_second
from schemas.record import Record, decode
from schemas.sameness import SCHEMES, facts

SHARING = (
    f"SELECT DISTINCT i.record_id FROM identifier i WHERE i.record_id IN ? AND {IN_SCHEMES} AND EXISTS (SELECT 1 FROM identifier j"
    " WHERE j.value = i.value AND j.scheme = i.scheme AND j.entry_key IS NULL AND j.record_id <> i.record_id)"
    " UNION SELECT low FROM sameness WHERE low IN ? UNION SELECT high FROM sameness WHERE high IN ?"
)

DELETED = "SELECT id FROM record WHERE id IN ? AND deleted"
MOVE = "UPDATE record SET datestamp = ? WHERE id = ?"


class Parting:
    """The groups around records before they change, without what is deleted: such a member says nothing in its group."""

    def __init__(self, rows: Rows, numbers: Iterable[int]) -> None:
        self.rows = rows
        self._before = {group for number in numbers for group in self._groups(number)}

    @classmethod
    def of_changed(cls, rows: Rows, changed: Mapping[int, Record]) -> Parting:
        """Look around those of some records that may leave a group by what they are to say, before it is written."""
        if not changed:
            return cls(rows, ())
        listed = bound_list(rows.dialect, sorted(changed))
        near = [number for (number,) in rows.all(SHARING, listed, listed, listed)]
        texts = rows.all(TEXTS, bound_list(rows.dialect, near)) if near else []
        return cls(rows, [number for number, text in texts if _may_leave(decode(text), changed[number])])

    def note(self, moved: Collection[int], *, run: int, at: datetime) -> None:
        """Move the datestamps of those that were left behind, and note that they are split; those of `moved` have moved."""
        left = sorted(self._left(moved)) if self._before else []
        if not left:
            return
        self.rows.many(MOVE, [(to_second(instant(at)), number) for number in left])
        note(self.rows, [(number, None) for number in left], kind="split", cause="identity", run=run, at=at)

    def _left(self, moved: Collection[int]) -> set[int]:
        found: set[int] = set()
        for group in self._before:
            for number in set(group) - set(moved) - found:
                now = next((one for one in self._groups(number) if number in one), (number,))
                if not set(group) <= set(now):
                    found.add(number)
        return found

    def _groups(self, number: int) -> list[tuple[int, ...]]:
        groups = clustered(self.rows, around(self.rows, number)).groups
        members = sorted({one for group in groups for one in group})
        gone = {one for (one,) in self.rows.all(DELETED, bound_list(self.rows.dialect, members))} if members else set()
        living = [tuple(one for one in group if one not in gone) for group in groups]
        return [group for group in living if group]


def _may_leave(old: Record, new: Record) -> bool:
    return old.deleted != new.deleted or _ties(old) - _ties(new) != set() or facts(old) != facts(new)


def _ties(record: Record) -> set[tuple[str, str, str | None]]:
    return {(one.scheme, one.value, one.of) for one in record.identifiers if one.scheme in SCHEMES}
