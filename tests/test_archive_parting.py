"""A record that goes out of its group changes what the group says as one: those left behind are brought again, exactly then."""

from __future__ import annotations

from typing import Any

import pytest

from archive.selection import Selection
from archive.store import Store
from schemas.record import Publisher, Record
from tests.archive_samples import report
from tests.test_archive_same import DOI, ISBN, Sources, ids

SHARED = report("Harbours", identifiers=ids(doi=DOI))
OTHERS = [
    pytest.param(report("Harbours"), id="identifier"),
    pytest.param(report("Harbours", identifiers=ids(doi=DOI), edition="4th"), id="edition"),
    pytest.param(report("Roads and rails", identifiers=ids(doi=DOI)), id="title"),
    pytest.param(Record(deleted=True), id="deleted"),
]


@pytest.fixture
def sources(store: Store, clock: Any) -> Sources:
    return Sources(store, clock)


def three(sources: Sources, clock: Any) -> tuple[str, str, str]:
    """A group of three, of which only the first names a publisher, and its day after."""
    first = report("Harbours", identifiers=ids(doi=DOI), publisher=Publisher(name="Port Press"), edition="3rd")
    a, b, c = sources.put("a:1", first), sources.put("b:1", SHARED), sources.put("c:1", SHARED)
    clock.move(days=1)
    return a, b, c


def since(from_: Sources, clock: Any, **more: Any) -> list[tuple[str, str | None]]:
    """What a combined export brings that asks for today: id and publisher; each bears today's datestamp."""
    today = clock().date().isoformat()
    found = list(from_.store.same.heads(Selection(since=today, **more), ()))
    assert all(one.envelope.datestamp[:10] == today for one in found)
    return [(one.envelope.id, one.record.publisher.name if one.record.publisher else None) for one in found]


def split_today(sources: Sources, clock: Any) -> list[str]:
    today = clock().date().isoformat()
    return [one.id for one in sources.store.changes() if one.kind == "split" and one.datestamp[:10] == today]


def suppress(sources: Sources, *names: str) -> None:
    run = sources.store.begin_run(kind="suppress", command="tocsin suppress", who="tester")
    parts = [(name, None) for name in names]
    sources.store.suppressions.suppress(parts, run=run, who="tester", reason="takedown")
    sources.store.end_run(run, outcome="complete")


def test_a_word_that_takes_one_out_moves_all_that_are_left(sources: Sources, clock: Any) -> None:
    a, b, c = three(sources, clock)
    assert since(sources, clock) == []
    sources.say(False, a, b, c)
    assert since(sources, clock) == [(a, "Port Press"), (b, None)]
    clock.move(days=1)
    sources.say(True, a, b)
    assert since(sources, clock) == [(a, "Port Press"), (c, None)], "it cannot be with both"
    assert split_today(sources, clock) == [c]
    clock.move(days=1)
    sources.say(False, b, a)
    assert since(sources, clock, sources=("b",)) == [(b, None)]
    assert since(sources, clock, sources=("a",)) == [(a, "Port Press")]


def test_one_that_nobody_named_is_moved_too(sources: Sources, clock: Any) -> None:
    a, b, c = three(sources, clock)
    sources.say(False, a, b)
    assert sources.groups() in ([(a, c)], [(b, c)])
    assert split_today(sources, clock) == [a, b, c]
    assert sources.store.check(chain=True) == []


def test_what_is_suppressed_takes_its_values_out_of_the_group(sources: Sources, clock: Any) -> None:
    a, b, c = three(sources, clock)
    last = [one.cursor for one in sources.store.changes()][-1]
    suppress(sources, a)
    assert since(sources, clock) == [(b, None)]
    found = [(one.id, one.kind, one.cause) for one in sources.store.changes(last)]
    assert found == [(a, "deleted", "suppression"), (b, "split", "identity"), (c, "split", "identity")]
    assert [len(sources.store.history(one)) for one in (b, c)] == [1, 1], "what they say has not changed"
    clock.move(days=1)
    run = sources.store.begin_run(kind="suppress", command="tocsin suppress --undo", who="tester")
    sources.store.suppressions.lift([(a, None)], run=run)
    sources.store.end_run(run, outcome="complete")
    assert since(sources, clock) == [(a, "Port Press")], "it is back"
    assert sources.store.check(chain=True) == []


def test_one_that_a_person_joined_goes_by_its_suppression_too(sources: Sources, clock: Any) -> None:
    a, b = sources.put("a:1", report("Harbours", publisher=Publisher(name="Port Press"))), sources.put("b:1", SHARED)
    sources.say(True, a, b)
    clock.move(days=1)
    suppress(sources, a)
    assert [publisher for _, publisher in since(sources, clock)] == [None]


@pytest.mark.parametrize("other", OTHERS)
def test_one_that_goes_by_its_own_change_leaves_the_others_changed(other: Record, sources: Sources, clock: Any) -> None:
    a, b, c = sources.put("a:1", SHARED), sources.put("b:1", SHARED), sources.put("c:1", SHARED)
    sources.put("c:1", report("Harbours", identifiers=ids(doi=DOI), edition="3rd"))
    clock.move(days=1)
    sources.put(a, other)
    assert split_today(sources, clock) == [b, c]
    for source in "bc":
        assert len(since(sources, clock, sources=(source,))) == 1


def test_nothing_is_moved_where_nobody_leaves(sources: Sources, clock: Any) -> None:
    a, b, c = three(sources, clock)
    sources.put(a, report("Harbours", identifiers=ids(doi=DOI, isbn=ISBN), edition="3rd"))
    sources.put("d:1", report("Harbours", identifiers=ids(isbn=ISBN)))
    assert sources.groups() == [(a, b, c, "d:1")]
    assert split_today(sources, clock) == []
    clock.move(days=1)
    suppress(sources, b, c)
    assert split_today(sources, clock) == [a, "d:1"]
    suppress(sources, b)
    clock.move(days=1)
    suppress(sources, "d:1", a)
    assert split_today(sources, clock) == [], "nobody is left"
    assert since(sources, clock) == []
    assert sources.store.check(chain=True) == []


def test_the_datestamp_is_the_one_that_harvesters_are_told(sources: Sources, clock: Any) -> None:
    """OAI-PMH lists by it, and the record itself bears it."""
    a, b, _ = three(sources, clock)
    suppress(sources, a)
    (held,) = [one for one in sources.store.heads(Selection(since=clock().date().isoformat())) if one.envelope.id == b]
    assert held.envelope.datestamp[:10] == clock().date().isoformat()
