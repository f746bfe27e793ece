"""One facet in memory: which values each record has, how often each is there, and who has it; what the facets are is not known here."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain

from archive.words import fold

LISTED = 4096
"""Values of a facet of which it is noted who has them: years and publishers, not every subject that somebody ever gave."""
ALIKE = 4096
"""Combinations of values that records share."""


class Shelf:
    """One facet: the values by number, of each live record (by its number) the numbers of its values, and how often each is there."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.totals = array("q")
        self._numbers: dict[str, int] = {}
        self._of: list[tuple[int, ...]] = []
        self._alike: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._having: list[array[int]] = []

    def put(self, record: int, values: Iterable[str]) -> None:
        """Say which values a record has; none for one that is no more."""
        if record >= len(self._of):
            self._of += [()] * (record + 1 - len(self._of))
        before, found = self._of[record], tuple(dict.fromkeys([self._number(value) for value in values]))
        for number in before:
            self.totals[number] -= 1
        for number in found:
            self.totals[number] += 1
            if number < LISTED and number not in before:
                self._having[number].append(record)
        room = len(self._alike) < ALIKE
        self._of[record] = self._alike.setdefault(found, found) if room else self._alike.get(found, found)

    def _number(self, value: str) -> int:
        folded = _folded(value)
        if folded == value:
            folded = value  # one text for both
        number = self._numbers.get(folded)
        if number is None:
            number = self._numbers[folded] = len(self.names)
            self.names.append(value)
            self.totals.append(0)
            if number < LISTED:
                self._having.append(array("q"))
        return number

    def total(self, values: Iterable[str]) -> int:
        """Return how many records have one of the values, at most: one that has two counts twice."""
        return sum(self.totals[number] for number in self._wanted(values))

    def having(self, values: Iterable[str]) -> list[int] | None:
        """Return all records that have one of the values, the newest first; None where that is not noted."""
        wanted = self._wanted(values)
        if any(number >= LISTED for number in wanted):
            return None
        # A record may have lost a value since, and have got it again.
        found = set(chain.from_iterable([self._having[number] for number in wanted]))
        return sorted([one for one in found if not wanted.isdisjoint(self._of[one])], reverse=True)

    def narrowed(self, records: Sequence[int], values: Iterable[str]) -> list[int]:
        """Return those of some records that have one of the values, in their order."""
        wanted = self._wanted(values)
        of, size = self._of, len(self._of)
        if len(wanted) == 1:
            (number,) = wanted
            return [one for one in records if one < size and number in of[one]]
        return [one for one in records if one < size and not wanted.isdisjoint(of[one])]

    def counted(self, records: Iterable[int]) -> Iterable[tuple[int, int]]:
        """Return the numbers of values with how many of the records have them."""
        return Counter(chain.from_iterable(map(self._of.__getitem__, records))).items()

    def _wanted(self, values: Iterable[str]) -> set[int]:
        return {number for value in values if (number := self._numbers.get(_folded(value))) is not None}


def _folded(value: str) -> str:
    return value if len(value) < 3 else fold(value) or value
