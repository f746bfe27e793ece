"""Where the values of a repository's records came from, as `show --why` and the service's page tell it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.store import open_store
from harvester.lost import lost_values
from tests.oai_server import Rec, Repo, dc, serving
from tests.test_cli_replay import Here


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    return Here(capsys)


NAME = "repo:oai:repo.example:1"


def test_elements_of_the_payload(tocsin: Here) -> None:
    with serving(Repo(12)) as repo:
        tocsin("harvest", repo.base, "--as", "oai", "--source", "repo")
        repo.records["oai:repo.example:1"] = Rec(stamp="2026-11-24T13:00:00Z", title="Report 1, revised")
        tocsin("harvest", repo.base, "--as", "oai", "--source", "repo")
    told = json.loads(tocsin("show", NAME, "--why", "title", "--format", "json"))
    assert told["found_in"] == "dc:title"
    assert told["read_from"] == [{"element": "dc:title", "text": "Report 1, revised"}]
    said = tocsin("show", NAME, "--why", "contributors")
    assert "found in" in said
    assert "dc:creator" in said
    assert "Quandt, Ana" in said
    assert json.loads(tocsin("show", NAME, "--why", "series", "--format", "json"))["read_from"] == []
    assert tocsin("show", NAME, "--why", "nothing", code=2) == ""


def test_a_record_that_was_moved_and_an_unknown_payload(tocsin: Here) -> None:
    with serving(Repo(3)) as repo:
        repo.records["oai:repo.example:2"] = Rec(payload='<odd xmlns="urn:odd">what is this</odd>')
        repo.records["oai:repo.example:3"] = Rec(payload=dc("Third", "3"))
        tocsin("harvest", repo.base, "--as", "oai", "--source", "repo", "--prefix", "oai_dc")
    assert (
        json.loads(tocsin("show", "repo:oai:repo.example:2", "--why", "title", "--format", "json"))["read_from"] == []
    )
    with open_store("tocsin.db") as store:
        run = store.begin_run(kind="rekey", command="tocsin sources rekey", who="a test", source="repo")
        plan = store.sources.plan("repo", [("oai:repo.example:3", "oai:new.example:3")])
        store.sources.rekey("repo", plan.moves, run=run, at=store.clock())
        found = lost_values(store, store.get("repo:oai:new.example:3"))
    assert found is not None
    assert found.read_from["title"][0].text == "Third"
