"""`tocsin refresh` and `tocsin sources`: several sources side by side, exit codes, what a monitor asks, verdicts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from archive.store import open_store
from cli.config import load_config
from schemas.errors import UsageError
from tests import oai_server
from tests.oai_server import Repo
from tests.site import Page, Site, report, report_path, serving, silent
from tests.test_cli_replay import Here

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    here = Here(capsys)
    here("db", "upgrade")
    return here


@pytest.fixture
def sites() -> Iterator[list[Site]]:
    with ExitStack() as stack:
        served = [stack.enter_context(serving()) for _ in range(3)]
        for one in served:
            one.publish(3)
        yield served


@pytest.fixture
def repo() -> Iterator[Repo]:
    with oai_server.serving(Repo(12)) as served:
        yield served


def test_sources_are_added_listed_and_refreshed(tocsin: Here, sites: list[Site], repo: Repo) -> None:
    tocsin("sources", "add", "repo", repo.base, "--as", "oai", "--every", "7d", "--sweep", "90d")
    tocsin("sources", "add", "lake", sites[0].base + "/sitemap.xml", "--every", "0 3 * * *")
    tocsin("sources", "add", "lake", "http://127.0.0.1:1/", code=2)
    tocsin("sources", "add", "Lake", "http://127.0.0.1:1/", code=2)
    tocsin("sources", "add", "pond", "http://127.0.0.1:1/", "--every", "sometimes", code=2)
    assert "pond" not in Path("tocsin.toml").read_text("utf-8")
    assert load_config(None).source["repo"].sweep == "90d"
    rows = {row["source"]: row for row in tocsin.lines("refresh", "--format", "json")}
    assert {name: (row["exit_code"], row["changes"]["kinds"]) for name, row in rows.items()} == {  # type: ignore[index]
        "repo": (0, {"new": 12}),
        "lake": (0, {"new": 3}),
    }
    states = {row["name"]: row for row in tocsin.lines("sources", "--format", "json")}
    assert [(states[n]["state"], states[n]["records"]) for n in ("repo", "lake")] == [("waiting", 12), ("waiting", 3)]
    assert states["repo"]["stale"] is False
    assert tocsin("refresh", "--due") == ""
    assert "nothing is due" in tocsin.error
    raw = tocsin("show", "repo:oai:repo.example:3", "--raw")
    assert raw.startswith("<record><header><identifier>oai:repo.example:3<")
    assert raw.endswith("</record>")
    assert "Report 4" not in raw
    tocsin("refresh", "nobody", code=2)
    runs = tocsin.lines("runs", "--format", "json")
    assert {str(run["command"]).split()[-1] for run in runs} == {"repo", "lake"}


def test_a_source_that_fails_delays_no_other(tocsin: Here, sites: list[Site]) -> None:
    for name, site in zip(("aa", "bb", "cc"), sites, strict=True):
        tocsin("sources", "add", name, site.base + "/sitemap.xml", "--every", "1d")
    hanging, others, waited = sites[0], sites[1:], list[bool]()

    def hangs(handler: Any) -> None:
        """Answer only when the other sites have been asked for their last page."""
        until = time.monotonic() + 100
        while not all(report_path(3) in site.paths() for site in others) and time.monotonic() < until:
            time.sleep(0.1)
        waited.append(time.monotonic() < until)
        handler.answer(Page("no", 500))

    hanging.pages["/sitemap.xml"] = hangs
    Path("tocsin.toml").write_text("timeout = 110.0\nretries = 0\n" + Path("tocsin.toml").read_text("utf-8"), "utf-8")
    rows = tocsin.lines("refresh", "--format", "json", code=4)
    assert waited == [True]
    assert {str(row["source"]): row["outcome"] for row in rows} == {"aa": "failed", "bb": "complete", "cc": "complete"}
    with open_store("tocsin.db") as store:
        assert store.check(chain=True) == []
    stale = tocsin.lines("sources", "--stale", "--format", "json", code=3)
    assert [(row["name"], row["state"], row["failures"]) for row in stale] == [("aa", "failing", 1)]
    assert "backing off" in tocsin("refresh", "--due", code=3)
    tocsin("sources", "disable", "aa", "--reason", "closed")
    assert tocsin("sources", "list", "--stale") == ""
    assert tocsin("refresh", "--due") == ""
    assert "was disabled" in tocsin("refresh", "aa", code=2)
    tocsin("sources", "enable", "aa", "--reason", "open again")
    hanging.publish(3)
    assert "complete" in tocsin("refresh", "aa")


def test_what_changed_is_told_field_by_field(tocsin: Here, sites: list[Site]) -> None:
    site = sites[0]
    tocsin("sources", "add", "lake", site.base + "/sitemap.xml")
    tocsin("refresh")
    site.pages[report_path(2)] = Page(report(site.base, 2, title="Other"))
    said = tocsin("refresh", "lake")
    assert "lake: complete, run 2: 1 changed" in said
    assert "lake:10.5555/lindwater.2 title.main: Report 2 -> Other 2" in said
    assert tocsin("refresh", "lake").startswith("lake: complete, run 3: nothing changed")


def test_a_hold_is_accepted_or_rejected(tocsin: Here, sites: list[Site]) -> None:
    site = sites[0]
    site.publish(55)
    tocsin("sources", "add", "lake", site.base + "/sitemap.xml", "--every", "1d")
    tocsin("refresh")
    site.pages |= {report_path(n): Page("", 410) for n in range(1, 21)}
    assert "tocsin refresh lake --accept or --reject" in tocsin("refresh", "lake", code=3)
    (state,) = tocsin.lines("sources", "--format", "json")
    assert (state["state"], state["held"], state["records"]) == (
        "held", "20 of 55 live records of lake would go", 55,
    )  # fmt: skip
    tocsin("refresh", "--accept", code=2)
    tocsin("refresh", "lake", "--accept", "--reject", code=2)
    assert "0 records put back" in tocsin("refresh", "lake", "--reject")
    tocsin("refresh", "lake", "--accept", code=2)
    tocsin("refresh", "lake", code=3)
    assert "20 deleted" in tocsin("refresh", "lake", "--accept")
    (state,) = tocsin.lines("sources", "--format", "json")
    assert (state["state"], state["records"], state["deleted"]) == ("due", 35, 20)
    assert "nothing changed" in tocsin("refresh", "--due")
    (state,) = tocsin.lines("sources", "--format", "json")
    assert state["state"] == "waiting"
    assert len(tocsin.lines("changes", "--kind", "deleted", "--format", "json")) == 20


@pytest.mark.slow
def test_an_interruption_reaches_every_source(tocsin: Here, sites: list[Site]) -> None:
    for name, site in zip(("aa", "bb", "cc"), sites, strict=True):
        site.pages[report_path(2)] = silent(20)
        tocsin("sources", "add", name, site.base + "/sitemap.xml")
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "refresh", "--format", "json"], env=dict(os.environ), stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    until = time.monotonic() + 40
    while not all(report_path(2) in site.paths() for site in sites) and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)  # the second ends the waiting for a page that does not come
    out, _ = process.communicate(timeout=60)
    rows = [json.loads(line) for line in out.splitlines()]
    assert process.returncode == 143
    assert [row["outcome"] for row in rows] == ["interrupted"] * 3


def test_what_tocsin_toml_may_say(tmp_path: Path) -> None:
    path = tmp_path / "tocsin.toml"
    path.write_text('[sources.lake]\nurl = "http://127.0.0.1:1/"\nretries = 2\n[source.pond]\nurl = "x"\n', "utf-8")
    assert sorted(load_config(path).source) == ["lake", "pond"]
    path.write_text('[sources.lake]\nurl = "http://127.0.0.1:1/"\nevry = "7d"\n', "utf-8")
    with pytest.raises(UsageError, match=r"source\.lake\.evry"):
        load_config(path)


def test_the_lock_of_a_run_that_was_killed_is_taken_over(tocsin: Here, sites: list[Site]) -> None:
    site = sites[0]
    tocsin("sources", "add", "lake", site.base + "/sitemap.xml", "--every", "1d")
    site.pages[report_path(2)] = silent(30)
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "refresh", "lake"], env=dict(os.environ), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 40
    while report_path(2) not in site.paths() and time.monotonic() < until:
        time.sleep(0.1)
    assert "locked" in tocsin("refresh", "lake", code=3)
    (state,) = tocsin.lines("sources", "--format", "json")
    assert state["state"] == "running"
    process.kill()
    process.wait()
    site.publish(3)
    (state,) = tocsin.lines("sources", "--format", "json")
    assert (state["state"], state["failures"]) == ("failing", 1)
    (row,) = tocsin.lines("refresh", "--due", "--format", "json")  # it goes on at once
    assert (row["outcome"], row["changes"]["kinds"]) == ("complete", {"new": 3})  # type: ignore[index]


def test_on_a_server(tocsin: Here, sites: list[Site], postgres_url: str) -> None:
    for name, site in zip(("aa", "bb"), sites, strict=False):
        tocsin("sources", "add", name, site.base + "/sitemap.xml")
    tocsin("--db", postgres_url, "refresh", code=2)  # a timer in a wrong place makes no new archive
    tocsin("--db", postgres_url, "db", "upgrade")
    rows = tocsin.lines("--db", postgres_url, "refresh", "--format", "json")
    assert [(row["outcome"], row["changes"]["kinds"]) for row in rows] == [("complete", {"new": 3})] * 2  # type: ignore[index]
    assert tocsin("--db", postgres_url, "db", "check", "--chain") == ""


def test_damaged_bytes_of_a_list_are_shown_and_waived(tocsin: Here, repo: Repo) -> None:
    def broken(args: object, answer: oai_server.Answer, before: int) -> oai_server.Answer:
        return answer._replace(
            body=answer.body.replace(b"<dc:title>Report 4</dc:title>", b"<dc:title>Report & 4</dc:titel>")
        )

    repo.fault = broken
    tocsin("sources", "add", "repo", repo.base, "--as", "oai")
    tocsin("refresh", code=3)
    (row,) = tocsin.lines("quarantine", "--format", "json")
    assert (row["record"], row["source"]) == ("oai:repo.example:4", "repo")
    assert "Report & 4</dc:titel>" in tocsin("quarantine", "bytes", str(row["number"]))
    tocsin("quarantine", "waive", str(row["number"]), "--reason", "told them")
    assert "complete" in tocsin("refresh", "repo")
    tocsin("harvest", "repo", "--full")


def test_a_source_that_is_said_wrong_stops_no_other(tocsin: Here, sites: list[Site]) -> None:
    tocsin("sources", "add", "lake", sites[0].base + "/sitemap.xml")
    with Path("tocsin.toml").open("a", encoding="utf-8") as file:
        file.write('\n[source.odd]\nurl = "http://127.0.0.1:1/"\nevery = "sometimes"\n')
    rows = {row["source"]: row for row in tocsin.lines("refresh", "--format", "json", code=2)}
    assert (rows["lake"]["outcome"], rows["odd"]["outcome"]) == ("complete", "failed")
    assert "every = 'sometimes'" in str(rows["odd"]["reason"])
