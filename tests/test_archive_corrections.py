"""Corrections and suppressions in the archive: what is laid over a record lasts, and says when it is over."""

from __future__ import annotations

from typing import Any

import pytest

from archive.corrections import Wanted
from archive.store import Store
from schemas.errors import NotFound
from tests.archive_samples import Harvest, counted, entry, report

ID = "site:one"


@pytest.fixture
def harvest(store: Store, clock: Any) -> Harvest:
    return Harvest(store, clock)


def correct(store: Store, field: str, value: Any, **more: Any) -> str | None:
    run = store.begin_run(kind="correct", command="tocsin correct", who="anna")
    wanted = Wanted(id=ID, field=field, value=value, **{"reason": "from the book", **more})
    (done,) = store.corrections.correct([wanted], run=run, who="anna")
    store.end_run(run, outcome="complete")
    return done.refused


def titles(store: Store) -> list[tuple[str | None, str | None]]:
    return [(one.key, one.title) for one in store.get(ID).record.contents]


def states(store: Store) -> list[str]:
    return [one.state for one in store.corrections.listed()]


def test_a_correction_is_a_version_and_lasts(store: Store, harvest: Harvest) -> None:
    lost = report("Water", entry(None, "5", "6"), entry(None, "19", "30"))
    first = harvest.keep()
    harvest.put(lost, capture=first)
    assert correct(store, "title", "Rivers of the plain", entry_key="p19") is None
    assert titles(store) == [("p5", None), ("p19", "Rivers of the plain")]
    assert [v.cause for v in store.history(ID)] == ["source", "correction"]
    assert store.search("plain")[0].entry_key == "p19"
    assert counted(harvest.put(lost)) == {"unchanged": 1}
    assert counted(harvest.put(lost, capture=first)) == {"unchanged": 1}
    (row,) = store.corrections.listed()
    assert (row.who, row.reason, row.state, row.base) == ("anna", "from the book", "active", None)
    assert [one.cause for one in store.changes()] == ["source", "correction"]
    assert store.check(chain=True) == []


def test_a_chapter_inserted_before_a_corrected_one_leaves_the_correction_on_its_chapter(
    store: Store, harvest: Harvest
) -> None:
    harvest.put(report("Water", entry(None, "5", "6"), entry(None, "19", "30")))
    correct(store, "title", "Rivers", entry_key="p19")
    harvest.put(report("Water", entry(None, "3", "4"), entry(None, "5", "6"), entry(None, "19", "30")))
    assert titles(store) == [("p3", None), ("p5", None), ("p19", "Rivers")]
    assert store.history(ID)[-1].cause == "source"


