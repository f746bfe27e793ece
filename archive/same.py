"""Records of several sources that are of one work: the groups with their evidence, and what people say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from archive import statements
from archive.changes import note
from archive.clusters import Clustered, clustered
from archive.combined import combined, members_of, under
from archive.database import Database, Rows
from archive.given import all_names, give, names_around
from archive.heads import record_number
from archive.moments import stamped
from archive.parting import Parting
from archive.selection import Selection
from archive.sharing import all_shares, around, crowded
from archive.types import bound_list, instant, to_second
from schemas.envelope import Held
from schemas.errors import UsageError

NAMES = "SELECT id, source, key FROM record WHERE id IN ?"


class Pair(msgspec.Struct, frozen=True):
    """Two records by their ids, and why they are together or apart."""

    one: str
    other: str
    why: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Records of one work: `id` is the name that they bear (given.py), `members` all, the oldest first, with what joins them."""

    id: str
    members: tuple[str, ...]
    ties: tuple[Pair, ...]


class Same:
    """Which records are of one work, by shared identifiers and by people's words."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def groups(self) -> Iterator[Group]:
        """Yield all groups, that with the oldest record first."""
        with self.db.reading() as rows:
            found = [clustered(rows, shares) for shares in all_shares(rows)]
            bear, _ = all_names(rows, [group for one in found for group in one.groups])
            for one in found:
                yield from _groups(rows, one, bear)

    def apart(self) -> Iterator[Pair]:
        """Yield the pairs that share an identifier and are kept apart, with the reason."""
        with self.db.reading() as rows:
            for shares in all_shares(rows):
                found = clustered(rows, shares).apart
                names = _names(rows, {number for tie in found for number in (tie.low, tie.high)})
                yield from (Pair(names[tie.low], names[tie.high], tie.why) for tie in found)

    def crowded(self) -> list[tuple[str, str, int]]:
        """Return the identifiers that too many records share to say anything: scheme, value, how many."""
        with self.db.reading() as rows:
            return crowded(rows)

    def group(self, name: str) -> Group | None:
        """Return the group of a record (its id), None where it is alone; the cost is that of its neighbours."""
        with self.db.reading() as rows:
            number = record_number(rows, name)
            near = clustered(rows, around(rows, number))
            found = _groups(rows, near, names_around(rows, near.groups, number, _around(rows)))
            own = _names(rows, {number})[number]
            return next((one for one in found if own in one.members), None)

    def members(self, name: str) -> list[Held]:
        """Return the records of the group of a record, the oldest first; of one that is alone only itself."""
        with self.db.reading() as rows:
            number = record_number(rows, name)
            groups = clustered(rows, around(rows, number)).groups
            return members_of(rows, next((one for one in groups if number in one), (number,)))

    def combined(self, name: str, prefer: Sequence[str]) -> Held:
        """Return the one record that the group of a record makes; a record that is alone under its own name as it is."""
        with self.db.reading() as rows:
            number = record_number(rows, name)
            groups = clustered(rows, around(rows, number)).groups
            group = next((one for one in groups if number in one), (number,))
            bears = names_around(rows, groups, number, _around(rows)).get(number, number)
            return members_of(rows, group)[0] if group == (bears,) else under(rows, group, bears, prefer)

    def give(self, named: Sequence[tuple[int, int]], *, run: int) -> int:
        """Note under which names records were given out (`named` of `heads`): they bear them for ever; return how many."""
        with self.db.writing() as rows:
            return give(rows, named, run=run)

    def heads(
        self, selection: Selection, prefer: Sequence[str], *, deleted: bool = False,
        named: list[tuple[int, int]] | None = None,
    ) -> Iterator[Held]:  # fmt: skip
        """Yield what `Store.heads` does, with one record for each group of which any member is selected.

        `named` is filled with what is to be handed to `give` once all has been given out.
        """

        def found(rows: Rows) -> Iterator[tuple[int, ...]]:
            return (group for shares in all_shares(rows) for group in clustered(rows, shares).groups)

        return combined(self.db, selection, prefer, found, deleted=deleted, named=named)

    def join(self, names: Sequence[str], *, reason: str, run: int) -> int:
        """Say that records (ids) are of one work; returns how many pairs that is. Raises NotFound and UsageError."""
        with self.db.writing() as rows:
            numbers = _distinct(rows, names)
            return self._say(rows, [(numbers[0], one) for one in numbers[1:]], True, reason, run)

    def split(self, names: Sequence[str], *, reason: str, run: int) -> int:
        """Say that the first of some records is not of one work with the others, or where it stands alone with its group."""
        with self.db.writing() as rows:
            numbers = _distinct(rows, names) if len(names) > 1 else [record_number(rows, names[0])]
            groups = clustered(rows, around(rows, numbers[0])).groups if len(numbers) == 1 else []
            numbers += [one for group in groups if numbers[0] in group for one in group if one != numbers[0]]
            if len(numbers) == 1:
                raise UsageError(f"{names[0]}: is in no group: name what it is to be split from")
            return self._say(rows, [(numbers[0], one) for one in numbers[1:]], False, reason, run)

    def _say(self, rows: Rows, pairs: Sequence[tuple[int, int]], together: bool, reason: str, run: int) -> int:
        at = stamped(rows, self._clock)
        (last,) = rows.first("SELECT max(id) FROM sameness") or (0,)
        said = [(min(pair), max(pair), together, reason, run) for pair in pairs]
        numbers = sorted({number for pair in pairs for number in pair})
        parting = Parting(rows, numbers)
        rows.many(statements.INSERT_SAMENESS, [(number, *one) for number, one in enumerate(said, (last or 0) + 1)])
        rows.many("UPDATE record SET datestamp = ? WHERE id = ?", [(to_second(instant(at)), one) for one in numbers])
        kind = "joined" if together else "split"
        note(rows, [(number, None) for number in numbers], kind=kind, cause="identity", run=run, at=at)
        parting.note(numbers, run=run, at=at)
        return len(said)


def _around(rows: Rows) -> Callable[[int], list[tuple[int, ...]]]:
    return lambda number: clustered(rows, around(rows, number)).groups


def _groups(rows: Rows, found: Clustered, bear: Mapping[int, int]) -> list[Group]:
    named = {number for group in found.groups for number in (*group, bear[group[0]])}
    names = _names(rows, named)
    return [
        Group(
            id=names[bear[group[0]]],
            members=tuple(names[number] for number in group),
            ties=tuple(Pair(names[t.low], names[t.high], t.why) for t in found.ties if t.low in group),
        )
        for group in found.groups
    ]


def _names(rows: Rows, numbers: set[int]) -> dict[int, str]:
    found = rows.all(NAMES, bound_list(rows.dialect, sorted(numbers))) if numbers else []
    return {number: f"{source}:{key}" for number, source, key in found}


def _distinct(rows: Rows, names: Sequence[str]) -> list[int]:
    numbers = list(dict.fromkeys(record_number(rows, name) for name in names))
    if len(numbers) < 2:
        raise UsageError(f"{', '.join(names)}: name at least two records")
    return numbers
