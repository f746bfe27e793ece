"""Reading lists in the archive: taken from a file, changed by hand, watched; the same on both databases."""

from __future__ import annotations

import msgspec
import pytest

from archive.store import Store
from schemas.errors import NotFound, UsageError
from schemas.lists import edits, files
from schemas.lists.drafts import Draft, Drafts, Place
from schemas.lists.shapes import About, ReadingList
from schemas.record import Identifier, Pages, Record, Title
from tests.archive_samples import RICH, Harvest
from tests.conftest import Clock
from tests.list_samples import course, course_table, drafts


@pytest.fixture
def harvest(store: Store, clock: Clock) -> Harvest:
    made = Harvest(store, clock)
    made.put(RICH, "rich")
    return made


def shown(store: Store, name: str = "course") -> ReadingList:
    return store.lists.shown(name).list


def numbers(now: ReadingList) -> list[list[int]]:
    return [[item.number for item in section.items] for section in now.sections]


def test_a_list_is_taken_and_shown(store: Store, harvest: Harvest) -> None:
    taken = store.lists.take("course", drafts(), run=harvest.run)
    assert (taken.numbers, taken.wrong, taken.sections) == ({2: 1, 3: 2, 4: 3}, [], 2)
    made = store.lists.shown("course")
    assert [(s.title, s.start, [(i.id, i.version, i.pages, i.typed) for i in s.items]) for s in made.list.sections] == [
        ("Week 1", "2026-10-12", [("site:rich", 1, None, None), ("site:rich#p11", 1, "12-14", None)]),
        ("Week 2", None, [(None, None, None, "Doe, J. (1999). Old bridges. Oxford.")]),
    ]
    assert made.held[2].record.title == Title(main="Granite politics")
    assert made.held[3].record.title == Title(main="Doe, J. (1999). Old bridges. Oxford.")
    assert store.lists.parts("course") == [("site:rich", None), ("site:rich", "p11")]
    assert [(row.name, row.title, row.sections, row.items) for row in store.lists.all()] == [
        ("course", "Bridges", 2, 3)
    ]
    with pytest.raises(UsageError, match="already"):
        store.lists.new("course", About(), run=harvest.run)
    with pytest.raises(NotFound, match="no list"):
        store.lists.shown("none")


def test_wrong_rows_are_left_out(store: Store, harvest: Harvest) -> None:
    harvest.put(
        Record(title=Title(main="Twin"), identifiers=(Identifier(scheme="isbn", value="9789291986088"),)), "twin"
    )
    rows = (
        Draft(row=1, id="site:none"), Draft(row=2, id="site:rich#p99"), Draft(row=3, id="site:rich#p11", pages="30"),
        Draft(row=4, names=("9789291986088",)), Draft(row=5, id="10.5555/bridge"), Draft(row=6, id="site:rich", version=7),
        Draft(row=7, names=("10.5555/absent",), reference=Record(identifiers=(Identifier(scheme="doi", value="10.5555/absent"),))),
        Draft(row=8, place=Place(title="Empty week")), Draft(row=9, id="10.5555/bridge.2", pages="11-12"),
    )  # fmt: skip
    taken = store.lists.take("course", Drafts(rows=rows), run=harvest.run)
    assert list(taken.numbers) == [5, 7, 9]
    assert taken.found == {3: "site:rich#p11", 5: "site:rich", 6: "site:rich", 9: "site:rich#p11"}
    assert taken.unknown == {7: "10.5555/absent"}
    words = ("no such record", "no such entry", "own pages are 11-20", "fits 2 records", "no version 7")
    for one, row, word in zip(taken.wrong, (1, 2, 3, 4, 6), words, strict=True):
        assert (one.row, word in one.message) == (row, True)
    assert [section.title for section in shown(store).sections] == [None, "Empty week"]


def test_a_list_is_changed_by_hand(store: Store, harvest: Harvest) -> None:
    run = harvest.run
    store.lists.take("course", drafts(), run=run)
    store.lists.add("course", [Draft(row=1, id="site:rich#p5", place=Place(title="Week 2"))], before=3, run=run)
    assert numbers(shown(store)) == [[1, 2], [4, 3]]
    store.lists.change("course", lambda now: edits.moved(now, [3, 1], "Week 1", None), run=run)
    assert numbers(shown(store)) == [[2, 3, 1], [4]]
    store.lists.change("course", lambda now: edits.moved(now, [4], None, 3), run=run)
    assert numbers(shown(store)) == [[2, 4, 3, 1], []]
    store.lists.change("course", lambda now: edits.removed(now, [3]), run=run)
    store.lists.change("course", lambda now: edits.section_removed(now, edits.section_of(now, "week 2")), run=run)
    assert numbers(shown(store)) == [[2, 4, 1]]
    store.lists.add("course", [Draft(row=1, typed="Another")], run=run)
    assert numbers(shown(store)) == [[5], [2, 4, 1]]  # no number is given twice
    with pytest.raises(UsageError, match="move or remove"):
        store.lists.change("course", lambda now: edits.section_removed(now, now.sections[1]), run=run)
    with pytest.raises(UsageError, match="before it starts"):
        store.lists.change(
            "course",
            lambda now: edits.section_changed(
                now, now.sections[1], title=None, start=None, end="2026-01-01", before=None
            ),
            run=run,
        )
    store.lists.new("other", About(), run=run)
    with pytest.raises(UsageError, match="already"):
        store.lists.change("course", lambda now: msgspec.structs.replace(now, name="other"), run=run)
    assert store.lists.delete("course") == 4
    assert [row.name for row in store.lists.all()] == ["other"]
    assert store.check() == []


