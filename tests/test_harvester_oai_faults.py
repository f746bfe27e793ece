"""A repository with faults, each alone: nothing is lost in silence, nothing hangs, nothing forbidden is asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from archive.selection import Selection
from archive.store import open_store
from harvester.options import HarvestOptions
from harvester.run import harvest
from harvester.tally import RunResult
from tests import oai_faults_lists, oai_faults_text, oai_faults_wire
from tests.oai_faults import Case
from tests.oai_server import Answer, Repo, serving

CASES = [*oai_faults_wire.CASES, *oai_faults_text.CASES, *oai_faults_lists.CASES]
SLOW = frozenset(
    (
        "204", "404 for a token", "500, always", "a page of opening brackets", "a page of openings of records",
        "a page of zeros", "a token of a hundred kilobytes", "a web page for every list", "a web page that refreshes elsewhere",
        "a web page with 200, always", "an answer to another verb", "an expired token, always", "nothing with 200, always",
        "several errors",
    )
)  # fmt: skip
"""What is split down to single records, or waited for."""

SECONDS = 60.0
MOST_REQUESTS = 400


class _Trap(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def trap() -> Iterator[tuple[int, list[str]]]:
    """A server that must never be asked: its port, and what it was asked."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("0.0.0.0", 0), type("Trap", (_Trap,), {"asked": asked}))
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.server_address[1], asked
    server.shutdown()
    server.server_close()
    thread.join()


def with_port(fault: Any, port: int) -> Any:
    """The fault with the port of the trap in what it sends."""

    def fill(args: Any, answer: Answer, before: int) -> Any:
        sent = fault(args, answer, before)
        if not isinstance(sent, Answer):
            return sent
        headers = {name: value.replace("{trap}", str(port)) for name, value in sent.headers.items()}
        return Answer(sent.body.replace(b"{trap}", str(port).encode()), sent.status, headers)

    return fill


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.name, marks=[pytest.mark.slow] if c.slow or c.name in SLOW else []) for c in CASES]
)
def test_a_fault(case: Case, trap: tuple[int, list[str]], tmp_path: Path, clock: Callable[[], Any]) -> None:
    port, asked = trap
    with serving(Repo(35)) as repo, open_store(tmp_path / "a.db", create=True, clock=clock) as store:
        if case.arrange:
            case.arrange(repo)
        if case.fault:
            repo.fault = with_port(case.fault, port)
        said = {"as_": "oai", "source": "repo", "prefix": "oai_dc", "backoff": 0.0, "retries": 1, "timeout": 3.0}
        began = time.monotonic()
        result = harvest(repo.base, HarvestOptions(**{**said, **case.options}), store)
        took = time.monotonic() - began
        held = {h.envelope.key: h.record for h in store.heads(Selection(), deleted=True)}
        assert store.check(chain=True) == []
    assert took < SECONDS
    assert len(repo.asked) <= MOST_REQUESTS
    assert asked == []
    _nothing_extra(repo, held)
    _as_wanted(case, repo, result, {key for key, record in held.items() if record.title and not record.deleted})


def _nothing_extra(repo: Repo, held: dict[str, Any]) -> None:
    """What is held is of the origin, as the origin has it."""
    for key, record in held.items():
        if key in repo.records and record.title:
            assert (record.title.main or "").startswith(repo.records[key].title)
        assert key in repo.records or not key.startswith("oai:repo.example:")


def _as_wanted(case: Case, repo: Repo, result: RunResult, titled: set[str]) -> None:
    alive = {key for key, rec in repo.records.items() if not rec.deleted}
    if result.exit_code == 0 and case.least == 35:
        assert titled == alive, "lost in silence"
    assert len(titled) >= min(case.least, len(alive)), result.reason
    assert result.exit_code == {"whole": 0, "whole, told": 3, "told": 3, "failed": 4}[case.want], result.reason
    if case.want != "whole":
        assert result.reason


def test_what_a_file_says_never_comes_in(tmp_path: Path, clock: Callable[[], Any]) -> None:
    is_secret = oai_faults_text.secrets()
    case = next(c for c in oai_faults_text.CASES if c.name == "an entity of a file")
    with serving(Repo(35)) as repo, open_store(tmp_path / "a.db", create=True, clock=clock) as store:
        repo.fault = case.fault
        harvest(repo.base, HarvestOptions(as_="oai", source="repo", backoff=0.0, retries=0), store)
        assert not any(is_secret(str(h.record.title)) for h in store.heads(Selection()))
