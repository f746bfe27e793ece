"""Entry keys survive whatever happens to the entries around them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.keys import give_keys
from archive.store import Store
from schemas.record import ContentsEntry, Identifier, walk
from tests.archive_samples import Harvest, entry, report


def keys(*entries: ContentsEntry) -> list[str]:
    return give_keys(list(walk(entries)), [], ())


def again(former: list[ContentsEntry], now: list[ContentsEntry], used: tuple[str, ...] = ()) -> dict[str | None, str]:
    """Give keys to `former`, then to `now`, and return those by title."""
    had = list(walk(former))
    given = give_keys(had, [], ())
    entries = list(walk(now))
    new = give_keys(entries, list(zip(given, had, strict=True)), used)
    return {one.title: key for one, key in zip(entries, new, strict=True)}


def part(title: str, number: int) -> ContentsEntry:
    return entry(title, identifiers=(Identifier(scheme="jstor", value=f"resrep06942.{number}"),))


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((entry("A", "5"), entry("B", "xii"), entry("C", "A-3")), ["p5", "pxii", "pA-3"]),
        ((entry("A", "5"), entry("B", "5"), entry("C", "5")), ["p5", "p5-2", "p5-3"]),
        ((entry("A"), entry("B"), entry("C")), ["n1", "n2", "n3"]),
        ((part("A", 1), part("B", 3)), ["resrep06942.1", "resrep06942.3"]),
        ((entry("A", "1", entries=(entry("A.1", "2"), entry("A.2"))), entry("B", "9")), ["p1", "p2", "n3", "p9"]),
        ((entry("A", "S 12"), entry("B", "a#b/c")), ["pS12", "pa-b-c"]),
        ((), []),
    ],
)
def test_new_entries_are_called_by_part_id_page_or_position(
    entries: tuple[ContentsEntry, ...], expected: list[str]
) -> None:
    assert keys(*entries) == expected


def test_an_entry_before_leaves_the_others_their_keys() -> None:
    former = [entry("A", "5"), entry("B"), entry("C", "9")]
    assert again(former, [entry("New", "5"), *former]) == {"New": "p5-2", "A": "p5", "B": "n2", "C": "p9"}


def test_an_entry_keeps_its_key_when_title_or_pages_change() -> None:
    former = [entry("A", "5"), entry("B", "9"), entry("C", "12")]
    now = [entry("A", "7"), entry("B, corrected", "9"), entry("C", "12")]
    assert again(former, now) == {"A": "p5", "B, corrected": "p9", "C": "p12"}


def test_an_entry_that_gets_a_part_id_later_keeps_its_older_key() -> None:
    assert again([entry("A", "5")], [part("A", 1)]) == {"A": "p5"}


def test_the_part_id_is_surer_than_title_and_pages() -> None:
    assert again([part("A", 1), part("B", 2)], [part("B", 1), part("A", 2)]) == {
        "B": "resrep06942.1",
        "A": "resrep06942.2",
    }


def test_entries_with_the_same_title_are_told_apart_by_their_pages() -> None:
    former = [entry("Introduction", "1"), entry("Introduction", "50")]
    given = give_keys(former[::-1], list(zip(["p1", "p50"], former, strict=True)), ())
    assert given == ["p50", "p1"]


def test_a_key_that_any_version_had_is_not_given_again() -> None:
    assert again([entry("A", "5")], [entry("Z", "9")], used=("p5", "p9", "p9-2")) == {"Z": "p9-3"}


TITLES = st.lists(st.sampled_from([f"Chapter {letter}" for letter in "ABCDEFGHIJ"]), unique=True, max_size=8)
PAGES = st.integers(1, 6)


@given(TITLES, st.data())
def test_insert_delete_and_reorder_keep_the_keys_of_the_others(titles: list[str], data: st.DataObject) -> None:
    former = [entry(title, str(data.draw(PAGES)) if data.draw(st.booleans()) else None) for title in titles]
    had = dict(zip(titles, give_keys(former, [], ()), strict=True))
    kept = data.draw(st.lists(st.sampled_from(former), unique_by=lambda e: e.title)) if former else []
    new = [entry(f"New {number}", str(data.draw(PAGES))) for number in range(data.draw(st.integers(0, 3)))]
    now = data.draw(st.permutations([*kept, *new]))
    given_keys = give_keys(now, [(had[e.title or ""], e) for e in former], had.values())
    after = {e.title: key for e, key in zip(now, given_keys, strict=True)}
    assert {e.title: after[e.title] for e in kept} == {e.title: had[e.title or ""] for e in kept}
    assert len(set(given_keys)) == len(now)


ENTRIES = st.recursive(
    st.builds(entry, st.sampled_from(["A", "B", None]), st.sampled_from(["1", "ii", None])),
    lambda inner: st.builds(entry, st.just("Part"), entries=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)


@given(st.lists(ENTRIES, max_size=5), st.lists(ENTRIES, max_size=5))
def test_any_contents_get_keys_of_their_own(former: list[ContentsEntry], now: list[ContentsEntry]) -> None:
    had, entries = list(walk(former)), list(walk(now))
    first = give_keys(had, [], ())
    second = give_keys(entries, list(zip(first, had, strict=True)), first)
    assert len(set(first)) == len(first) == len(had)
    assert len(set(second)) == len(second) == len(entries)
    unchanged = give_keys(entries, list(zip(second, entries, strict=True)), {*first, *second})
    pages = [e.pages for e in entries if e.pages and not e.title]
    assert unchanged == second or len(set(pages)) < len(pages)  # untitled entries on one page cannot be told apart


def test_keys_are_kept_beside_the_versions(store: Store, clock: Any) -> None:
    harvest = Harvest(store, clock)
    first = [entry("A", "5"), entry("B", "9", entries=(entry("B.1", "10"),))]
    harvest.put(report("Book", *first))
    harvest.put(report("Book", entry("New", "5"), *first))
    harvest.put(report("Book", first[1]))
    harvest.put(report("Book", entry("Other", "5"), first[1]))
    ever = [[e.key for e in walk(store.get("site:one", v.number).record.contents)] for v in store.history("site:one")]
    assert ever == [["p5", "p9", "p10"], ["p5-2", "p5", "p9", "p10"], ["p9", "p10"], ["p5-3", "p9", "p10"]]
    assert store.check(chain=True) == []


def test_an_entry_that_comes_back_after_it_was_gone_gets_a_new_key(store: Store, clock: Any) -> None:
    harvest = Harvest(store, clock)
    page = [harvest.make(report("Book", *entries)) for entries in ([entry("A", "5")], [], [entry("A", "5")])]
    store.put(page, run=harvest.run)
    assert [e.key for e in store.get("site:one").record.contents] == ["p5-2"]
