"""The name of a combined record is that of its oldest, and what was once given out stays, whatever becomes of the group."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.given import names
from archive.selection import Selection
from archive.store import Store
from schemas.record import Record
from tests.archive_samples import report
from tests.test_archive_same import DOI, ISBN, Sources, ids

SHARED = report("Harbours", identifiers=ids(doi=DOI))
ALONE = report("Harbours")


@pytest.fixture
def sources(store: Store, clock: Any) -> Sources:
    return Sources(store, clock)


def give(from_: Sources, **selected: Any) -> list[str]:
    """Give combined records out, and return their ids."""
    named: list[tuple[int, int]] = []
    store = from_.store
    found = [one.envelope.id for one in store.same.heads(Selection(**selected), (), named=named)]
    if named:
        run = store.begin_run(kind="export", command="tocsin export --combined", who="tester")
        store.same.give(named, run=run)
        store.end_run(run, outcome="complete")
    assert len(found) == len(set(found)), "no id twice"
    return found


def suppress(sources: Sources, name: str) -> None:
    run = sources.store.begin_run(kind="suppress", command="tocsin suppress", who="tester")
    sources.store.suppressions.suppress([(name, None)], run=run, who="tester", reason="takedown")


def test_an_older_record_that_joins_later_does_not_take_the_name(sources: Sources, clock: Any) -> None:
    a = sources.put("a:1", ALONE)
    b, c = sources.put("b:1", SHARED), sources.put("c:1", SHARED)
    assert give(sources, sources=("b", "c")) == [b]
    clock.move(days=1)
    sources.put(a, SHARED)
    assert give(sources) == [b]
    (group,) = sources.store.same.groups()
    assert (group.id, group.members) == (b, (a, b, c))
    around = sources.store.same.group(c)
    assert around is not None
    assert around.id == b
    assert sources.store.same.combined(a, ()).envelope.id == b
    assert sources.store.check(chain=True) == []


def test_of_two_names_that_were_given_out_the_older_stays(sources: Sources, clock: Any) -> None:
    a, b = sources.put("a:1", SHARED), sources.put("b:1", SHARED)
    other = report("Harbours", identifiers=ids(isbn=ISBN))
    c, d = sources.put("c:1", other), sources.put("d:1", other)
    assert give(sources) == [a, c]
    clock.move(days=1)
    sources.say(True, b, d)
    assert give(sources) == [a]
    sources.say(False, b, d)
    assert give(sources) == [a, c], "each has its own again"


def test_after_a_split_the_name_stays_with_the_record_that_it_is_of(sources: Sources) -> None:
    a, b, c = (sources.put(f"{source}:1", SHARED) for source in "abc")
    assert give(sources) == [a]
    sources.say(False, a, b, c)
    assert give(sources) == [a, b]
    assert [one.members for one in sources.store.same.groups()] == [(b, c)]
    sources.say(True, a, b)
    sources.say(True, a, c)
    assert give(sources) == [a]


def test_a_name_stays_where_its_record_is_suppressed(sources: Sources) -> None:
    a, b, c = (sources.put(f"{source}:1", SHARED) for source in "abc")
    assert give(sources) == [a]
    suppress(sources, a)
    (one,) = sources.store.same.heads(Selection(), ())
    assert (one.envelope.id, one.envelope.found_in["title"]) == (a, b)
    assert [held.envelope.id for held in sources.store.same.heads(Selection(), (), deleted=True)] == [a]
    assert sources.store.same.combined(c, ()).envelope.id == a
    suppress(sources, b)
    assert give(sources) == [a], "and where one is left"
    assert sources.store.same.combined(c, ()).envelope.id == a
    suppress(sources, c)
    assert give(sources) == []


def test_a_record_that_lost_what_joined_it_takes_its_name_along(sources: Sources, clock: Any) -> None:
    a, b, c = (sources.put(f"{source}:1", SHARED) for source in "abc")
    assert give(sources) == [a]
    clock.move(days=1)
    sources.put(a, ALONE)
    assert give(sources) == [a, b]
    sources.put(a, SHARED)
    assert give(sources) == [a]
    sources.put(a, Record(deleted=True))
    assert give(sources) == [a], "a tombstone still has its identifiers"
    assert c in sources.groups()[0]


def test_what_was_given_out_is_noted_once(sources: Sources) -> None:
    sources.put("a:1", SHARED)
    sources.put("b:1", SHARED)
    give(sources)
    runs = len(sources.store.runs())
    give(sources)
    assert len(sources.store.runs()) == runs


@given(
    st.lists(st.sets(st.integers(1, 12), min_size=2), max_size=4),
    st.dictionaries(st.integers(1, 12), st.integers(1, 12)),
    st.sets(st.integers(1, 12)),
)
def test_no_two_groups_bear_one_name(
    sets: list[set[int]], noted: dict[int, int], deleted: set[int]
) -> None:  # groups are disjoint: what is in an earlier one is left out
    groups, used = [], set[int]()
    for one in sets:
        if len(own := sorted(one - used)) > 1:
            groups.append(tuple(own))
            used |= set(own)
    found = names(groups, noted, deleted)
    alone = {number: found.get(number, number) for number in range(1, 13) if number not in used}
    bearers = [{found[number] for number in group} for group in groups]
    assert all(len(one) == 1 for one in bearers)
    live = [name for number, name in alone.items() if number not in deleted]
    given_out = [next(iter(one)) for one in bearers] + live
    assert len(given_out) == len(set(given_out))
