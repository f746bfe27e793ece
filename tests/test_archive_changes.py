"""The feed of changes: kinds, events between versions, and a cursor that skips no commit, however late it comes."""

from __future__ import annotations

from threading import Event, Thread

import pytest

from archive.changes import note
from archive.selection import Selection
from archive.store import Store, open_store
from schemas.errors import UsageError
from schemas.record import Record
from tests.archive_samples import Harvest, report
from tests.conftest import Clock


def kinds(store: Store, since: int | str = 0) -> list[tuple[str, str]]:
    return [(one.kind, one.id) for one in store.changes(since)]


def test_events_stand_between_versions(store: Store, clock: Clock) -> None:
    harvest = Harvest(store, clock)
    harvest.put(report("One"), "one")
    store.debts.miss(["site:one", "site:none"], run=harvest.run, at=clock())
    store.debts.miss(["site:one"], run=harvest.run, at=clock())
    harvest.put(report("Two"), "two")
    assert [held.envelope.id for held in store.heads(Selection(missing=True))] == ["site:one"]
    assert (store.count(Selection(missing=True)), store.debts.missing_since("site:two")) == (1, None)
    (number, _, since) = store.debts.missing("site")[0]
    assert store.debts.missing_since("site:one") == since
    store.debts.found_again("site", {number}, run=harvest.run, at=clock.move(hours=1))
    rows = list(store.changes())
    assert [(c.kind, c.id) for c in rows] == [
        ("new", "site:one"), ("missing", "site:one"), ("new", "site:two"), ("back", "site:one"),
    ]  # fmt: skip
    for position, row in enumerate(rows, 1):
        assert list(store.changes(row.cursor)) == rows[position:]
    assert kinds(store, "2026-11-24T13:00:00Z") == [("back", "site:one")]
    harvest.end()
    assert store.check(chain=True) == []


def test_an_event_that_was_altered_is_named(store: Store, clock: Clock) -> None:
    harvest = Harvest(store, clock)
    harvest.put(report("One"), "one")
    store.debts.miss(["site:one"], run=harvest.run, at=clock())
    harvest.end()
    with store.db.writing() as rows:
        rows.do("UPDATE event SET kind = ?", "back")
    assert any("run 1" in problem for problem in store.check(chain=True))


def test_a_version_of_the_past_changes_no_kind(store: Store, clock: Clock) -> None:
    """A tombstone that was only read later, of an earlier time, does not make the next change a return."""
    harvest = Harvest(store, clock)
    harvest.put(report("One"))
    early = harvest.keep(at=clock.move(minutes=1))
    late = harvest.keep(at=clock.move(minutes=1))
    harvest.put(report("Two"), capture=late)
    harvest.put(Record(deleted=True), capture=early)
    harvest.put(report("Three"))
    assert [c.kind for c in store.changes()] == ["new", "changed", "changed"]


def test_a_moved_record_says_what_it_was_called(store: Store, clock: Clock) -> None:
    harvest = Harvest(store, clock)
    harvest.put(report("One"))
    with store.db.writing() as rows:
        note(rows, [(1, "site:old")], kind="moved", cause="identity", run=harvest.run, at=clock())
    (_, moved) = store.changes()
    assert (moved.kind, moved.former, moved.id, moved.cause) == ("moved", "site:old", "site:one", "identity")


@pytest.mark.parametrize("since", ["yesterday", "12.", "1.2.3", "-1"])
def test_neither_a_cursor_nor_a_date(store: Store, since: str) -> None:
    with pytest.raises(UsageError):
        list(store.changes(since))


def test_no_late_commit_is_skipped(target: str, clock: Clock) -> None:
    """Two writers with batches of different length, and a reader that goes on from its last cursor all the while."""
    open_store(target, create=True).close()
    done = Event()
    seen: list[str] = []

    def write(source: str, size: int) -> None:
        with open_store(target) as store:
            harvest = Harvest(store, Clock(), source=source)
            for turn in range(12):
                page = [harvest.make(report(f"{source} {turn} {n}"), f"{turn}-{n}", capture=None) for n in range(size)]
                store.put(page, run=harvest.run)
                store.debts.miss([f"{source}:{turn}-0"], run=harvest.run, at=Clock()())

    def read() -> None:
        cursor: int | str = 0
        with open_store(target) as store:
            while True:
                last = done.is_set()
                for change in store.changes(cursor):
                    cursor = change.cursor
                    seen.append(f"{change.kind} {change.id}")
                if last:
                    return

    writers = [Thread(target=write, args=("left", 1)), Thread(target=write, args=("right", 7))]
    reader = Thread(target=read)
    for thread in (reader, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    assert len(seen) == len(set(seen)) == 12 * 8 + 24
