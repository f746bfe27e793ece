"""An archive copied between the databases, also while it is written to: the same rows, the same exports, the same search."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.corrections import Wanted
from archive.delivering import Begun
from archive.selection import Selection
from archive.shapes import Piece
from archive.store import Store, open_store
from archive.waivers import Reach
from schemas.errors import StorageError, UsageError
from schemas.left_out import unnoticed
from schemas.record import Record
from tests.archive_samples import RICH, Harvest, report
from tests.conftest import Clock, database
from tests.list_samples import drafts


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "copy.db")
        return
    with database(request.getfixturevalue("postgres_server")) as url:
        yield url


def fill(store: Store, clock: Clock) -> None:
    """Put something into every table."""
    harvest = Harvest(store, clock)
    first = harvest.keep("one")
    harvest.put(RICH, "rich", capture=first, aliases=("https://site.example/rich",))
    harvest.put(report("Later", series=()), "plain")
    harvest.put(report("Later still"), "plain")
    store.put([harvest.make(Record(deleted=True), "plain")], run=harvest.run)
    store.quarantine(harvest.run, first, "odd", Piece(digest=b"x" * 32, start=1, stop=2))
    window = store.ledger.begin(source="site", prefix="oai_dc", set_spec=None, run=harvest.run)
    store.ledger.keep(store.capture(first), run=harvest.run, source="site", window=window, place=0, token=None)
    store.debts.owe([("lost", "damaged", None)], source="site", prefix="oai_dc", run=harvest.run, at=clock())
    store.debts.miss(["site:rich"], run=harvest.run, at=clock())
    hold = store.holds.begin("site", run=harvest.run, reason="too many")
    store.holds.keep_back(hold, {first: "page/1"}, {first: ["site:rich"]})
    wanted = Wanted(id="site:rich", field="title.main", value="Bridge of the Müllers", reason="as printed")
    store.corrections.correct([wanted], run=harvest.run, who="anna")
    store.suppressions.suppress([("site:plain", None)], run=harvest.run, who="anna", reason="takedown")
    store.same.join(["site:rich", "site:plain"], reason="seen on the shelf", run=harvest.run)
    store.same.give([(1, 1), (2, 1)], run=harvest.run)
    store.lists.take("course", drafts(), run=harvest.run)
    store.lists.keep_citations({"digest": "[]"})
    store.links.keep("https://site.example/rich", at=clock(), outcome="alive", status=200, reason=None, reached=None)
    assert any(one.found for one in store.findings.judged(keep=True))
    store.findings.waivers.waive([Reach(code="M105", source="site")], run=harvest.run, who="anna", reason="as they are")
    row = store.deliveries.find("alma", "jsonl", "")
    with Begun(store.db, row.id, lambda held, _left_out: [held], lambda _held: True, unnoticed) as begun:
        assert list(begun.items(Selection()))
        store.deliveries.settle(row, begun, run=harvest.run, file="alma.jsonl")
    harvest.end()


def everything(store: Store) -> Any:
    return (
        [(held.envelope, held.record) for held in store.heads(deleted=True)], store.search("bridge"), store.history("site:plain"),
        list(store.changes()), store.runs(), list(store.captures()), store.quarantined(), store.holds.all(),
        store.corrections.listed(), store.suppressions.listed(), list(store.same.groups()),
        store.deliveries.listed(), store.lists.all(), store.lists.shown("course").list, store.lists.waiting(),
        store.links.known(["https://site.example/rich"]), store.findings.waivers.listed(),
        list(store.findings.past()), list(store.findings.judged()),
        store.debts.owed("site"), store.debts.missing("site"), store.ledger.windows("site"),
    )  # fmt: skip


def test_a_copy_is_the_same_archive(store: Store, clock: Clock, other: str) -> None:
    fill(store, clock)
    copied = store.copy(other)
    rows = {one.table: one.rows for one in copied}
    assert [name for name, count in rows.items() if not count] == ["series"]
    with open_store(other, clock=clock) as copy:
        assert everything(copy) == everything(store)
        assert copy.check(chain=True) == []
        Harvest(copy, clock).put(report("After the restore"), "new")  # it goes on as the first would
        assert copy.check(chain=True) == []
        assert [hit.id for hit in copy.search("restore")] == ["site:new"]
    with pytest.raises(UsageError, match=r"is there already|holds an archive already"):
        store.copy(other)


def test_there_and_back_again(store: Store, clock: Clock, other: str, tmp_path: Path) -> None:
    fill(store, clock)
    there = store.copy(other)
    with open_store(other) as copy:
        assert copy.copy(tmp_path / "back.db") == there
    with open_store(tmp_path / "back.db", clock=clock) as back:
        assert everything(back) == everything(store)


def test_a_copy_during_a_harvest_is_of_one_moment(store: Store, clock: Clock, other: str) -> None:
    harvest = Harvest(store, clock)
    for number in range(60):
        harvest.put(report(f"Report {number}"), f"{number}")
    stop = threading.Event()

    def goes_on() -> None:
        number = 100
        while not stop.is_set():
            harvest.put(report(f"Report {number}"), f"{number}")
            number += 1

    writer = threading.Thread(target=goes_on)
    writer.start()
    try:
        store.copy(other)
    finally:
        stop.set()
        writer.join()
    with open_store(other, clock=clock) as copy:
        assert 60 <= copy.count() <= store.count()
        assert copy.check(chain=True) == []


def test_no_half_of_a_file_is_left(store: Store, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store, clock)
    monkeypatch.setattr("archive.copying._told", lambda db, rows, columns: None)
    with pytest.raises(StorageError, match="differs"):
        store.copy(tmp_path / "half.db")
    assert list(tmp_path.glob("*half*")) + list(tmp_path.glob(".half*")) == []
    with pytest.raises(StorageError, match="no such folder"):
        store.copy(tmp_path / "nowhere" / "copy.db")
