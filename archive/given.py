"""The names that records of one work bear together: that of the oldest, and what was once given out stays; what is together is not decided here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from archive import statements
from archive.database import Rows
from archive.types import bound_list

Groups = Sequence[tuple[int, ...]]
Around = Callable[[int], Groups]

LATEST = "SELECT record_id, name_id FROM given_name{} ORDER BY id"
OF_RECORDS = " WHERE record_id IN ?"
CLAIMANTS = " WHERE record_id IN (SELECT record_id FROM given_name WHERE name_id IN ?)"
DELETED = "SELECT id FROM record WHERE id IN ? AND deleted"


def all_names(rows: Rows, groups: Groups) -> tuple[dict[int, int], dict[int, int]]:
    """Return the names of all groups and of records alone that bear another's (`names`), and what was given out so far."""
    given = {int(record): int(name) for record, name in rows.all(LATEST.format(""))}
    return _names(rows, groups, given), given


def names_around(rows: Rows, groups: Groups, number: int, around: Around) -> dict[int, int]:
    """Return what `all_names` does for one record and the groups around it; `around` finds those around others."""
    members = next((one for one in groups if number in one), (number,))
    given = _given(rows, OF_RECORDS, members)
    others = sorted(set(given.values()) - set(members))
    if others:
        given |= _given(rows, CLAIMANTS, others)
        near = {group for one in {*others, *given} for group in around(one)}
        groups = sorted({*groups, *near})
    return _names(rows, groups, given)


def names(groups: Groups, given: Mapping[int, int], deleted: Collection[int]) -> dict[int, int]:
    """Return by record the number of the one whose name it bears, for all in groups and those alone under another's.

    A group bears the oldest name that was given out for one of it and is that of one of it. Where there is none, it
    bears one that was given out for it and is free: its record is `deleted` and alone, as one that was suppressed;
    the group with the oldest record has that. Where there is none either, it bears the name of its oldest record.
    """
    grouped = {number for group in groups for number in group}
    alone = [(number,) for number, name in given.items() if number != name and number not in grouped | set(deleted)]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for group in sorted([*groups, *alone]):
        said = sorted({given[number] for number in group if number in given})
        own = [name for name in said if name in group]
        free = [name for name in said if name in deleted and name not in grouped and name not in taken]
        name = next(iter([*own, *free]), group[0])
        taken.add(name)
        found.update(dict.fromkeys(group, name))
    return found


def give(rows: Rows, named: Iterable[tuple[int, int]], *, run: int) -> int:
    """Note that records were given out under names; return how many were not noted so before."""
    given = {int(record): int(name) for record, name in rows.all(LATEST.format(""))}
    fresh = [(record, name) for record, name in dict(named).items() if given.get(record) != name]
    (last,) = rows.first("SELECT coalesce(max(id), 0) FROM given_name") or (0,)
    rows.many(statements.INSERT_GIVEN_NAME, [(n, *one, run) for n, one in enumerate(fresh, int(last) + 1)])
    return len(fresh)


def _given(rows: Rows, where: str, numbers: Sequence[int]) -> dict[int, int]:
    found = rows.all(LATEST.format(where), bound_list(rows.dialect, list(numbers)))
    return {int(record): int(name) for record, name in found}


def _names(rows: Rows, groups: Groups, given: Mapping[int, int]) -> dict[int, int]:
    others = sorted({number for pair in given.items() if pair[0] != pair[1] for number in pair})
    deleted = {int(number) for (number,) in rows.all(DELETED, bound_list(rows.dialect, others))} if others else set()
    return names(groups, given, deleted)
