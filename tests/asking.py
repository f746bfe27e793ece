"""Command lines asked in tests as users type them: a folder to stand in, in this process or one of its own."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cli.main import run

ROOT = Path(__file__).resolve().parents[1]
PAGE = '<html><head><meta name="citation_title" content="The price of a gauge"></head><body></body></html>'
NO_RECORD = "<html><head><title>About us</title></head><body><h1>About us</h1><p>We are here.</p></body></html>"
CHALLENGE = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24


def as_anybody() -> None:
    """Let root, whom no permission stops, be stopped by them in the program that follows (prctl(2), Linux)."""
    if os.geteuid() == 0:
        prctl = ctypes.CDLL(None).prctl
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            if prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
                os._exit(99)


class Done(NamedTuple):
    """How a command line ended."""

    returncode: int
    stdout: str
    stderr: str


Ask = Callable[..., Done]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a page, a page that is no record, a challenge, a folder without pages, no configuration."""
    (tmp_path / "page.html").write_text(PAGE, "utf-8")
    (tmp_path / "about.html").write_text(NO_RECORD, "utf-8")
    (tmp_path / "wall.html").write_text(CHALLENGE, "utf-8")
    (tmp_path / "empty").mkdir()
    for name in [name for name in os.environ if name.startswith("TOCSIN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def ask(place: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command line in this process."""

    def asked(*arguments: str) -> Done:
        capsys.readouterr()
        code = run(arguments)
        return Done(code, *capsys.readouterr())

    return asked


def process(*arguments: str, **options: Any) -> Done:
    """Run a command line as a process of its own."""
    command = [sys.executable, "-m", "cli.main", *arguments]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    done = subprocess.run(command, text=True, timeout=120, check=False, **options)
    return Done(done.returncode, done.stdout, done.stderr)


def complained(done: Done, code: int, *words: str) -> None:
    """Assert the exit code and exactly one line of complaint, which holds the words."""
    lines = done.stderr.splitlines()
    assert done.returncode == code, done
    assert [line for line in lines if not line.startswith("created ")] == [lines[-1]], done.stderr
    assert lines[-1].startswith("tocsin: ")
    for word in words:
        assert word in lines[-1]


@pytest.fixture
def filled(place: Path, ask: Ask) -> Path:
    """The same with an archive."""
    assert ask("harvest", "page.html").returncode == 0
    return place
