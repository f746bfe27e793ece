"""Groups of records of one work: what joins and what does not, what people say of it, and one record of each group."""

from __future__ import annotations

import re
from typing import Any

import pytest

from archive.selection import Selection
from archive.store import Store
from schemas.errors import UsageError
from schemas.record import ContentsEntry, Identifier, Record, Text
from tests.archive_samples import Harvest, entry, report

DOI, ISBN, PDF = "10.5555/harbours", "9789291986088", "9789291986071"


def ids(**values: str) -> tuple[Identifier, ...]:
    return tuple(Identifier(scheme=scheme.partition("_")[0], value=value) for scheme, value in values.items())


class Sources:
    """Harvests of several sources into one archive, and what is put through them."""

    def __init__(self, store: Store, clock: Any) -> None:
        self.store, self.clock = store, clock
        self.harvests: dict[str, Harvest] = {}

    def put(self, name: str, record: Record, **more: Any) -> str:
        source, _, key = name.partition(":")
        harvest = self.harvests.get(source)
        if harvest is None:
            harvest = self.harvests[source] = Harvest(self.store, self.clock, source=source)
        capture = harvest.keep(str(record), asked=f"https://{source}.example/{key}")
        harvest.put(record, key, capture=capture, **more)
        return name

    def groups(self) -> list[tuple[str, ...]]:
        return [one.members for one in self.store.same.groups()]

    def say(self, together: bool, *names: str, reason: str = "seen on the shelf") -> None:
        run = self.store.begin_run(kind="same", command="tocsin same", who="tester")
        act = self.store.same.join if together else self.store.same.split
        act(names, reason=reason, run=run)
        self.store.end_run(run, outcome="complete", reason=reason)


@pytest.fixture
def sources(store: Store, clock: Any) -> Sources:
    return Sources(store, clock)


def same_in_all(sources: Sources, names: tuple[str, ...]) -> None:
    """A group is what it is, whether all are looked for or those around one of its members."""
    for name in names:
        group = sources.store.same.group(name)
        assert group is not None
        assert group.members == names
        assert group.id == names[0]


def test_print_and_pdf_of_one_report_are_one_group_by_the_record_that_has_both(sources: Sources) -> None:
    sources.put("shop:1", report("Harbours", identifiers=ids(isbn=ISBN)))
    sources.put("site:1", report("Harbours", identifiers=ids(isbn=ISBN, isbn_pdf=PDF)))
    sources.put("oai:1", report("Harbours: what the coast pays", identifiers=ids(isbn=PDF)))
    sources.put("oai:2", report("Harbours"))
    assert sources.groups() == [("shop:1", "site:1", "oai:1")]
    same_in_all(sources, ("shop:1", "site:1", "oai:1"))
    assert sources.store.same.group("oai:2") is None
    (group,) = sources.store.same.groups()
    assert {(tie.one, tie.other, tie.why) for tie in group.ties} == {
        ("shop:1", "site:1", f"isbn {ISBN}"), ("site:1", "oai:1", f"isbn {PDF}"),
    }  # fmt: skip


def test_an_entry_never_joins(sources: Sources) -> None:
    own = entry("Harbours", "5", "9", identifiers=ids(doi=DOI))
    sources.put("site:1", report("Essays", own))
    sources.put("oai:1", report("Harbours", identifiers=ids(doi=DOI)))
    assert sources.groups() == []


def test_no_group_has_two_that_cannot_be_one(sources: Sources) -> None:
    """A record in two languages shares an ISBN with each translation; it goes with one of them, not with both."""
    sources.put("a:en", report("Harbours", languages=("en",), identifiers=ids(isbn=ISBN)))
    sources.put("b:both", report("Harbours", identifiers=ids(isbn=ISBN, isbn_fr=PDF)))
    sources.put("c:fr", report("Harbours", languages=("fr",), identifiers=ids(isbn=PDF)))
    assert sources.groups() == [("a:en", "b:both")]
    (kept,) = sources.store.same.apart()
    assert (kept.one, kept.other, kept.why) == ("b:both", "c:fr", "languages en and fr")


