"""Groups made of records that hang together: what joins two, what keeps them apart, and never two in one group that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import msgspec

from archive.database import Rows
from archive.sharing import Shares, Word
from archive.types import bound_list
from schemas.record import decode
from schemas.sameness import SCHEMES, Facts, against, apart, facts

TEXTS = "SELECT r.id, v.text FROM record r JOIN version v ON v.id = r.version_id WHERE r.id IN ?"


class Tie(msgspec.Struct, frozen=True):
    """Two records, the older first, and what joins them or keeps them apart."""

    low: int
    high: int
    why: str


class Clustered(msgspec.Struct, frozen=True):
    """Groups of two and more, what joins them, and the pairs that share something and are kept apart."""

    groups: list[tuple[int, ...]]
    ties: list[Tie]
    apart: list[Tie]


def cluster(facts: Mapping[int, Facts], shares: Shares) -> Clustered:
    """Make groups of records that hang together: first what people joined, then the strongest identifiers.

    A join by a person brings along whatever speaks against it; a split stands against everything but a later join.
    """
    groups = _Groups(facts, shares.words)
    refused: dict[tuple[int, int], str] = {}
    ties: list[Tie] = []
    for pair, why, by_hand in _candidates(facts, shares, refused):
        if (reason := groups.join(*pair, by_hand=by_hand)) is None:
            ties.append(Tie(*pair, why))
        else:
            refused[pair] = reason
    root = {number: groups.of[number][0] for number in facts}
    return Clustered(
        groups=sorted({tuple(sorted(one)) for one in groups.of.values() if len(one) > 1}),
        ties=ties,
        apart=[Tie(*pair, why) for pair, why in sorted(refused.items()) if root[pair[0]] != root[pair[1]]],
    )


def _candidates(
    facts: Mapping[int, Facts], shares: Shares, refused: dict[tuple[int, int], str]
) -> Iterator[tuple[tuple[int, int], str, bool]]:
    """Yield pairs that are to be joined, with what joins them and whether a person did; note those that are not."""
    for pair, word in sorted(shares.words.items()):
        if word.together:
            yield pair, f"joined: {word.reason}", True
    found = [
        (SCHEMES.index(scheme), high, low, scheme, value)
        for (scheme, value), numbers in shares.values.items()
        for low, high in combinations(numbers, 2)
    ]
    # Pairs that came earlier go first, so that a new record does not part what was together.
    for _, high, low, scheme, value in sorted(found):
        reason = apart(facts[low], facts[high], scheme, value)
        if reason is None:
            yield (low, high), f"{scheme} {value}", False
        else:
            refused.setdefault((low, high), f"{scheme} {value}: {reason}")


class _Groups:
    """Groups that grow; `of` gives the one list that all members of a group share."""

    def __init__(self, facts: Mapping[int, Facts], words: Mapping[tuple[int, int], Word]) -> None:
        self.facts, self.words = facts, words
        self.of = {number: [number] for number in facts}
        self._by_hand: set[int] = set()

    def join(self, a: int, b: int, *, by_hand: bool) -> str | None:
        """Join the groups of two records, or return what stands against it."""
        mine, others = self.of[a], self.of[b]
        if mine is not others:
            for pair in ((x, y) for x in mine for y in others):
                if reason := self._against(*pair, by_hand=by_hand):
                    return reason
            mine += others
            self.of.update(dict.fromkeys(others, mine))
        if by_hand:
            self._by_hand |= {a, b}
        return None

    def _against(self, a: int, b: int, *, by_hand: bool) -> str | None:
        word = self.words.get((min(a, b), max(a, b)))
        if word is not None and not word.together:
            return f"split: {word.reason}"
        if by_hand or a in self._by_hand or b in self._by_hand:
            return None
        return against(self.facts[a], self.facts[b])


def clustered(rows: Rows, shares: Shares) -> Clustered:
    """Return the groups among records that hang together."""
    listed = bound_list(rows.dialect, sorted(shares.numbers))
    return cluster({number: facts(decode(text)) for number, text in rows.all(TEXTS, listed)}, shares)
