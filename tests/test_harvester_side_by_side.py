"""Two harvests and an export loop on one SQLite file: no errors, and each export is of one moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.oai_server import Rec, Repo, serving

ROOT = Path(__file__).resolve().parents[1]
SECONDS = float(os.environ.get("TEST_SIDE_BY_SIDE_SECONDS", "20"))


def tocsin(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "--db", "one.db", *arguments], cwd=folder, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_two_harvests_and_an_export_loop(tmp_path: Path) -> None:
    """All records of a source are written in one transaction, so in one moment they are of one edition."""
    errors: list[str] = []
    until = time.monotonic() + SECONDS
    rounds: dict[str, int] = defaultdict(int)

    def harvests(name: str, repo: Repo) -> None:
        while time.monotonic() < until or rounds[name] < 3:
            rounds[name] += 1
            repo.records = {key: Rec(title=f"Edition {rounds[name]}") for key in repo.records}
            done = tocsin(tmp_path, "harvest", repo.base, "--as", "oai", "--source", name, "--full")
            if done.returncode:
                errors.append(f"{name}: {done.returncode} {done.stderr}")

    def exports() -> None:
        while time.monotonic() < until or rounds["export"] < 3:
            rounds["export"] += 1
            done = tocsin(tmp_path, "export", "jsonl")
            if done.returncode:
                errors.append(f"export: {done.returncode} {done.stderr}")
            editions = defaultdict(set)
            for line in done.stdout.splitlines():
                record = json.loads(line)
                editions[record["source"]].add(record["title"]["main"])
            errors.extend(f"{source}: {found}" for source, found in editions.items() if len(found) != 1)

    with ExitStack() as stack:
        repos = {name: stack.enter_context(serving(Repo(300, page_size=100))) for name in ("aa", "bb")}
        assert tocsin(tmp_path, "db", "upgrade").returncode == 0
        workers = [threading.Thread(target=harvests, args=one) for one in repos.items()]
        workers.append(threading.Thread(target=exports))
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert errors == []
    assert tocsin(tmp_path, "db", "check", "--chain").returncode == 0
