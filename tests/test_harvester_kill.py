"""kill -9 at random points of a harvest: the archive stays whole, and the next run goes on; the command as a process."""

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
from tests.site import Page, Site, list_path, report, report_path, serving

KILLS = 50
PAGES = 150

pytestmark = pytest.mark.slow


def start(site: Site, database: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cli.main", "--db", str(database), "harvest", site.base + "/sitemap.xml"]
    return subprocess.Popen(
        [*command, "--source", "lindwater"], cwd=Path(__file__).resolve().parents[1], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=os.environ | {"TOCSIN_CONTACT": ""},
    )  # fmt: skip


def finish(site: Site, database: Path) -> str:
    process = start(site, database)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def kill_after(site: Site, database: Path, requests: int, pause: float) -> bool:
    """Kill the harvest once it has asked so often; says whether it still ran."""
    until = len(site.asked) + requests
    process = start(site, database)
    while len(site.asked) < until and process.poll() is None:
        time.sleep(0.001)
    time.sleep(pause)
    alive = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return alive


def whole(database: Path) -> None:
    with open_store(database) as store:
        assert store.check(chain=True) == []


def records(database: Path) -> dict[str, tuple[int, bytes]]:
    from schemas.record import canonical

    with open_store(database) as store:
        return {held.envelope.key: (held.envelope.version, canonical(held.record)) for held in store.heads()}


def test_fifty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    chance = random.Random(20261124)
    with serving() as site:
        site.publish(PAGES)
        finish(site, tmp_path / "calm.db")
        expected = records(tmp_path / "calm.db")
        assert len(expected) == PAGES
        kills = rounds = 0
        while kills < KILLS:
            rounds += 1
            database = tmp_path / f"killed-{rounds}.db"
            site.forget()
            killed_here, ended = 0, False
            while kills < KILLS and not ended:
                ended = not kill_after(site, database, chance.randint(1, PAGES // 3), chance.random() * 0.05)
                kills, killed_here = kills + (not ended), killed_here + (not ended)
                if database.exists():
                    whole(database)
            if not ended:
                finish(site, database)
            whole(database)
            assert records(database) == expected
            asked = Counter(path for path in site.paths() if path.startswith("/reports/"))
            again = sum(times - 1 for times in asked.values())
            assert again <= killed_here, "more than the page in hand was asked again"
            with open_store(database) as store:
                assert list(store.unread()) == []


def test_a_killed_refresh_goes_on(tmp_path: Path) -> None:
    chance = random.Random(7)
    database = tmp_path / "refreshed.db"
    with serving() as site:
        site.publish(PAGES)
        finish(site, database)
        for number in range(1, 11):
            site.pages[report_path(number * 7)] = Page(report(site.base, number * 7, title="Revised report"), etag=True)
        for _ in range(4):
            kill_after(site, database, chance.randint(5, PAGES // 2), 0.01)
            whole(database)
        finish(site, database)
        whole(database)
        versions = Counter(version for version, _ in records(database).values())
        assert versions == {1: PAGES - 10, 2: 10}


def test_an_interrupt_finishes_the_page_in_hand_and_the_next_run_goes_on(tmp_path: Path) -> None:
    database = tmp_path / "stopped.db"
    with serving() as site:
        site.publish(PAGES)
        process = start(site, database)
        while len(site.asked) < 40:
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
        assert process.returncode == 130, said
        assert "interrupted" in said
        whole(database)
        before = len(records(database))
        assert 0 < before < PAGES
        said = finish(site, database)
        assert f"{before} resumed" in said or "resumed" in said
        assert len(records(database)) == PAGES
        assert max(Counter(site.paths()).values()) == 1


def test_a_second_interrupt_ends_at_once(tmp_path: Path) -> None:
    database = tmp_path / "stopped.db"
    with serving() as site:
        site.publish(5)
        site.pages[report_path(3)] = lambda handler: time.sleep(20)
        process = start(site, database)
        while report_path(3) not in site.paths():
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert process.poll() is None
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=10)
        assert time.monotonic() - began < 3
        assert process.returncode == 130, said
        assert "Traceback" not in said
        whole(database)
        assert list_path(1) not in site.paths()
