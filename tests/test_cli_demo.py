"""`tocsin demo` as a newcomer runs it: in a process, in an empty folder; its main lines, its files, its time."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from itertools import takewhile
from pathlib import Path

import pytest

from cli.main import run

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 30.0
"""Seconds that the demo may take."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a demo printed, and the folder that it was run in."""
    folder = tmp_path_factory.mktemp("newcomer")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_")}
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "demo"], cwd=folder, env=environ | {"PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    crowd = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others at work make it wait, not work
    assert time.monotonic() - began < LIMIT * crowd
    return done.stdout, folder


def test_it_shows_what_it_does(demo: tuple[str, Path]) -> None:
    said, _ = demo
    for line in (
        r"Everything is written into tocsin-demo/",
        r"\$ tocsin --db tocsin-demo/demo.db harvest http://127.0.0.1:\d+/reports/ --source lindwater",
        r"created tocsin-demo/demo.db",
        r"  records  8 new",
        r"  run 1 complete",
        r"\$ tocsin --db tocsin-demo/demo.db list",
        r"lindwater:10.5555/lindwater.41  2021-05-17  report  5        Rivers without borders: .*",
        r"\$ tocsin --db tocsin-demo/demo.db validate --fail-on never",
        r"8 records: \d+ warning, \d+ info",
        r"lindwater:10.5555/lindwater.41#p23  The price of a gauge",
        r"wrote 8 records to tocsin-demo/records.dc.xml",
        r"  records  8 unchanged",
        r"  run 2 complete",
        r"The archive stays in tocsin-demo/demo.db; try next:",
    ):
        assert re.search(f"^{line}$", said, re.M), f"{line}\n{said}"
    assert "Traceback" not in said
    assert "tocsin: " not in said


def test_it_leaves_files_that_can_be_loaded(demo: tuple[str, Path]) -> None:
    folder = demo[1] / "tocsin-demo"
    assert len(ET.parse(folder / "records.dc.xml").getroot()) == 8
    records = json.loads((folder / "records.json").read_text("utf-8"))
    lines = [json.loads(line) for line in (folder / "records.jsonl").read_text("utf-8").splitlines()]
    assert records == lines
    assert len(records) == 8
    assert len(records[0]["contents"]) == 5
    assert list(folder.glob(".*")) == []


def test_what_it_says_to_try_next_works(
    demo: tuple[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said, folder = demo
    monkeypatch.chdir(folder)
    tips = [shlex.split(line, comments=False) for line in said.partition("try next:")[2].splitlines() if line.strip()]
    assert len(tips) == 5
    for words in tips:
        command = list(takewhile(lambda word: word != "(the", words[1:]))
        capsys.readouterr()
        assert run(command) in (0, 1), command
        said = capsys.readouterr().out
        assert said.strip(), command
    assert "records  8 unchanged" in said


def test_it_can_be_run_again(demo: tuple[str, Path]) -> None:
    said, folder = demo
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "demo"], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "tocsin: " not in done.stdout
    served = [re.search(r"served at (\S+)", said), re.search(r"served at (\S+)", done.stdout)]
    if served[0] and served[1] and served[0][1] == served[1][1]:  # where no other demo has the port
        assert "changed" not in done.stdout.replace("unchanged", "")
