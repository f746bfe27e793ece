"""kill -9 in the middle of a replay, several times: run again it ends where one that was never killed ends.

TOCSIN_TEST_KILLS and TOCSIN_TEST_RECORDS say how often and over how many records.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from archive.store import Store, open_store
from harvester.options import HarvestOptions
from harvester.run import harvest
from schemas.record import canonical
from tests.oai_server import serving
from tests.test_harvester_oai_kill import Prepared

KILLS = int(os.environ.get("TOCSIN_TEST_KILLS", "6"))
RECORDS = int(os.environ.get("TOCSIN_TEST_RECORDS", "8000"))
BETTER = """
import msgspec, sys
from schemas.formats import readers
module = readers()["dc"]
before = module.record_of
def better(element):
    record = before(element)
    title = record.title and msgspec.structs.replace(record.title, main=record.title.main.replace("Report", "A report,"))
    return msgspec.structs.replace(record, title=title)
module.record_of, module.READER = better, "dc/99"
from cli.main import run
sys.exit(run(["--db", sys.argv[1], "replay", "--accept"]))
"""
"""A process in which the reader has become better, so that every record that is alive gets a new version."""

pytestmark = pytest.mark.slow


def start(database: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BETTER, str(database)], cwd=Path(__file__).resolve().parents[1], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def finish(database: Path) -> str:
    process = start(database)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said
    return said


def written(database: Path) -> int:
    with sqlite3.connect(database) as reading:
        return int(reading.execute("SELECT count(*) FROM version").fetchone()[0])


def killed(database: Path, pause: float) -> bool:
    """Kill the replay some time after it has begun to write; says whether it still ran."""
    before = written(database)
    process = start(database)
    while process.poll() is None and written(database) == before:
        time.sleep(0.005)
    time.sleep(pause)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return alive


def told(store: Store) -> dict[str, Any]:
    """Return all that a replay may change: versions in force and before, what changed, what the captures gave."""
    assert store.check(chain=True) == []
    assert list(store.unread()) == []
    heads = list(store.heads(deleted=True))
    return {
        "heads": [(h.envelope.id, h.envelope.version, canonical(h.record)) for h in heads],
        "history": {
            h.envelope.id: [(v.number, v.cause, v.deleted) for v in store.history(h.envelope.id)] for h in heads[::50]
        },
        "changes": sorted((c.id, c.kind, c.cause, c.version) for c in store.changes()),
        "captures": sorted((c.id, c.read, c.reader) for c in store.captures()),
        "versions": store.stats()["versions"],
    }


def test_a_replay_that_was_killed_ends_as_one_that_was_not(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    first = tmp_path / "first.db"
    with serving(Prepared(RECORDS)) as repo, open_store(first, create=True) as store:
        said = {"as_": "oai", "source": "repo", "prefix": "oai_dc"}
        assert harvest(repo.base, HarvestOptions(**said), store).exit_code == 0
    for name in ("calm.db", "killed.db"):
        shutil.copyfile(first, tmp_path / name)
    finish(tmp_path / "calm.db")
    with open_store(tmp_path / "calm.db") as store:
        expected = told(store)
    alive = sum(1 for _, version, _ in expected["heads"] if version == 2)
    assert alive == expected["versions"] - RECORDS > RECORDS * 0.9

    kills = sum(killed(tmp_path / "killed.db", chance.random() * 0.1) for _ in range(KILLS))
    assert kills == KILLS, "the replay had ended before it was killed"
    assert 0 < written(tmp_path / "killed.db") - RECORDS < alive, "no kill fell into the middle"
    finish(tmp_path / "killed.db")
    with open_store(tmp_path / "killed.db") as store:
        assert told(store) == expected
    assert "unchanged" in finish(tmp_path / "killed.db")
    assert written(tmp_path / "killed.db") == expected["versions"]
