"""Corrections in the archive: what is laid over a record lasts, and says when it is over."""

from __future__ import annotations

from typing import Any

import pytest

from archive.corrections import Wanted
from archive.store import Store
from schemas.errors import NotFound
from schemas.record import Contributor, canonical
from tests.archive_samples import Harvest, counted, entry, report

ID = "site:one"


@pytest.fixture
def harvest(store: Store, clock: Any) -> Harvest:
    return Harvest(store, clock)


def correct(store: Store, field: str, value: Any, **more: Any) -> str | None:
    run = store.begin_run(kind="correct", command="tocsin correct", who="anna")
    wanted = Wanted(field=field, value=value, **{"id": ID, "reason": "from the book", **more})
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


def test_a_correction_of_nothing_but_the_print_stays_until_the_source_has_its_very_words(
    store: Store, harvest: Harvest
) -> None:
    harvest.put(report("WATER AND POWER"))
    before = store.get(ID).envelope.datestamp
    harvest.clock.move(days=1)
    assert correct(store, "title.main", "Water and power") is None
    assert store.get(ID).envelope.datestamp > before, "what a person decides reaches the catalogue"
    harvest.put(report("WATER & POWER"))
    assert states(store) == ["conflict"]
    harvest.put(report("WATER AND POWER."))
    assert states(store) == ["active"]
    harvest.put(report("Water and power"))
    assert states(store) == ["retired"]
    assert [one.cause for one in store.changes()] == ["source", "correction"]


def test_a_source_that_comes_to_have_an_entry_that_was_added_takes_its_key(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", entry("A", "5")))
    value = {"title": "Rivers", "pages": [{"first": "19"}]}
    assert correct(store, "contents", value, op="add", before={"key": "p5"}) is None
    assert titles(store) == [("p19", "Rivers"), ("p5", "A")]
    last = [one.cursor for one in store.changes()][-1]
    by = (Contributor(name="Mira Ostrow"),)
    harvest.put(report("Water", entry("A", "5"), entry("Rivers", "19", contributors=by)))
    assert states(store) == ["retired"]
    assert titles(store) == [("p5", "A"), ("p19", "Rivers")]
    assert [one.cause for one in store.changes(last)] == ["source"], "it has an author now, and stands behind"


def test_a_source_that_comes_to_agree_is_no_news(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Watre"))
    correct(store, "title.main", "Water")
    before, last = store.get(ID).envelope.datestamp, [one.cursor for one in store.changes()][-1]
    harvest.clock.move(days=1)
    harvest.put(report("Water"))
    assert states(store) == ["retired"]
    assert list(store.changes(last)) == []
    assert store.get(ID).envelope.datestamp == before


def test_a_conflict_ends_where_the_value_is_said_again(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Watre"))
    correct(store, "title.main", "Water")
    harvest.put(report("Watter"))
    assert states(store) == ["conflict"]
    assert correct(store, "title.main", "Water", reason="looked again") is None
    assert states(store) == ["replaced", "active"]
    assert store.corrections.listed()[-1].base == "Watter"


def test_what_is_held_back_and_rejected_leaves_corrections_as_they_are(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Watre"))
    correct(store, "title.main", "Water")
    harvest.end()
    run = store.begin_run(kind="harvest", command="tocsin harvest", who="tester", source="site")
    store.put([harvest.make(report("Watre", page_count=9))], run=run)
    hold = store.holds.begin("site", run=run, reason="guard")
    again = store.begin_run(kind="reject", command="tocsin refresh --reject", who="tester", source="site")
    assert store.holds.reject(hold, run=again) == 1
    record = store.get(ID).record
    assert record.title
    assert (record.title.main, record.page_count) == ("Water", None)
    assert states(store) == ["active"]
    assert store.corrections.beneath(ID) == canonical(report("Watre"))


def test_what_is_decided_goes_along_when_records_are_joined_under_a_new_key(store: Store, harvest: Harvest) -> None:
    contents = entry(None, "5"), entry(None, "19")
    harvest.put(report("Watre", *contents), "old")
    harvest.put(report("Bread"), "bread")
    harvest.put(report("Watre", entry("Preface", "1"), *contents, page_count=9), "new")
    correct(store, "title", "Rivers", entry_key="p19", id="site:old")
    correct(store, "title.main", "Waters", id="site:old")
    correct(store, "title.main", "Water", id="site:new")
    correct(store, "title", "Stone", entry_key="p5", id="site:new")
    run = store.begin_run(kind="same", command="tocsin same", who="anna")
    store.same.join(["site:new", "site:bread"], reason="one work", run=run)
    store.suppressions.suppress([("site:new", "p1")], run=run, who="anna", reason="takedown")
    store.end_run(run, outcome="complete")
    moving = store.begin_run(kind="rekey", command="tocsin sources rekey", who="anna")
    store.sources.rekey("site", store.sources.plan("site", [("old", "new")]).moves, run=moving, at=harvest.clock())
    store.end_run(moving, outcome="complete")
    held = store.get("site:new")
    assert held.record.title
    assert (held.record.title.main, held.record.page_count) == ("Water", 9)
    assert [(one.key, one.title) for one in held.record.contents] == [("p5", "Stone"), ("p19", "Rivers")]
    assert store.get("site:old").envelope.id == "site:new"
    assert [one.members for one in store.same.groups()] == [("site:new", "site:bread")]
    assert sorted(states(store)) == ["active"] * 3 + ["replaced"] * 3
    assert [one.cause for one in store.changes() if one.id == "site:new"][-1] == "identity"
    assert store.check(chain=True) == []


def test_what_people_decided_is_sealed(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Watre"))
    correct(store, "title.main", "Water")
    assert store.check(chain=True) == []
    with store.db.writing() as rows:
        rows.do("UPDATE correction SET reason = 'no reason'")
    assert any("does not fit the chain" in one for one in store.check(chain=True))
    with store.db.writing() as rows:
        rows.do("UPDATE beneath SET text = replace(text, 'Watre', 'Wetre')")
    assert any("was altered" in one for one in store.check())
