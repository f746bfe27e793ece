"""Walks through the provider's lists: order, deletions, what moves a datestamp, and that no record is lost while others write."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import event

from archive.batch import Batch
from archive.rekeying import plan
from archive.selection import Selection
from archive.service.oai.listing import BARE, BY_DATESTAMP
from archive.service.oai.provider import Provider
from archive.service.oai.shapes import SavedQuery
from archive.store import Put, PutTally, Store, open_store
from archive.versions import _prepared, write
from schemas.errors import UsageError
from schemas.record import Record
from tests.archive_samples import RICH, Harvest, report
from tests.oai_provider import HOME, Read, names, provider_of, read, walk

LISTS = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


def stamps_of(page: Read) -> dict[str, str]:
    return dict(zip(page.names, page.stamps, strict=True))


def put_many(site: Harvest, many: range, title: str = "Report {}") -> None:
    capture = site.keep()
    site.store.put([site.make(report(title.format(n)), f"r{n:04d}", capture=capture) for n in many], run=site.run)


def test_a_walk_gives_every_record_once(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    for start in range(0, 1000, 250):
        put_many(site, range(start, start + 250))
    provider = provider_of(store)
    pages = walk(provider)
    assert [len(page.names) for page in pages] == [100] * 10
    assert len(set(names(pages))) == 1000
    stamps = [stamp for page in pages for stamp in page.stamps]
    assert stamps == sorted(stamps)
    assert [page.hints and page.hints["cursor"] for page in pages] == [str(n) for n in range(0, 1000, 100)]
    assert {page.hints and page.hints["completeListSize"] for page in pages} == {"1000"}
    assert pages[-1].token is None
    assert names(walk(provider, verb="ListIdentifiers")) == names(pages)
    middle = names(walk(provider, from_=stamps[250], until=stamps[740]))
    assert middle == names(pages)[250:750]


def test_a_whole_number_of_pages_ends_with_a_full_one(store: Store, clock: Any) -> None:
    put_many(Harvest(store, clock), range(100))
    pages = walk(provider_of(store))
    assert [len(page.names) for page in pages] == [100]
    assert pages[0].hints is None


def test_deletions_and_what_comes_back(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    site.put(RICH, "one")
    site.put(report("Two"), "two")
    provider = provider_of(store)
    before = (clock.move(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    site.put(Record(deleted=True), "one")
    assert read(provider, **LISTS, from_=before).deleted == ["site:one"]
    assert read(provider, **LISTS).names == ["site:two", "site:one"]
    assert b"bridges fall" not in read(provider, **LISTS).body
    found = read(provider, verb="GetRecord", metadataPrefix="mods", identifier="oai:library.example:site:one")
    assert found.deleted == ["site:one"]
    site.put(RICH, "one")
    assert read(provider, **LISTS, from_=before).deleted == []
    assert read(provider, **LISTS, from_=before).names == ["site:one"]


def test_datestamps_move_on_real_change_only(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    site.put(report("Water and power"), "one")
    provider = provider_of(store)
    (stamp,) = read(provider, **LISTS).stamps
    site.put(report("Water and power"), "one")
    site.put(report("WATER AND POWER"), "one")  # cosmetic: a version, no datestamp
    assert len(store.history("site:one")) == 2
    assert read(provider, **LISTS).stamps == [stamp]
    assert b"WATER AND POWER" in read(provider, **LISTS).body
    site.put(report("Water without power"), "one")
    assert read(provider, **LISTS).stamps > [stamp]
    assert read(provider, verb="Identify").text("earliestDatestamp") <= read(provider, **LISTS).stamps[0]


def test_what_was_suppressed_is_told_only_to_those_who_may_have_it(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    for key in ("before", "after", "entry"):
        site.put(RICH if key == "entry" else report(key), key)
    store.suppressions.suppress([("site:before", None)], run=site.run, who="x", reason="never shown")
    clock.move(hours=1)
    provider = provider_of(store)
    assert read(provider, **LISTS).names == ["site:after", "site:entry"]
    clock.move(hours=1)
    key = store.get("site:entry").record.contents[0].key
    store.suppressions.suppress([("site:after", None), ("site:entry", key)], run=site.run, who="x", reason="asked")
    page = read(provider, **LISTS)
    assert (page.names, page.deleted) == (["site:after", "site:entry"], ["site:after"])
    assert b"iron" not in page.body
    name = "oai:library.example:site:{}"
    assert read(provider, verb="GetRecord", metadataPrefix="oai_dc", identifier=name.format("before")).errors == ["idDoesNotExist"]  # fmt: skip
    assert read(provider, verb="GetRecord", metadataPrefix="oai_dc", identifier=name.format("after")).deleted
    assert read(provider, **LISTS, set_="type:report").deleted == ["site:after"]  # whoever walks a set hears of it too
    clock.move(hours=1)
    store.suppressions.lift([("site:before", None), ("site:after", None)], run=site.run)
    assert read(provider, **LISTS).deleted == []
    assert len(read(provider, **LISTS).names) == 3


def test_a_record_that_moved_leaves_a_tombstone(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    put_many(site, range(150))
    provider = provider_of(store)
    walk(provider)
    before = clock.move(minutes=1).strftime("%Y-%m-%dT%H:%M:%SZ")
    moves = plan(store.db, "site", [(f"r{n:04d}", f"new{n:04d}") for n in range(130)]).moves
    store.sources.rekey("site", moves, run=site.run, at=store.clock)
    for verb in ("ListRecords", "ListIdentifiers"):
        pages = walk(provider, verb=verb, from_=before)
        assert len(names(pages)) == len(set(names(pages))) == 260
        assert {name for page in pages for name in page.deleted} == {f"site:r{n:04d}" for n in range(130)}
        assert (pages[0].hints or {})["completeListSize"] == "260"
    ask = {"verb": "GetRecord", "metadataPrefix": "oai_dc"}
    assert read(provider, **ask, identifier="oai:library.example:site:r0001").deleted == ["site:r0001"]
    assert read(provider, **ask, identifier="oai:library.example:site:new0001").deleted == []
    clock.move(minutes=1)
    site.put(report("Another"), "r0001", capture=site.keep())  # a former key finds the record that moved
    back = plan(store.db, "site", [("new0002", "r0002")]).moves
    store.sources.rekey("site", back, run=site.run, at=store.clock)
    assert "site:r0002" not in [name for page in walk(provider) for name in page.deleted]
    assert "site:new0002" in [name for page in walk(provider) for name in page.deleted]


def test_saved_queries_are_sets(store: Store, clock: Any) -> None:
    query = SavedQuery(name="bridge", title="Bridges", selection=Selection(query="bridge", sources=("site",)))
    provider = provider_of(store, msgspec.structs.replace(HOME, queries=(query,)))
    site = Harvest(store, clock)
    for key, title in (("one", "A bridge"), ("two", "A fen"), ("three", "Another bridge")):
        site.put(report(title), key)
    Harvest(store, clock, source="other").put(report("A bridge too"), "four")
    page = read(provider, **LISTS, set_="query:bridge")
    assert page.names == ["site:one", "site:three"]
    assert all("query:bridge" in specs for specs in page.specs.values())
    site.put(Record(deleted=True), "one")
    assert read(provider, **LISTS, set_="query:bridge").deleted == ["site:one"]


# --- while others write -------------------------------------------------------------------------------------------------


def test_a_record_that_changes_during_a_walk_comes_at_its_end(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    put_many(site, range(250))
    provider = provider_of(store)
    first = read(provider, **LISTS)
    clock.move(minutes=1)
    put_many(site, range(5), "Changed {}")
    put_many(site, range(200, 205), "Changed {}")
    pages = [first]
    while pages[-1].token:
        pages.append(read(provider, verb="ListRecords", resumptionToken=pages[-1].token))
    changed = [f"site:r{n:04d}" for n in (*range(5), *range(200, 205))]
    assert names(pages)[-10:] == changed
    assert set(names(pages)) == {f"site:r{n:04d}" for n in range(250)}
    assert set(names(walk(provider, from_=first.date))) >= set(changed)


def test_a_walk_whose_rest_has_changed_ends_without_an_error(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    put_many(site, range(150))
    provider = provider_of(store)
    first = read(provider, **LISTS, until="2026-11-24T23:59:59Z")
    clock.move(days=2)
    put_many(site, range(100, 150), "Changed {}")
    last = read(provider, verb="ListRecords", resumptionToken=first.token)
    assert (last.errors, last.token) == ([], None)
    assert last.names == first.names[-1:]


def late(store: Store, puts: list[Put], run: int) -> Any:
    """Write records in a transaction that the caller ends."""

    class Late:
        def __enter__(self) -> None:
            self.transaction = store.db.writing()
            rows = self.transaction.__enter__()
            tally = PutTally()
            write(Batch(rows, run=run, at=store.clock), puts, [_prepared(one, tally) for one in puts], tally)

        def __exit__(self, *error: Any) -> None:
            self.transaction.__exit__(*error)

    return Late()


def test_what_is_committed_late_is_found_by_the_next_harvest(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    put_many(site, range(120))
    provider = provider_of(store)
    assert read(provider, verb="Identify").date == clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    capture = site.keep()
    clock.move(seconds=5)
    written = clock.now
    with late(store, [site.make(report("Late"), "r0003", capture=capture)], site.run):
        clock.move(minutes=10)
        pages = walk(provider)
        assert {page.date < written.strftime("%Y-%m-%dT%H:%M:%SZ") for page in pages} == {True}
    assert b"Late" not in b"".join(page.body for page in pages)
    for page in pages:
        assert "site:r0003" in names(walk(provider, from_=page.date))
    clock.move(minutes=1)
    assert read(provider, verb="Identify").date == clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_writer_is_stamped_when_its_turn_comes(store: Store, clock: Any) -> None:
    site = Harvest(store, clock)
    put_many(site, range(3))
    provider = provider_of(store)
    read(provider, **LISTS)
    captures = [site.keep() for _ in range(2)]
    waiting = threading.Thread(target=lambda: site.put(report("Waited"), "waited", capture=captures[1]))
    with late(store, [site.make(report("Slow"), "slow", capture=captures[0])], site.run):
        waiting.start()
        time.sleep(0.2)
        clock.move(minutes=10)
    waiting.join()
    stamps = stamps_of(read(provider, **LISTS))
    assert stamps["site:waited"] == clock.now.strftime("%Y-%m-%dT%H:%M:%SZ") > stamps["site:slow"]
    clock.move(minutes=-30)  # somebody sets the clock back: what was given out stays before what comes
    site.put(report("Back"), "back", capture=captures[1])
    assert stamps_of(read(provider, **LISTS))["site:back"] == stamps["site:waited"]


def test_records_of_one_second_are_not_lost_whichever_date_is_kept(store: Store, clock: Any) -> None:
    """A walk may pass a second while it is still going on; a later page must not claim that it is over."""
    site = Harvest(store, clock)
    put_many(site, range(250))
    capture = site.keep()
    provider = provider_of(store)
    clock.move(seconds=1)
    store.put([site.make(report(f"Now {n}"), f"r{n:04d}", capture=capture) for n in range(200)], run=site.run)
    pages = [read(provider, **LISTS)]
    pages.append(read(provider, verb="ListRecords", resumptionToken=pages[-1].token))  # into the second that goes on
    store.put([site.make(report("Late"), "r0220", capture=capture)], run=site.run)  # the same second
    clock.move(minutes=5)
    while pages[-1].token:
        pages.append(read(provider, verb="ListRecords", resumptionToken=pages[-1].token))
    for page in pages:
        assert "site:r0220" in names(walk(provider, from_=page.date)) or "site:r0220" in names(pages[-1:])


def harvester(provider: Provider, seen: dict[str, tuple[str, bytes]], date: str | None, *, last: bool) -> str:
    """Walk from a date on and return the date to go on from: that of the first answer, or as some do of the last."""
    dates, token = [], None
    while True:
        asked = {"resumptionToken": token} if token else {"metadataPrefix": "oai_dc", "from_": date}
        page = read(provider, verb="ListRecords", **asked)
        if page.errors:
            assert page.errors == ["noRecordsMatch"]
        seen.update({name: (stamp, b"") for name, stamp in zip(page.names, page.stamps, strict=True)})
        dates.append(page.date or "")
        token = page.token
        if not token:
            return dates[-1 if last else 0]


@pytest.mark.slow
def test_harvests_while_others_write_lose_nothing(target: str) -> None:
    with open_store(target, create=True) as store, open_store(target) as served:
        began = datetime.now(UTC)
        site = Harvest(store, type("Now", (), {"move": staticmethod(lambda **_: datetime.now(UTC))}))
        provider = provider_of(served)
        seen: list[dict[str, tuple[str, bytes]]] = [{}, {}]
        dates: list[str | None] = [None, None]
        put_many(site, range(400))
        read(provider, verb="Identify")  # as a service does when it starts
        stop = threading.Event()

        def change() -> None:
            turn = 0
            while not stop.is_set():
                turn += 1
                numbers = [(turn * 37 + n * 11) % 400 for n in range(60)]
                capture = site.keep(body=str(turn))
                puts = [site.make(report(f"Turn {turn}"), f"r{n:04d}", capture=capture) for n in dict.fromkeys(numbers)]
                with late(store, puts, site.run):
                    time.sleep((turn % 4) * 0.35)

        writer = threading.Thread(target=change)
        writer.start()
        while datetime.now(UTC) - began < timedelta(seconds=3):
            for one in range(2):
                dates[one] = harvester(provider, seen[one], dates[one], last=bool(one))
        stop.set()
        writer.join()
        for one in range(2):
            harvester(provider, seen[one], dates[one], last=bool(one))
        there = {f"site:{held.envelope.key}": held.envelope.datestamp for held in store.heads()}
        for one in range(2):
            assert {name: stamp for name, (stamp, _) in seen[one].items()} == there


def test_a_page_is_found_by_the_index(tmp_path: Path) -> None:
    """Where all records are of one second, and in a set: the rows that are read are those of the page."""
    with open_store(tmp_path / "archive.db", create=True) as store, store.db.reading() as rows:
        for place, wanted in (
            ("r.datestamp = ? AND r.id > ?", "datestamp=? AND rowid>?"),
            ("r.datestamp > ? AND ? = 0", "datestamp>?"),
        ):
            sql = f"{BARE.format(BY_DATESTAMP['sqlite'])} WHERE {place} AND r.source = ? ORDER BY r.datestamp, r.id LIMIT 5"
            told = rows.all(f"EXPLAIN QUERY PLAN {sql}", "2026-11-24T00:00:00Z", 0, "site")
            assert wanted in told[0][3]
            assert len(told) == 1  # nothing is sorted


def test_an_archive_that_cannot_be_written(tmp_path: Path, clock: Any) -> None:
    path = tmp_path / "archive.db"
    with open_store(path, create=True, clock=clock) as store:
        Harvest(store, clock).put(RICH, "one")
        with open_store(path, clock=clock) as only_read:
            event.listen(only_read.db.engine, "connect", lambda one, _: one.execute("PRAGMA query_only = ON"))
            only_read.db.engine.dispose()
            with pytest.raises(UsageError, match="a key for tokens must be handed in"):
                read(provider_of(only_read), **LISTS)
            assert read(provider_of(only_read, key=b"k"), **LISTS).names == ["site:one"]
