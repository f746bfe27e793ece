"""kill -9 at random points of a repository's harvest: the next run goes on at the last token, and nothing is lost or twice.

TOCSIN_TEST_KILLS and TOCSIN_TEST_RECORDS say how often and over how many records (100 and 20,000 for the figures).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from archive.store import open_store
from schemas.record import canonical
from tests.oai_server import Args, Rec, Repo, serving

KILLS = int(os.environ.get("TOCSIN_TEST_KILLS", "12"))
RECORDS = int(os.environ.get("TOCSIN_TEST_RECORDS", "4000"))
PAGE = 100

pytestmark = pytest.mark.slow


class Prepared(Repo):
    """A repository whose pages are made beforehand, so that a page costs it nothing."""

    def __init__(self, count: int) -> None:
        super().__init__(count, page_size=PAGE)
        for number in range(7, count, 50):
            self.records[f"oai:repo.example:{number}"] = Rec(deleted=True)
        items = list(self.records.items())
        self._pages = {}
        for at in range(0, count, PAGE):
            body = "".join(self.record(name, rec) for name, rec in items[at : at + PAGE])
            self._pages[at] = self.page("ListRecords", body + self.token(f"|||{at + PAGE}", at, count))

    def list(self, verb: str, args: Args) -> bytes:
        if "from" in args:
            return super().list(verb, args)
        return self._pages[int(args.get("resumptionToken", "|||0").rpartition("|")[2])]


def start(repo: Repo, database: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cli.main", "--db", str(database), "harvest", repo.base, "--as", "oai"]
    return subprocess.Popen(
        [*command, "--source", "repo", "--prefix", "oai_dc"], cwd=Path(__file__).resolve().parents[1], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def finish(repo: Repo, database: Path) -> None:
    process = start(repo, database)
    said, _ = process.communicate(timeout=300)
    assert process.returncode == 0, said


def killed(repo: Repo, database: Path, pages: int, pause: float) -> bool:
    """Kill the harvest once it has asked for so many pages; says whether it still ran."""
    until = len(repo.lists()) + pages
    process = start(repo, database)
    while len(repo.lists()) < until and process.poll() is None:
        time.sleep(0.002)
    time.sleep(pause)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    assert process.returncode == (-signal.SIGKILL if alive else 0), said
    return alive


def held(database: Path) -> dict[str, tuple[int, bytes]]:
    with open_store(database) as store:
        assert store.check(chain=True) == []
        assert list(store.unread()) == []
        return {h.envelope.key: (h.envelope.version, canonical(h.record)) for h in store.heads(deleted=True)}


def test_kills_at_random_points_lose_nothing(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    with serving(Prepared(RECORDS)) as repo:
        finish(repo, tmp_path / "calm.db")
        expected = held(tmp_path / "calm.db")
        assert len(expected) == RECORDS
        kills = rounds = 0
        while kills < KILLS:
            rounds += 1
            database = tmp_path / f"killed-{rounds}.db"
            repo.forget()
            here, ended = 0, False
            while kills < KILLS and not ended:
                ended = not killed(repo, database, chance.randint(1, RECORDS // PAGE // 3), chance.random() * 0.08)
                kills, here = kills + (not ended), here + (not ended)
            if not ended:
                finish(repo, database)
            assert held(database) == expected
            asked = Counter(args.get("resumptionToken", "") for args in repo.lists() if "from" not in args)
            assert set(asked) == {"", *(f"|||{at}" for at in range(PAGE, RECORDS, PAGE))}
            assert sum(times - 1 for times in asked.values()) <= here, "more than the page in hand was asked for again"
            database.unlink()


def test_kills_of_a_harvest_of_everything_again(tmp_path: Path) -> None:
    chance = random.Random(7)
    database = tmp_path / "again.db"
    with serving(Prepared(2000)) as repo:
        finish(repo, database)
        expected = held(database)
        changed = {name: rec for name, rec in list(repo.records.items())[100:1500:100] if not rec.deleted}
        repo.now = "2026-11-25T12:00:00Z"
        repo.records |= {
            name: rec._replace(title=f"{rec.title} revised", stamp=repo.now) for name, rec in changed.items()
        }
        for _ in range(3):
            killed(repo, database, 1, chance.random() * 0.1)
        finish(repo, database)
        now = held(database)
        assert {name for name in now if now[name] != expected[name]} == set(changed)
        assert Counter(version for version, _ in now.values()) == {1: 2000 - len(changed), 2: len(changed)}
