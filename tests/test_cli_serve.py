"""`tocsin serve` as a process: it says where it is, answers, writes nothing, and ends cleanly when it is told to."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.asking import Ask, complained, process


def answer(address: str) -> bytes:
    """Ask until somebody listens there."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return bytes(response.read())
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("nobody listens")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_answers_and_ends(filled: Path, ending: signal.Signals) -> None:
    before = (filled / "tocsin.db").read_bytes()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cli.main", "serve", "--port", str(port)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        assert b"The price of a gauge" in answer(f"http://127.0.0.1:{port}/search")
        served.send_signal(ending)
        said = served.communicate(timeout=20)[1]
    assert served.returncode in (0, -ending, 128 + ending)
    assert "Traceback" not in said
    assert f"http://127.0.0.1:{port}/" in said
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert lines[-1]["path"] == "/search"
    assert lines[-1]["status"] == 200
    assert (filled / "tocsin.db").read_bytes() == before


def test_what_cannot_be_served_is_said_in_one_line(place: Path, ask: Ask) -> None:
    complained(process("serve"), 2, "tocsin.db", "no such archive")
    assert ask("serve", "--base-url", "catalogue.example").returncode == 2


def test_a_missing_extra_is_named(filled: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    import cli.serve

    monkeypatch.setattr(cli.serve, "find_spec", lambda name: None)
    complained(ask("serve"), 2, "extra `service`", "tocsin[service]")  # type: ignore[arg-type]
