"""Which records share an identifier, and what people said of pairs of records: look-ups only; clusters.py decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from archive.database import Rows
from archive.types import bound_list
from schemas.sameness import SCHEMES

MOST = 50
"""Records that may share an identifier; one that more share (that of a series, a default of the repository) says nothing."""

IN_SCHEMES = f"entry_key IS NULL AND scheme IN ({', '.join(repr(one) for one in SCHEMES)})"
OWN = f"SELECT DISTINCT value, scheme FROM identifier WHERE record_id IN ? AND {IN_SCHEMES}"
SHARERS = (
    "SELECT DISTINCT record_id FROM identifier WHERE value = ? AND scheme = ? AND entry_key IS NULL"
    f" ORDER BY record_id LIMIT {MOST + 1}"
)
SHARED = (
    f"SELECT value, scheme FROM identifier WHERE {IN_SCHEMES} GROUP BY value, scheme"
    f" HAVING count(DISTINCT record_id) BETWEEN 2 AND {MOST} ORDER BY value, scheme"
)
CROWDED = (
    f"SELECT scheme, value, count(DISTINCT record_id) FROM identifier WHERE {IN_SCHEMES} GROUP BY value, scheme"
    f" HAVING count(DISTINCT record_id) > {MOST} ORDER BY scheme, value"
)
SAID = "SELECT low, high, together, reason FROM sameness"


class Word(msgspec.Struct, frozen=True):
    """What a person said last of two records: that they are of one work, or not; and why."""

    together: bool
    reason: str


class Shares(msgspec.Struct, kw_only=True):
    """Records (their numbers) that hang together by what they share or by words, whatever becomes of that."""

    numbers: set[int]
    values: dict[tuple[str, str], tuple[int, ...]]
    words: dict[tuple[int, int], Word]


def around(rows: Rows, number: int) -> Shares:
    """Return what hangs together with one record; the cost is that of its neighbours, not of the archive."""
    shares = Shares(numbers=set(), values={}, words={})
    new = {number}
    while new:
        shares.numbers |= new
        met: set[int] = set()
        for value, scheme in rows.all(OWN, bound_list(rows.dialect, sorted(new))):
            found = tuple(one for (one,) in rows.all(SHARERS, value, scheme))
            if 2 <= len(found) <= MOST:
                shares.values[scheme, value] = found
                met.update(found)
        for word in _words(rows, sorted(new)):
            shares.words.update(word)
            met.update(*word)
        new = met - shares.numbers
    return shares


def all_shares(rows: Rows) -> Iterator[Shares]:
    """Yield all records that hang together with others, by their lowest number."""
    values = {
        (scheme, value): tuple(one for (one,) in rows.all(SHARERS, value, scheme)) for value, scheme in rows.all(SHARED)
    }
    words = {
        (low, high): Word(bool(together), reason) for low, high, together, reason in rows.all(f"{SAID} ORDER BY id")
    }
    roots = _roots([*values.values(), *words])
    found: dict[int, Shares] = {}
    for number, root in roots.items():
        found.setdefault(root, Shares(numbers=set(), values={}, words={})).numbers.add(number)
    for name, sharers in values.items():
        found[roots[sharers[0]]].values[name] = sharers
    for pair, word in words.items():
        found[roots[pair[0]]].words[pair] = word
    yield from (found[root] for root in sorted(found))


def crowded(rows: Rows) -> list[tuple[str, str, int]]:
    """Return the identifiers that too many records share to say anything: scheme, value, how many."""
    return [(scheme, value, int(count)) for scheme, value, count in rows.all(CROWDED)]


def _roots(sets: Iterable[Iterable[int]]) -> dict[int, int]:
    """Return for each number the lowest of those that it hangs together with."""
    root: dict[int, int] = {}

    def top(one: int) -> int:
        root.setdefault(one, one)
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for numbers in sets:
        low, *rest = sorted({top(one) for one in numbers})
        root.update(dict.fromkeys(rest, low))
    return {one: top(one) for one in root}


def _words(rows: Rows, numbers: list[int]) -> Iterator[dict[tuple[int, int], Word]]:
    """Yield the words about records, the earlier first, so that the last one stays."""
    listed = bound_list(rows.dialect, numbers)
    for low, high, together, reason in rows.all(f"{SAID} WHERE low IN ? OR high IN ? ORDER BY id", listed, listed):
        yield {(low, high): Word(bool(together), reason)}
