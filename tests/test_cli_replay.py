"""What is read again, what changed, what was set apart, and where values come from, as the command line tells it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.main import run
from harvester import ingest
from tests.site import Page, Site, report, report_path, serving
from tests.test_harvester_replay import better


class Here:
    """A folder, and the command line in it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.error = ""

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        assert run(arguments) == code, self._capsys.readouterr()
        said, self.error = self._capsys.readouterr()
        return said

    def lines(self, *arguments: str, code: int = 0) -> list[dict[str, object]]:
        return [json.loads(line) for line in self(*arguments, code=code).splitlines()]


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    return Here(capsys)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.publish(3)
        yield served


ONE = "lake:10.5555/lindwater.1"


def test_replay_changes_and_show(tocsin: Here, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    tocsin("harvest", site.base + "/sitemap.xml", "--source", "lake")
    (first, *_) = rows = tocsin.lines("changes", "--format", "json")
    assert [row["kind"] for row in rows] == ["new"] * 3
    assert (first["id"], first["cause"]) == (ONE, "source")
    assert tocsin("changes", "--since", str(rows[-1]["cursor"])) == ""
    assert "nothing changed" in tocsin.error
    better(monkeypatch)
    said = tocsin("replay", "lake", "--dry-run")
    assert "title: 2 changed, 1 cosmetic" in said
    assert f"{ONE} title.sub: the gauge at Lindwater -> measured" in said
    assert "dry run: nothing was written" in said
    done = json.loads(tocsin("replay", ONE, "--format", "json"))
    assert (done["changes"]["kinds"], done["outcome"]) == ({"changed": 1}, "complete")
    (changed,) = tocsin.lines("changes", "--since", str(rows[-1]["cursor"]), "--format", "json")
    assert (changed["kind"], changed["id"], changed["cause"], changed["version"]) == ("changed", ONE, "reader", 2)
    assert tocsin.lines("runs", "--format", "json")[0]["command"] == f"tocsin replay {ONE} --format json"
    history = tocsin.lines("show", ONE, "--history", "--format", "json")
    assert [(row["version"], row["cause"]) for row in history] == [(1, "source"), (2, "reader")]
    (difference,) = tocsin.lines("show", ONE, "--diff", "1", "2", "--format", "json")
    assert (difference["path"], difference["old"], difference["new"]) == (
        "title.sub", "the gauge at Lindwater", "measured",
    )  # fmt: skip
    assert "title.sub" in tocsin("show", ONE, "--diff", "1", "2")
    assert "say the same" in tocsin("show", ONE, "--diff", "2", "2")
    tocsin("show", ONE, "--diff", "1", "9", code=2)


def test_why(tocsin: Here, site: Site) -> None:
    tocsin("harvest", site.base + "/sitemap.xml", "--source", "lake")
    told = json.loads(tocsin("show", ONE, "--why", "dates", "--format", "json"))
    assert told["value"][0]["edtf"] == "2021-03-02"
    assert told["as_printed"] == ["2021/03/02"]
    assert (told["run"], told["cause"]) == (1, "source")
    assert told["captured"]["url"] == site.base + report_path(1)
    said = tocsin("show", ONE, "--why", "title")
    for word in ("value", "found in", "capture ", "captured at", "sha256", "reader", "run"):
        assert word in said
    assert tocsin("show", ONE, "--raw") == report(site.base, 1)


def test_what_could_not_be_read_is_listed_and_waived(tocsin: Here, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = ingest.read_page

    def read(capture, **more):  # type: ignore[no-untyped-def]
        if b"unreadable" in capture.body:
            raise ValueError("odd")
        return reads(capture, **more)

    monkeypatch.setattr(ingest, "read_page", read)
    site.pages[report_path(2)] = Page("unreadable")
    tocsin("harvest", site.base + "/sitemap.xml", "--source", "lake", code=3)
    (row,) = tocsin.lines("quarantine", "--format", "json")
    assert (row["number"], row["source"], row["bytes"], row["state"]) == (1, "lake", 10, "open")
    assert "the reader failed: ValueError: odd" in str(row["reason"])
    assert "odd" in tocsin("quarantine", "lake")
    assert tocsin("quarantine", "other") == ""
    assert tocsin("quarantine", "bytes", "1") == "unreadable"
    tocsin("harvest", site.base + "/sitemap.xml", "--source", "lake", code=3)
    tocsin("quarantine", "waive", "1", "--reason", "their own mistake")
    assert tocsin("quarantine") == ""
    assert "their own mistake" in tocsin("quarantine", "list", "--all")
    tocsin("harvest", site.base + "/sitemap.xml", "--source", "lake")
    assert "2 unchanged" in tocsin("replay")
    site.pages[report_path(2)] = Page("unreadable, and other bytes")
    tocsin("harvest", site.base + "/sitemap.xml", "--source", "lake", code=3)
    tocsin("quarantine", "waive", "9", "--reason", "none", code=2)
    tocsin("quarantine", "waive", "1", code=2)
