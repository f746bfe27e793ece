"""What one more record costs the groups: the same in an archive of 2,000 records and in one of 20,000."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from archive.store import Store, open_store
from schemas.record import Identifier, Record
from tests.archive_samples import Harvest, report

SIZES = 2_000, 20_000


class Steps:
    """Counts the steps of SQLite's machine, in tens."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection, self.count = connection, 0

    def __enter__(self) -> Steps:
        self._connection.set_progress_handler(self._step, 10)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.set_progress_handler(None, 0)

    def _step(self) -> int:
        self.count += 1
        return 0


def numbered(number: int, **more: Any) -> Record:
    """A report that shares its DOI with the one before it or after it."""
    doi = Identifier(scheme="doi", value=f"10.5555/{number // 2}")
    return report(f"Harbours of coast {number // 2}", identifiers=(doi,), **more)


def filled(path: Path, size: int, clock: Any) -> Store:
    store = open_store(path, create=True, clock=clock)
    harvest = Harvest(store, clock)
    for start in range(0, size, 1000):
        page = harvest.keep(str(start))
        made = [harvest.make(numbered(n), str(n), capture=page) for n in range(start, start + 1000)]
        store.put(made, run=harvest.run)
    return store


def cost(store: Store, clock: Any, key: str) -> int:
    """The steps that SQLite takes to put one more record and to find and name its group."""
    harvest = Harvest(store, clock, source="mine")
    one = harvest.make(numbered(1000), key)
    with store.db.reading() as rows:
        connection = rows.cursor.connection
    with Steps(getattr(connection, "driver_connection", connection)) as steps:
        store.put([one], run=harvest.run)
        group = store.same.group(f"mine:{key}")
        combined = store.same.combined(f"mine:{key}", ())
    assert group is not None
    assert len(group.members) == 3
    assert combined.envelope.id == "site:1000"
    return steps.count


@pytest.mark.slow
def test_a_new_record_costs_the_same_in_an_archive_ten_times_as_large(tmp_path: Path, clock: Any) -> None:
    costs = []
    for size in SIZES:
        with filled(tmp_path / f"{size}.db", size, clock) as store:
            run = store.begin_run(kind="export", command="tocsin export --combined", who="tester")
            store.same.give([(n, n - (n - 1) % 2) for n in range(1, size + 1)], run=run)
            costs.append(cost(store, clock, "one"))
    print(f"\ntens of steps in {SIZES} records: {costs}")
    assert costs[1] < costs[0] * 1.5