def test_a_list_that_is_replaced_knows_its_items_again(store: Store, harvest: Harvest) -> None:
    store.lists.take("course", drafts(), run=harvest.run)
    harvest.put(msgspec.structs.replace(RICH, edition="2nd"), "rich")
    rows = (*reversed(drafts().rows), Draft(row=9, typed="New", place=Place(title="Week 1")))
    store.lists.take("course", Drafts(rows=rows), into="replace", run=harvest.run)
    assert [(item.number, item.version) for item in shown(store).items()] == [(3, None), (2, 1), (1, 1), (4, None)]
    assert shown(store).about.title == "Bridges"
    store.lists.take("course", Drafts(rows=(Draft(row=1, typed="Last"),)), into="append", run=harvest.run)
    assert next(shown(store).items()).typed == "Last"  # it has no section


def waiting(store: Store) -> list[tuple[int, str]]:
    return [(one.number, one.kind) for one in store.lists.waiting(["course"])]


def test_exactly_what_changed_waits(store: Store, clock: Clock) -> None:
    """Sixty items of thirty reports: a refresh changes five, deletes one and gives one a DOI."""
    harvest = Harvest(store, clock)
    reports = course()
    for n, one in enumerate(reports):
        harvest.put(one, f"r{n}")
    taken = store.lists.take("course", files.read(course_table().encode()), run=harvest.run)
    assert (len(taken.numbers), taken.troubles, len(shown(store).sections)) == (60, [], 12)
    assert waiting(store) == []
    replace = msgspec.structs.replace
    first, second = reports[1].contents
    harvest.put(replace(reports[1], contents=(first, replace(second, pages=(Pages(first="11", last="31"),)))), "r1")
    harvest.put(replace(reports[2], publisher=None), "r2")
    harvest.put(
        replace(reports[3], contents=(first, replace(reports[3].contents[1], title="The cost of gauge 3"))), "r3"
    )
    harvest.put(replace(reports[4], title=Title(main="WATER  Report, 4")), "r4")  # only printed otherwise
    harvest.put(replace(reports[5], identifiers=(Identifier(scheme="doi", value="10.5555/five"),)), "r5")
    harvest.put(Record(deleted=True), "r6")
    # The report is item 2n+1, its chapter 2n+2; what changes in a chapter changes the contents of its report too.
    assert waiting(store) == [
        (3, "version"), (4, "pages"), (5, "version"), (6, "version"), (7, "version"), (8, "version"), (11, "doi"), (13, "deleted"), (14, "deleted"),
    ]  # fmt: skip
    told = {one.number: one.message for one in store.lists.waiting()}
    assert told[4] == "pages 11-30, now 11-31"
    assert told[11] == "has a DOI now: 10.5555/five"
    assert [one.number for one in store.lists.accept("course", [4, 13], run=harvest.run)] == [4, 13]
    assert waiting(store) == [
        (3, "version"),
        (5, "version"),
        (6, "version"),
        (7, "version"),
        (8, "version"),
        (11, "doi"),
        (14, "deleted"),
    ]
    store.lists.accept("course", [], run=harvest.run)
    assert waiting(store) == []
    held = store.lists.shown("course").held
    assert held[4].record.pages == (Pages(first="11", last="31"),)
    assert held[13].record.title == Title(main="Water report 6")  # cited as it was last
    harvest.put(reports[6], "r6")
    assert waiting(store) == []  # back as it was


def test_what_is_missing_waits_until_it_was_seen(store: Store, harvest: Harvest) -> None:
    store.lists.take("course", drafts(), run=harvest.run)
    store.debts.miss(["site:rich"], run=harvest.run, at=harvest.clock())
    assert waiting(store) == [(1, "missing"), (2, "missing")]
    store.lists.accept("course", [1], run=harvest.run)
    assert waiting(store) == [(2, "missing")]
    store.lists.accept("course", [2], run=harvest.run)
    harvest.put(msgspec.structs.replace(RICH, contents=RICH.contents[:1]), "rich")
    harvest.put(RICH, "rich")
    assert waiting(store) == []


def test_an_entry_that_left_the_contents_is_missing(store: Store, harvest: Harvest) -> None:
    store.lists.take("course", drafts(), run=harvest.run)
    harvest.put(msgspec.structs.replace(RICH, contents=RICH.contents[:1]), "rich")
    assert waiting(store) == [(1, "version"), (2, "missing")]
    store.lists.accept("course", [], run=harvest.run)
    assert waiting(store) == []
    assert store.lists.shown("course").held[2].record.title == Title(main="Granite politics")


def test_what_is_held_back_goes_out_of_no_list(store: Store, harvest: Harvest) -> None:
    store.lists.take("course", drafts(), run=harvest.run)
    store.suppressions.suppress([("site:rich", "p11")], run=harvest.run, who="anna", reason="takedown")
    held = store.lists.shown("course").held
    assert held[2].record == Record(deleted=True)
    assert [one.title for one in held[1].record.contents] == ["Stone and O'Brien's iron"]
    store.suppressions.suppress([("site:rich", None)], run=harvest.run, who="anna", reason="takedown")
    assert [store.lists.shown("course").held[n].record for n in (1, 2)] == [Record(deleted=True)] * 2
    assert waiting(store) == [(1, "deleted"), (2, "deleted")]