def test_the_conflict_is_said_and_the_correction_stays_until_the_source_agrees(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Watre"))
    correct(store, "title.main", "Water")
    before = store.get(ID).envelope.datestamp
    harvest.put(report("Watter"))
    assert states(store) == ["conflict"]
    assert store.corrections.listed(state="conflict")[0].theirs == "Watter"
    assert store.get(ID).record.title.main == "Water"  # type: ignore[union-attr]
    assert store.get(ID).envelope.datestamp == before, "nothing changed for anybody else"
    harvest.put(report("water"))
    assert states(store) == ["retired"]
    harvest.put(report("Whiskey"))
    assert store.get(ID).record.title.main == "Whiskey"  # type: ignore[union-attr]
    assert store.check(chain=True) == []


def test_a_correction_whose_entry_is_gone_is_an_orphan_until_it_comes_back(store: Store, harvest: Harvest) -> None:
    both, one = report("Water", entry("A", "5"), entry(None, "19")), report("Water", entry("A", "5"))
    harvest.put(both)
    correct(store, "title", "Rivers", entry_key="p19")
    harvest.put(one)
    assert states(store) == ["orphan"]
    assert titles(store) == [("p5", "A")]
    harvest.put(report("Water", entry("A", "5"), entry("B", "40")))
    assert states(store) == ["orphan"]


def test_old_captures_read_again_write_nothing(store: Store, harvest: Harvest) -> None:
    first, second = harvest.keep(), harvest.keep()
    harvest.put(report("Watre"), capture=first)
    correct(store, "title.main", "Water")
    harvest.put(report("Watre", page_count=9), capture=second)
    count = len(store.history(ID))
    for capture, said in ((first, report("Watre")), (second, report("Watre", page_count=9))):
        assert counted(harvest.put(said, capture=capture)) == {"unchanged": 1}
    assert len(store.history(ID)) == count
    assert store.get(ID).record.page_count == 9


def test_lists_are_added_to_and_taken_from(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", languages=("en", "fr")))
    assert correct(store, "languages", "de", op="add", before="fr") is None
    assert correct(store, "languages", "fr", op="remove") is None
    assert store.get(ID).record.languages == ("en", "de")
    assert "already" in (correct(store, "languages", "en", op="add") or "")
    assert "does not fit" in (correct(store, "languages", 5, op="add") or "")
    harvest.put(report("Water", languages=("en", "de", "es")))
    assert store.get(ID).record.languages == ("en", "de", "es")
    assert states(store) == ["retired", "retired"]


def test_contents_are_given_whole_and_keep_the_keys_of_what_they_match(store: Store, harvest: Harvest) -> None:
    said = report("Water", entry(None, "5"), entry(None, "19"))
    harvest.put(said)
    given = [{"title": "Front", "pages": [{"first": "1"}]}, {"title": "Stone", "pages": [{"first": "5"}]}]
    assert correct(store, "contents", given) is None
    assert titles(store) == [("p1", "Front"), ("p5", "Stone")]
    assert correct(store, "title", "Stones", entry_key="p5") is None
    assert counted(harvest.put(said)) == {"unchanged": 1}
    assert titles(store) == [("p1", "Front"), ("p5", "Stones")]
    assert store.check(chain=True) == []


def test_undo_gives_the_source_its_word_back(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Watre"))
    correct(store, "title.main", "Water")
    correct(store, "title.main", "Waters")
    assert states(store) == ["replaced", "active"]
    run = store.begin_run(kind="correct", command="tocsin correct --undo", who="anna")
    assert store.corrections.undo(ID, None, "title.main", run=run) == 1
    assert store.get(ID).record.title.main == "Watre"  # type: ignore[union-attr]
    assert [v.cause for v in store.history(ID)] == ["source", "correction", "correction", "correction"]
    with pytest.raises(NotFound):
        store.corrections.undo(ID, None, "title.main", run=run)


def test_an_export_of_what_is_corrected_restores_to_the_same(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Watre"))
    correct(store, "title.main", "Water")
    held = list(store.heads())
    assert counted(store.restore(held, run=harvest.run)) == {"unchanged": 1}
    assert states(store) == ["active"]


def test_what_is_suppressed_is_a_tombstone_and_comes_back(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", entry("A", "5"), entry("B", "19")))
    run = store.begin_run(kind="suppress", command="tocsin suppress", who="anna")
    assert store.suppressions.suppress([(ID, None)], run=run, who="anna", reason="takedown", until="2999-01-01") == 1
    assert list(store.heads()) == []
    assert [held.record.title for held in store.heads(deleted=True)] == [None]
    assert store.search("water") == []
    assert counted(harvest.put(report("Waters", entry("A", "5")))) == {"changed": 1}
    assert list(store.heads()) == []
    assert [(one.kind, one.cause) for one in store.changes()] == [("new", "source"), ("deleted", "suppression")]
    assert store.suppressions.due() == []
    assert store.suppressions.lift([(ID, None)], run=run) == 1
    assert [held.record.title.main for held in store.heads()] == ["Waters"]  # type: ignore[union-attr]
    assert [one.kind for one in store.changes()] == ["new", "deleted", "back"]
    assert store.check(chain=True) == []


def test_an_entry_is_suppressed_alone(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", entry("A", "5"), entry("B", "19")))
    run = store.begin_run(kind="suppress", command="tocsin suppress", who="anna")
    store.suppressions.suppress([(ID, "p5")], run=run, who="anna", reason="embargo", until="2000-01-01")
    assert titles(store) == [("p19", "B")]
    assert store.suppressions.due() == [(ID, "p5")]
    assert store.suppressions.lift(store.suppressions.due(), run=run) == 1
    assert titles(store) == [("p5", "A"), ("p19", "B")]
