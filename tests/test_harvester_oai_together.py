"""Two harvests and an export loop on one SQLite file: nobody meets a lock, and each export is of one moment.

TOCSIN_TEST_SECONDS says for how long (180 for the figures).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.store import open_store
from tests.oai_server import Repo, serving

SECONDS = float(os.environ.get("TOCSIN_TEST_SECONDS", "20"))

pytestmark = pytest.mark.slow


def start(database: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cli.main", "--db", str(database), *words]
    return subprocess.Popen(
        command, cwd=Path(__file__).resolve().parents[1], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def harvest(database: Path, repo: Repo, source: str) -> subprocess.Popen[str]:
    said = ("--as", "oai", "--source", source, "--prefix", "oai_dc", "--full")
    return start(database, "harvest", repo.base, *said)


def retitle(repo: Repo, edition: int) -> None:
    """Give every record the same edition: an export that mixes two of one source is not of one moment."""
    repo.records = {name: rec._replace(title=f"Edition {edition}") for name, rec in repo.records.items()}


def editions(path: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in path.read_text("utf-8").splitlines():
        said = json.loads(line)
        found.setdefault(said["source"], set()).add(said["title"]["main"])
    return found


def test_two_harvests_and_an_export_loop(tmp_path: Path) -> None:
    database, out = tmp_path / "shared.db", tmp_path / "out.jsonl"
    with open_store(database, create=True):
        pass
    with serving(Repo(300, page_size=100)) as one, serving(Repo(300, page_size=100)) as other:
        until, rounds, exports = time.monotonic() + SECONDS, 0, 0
        while time.monotonic() < until:
            rounds += 1
            for repo in (one, other):
                retitle(repo, rounds)
            running = [harvest(database, one, "one"), harvest(database, other, "other")]
            while any(process.poll() is None for process in running):
                export = start(database, "export", "jsonl", "-o", str(out))
                said, _ = export.communicate(timeout=120)
                assert export.returncode == 0, said
                exports += 1
                for source, seen in editions(out).items():  # 300 records of a source are written in one transaction
                    assert len(seen) == 1, f"{source} in round {rounds}: {seen}"
            for process in running:
                said, _ = process.communicate()
                assert process.returncode == 0, said
                assert "locked" not in said
        assert exports >= rounds
    with open_store(database) as store:
        assert store.check(chain=True) == []
        assert len({h.envelope.id for h in store.heads()}) == 600
        assert {h.envelope.version for h in store.heads()} == {rounds}
