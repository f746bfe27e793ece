"""Corrections that are taken together, as a file has them: tried, taken once, each over those before it."""

from __future__ import annotations

from typing import Any

import pytest

from archive.corrections import Wanted
from archive.store import Store
from tests.archive_samples import Harvest, entry, report

ID = "site:one"


@pytest.fixture
def harvest(store: Store, clock: Any) -> Harvest:
    return Harvest(store, clock)


def one(field: str, value: Any, **more: Any) -> Wanted:
    return Wanted(**{"id": ID, "field": field, "value": value, "reason": "from the book", **more})


def take(store: Store, *wanted: Wanted, trial: bool = False) -> list[str]:
    run = store.begin_run(kind="correct", command="tocsin correct", who="anna")
    done = store.corrections.correct(wanted, run=run, who="anna", once=True, trial=trial)
    store.end_run(run, outcome="complete")
    return [each.refused or ("taken" if each.number else "so already") for each in done]


def test_a_trial_tells_what_would_be_and_writes_nothing(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", entry(None, "5", "6"), entry(None, "19", "30")))
    rows = (
        one("title", "Rivers", entry_key="p5", current=""), one("title", "Seas", entry_key="p5", current=""),
        one("title", "X", entry_key="p99"), one("pages.first", "7", entry_key="p19", current="18"),
    )  # fmt: skip
    tried = take(store, *rows, trial=True)
    assert tried[0] == "taken"
    assert "another value" in tried[1]
    assert "no entry p99" in tried[2]
    assert "no longer in force" in tried[3]
    assert store.corrections.listed() == []
    assert take(store, *rows) == tried
    assert [row.value for row in store.corrections.listed()] == ["Rivers"]
    assert [row.cause for row in store.changes()] == ["source", "correction"]
    assert store.check(chain=True) == []


def test_a_file_that_is_taken_twice_changes_nothing(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", entry("Rivers", "5", "6"), entry("Seas", "19", "30")))
    rows = (
        one("pages.first", "3", entry_key="p5", current="5"), one("pages.last", "9", entry_key="p5", current="6"),
        one("subjects", {"term": "Coasts"}, op="add"), one("subjects", {"term": "Ports"}, op="add"),
        one("contents", {"title": "Index"}, op="add"), one("contents", {"key": "p19"}, op="remove"),
    )  # fmt: skip
    assert take(store, *rows) == ["taken"] * 6
    record = store.get(ID).record
    assert [(page.first, page.last) for page in record.contents[0].pages] == [("3", "9")]
    assert [entry.title for entry in record.contents] == ["Rivers", "Index"]
    version = store.get(ID).envelope.version
    assert take(store, *rows) == ["so already"] * 6
    assert (store.get(ID).envelope.version, len(store.corrections.listed(state="active"))) == (version, 5)
    assert "has it not" in take(store, one("contents", {"key": "p77"}, op="remove"))[0]
    added = record.contents[1].key
    assert (
        take(store, one("title", "The index", entry_key=added), one("title", "Streams", entry_key="p5"))
        == ["taken"] * 2
    )
    assert [entry.title for entry in store.get(ID).record.contents] == ["Streams", "The index"]
    harvest.put(report("Water", entry("Rivers", "5", "6"), entry("Seas", "19", "30")))
    assert [entry.title for entry in store.get(ID).record.contents] == ["Streams", "The index"]


def test_a_conflict_is_decided_by_giving_the_value_again(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Watre", entry("Rivers", "5", "6")))
    row = one("title.main", "Water", current="Watre")
    assert take(store, row) == ["taken"]
    harvest.put(report("Watter", entry("Rivers", "5", "6")))
    assert [each.state for each in store.corrections.listed()] == ["conflict"]
    assert "no longer in force" in take(store, row)[0]
    assert take(store, one("title.main", "Water", current="Water")) == ["taken"]
    assert [each.state for each in store.corrections.listed()] == ["replaced", "active"]
    assert take(store, one("title.main", "Water")) == ["so already"]


def test_an_entry_that_was_added_where_there_were_none_is_corrected(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water"))
    assert take(store, one("contents", [{"title": "Rivers", "pages": [{"first": "5"}]}], op="set")) == ["taken"]
    assert take(store, one("title", "Streams", entry_key="p5", current="Rivers")) == ["taken"]
    assert [entry.title for entry in store.get(ID).record.contents] == ["Streams"]


def test_hundreds_of_rows_of_one_record_make_one_version(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", *(entry(None, str(n), str(n + 1)) for n in range(1, 600, 2))))
    rows = [one("title", f"Part {n}", entry_key=f"p{n}", current="") for n in range(1, 600, 2)]
    assert take(store, *rows) == ["taken"] * 300
    assert store.get(ID).record.contents[299].title == "Part 599"
    assert store.get(ID).envelope.version == 2
