"""Opening, captures, runs, streams and upkeep of the archive, on both databases."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from archive import schema
from archive.selection import Selection
from archive.store import Store, open_store
from archive.types import instant
from schemas.capture import Capture
from schemas.errors import NewerArchive, NoArchive, NotFound, StorageError, UsageError
from schemas.record import Record, Series, canonical
from tests.archive_samples import RICH, Harvest, counted, entry, report

ROOT = Path(__file__).resolve().parents[1]


# --- opening ----------------------------------------------------------------------------------------------------------


def test_an_archive_is_made_only_when_asked_for(target: str) -> None:
    with pytest.raises(NoArchive, match=r"no such archive|holds no archive"):
        open_store(target)
    open_store(target, create=True).close()
    with open_store(target) as store:
        assert store.count() == 0
        assert store.upgrade() == schema.REVISIONS[-1]
        assert store.check(chain=True) == []


def test_an_archive_of_a_newer_version_is_refused(target: str) -> None:
    with open_store(target, create=True) as store, store.db.writing() as rows:
        rows.do("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerArchive, match="newer tocsin"):
        open_store(target, create=True)


def test_an_archive_of_an_older_version_asks_to_be_upgraded(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(target, create=True).close()
    monkeypatch.setattr("archive.schema.REVISIONS", (*schema.REVISIONS, "9999"))
    with pytest.raises(UsageError, match="tocsin db upgrade"):
        open_store(target)
    open_store(target, upgrade=True).close()


def test_a_file_of_something_else_is_not_touched(tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_bytes(b"Dear all, this is a letter and no archive. " * 100)
    with pytest.raises(StorageError, match=r"letter\.txt: is not an archive"):
        open_store(other)
    assert other.read_bytes().startswith(b"Dear all")


def test_a_sqlite_file_of_another_program_is_not_touched(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")
    before = other.read_bytes()
    with pytest.raises(NoArchive, match=r"another program \(it has a table 'song'\)"):
        open_store(other, create=True)
    assert other.read_bytes() == before


def test_reading_does_not_wait_for_a_writer(target: str, clock: Any) -> None:
    with open_store(target, create=True, clock=clock) as store:
        Harvest(store, clock).put(RICH)
        with store.db.writing() as rows:
            rows.do("DELETE FROM alias")
            with open_store(target) as other:
                assert other.count() == 1
                assert other.one("10.5555/bridge") == "site:one"


def test_a_copy_in_another_journal_mode_is_opened(tmp_path: Path, clock: Any) -> None:
    with open_store(tmp_path / "a.db", create=True, clock=clock) as store:
        Harvest(store, clock).put(RICH)
        with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
            connection.execute("VACUUM INTO ?", (str(tmp_path / "b.db"),))
    with open_store(tmp_path / "b.db", clock=clock) as store:
        stream = store.heads()
        next(stream)
        Harvest(store, clock).put(report(), "two")
        assert store.count() == 2


def test_a_database_of_another_program_is_not_touched(target: str) -> None:
    store = open_store(target, create=True)
    with store.db.writing() as rows:
        rows.do("DROP TABLE alembic_version")
    store.close()
    with pytest.raises(NoArchive, match="another program"):
        open_store(target, create=True)


@pytest.mark.parametrize("folder", ["/proc/none", "missing"])
def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path, folder: str) -> None:
    with pytest.raises(StorageError, match="cannot be opened") as caught:
        open_store(tmp_path / folder / "a.db", create=True)
    assert "\n" not in str(caught.value)


def test_a_read_only_archive_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "a.db", create=True) as store:
        store.db.engine.dispose()
        with store.db.writing() as rows:
            rows.do("PRAGMA query_only = ON")
        with pytest.raises(StorageError, match="read-only"):
            store.begin_run(kind="harvest", command="x", who="me")


def test_a_full_disk_loses_nothing_that_was_there(tmp_path: Path, clock: Any) -> None:
    with open_store(tmp_path / "a.db", create=True, clock=clock) as store:
        harvest = Harvest(store, clock)
        harvest.put(RICH)
        with store.db.writing() as rows:
            (pages,) = rows.first("PRAGMA page_count") or (0,)
            rows.do(f"PRAGMA max_page_count = {pages + 2}")
        capture = harvest.keep()
        batch = [
            harvest.make(report("Long " * 4000 + str(number)), f"k{number}", capture=capture) for number in range(200)
        ]
        with pytest.raises(StorageError, match="disk is full"):
            store.put(batch, run=harvest.run)
        store.db.close()
        assert store.check(chain=True) == []
        assert store.get("site:one").record.title == RICH.title


@pytest.mark.parametrize("address", ["mysql://host/name", "http://host/x", "nonsense://", "://"])
def test_addresses_of_no_use_are_usage_errors(address: str) -> None:
    with pytest.raises(UsageError):
        open_store(address)


def test_a_server_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="does not answer"):
        open_store(f"postgresql://me@/name?host={tmp_path}")


def test_a_database_that_is_not_on_the_server_is_named(postgres_server: str) -> None:
    with pytest.raises(StorageError, match="create the database first"):
        open_store(postgres_server.replace("/postgres?", "/absent?"))


def test_passwords_are_not_shown(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        open_store(f"postgresql://me:secret@/name?host={tmp_path}")
    assert "secret" not in str(caught.value)


# --- captures ---------------------------------------------------------------------------------------------------------


def test_a_capture_comes_back_as_it_was_kept(store: Store, clock: Any) -> None:
    harvest = Harvest(store, clock)
    at = datetime(2026, 11, 24, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=2)))
    kept = Capture(
        asked="https://a.example/x?é=1", url="https://a.example/y", at=at, body=bytes(range(256)) * 40, status=203,
        media_type="text/html; charset=latin-1", headers={"etag": '"abc"', "last-modified": "Mon, 23 Nov 2026 10:00:00 GMT"},
    )  # fmt: skip
    number = store.keep(kept, run=harvest.run, source="site")
    assert store.capture(number) == kept
    assert store.body(number) == kept.body
    with pytest.raises(NotFound):
        store.capture(99)
    with pytest.raises(ValueError, match="offset"):
        instant(datetime(2026, 1, 1))


def test_the_same_bytes_are_stored_once(store: Store, clock: Any) -> None:
    harvest = Harvest(store, clock)
    for body in ("same", "same", "other", "", "same"):
        harvest.keep(body)
    assert (store.stats()["bodies"], store.stats()["captures"]) == (2, 5)
    assert [store.body(c.id) for c in store.captures()] == [b"same", b"same", b"other", b"", b"same"]


def test_the_latest_answer_says_what_a_conditional_request_needs(store: Store, clock: Any) -> None:
    harvest, url = Harvest(store, clock), "https://site.example/1"
    assert store.latest(url) is None
    first = harvest.keep(headers={"etag": '"1"'})
    assert store.latest(url) is None  # kept, but not read yet
    harvest.put(RICH, capture=first)
    harvest.keep(status=503)
    harvest.keep(asked="https://site.example/2")
    latest = store.latest(url)
    assert latest is not None
    assert (latest.id, latest.etag, latest.last_modified, latest.gave, latest.reader) == (
        first,
        '"1"',
        None,
        ("site:one",),
        "page/1",
    )
    assert latest.sha256 == store.capture(first).sha256


def test_unchanged_answers_cost_a_row_and_no_bytes(store: Store, clock: Any) -> None:
    harvest, url = Harvest(store, clock), "https://site.example/1"
    first = harvest.keep()
    harvest.put(RICH, capture=first)
    at = clock.move(days=1)
    same = [
        (Capture(asked=url, url=url, at=at, body=b"", status=304), first),
        (Capture(asked=url, url=url, at=at, body=b"a page"), first),
    ]
    store.keep_unchanged(same, run=harvest.run)
    latest = store.latest(url)
    assert latest is not None
    assert (latest.id, latest.gave, latest.at) == (3, ("site:one",), at)
    assert [(c.status, c.read, c.reader) for c in store.captures(run=harvest.run)] == [
        (200, True, "page/1"),
        (304, True, "page/1"),
        (200, True, "page/1"),
    ]
    assert (store.stats()["bodies"], store.stats()["versions"]) == (1, 1)
    assert list(store.captures(source="other")) == []
    assert store.check(chain=True) == []


# --- streams ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(store: Store, clock: Any) -> Store:
    harvest = Harvest(store, clock)
    series = (Series(title="Bridge Papers", number="1"),)
    for source, key in (("b", "2"), ("a", "Z"), ("a", "a"), ("a", "é"), ("b", "10")):
        harvest.put(report(f"{source}{key}", series=series if source == "b" else ()), key, source=source)
    harvest.put(Record(type="book", deleted=True, title=report("gone").title), "gone", source="c")
    return store


def chosen(store: Store, deleted: bool = False, **selection: Any) -> list[str]:
    ids = [held.envelope.id for held in store.heads(Selection(**selection), deleted=deleted)]
    assert store.count(Selection(**selection)) == len(ids) or deleted
    return ids


def test_heads_are_ordered_by_bytes_on_both(shelf: Store) -> None:
    assert chosen(shelf) == ["a:Z", "a:a", "a:é", "b:10", "b:2"]
    assert chosen(shelf, deleted=True)[-1] == "c:gone"


def test_selections(shelf: Store) -> None:
    assert chosen(shelf, sources=("b", "c")) == ["b:10", "b:2"]
    assert chosen(shelf, ids=("b:2", "a:a#p5", "a:none", "nonsense")) == ["a:a", "b:2"]
    assert chosen(shelf, ids=()) == []
    assert chosen(shelf, series="BRIDGE papers") == ["b:10", "b:2"]
    assert chosen(shelf, types=("book",), deleted=True) == ["c:gone"]
    assert chosen(shelf, limit=2) == ["a:Z", "a:a"]
    assert chosen(shelf, since="2026-11-24T12:05:00Z") == ["b:10"]
    assert len(chosen(shelf, since="2026-11-24")) == 5
    assert chosen(shelf, since="2026-11-25") == []
    with pytest.raises(UsageError, match="not a date"):
        chosen(shelf, since="yesterday")


def test_a_stream_is_one_moment_while_others_write(shelf: Store, clock: Any) -> None:
    stream = shelf.heads()
    first = next(stream)
    Harvest(shelf, clock).put(report("New"), "zz", source="b")
    assert [first.envelope.id, *(held.envelope.id for held in stream)] == ["a:Z", "a:a", "a:é", "b:10", "b:2"]
    assert shelf.count() == 6


def test_a_stream_that_is_left_lets_go(shelf: Store) -> None:
    for _ in range(12):
        next(shelf.heads())
    assert shelf.count() == 5


def test_rows_are_what_heads_are_made_of(shelf: Store) -> None:
    rows = list(shelf.head_rows())
    assert [f"{row[0]}:{row[1]}" for row in rows] == chosen(shelf)
    assert [bytes(row[-1]) for row in rows] == [canonical(held.record) for held in shelf.heads()]


# --- runs and the chain of digests --------------------------------------------------------------------------------------


def test_runs_tell_who_ran_what_and_how_it_ended(store: Store, clock: Any) -> None:
    harvest = Harvest(store, clock)
    clock.move(minutes=5)
    store.end_run(harvest.run, outcome="incomplete", reason="a page failed", tally={"new": 3, "nested": {"a": 1}})
    second = store.begin_run(kind="replay", command="tocsin replay", who="tester")
    (running, ended) = store.runs()
    assert (running.number, running.outcome, running.digest) == (second, None, None)
    assert (ended.who, ended.command, ended.source, ended.started, ended.ended) == (
        "tester", "tocsin harvest", "site", "2026-11-24T12:00:00Z", "2026-11-24T12:05:00Z",
    )  # fmt: skip
    assert (ended.outcome, ended.reason, ended.tally) == ("incomplete", "a page failed", {"new": 3, "nested": {"a": 1}})
    assert store.run(1) == ended
    assert len(store.runs(limit=1)) == 1
    store.end_run(1, outcome="complete")
    assert store.run(1) == ended  # what is sealed stays
    with pytest.raises(NotFound):
        store.run(9)


ALTERED = {
    "UPDATE version SET text = replace(text, 'bridge', 'tunnel') WHERE id = 2": "version 2: ",
    "UPDATE version SET cause = 'correction' WHERE id = 3": "version 3: ",
    "UPDATE version SET datestamp = '2020-01-01T00:00:00Z' WHERE id = 1": "version 1: ",
    "UPDATE capture SET url = 'https://other.example/' WHERE id = 2": "capture 2: ",
    "UPDATE capture SET at = '2020-01-01T00:00:00.000000Z' WHERE id = 3": "capture 3: ",
    "DELETE FROM version WHERE id = 2": "version 2: was removed",
    "DELETE FROM version WHERE id = 4": "run 2: ",
    "UPDATE run SET who = 'nobody' WHERE number = 1": "run 1: ",
    "UPDATE run SET tally = '{}' WHERE number = 2": "run 2: ",
}


@pytest.mark.parametrize("sql", ALTERED)
def test_what_was_altered_is_named(store: Store, clock: Any, sql: str) -> None:
    for run in range(2):
        harvest = Harvest(store, clock)
        harvest.put(RICH, f"a{run}")
        harvest.put(report(f"A bridge {run}"), f"a{run}")
        harvest.end()
    assert store.check(chain=True) == []
    with store.db.writing() as rows:
        if rows.dialect == "sqlite":
            rows.cursor.connection.commit()
            rows.do("PRAGMA foreign_keys = OFF")
            rows.do("BEGIN")
        else:
            rows.do("SET session_replication_role = replica")
        rows.do(sql)
    assert any(problem.startswith(ALTERED[sql]) for problem in store.check(chain=True)), store.check(chain=True)


def test_check_finds_damage(store: Store, clock: Any) -> None:
    harvest = Harvest(store, clock)
    harvest.put(RICH)
    assert store.check() == []
    with store.db.writing() as rows:
        rows.do("UPDATE body SET data = ? WHERE id = 1", b"other bytes")
        rows.do("UPDATE record SET digest = ?, last = 0", bytes(32))
        rows.do('UPDATE version SET entry_keys = \'["p5","p5"]\'')
    found = store.check()
    for problem in ("body 1: is damaged", "record 1: differs", "record 1: counts fewer", "version 1: its entry keys"):
        assert any(one.startswith(problem) for one in found), found


def test_stats_count_everything(store: Store, clock: Any) -> None:
    Harvest(store, clock).put(RICH)
    figures = store.stats()
    assert (figures["records"], figures["versions"], figures["captures"], figures["identifiers"]) == (1, 1, 1, 3)
    assert figures["bytes of the database"] > 1000


# --- restore ----------------------------------------------------------------------------------------------------------


def test_exported_records_come_back_with_their_envelopes(store: Store, clock: Any, tmp_path: Path) -> None:
    harvest = Harvest(store, clock)
    harvest.put(report("Book", entry("A", "5")), found_in={"title": "h1"}, origin_sets=("s",), origin_datestamp="2026")
    harvest.put(report("Book", entry("New", "5"), entry("A", "5")), found_in={"title": "h1"}, origin_sets=("s",))
    harvest.put(Record(deleted=True, title=report("gone").title), "gone")
    held = list(store.heads(deleted=True))
    with open_store(tmp_path / "other.db", create=True, clock=clock) as other:
        run = other.begin_run(kind="harvest", command="x", who="me")
        assert counted(other.restore(held, run=run)) == {"new": 2}
        assert list(other.heads(deleted=True)) == held
        assert counted(other.restore(held, run=run)) == {"unchanged": 2}
        assert other.check(chain=True) == []
        with pytest.raises(NotFound, match="no bytes"):
            other.capture_of("site:one")


# --- kill -9 ----------------------------------------------------------------------------------------------------------

WORKER = """
import itertools, sys
from datetime import UTC, datetime
from archive.store import Put, open_store
from schemas.capture import Capture
from schemas.record import Record, Title
with open_store(sys.argv[1]) as store:
    run = store.begin_run(kind="harvest", command="x", who="me")
    print("go", flush=True)
    for number in itertools.count():
        url = f"https://site.example/{number}"
        capture = store.keep(Capture(asked=url, url=url, at=datetime.now(UTC), body=url.encode() * 50), run=run)
        store.put([Put(source="s", key=str(number), capture_id=capture, record=Record(title=Title(main=url)), reader="r/1")], run=run)
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.02, 0.1, 0.3])
def test_a_killed_run_leaves_a_sound_archive(target: str, after: float) -> None:
    open_store(target, create=True).close()
    with subprocess.Popen([sys.executable, "-c", WORKER, target], stdout=subprocess.PIPE, cwd=ROOT) as worker:
        assert worker.stdout
        worker.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            worker.wait(after)
        worker.kill()
    with open_store(target) as store:
        assert store.check(chain=True) == []
        waiting = list(store.unread())
        assert len(waiting) <= 1
        assert store.count() == store.stats()["captures"] - len(waiting)