def test_joins_and_splits_last_and_win(sources: Sources, clock: Any) -> None:
    store = sources.store
    a = sources.put("a:1", report("Harbours", identifiers=ids(doi=DOI)))
    b = sources.put("b:1", report("Harbours", identifiers=ids(doi=DOI)))
    c = sources.put("c:1", report("Ports", languages=("de",)))
    assert sources.groups() == [(a, b)]
    sources.say(False, b)
    assert sources.groups() == []
    sources.say(True, a, c)
    assert sources.groups() == [(a, c)]
    for times in range(3):  # refreshes change nothing of it
        clock.move(days=1)
        sources.put(a, report("Harbours", identifiers=ids(doi=DOI), edition=f"{times + 2}nd"))
        sources.put(b, report("Harbours", identifiers=ids(doi=DOI)))
        assert sources.groups() == [(a, c)]
    same_in_all(sources, (a, c))
    (kept,) = store.same.apart()
    assert kept.why == "split: seen on the shelf"
    sources.put(a, report("Harbours", identifiers=ids(doi=DOI)))
    sources.say(True, b, a, reason="the same after all")
    assert sources.groups() == [(a, b, c)]
    assert store.check(chain=True) == []


def test_a_word_is_a_change_of_both_and_a_version_of_neither(sources: Sources, clock: Any) -> None:
    a, b = sources.put("a:1", report("Harbours")), sources.put("b:1", report("Ports"))
    last = [one.cursor for one in sources.store.changes()][-1]
    before = clock.move(days=1)
    sources.say(True, a, b)
    found = [(one.id, one.kind, one.cause) for one in sources.store.changes(last)]
    assert found == [(a, "joined", "identity"), (b, "joined", "identity")]
    assert len(sources.store.history(a)) == 1
    assert {one.envelope.id for one in sources.store.heads(Selection(since=before.isoformat()))} == {a, b}


def test_words_need_records_to_be_about(sources: Sources) -> None:
    sources.put("a:1", report("Harbours"))
    with pytest.raises(UsageError, match="at least two"):
        sources.say(True, "a:1", "a:1")
    with pytest.raises(UsageError, match="in no group"):
        sources.say(False, "a:1")


def test_one_record_a_group_each_field_from_the_first_that_has_it(sources: Sources) -> None:
    untitled = (entry(None, "5", "9"), entry(None, "11", "20"))
    titled = (entry("Small harbours", "5", "9"), entry("The bill", "11", "20"))
    old = sources.put("old:1", report("HARBOURS", *titled, identifiers=ids(doi=DOI), page_count=40))
    new = sources.put(
        "new:1", report("Harbours", *untitled, identifiers=ids(doi=DOI), abstract=(Text(text="Why coasts pay."),))
    )
    sources.put("new:2", report("Bread"))
    store = sources.store
    one, other = list(store.same.heads(Selection(), ("new", "old")))
    assert other.record.title
    assert other.record.title.main == "Bread"
    assert one.envelope.id == old
    record = one.record
    assert record.title
    assert record.title.main == "Harbours"
    assert record.page_count == 40
    assert record.abstract
    assert [one.title for one in record.contents] == ["Small harbours", "The bill"]
    assert [one.key for one in record.contents] == ["p5", "p11"]
    assert one.envelope.found_in == {
        "title": new, "page_count": old, "abstract": new, "contents": old, "identifiers": new, "type": new,
    }  # fmt: skip
    (only,) = store.same.heads(Selection(sources=("new",), query="harbours"), ("old",))
    assert only.envelope.id == old
    assert only.record.title
    assert only.record.title.main == "HARBOURS"
    assert store.get(new).record.page_count is None, "sources stay as they are"


