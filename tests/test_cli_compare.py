"""`tocsin sources compare`: what is held, missing or stale by the origin's own counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import oai_server
from tests.oai_server import Rec, Repo
from tests.site import Page, report_path, serving
from tests.test_cli_replay import Here

R = "oai:repo.example:"


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    here = Here(capsys)
    here("db", "upgrade")
    return here


@pytest.fixture
def repo() -> Iterator[Repo]:
    with oai_server.serving(Repo(30)) as served:
        for number in range(1, 11):
            served.records[f"{R}{number}"] = Rec(title=f"Report {number}", stamp="2022-05-01T00:00:00Z", sets=("a",))
        yield served


def states(tocsin: Here, code: int = 0) -> dict[str, tuple[str, int, int]]:
    found = json.loads(tocsin("sources", "compare", "repo", "--format", "json", code=code))
    return {one["window"]: (one["state"], one["there"], one["here"]) for one in found["windows"]}


@pytest.mark.slow
def test_a_repository_year_by_year(tocsin: Here, repo: Repo) -> None:
    tocsin("sources", "add", "repo", repo.base, "--as", "oai")
    tocsin("refresh")
    found = states(tocsin)
    assert (found["all"], found["2022"], found["2024"]) == (("held", 30, 30), ("held", 10, 10), ("held", 20, 20))
    assert found["2000"] == ("held", 0, 0)
    repo.records[R + "behind"] = Rec(title="Put in behind our back", stamp="2021-01-01T00:00:00Z")
    repo.records[R + "1"] = Rec(title="Changed since", stamp="2026-12-01T00:00:00Z")
    found = states(tocsin, code=3)
    assert (found["2021"], found["2022"], found["2026"]) == (("missing", 1, 0), ("moved on", 9, 10), ("stale", 1, 0))
    said = tocsin("sources", "compare", "repo", code=3)
    assert "missing: tocsin harvest repo --full" in said
    assert "stale: tocsin refresh repo" in said
    assert "2024" not in said
    repo.sizes = False
    assert states(tocsin, code=3)["all"][0] == "not known"
    tocsin("sources", "compare", "nobody", code=2)


def test_a_set(tocsin: Here, repo: Repo) -> None:
    tocsin("sources", "add", "repo", repo.base, "--as", "oai", "--set", "a")
    tocsin("refresh")
    assert states(tocsin)["all"] == ("held", 10, 10)


def test_a_sitemap(tocsin: Here) -> None:
    with serving() as site:
        site.publish(6)
        tocsin("sources", "add", "lake", site.base + "/sitemap.xml")
        site.pages[report_path(6)] = Page("", 404)
        tocsin("refresh")
        (one,) = json.loads(tocsin("sources", "compare", "lake", "--format", "json", code=3))["windows"]
        assert (one["there"], one["here"], one["state"]) == (6, 5, "missing")
        tocsin("sources", "add", "list", site.base + "/reports/")
        assert tocsin("sources", "compare", "list", code=2) == ""
        assert "says no count" in tocsin.error


@pytest.mark.parametrize("deleted", ["persistent", "no"])
def test_what_is_suppressed_is_here(tocsin: Here, repo: Repo, deleted: str) -> None:
    repo.deleted = deleted
    tocsin("sources", "add", "repo", repo.base, "--as", "oai", "--set", "a")
    tocsin("refresh")
    tocsin("suppress", f"repo:{R}3", "--reason", "takedown")
    assert states(tocsin)["all"] == ("held", 10, 10)
    assert states(tocsin)["2022"] == ("held", 10, 10)
    tocsin("refresh")
    assert states(tocsin)["all"] == ("held", 10, 10)
