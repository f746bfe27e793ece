"""Suppressions in the archive: what is held back is a tombstone for all others, is passed over, and comes back."""

from __future__ import annotations

from typing import Any

import pytest

from archive.due import let_out
from archive.store import Store
from schemas.errors import NotFound
from schemas.record import Record
from tests.archive_samples import Harvest, counted, entry, report

ID = "site:one"


@pytest.fixture
def harvest(store: Store, clock: Any) -> Harvest:
    return Harvest(store, clock)


def suppress(store: Store, key: str | None = None, **more: Any) -> int:
    run = store.begin_run(kind="suppress", command="tocsin suppress", who="anna")
    count = store.suppressions.suppress([(ID, key)], run=run, who="anna", **{"reason": "takedown", **more})
    store.end_run(run, outcome="complete")
    return count


def lift(store: Store, key: str | None = None) -> int:
    run = store.begin_run(kind="suppress", command="tocsin suppress --undo", who="anna")
    count = store.suppressions.lift([(ID, key)], run=run)
    store.end_run(run, outcome="complete")
    return count


def titles(store: Store) -> list[tuple[str | None, str | None]]:
    return [(one.key, one.title) for one in store.get(ID).record.contents]


def test_what_is_suppressed_is_a_tombstone_and_comes_back(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", entry("A", "5"), entry("B", "19")))
    assert suppress(store, until="2999-01-01") == 1
    assert list(store.heads()) == []
    assert [held.record for held in store.heads(deleted=True)] == [Record(deleted=True)]
    assert store.search("water") == []
    assert [(one.kind, one.cause) for one in store.changes()] == [("new", "source"), ("deleted", "suppression")]
    assert store.suppressions.due() == []
    assert lift(store) == 1
    assert titles(store) == [("p5", "A"), ("p19", "B")]
    assert [one.kind for one in store.changes()] == ["new", "deleted", "back"]
    with pytest.raises(NotFound, match="not suppressed"):
        lift(store)
    assert store.check(chain=True) == []


def test_what_is_suppressed_is_passed_over(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water"))
    suppress(store)
    versions = len(store.history(ID))
    assert counted(harvest.put(report("Waters"))) == {"suppressed": 1}
    assert counted(harvest.put(Record(deleted=True))) == {"suppressed": 1}
    assert len(store.history(ID)) == versions
    lift(store)
    assert counted(harvest.put(report("Waters"))) == {"changed": 1}


def test_what_a_list_said_meanwhile_is_owed_when_it_comes_back(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water"), input="oai:oai_dc")
    suppress(store)
    assert store.debts.owed("site") == []
    lift(store)
    (owed,) = store.debts.owed("site")
    assert (owed.name, owed.prefix) == ("one", "oai_dc")


def test_an_entry_is_suppressed_alone(store: Store, harvest: Harvest) -> None:
    said = report("Water", entry("A", "5"), entry("B", "19"))
    harvest.put(said)
    suppress(store, "p5")
    assert titles(store) == [("p19", "B")]
    assert counted(harvest.put(said)) == {"unchanged": 1}
    assert counted(harvest.put(report("Water", entry("0", "1"), entry("A", "5"), entry("B", "19")))) == {"changed": 1}
    assert titles(store) == [("p1", "0"), ("p19", "B")]
    lift(store, "p5")
    assert titles(store) == [("p1", "0"), ("p5", "A"), ("p19", "B")]


def test_an_embargo_ends_by_itself(store: Store, harvest: Harvest, clock: Any) -> None:
    harvest.put(report("Water", entry("A", "5")))
    day = clock.move(days=10).date().isoformat()
    clock.move(days=-10)
    suppress(store, until=day)
    assert let_out(store) == 0
    clock.move(days=9)
    assert let_out(store) == 0
    clock.move(days=1)
    assert let_out(store) == 1
    assert titles(store) == [("p5", "A")]
    assert let_out(store) == 0
    assert store.suppressions.listed() == []
    (row,) = store.suppressions.listed(everything=True)
    run = store.run(row.lifted or 0)
    assert (run.kind, run.who, run.reason) == ("suppress", "tocsin", "its day has come")
    assert store.check(chain=True) == []


def test_who_was_never_given_a_record_is_given_no_tombstone(store: Store, harvest: Harvest, clock: Any) -> None:
    """What was deleted already is a tombstone for all others, before and after."""
    harvest.put(report("Water"))
    harvest.put(Record(deleted=True))
    before, last = store.get(ID).envelope.datestamp, [one.cursor for one in store.changes()][-1]
    clock.move(days=1)
    suppress(store)
    assert list(store.changes(last)) == []
    assert store.get(ID).envelope.datestamp == before
    lift(store)
    assert list(store.changes(last)) == []