def test_the_name_stays_that_of_the_oldest_when_it_is_deleted(sources: Sources, clock: Any) -> None:
    old = sources.put("old:1", report("Harbours", identifiers=ids(doi=DOI), page_count=40))
    sources.put("new:1", report("Harbours", identifiers=ids(doi=DOI)))
    clock.move(days=1)
    sources.put(old, Record(deleted=True))
    (one,) = sources.store.same.heads(Selection(), ())
    assert one.envelope.id == old
    assert not one.record.deleted
    assert one.record.page_count is None
    sources.put("new:1", Record(deleted=True))
    assert list(sources.store.same.heads(Selection(), ())) == []
    (gone,) = sources.store.same.heads(Selection(), (), deleted=True)
    assert gone.record.deleted
    assert gone.envelope.id == old


def test_what_many_share_says_nothing(sources: Sources) -> None:
    harvest = Harvest(sources.store, sources.clock, source="many")
    page = harvest.keep()
    puts = [harvest.make(report("Harbours", identifiers=ids(doi=DOI)), str(n), capture=page) for n in range(51)]
    sources.store.put(puts, run=harvest.run)
    assert sources.groups() == []
    assert sources.store.same.group("many:1") is None
    assert sources.store.same.crowded() == [("doi", DOI, 51)]


def test_looking_around_one_record_costs_the_same_in_a_larger_archive(
    sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Statements and rows that are read for one record are those of its neighbours."""
    from archive.database import Rows

    read: list[int] = []
    asked = Rows.all

    def counted(self: Rows, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        found = asked(self, sql, *values)
        read.append(len(found))
        return found

    costs = []
    for size in (5, 200):
        harvest = Harvest(sources.store, sources.clock, source=f"s{size}")
        page = harvest.keep()
        more = [
            harvest.make(report(f"T{n}", identifiers=ids(doi=f"10.5555/{n}")), str(n), capture=page)
            for n in range(size)
        ]
        sources.store.put(more, run=harvest.run)
        name = sources.put(f"mine{size}:1", report("T1", identifiers=ids(doi=f"10.5555/own{size}")))
        sources.put(f"other{size}:1", report("T1", identifiers=ids(doi=f"10.5555/own{size}")))
        read.clear()
        with monkeypatch.context() as patched:
            patched.setattr(Rows, "all", counted)
            group = sources.store.same.group(name)
        assert group is not None
        assert len(group.members) == 2
        costs.append(list(read))
    assert costs[0] == costs[1]


def test_a_lookup_of_sharers_goes_by_the_index(sources: Sources) -> None:
    from archive.sharing import OWN, SAID, SHARERS

    if sources.store.db.dialect != "sqlite":
        pytest.skip("the plan of SQLite")
    with sources.store.db.reading() as rows:
        for sql, values in (
            (OWN, ("[1]",)),
            (SHARERS, (DOI, "doi")),
            (f"{SAID} WHERE low IN ? OR high IN ?", ("[1]", "[1]")),
        ):
            plan = " ".join(str(row[-1]) for row in rows.all(f"EXPLAIN QUERY PLAN {sql}", *values))
            assert "USING INDEX" in plan, plan
            assert not re.search("SCAN (identifier|sameness)", plan), plan


def test_entries_of_a_combined_record_keep_their_own_names(sources: Sources) -> None:
    from schemas.combining import entries_under_own_names
    from schemas.entries import entries_of

    old = sources.put("old:1", report("Harbours", ContentsEntry(label="1"), identifiers=ids(doi=DOI)))
    sources.put("new:1", report("Harbours", entry("The bill", "11", "20"), identifiers=ids(doi=DOI)))
    (one,) = sources.store.same.heads(Selection(), ("old",))
    (chapter,) = entries_under_own_names(entries_of(one))
    assert (one.envelope.id, chapter.envelope.id) == (old, "new:1#p11")
    assert chapter.host is one
