"""What put writes: versions only where something changed, and which version is in force."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from archive.cosmetic import only_cosmetic
from archive.lookup import Past, precedes
from archive.store import Store
from schemas.errors import NotFound
from schemas.record import Contributor, Date, Identifier, Record, Title, canonical
from tests.archive_samples import RICH, Harvest, counted, entry, report


@pytest.fixture
def harvest(store: Store, clock: Any) -> Harvest:
    return Harvest(store, clock)


def titles(store: Store, name: str = "site:one") -> list[str | None]:
    return [version.title for version in store.history(name)]


def test_a_record_comes_back_as_it_was_put(harvest: Harvest, store: Store) -> None:
    capture = harvest.keep("<html>bridge</html>")
    tally = harvest.put(
        RICH, capture=capture, found_in={"title": "highwire"}, origin_sets=("a", "b"), origin_datestamp="2026-01-01"
    )
    assert counted(tally) == {"new": 1}
    assert tally.ids == ["site:one"]
    held = store.get("site:one")
    assert canonical(held.record) == canonical(RICH)
    assert [e.key for e in held.record.contents] == ["p5", "p11"]
    said = held.envelope
    assert (said.id, said.version, said.datestamp) == ("site:one", 1, "2026-11-24T12:01:00Z")
    assert (said.found_in, said.origin_sets, said.origin_datestamp) == ({"title": "highwire"}, ("a", "b"), "2026-01-01")
    assert said.captured is not None
    assert (said.captured.url, said.captured.at, said.captured.reader) == (
        "https://site.example/1",
        "2026-11-24T12:01:00Z",
        "page/1",
    )
    assert store.capture_of("site:one").body == b"<html>bridge</html>"
    assert list(store.heads()) == [held]


def test_unchanged_writes_nothing(harvest: Harvest, store: Store) -> None:
    harvest.put(RICH)
    assert counted(harvest.put(RICH)) == {"unchanged": 1}
    assert len(store.history("site:one")) == 1
    assert len(list(store.changes())) == 1


def test_a_change_is_a_version_and_moves_the_datestamp(harvest: Harvest, store: Store) -> None:
    harvest.put(report("A"))
    assert counted(harvest.put(report("B"))) == {"changed": 1}
    assert titles(store) == ["A", "B"]
    assert store.get("site:one").envelope.datestamp == "2026-11-24T12:02:00Z"
    assert [(c.kind, c.cause) for c in store.changes()] == [("new", "source"), ("changed", "source")]
    assert [c.version for c in store.changes("2026-11-24T12:02:00Z")] == [2]
    assert store.get("site:one", 1).record.title == Title(main="A")
    with pytest.raises(NotFound):
        store.get("site:one", 3)


def test_a_cosmetic_change_is_a_version_and_no_news(harvest: Harvest, store: Store) -> None:
    harvest.put(report("Water and power"))
    assert counted(harvest.put(report("WATER  AND POWER."))) == {"cosmetic": 1}
    held = store.get("site:one")
    assert (held.envelope.version, held.envelope.datestamp) == (2, "2026-11-24T12:01:00Z")
    assert [c.version for c in store.changes()] == [1]


@pytest.mark.parametrize(
    ("old", "new", "cosmetic"),
    [
        (report("Cafe\u0301"), report("Café"), True),
        (report("Water"), report("Waters"), False),
        (report("A", entry("One", "1")), report("A", entry("ONE!", "1")), True),
        (report("A", entry("One", "1")), report("A", entry("One", "2")), False),
        (report("A", entry("One")), report("A", entry("One"), entry("Two")), False),
        (
            report(identifiers=(Identifier(scheme="doi", value="10.1/a.b"),)),
            report(identifiers=(Identifier(scheme="doi", value="10.1/ab"),)),
            False,
        ),
        (
            report(dates=(Date(kind="issued", edtf="2012-01"),)),
            report(dates=(Date(kind="issued", edtf="2012-01", as_printed="January 2012"),)),
            True,
        ),
        (report(contributors=(Contributor(name="B. Lis"),)), report(contributors=(Contributor(name="B Lis"),)), True),
        (report("A"), report("A", deleted=True), False),
        (report("!"), report("?"), False),
    ],
)
def test_what_is_cosmetic(old: Record, new: Record, cosmetic: bool) -> None:
    assert only_cosmetic(canonical(old), canonical(new)) is cosmetic


def test_deleted_and_back_again(harvest: Harvest, store: Store) -> None:
    harvest.put(RICH)
    assert counted(harvest.put(Record(deleted=True))) == {"changed": 1}
    assert counted(harvest.put(Record(deleted=True))) == {"unchanged": 1}
    assert list(store.heads()) == []
    assert store.count() == 0
    (held,) = store.heads(deleted=True)
    assert held.record == msgspec.structs.replace(store.get("site:one", 1).record, deleted=True)
    assert store.search("bridge") == []
    assert counted(harvest.put(RICH)) == {"changed": 1}
    assert [c.kind for c in store.changes()] == ["new", "deleted", "back"]
    assert [hit.id for hit in store.search("bridge")] == ["site:one"]


def test_a_stub_never_replaces_what_the_page_said(harvest: Harvest, store: Store) -> None:
    harvest.put(RICH)
    assert counted(harvest.put(report("Bridge"), stub=True)) == {"outranked": 1}
    assert store.get("site:one").record.title == RICH.title


def test_a_page_replaces_a_stub_and_gives_it_its_key(harvest: Harvest, store: Store) -> None:
    url = "https://site.example/1"
    harvest.put(report("Bridge"), url, stub=True)
    tally = harvest.put(RICH, "10.5555/bridge", aliases=(url,))
    assert (counted(tally), tally.ids) == ({"changed": 1}, ["site:10.5555/bridge"])
    assert store.resolve(url) == ["site:10.5555/bridge"]
    assert store.count() == 1
    assert counted(harvest.put(report("Bridge"), url, stub=True)) == {"outranked": 1}
    assert store.count() == 1
    assert store.check(chain=True) == []


def test_a_stub_that_says_what_the_page_says_becomes_the_page(harvest: Harvest, store: Store) -> None:
    harvest.put(report("Bridge"), stub=True)
    assert counted(harvest.put(report("Bridge"))) == {"unchanged": 1}
    assert counted(harvest.put(report("Tunnel"), stub=True)) == {"outranked": 1}


def test_two_pages_that_share_another_name_stay_two(harvest: Harvest, store: Store) -> None:
    for key in ("10.5555/a", "10.5555/b"):
        assert counted(harvest.put(report(key), key, aliases=("https://site.example/",))) == {"new": 1}
    assert store.resolve("https://site.example/") == ["site:10.5555/a", "site:10.5555/b"]


def test_another_kind_of_input_is_refused_and_the_way_out_named(harvest: Harvest, store: Store) -> None:
    harvest.put(RICH)
    tally = harvest.put(report("KBART row"), input="kbart")
    assert counted(tally) == {"refused": 1}
    assert "site-kbart" in tally.messages[0]
    assert store.get("site:one").envelope.version == 1


def test_the_same_key_twice_on_a_page_counts_once(harvest: Harvest, store: Store) -> None:
    capture = harvest.keep()
    page = [harvest.make(report(title), capture=capture) for title in ("First", "Second")]
    assert counted(store.put(page, run=harvest.run)) == {"new": 1, "duplicate": 1}
    assert titles(store) == ["First"]


def test_the_same_key_on_two_pages_of_a_batch_is_two_readings(harvest: Harvest, store: Store) -> None:
    page = [harvest.make(report(title)) for title in ("First", "Second", "Second")]
    assert counted(store.put(page, run=harvest.run)) == {"new": 1, "changed": 1, "unchanged": 1}
    assert titles(store) == ["First", "Second"]
    assert store.check(chain=True) == []


def test_one_bad_record_costs_one_record(harvest: Harvest, store: Store) -> None:
    page = [harvest.make(report("Lone \ud800 half"), "bad"), harvest.make(report("Good"), "good")]
    tally = store.put(page, run=harvest.run)
    assert counted(tally) == {"new": 1, "refused": 1}
    assert tally.ids == [None, "site:good"]


def test_reading_old_captures_again_with_unchanged_code_writes_nothing(harvest: Harvest, store: Store) -> None:
    walk = [("A", harvest.keep()), ("A", harvest.keep()), ("B", harvest.keep()), ("A", harvest.keep())]
    for title, capture in walk:
        harvest.put(report(title), capture=capture)
    assert titles(store) == ["A", "B", "A"]
    for title, capture in walk:
        assert counted(harvest.put(report(title), capture=capture)) == {"unchanged": 1}
    tally = store.put([harvest.make(report(title), capture=capture) for title, capture in walk], run=harvest.run)
    assert counted(tally) == {"unchanged": 4}


def test_a_better_reader_corrects_the_past_and_the_present(harvest: Harvest, store: Store) -> None:
    walk = [("A", harvest.keep()), ("A", harvest.keep()), ("B", harvest.keep())]
    for title, capture in walk:
        harvest.put(report(title), capture=capture)
    tally = store.put(
        [harvest.make(report(f"{t} better"), capture=c, reader="page/2") for t, c in walk], run=harvest.run
    )
    assert counted(tally) == {"older": 1, "unchanged": 1, "changed": 1}
    held = store.get("site:one")
    assert (held.record.title, held.envelope.version) == (Title(main="B better"), 4)
    assert [v.cause for v in store.history("site:one")] == ["source", "source", "reader", "reader"]
    assert [c.version for c in store.changes()] == [1, 2, 4]
    for title, capture in walk:
        assert counted(harvest.put(report(f"{title} better"), capture=capture)) == {"unchanged": 1}


def test_a_page_that_was_seen_earlier_and_is_read_later(harvest: Harvest, store: Store) -> None:
    first, second, third = harvest.keep(), harvest.keep(), harvest.keep()
    harvest.put(report("B"), capture=second)
    assert counted(harvest.put(report("B"), capture=first)) == {"unchanged": 1}
    assert counted(harvest.put(report("A"), capture=first)) == {"older": 1}
    assert counted(harvest.put(report("C"), capture=third)) == {"changed": 1}
    assert [version.number for version in store.history("site:one")] == [1, 2, 3]
    assert store.get("site:one").record.title == Title(main="C")
    assert store.check(chain=True) == []


def test_within_a_walk_the_later_origin_datestamp_wins(harvest: Harvest, store: Store) -> None:
    harvest.put(report("new"), origin_datestamp="2026-02-01")
    assert counted(harvest.put(report("old"), origin_datestamp="2026-01-01")) == {"older": 1}
    assert store.get("site:one").record.title == Title(main="new")


def test_a_later_walk_wins_over_a_later_origin_datestamp(harvest: Harvest, store: Store, clock: Any) -> None:
    harvest.put(report("new"), origin_datestamp="2026-02-01")
    second = Harvest(store, clock)
    assert counted(second.put(report("restored"), origin_datestamp="2026-01-01")) == {"changed": 1}


def test_absent_datestamps_go_by_fetch() -> None:
    def at(seen: str, stamp: str | None, walk: int = 1) -> Past:
        return Past(1, b"", False, 1, walk, seen, stamp)

    assert precedes(at("1", None), at("2", "2020"))
    assert not precedes(at("2", "2020"), at("1", None))
    assert precedes(at("2", "2019"), at("1", "2020"))
    assert not precedes(at("2", "2019", walk=2), at("1", "2020"))


def test_keep_and_put_mark_what_has_been_read(harvest: Harvest, store: Store) -> None:
    first, second, third, fourth = (harvest.keep() for _ in range(4))
    assert list(store.unread()) == [first, second, third, fourth]
    harvest.put(RICH, capture=first)
    store.mark_read(second, reader="page/1")
    store.quarantine(harvest.run, third, "a challenge page")
    assert list(store.unread()) == [fourth]
    assert list(store.unread("site")) == [fourth]
    assert list(store.unread("other")) == []
    (apart,) = store.quarantined()
    assert (apart.capture_id, apart.reason) == (third, "a challenge page")


def test_putting_from_a_capture_that_is_not_there_writes_nothing(harvest: Harvest, store: Store) -> None:
    with pytest.raises(NotFound, match="capture 99"):
        harvest.put(RICH, capture=99)
    assert store.count() == 0
