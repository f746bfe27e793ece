"""`tocsin harvest`: options and configuration come through, targets one after the other, what is said where."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.store import open_store
from cli.config import load_config
from cli.main import cli, run
from cli.session import Session
from harvester.options import HarvestOptions
from schemas.errors import UsageError
from tests.site import Page, Site, hung_up, list_path, report_path, serving

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))


def options(target: str, **typed: Any) -> tuple[str, HarvestOptions]:
    from cli.harvest import options_for

    told = {parameter.name: None for parameter in cli.commands["harvest"].params} | typed
    return options_for(Session(), target, told)


def test_nought_is_a_number_like_any_other(tmp_path: Path) -> None:
    Path("tocsin.toml").write_text("retries = 7\ndelay = 5.0\n", "utf-8")
    assert options("x")[1].retries == 7
    made = options("x", retries=0, delay=0.0)[1]
    assert (made.retries, made.delay) == (0, 0.0)
    Path("tocsin.toml").write_text("retries = 0\n", "utf-8")
    assert options("x")[1].retries == 0


def test_typed_before_named_before_general() -> None:
    Path("tocsin.toml").write_text(
        'delay = 5.0\ntimeout = 9.0\n[source.lake]\nurl = "http://127.0.0.1:1/"\ndelay = 2.0\nlimit = 3\n', "utf-8"
    )
    place, made = options("lake", limit=1)
    assert (place, made.source, made.limit, made.delay, made.timeout) == ("http://127.0.0.1:1/", "lake", 1, 2.0, 9.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("retries = -1", "retries"), ("timeout = 0.0", "timeout"), ("delay = -1.0", "delay"), ("max_body = 0", "max_body"),
        ('[source.a]\nurl = "x"\nlimit = 0', "limit"), ('[source.a]\nur = "x"', "source.a.ur is not a name"),
        ("[source.a]", "url"), ("source = 3", "source"), ('[source]\na = "x"', "source"), ("kontakt = 1", "kontakt"),
    ],
)  # fmt: skip
def test_a_configuration_with_mistakes(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=words) as error:
        load_config(file)
    assert "wrong.toml" in str(error.value)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('[source.lake]\nurl = "pages"\nas = "telex"', "this version"),
        ('[source."A:b"]\nurl = "pages"', "name of a source"),
    ],
)
def test_a_named_source_that_cannot_be_harvested(source: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("pages").mkdir()
    Path("tocsin.toml").write_text(source, "utf-8")
    assert run(["harvest", "A:b" if "A:b" in source else "lake"]) == 2
    assert words in capsys.readouterr().err
    assert not Path("tocsin.db").exists()


def test_a_wrong_target_among_right_ones_stops_all_before_anything_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    Path("page.html").write_text('<meta name="citation_title" content="Locks">', "utf-8")
    assert run(["harvest", "page.html", "missing.html"]) == 2
    assert not Path("tocsin.db").exists()


def test_several_targets_and_the_worst_code(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.publish(2)
    site.pages[report_path(2)] = hung_up
    urls = [site.base + path for path in ("/none", list_path(1), report_path(1))]
    assert run(["harvest", *urls, "--retries", "0"]) == 4
    said, error = capsys.readouterr()
    assert [line.split()[2].rstrip(":") for line in said.splitlines() if line.startswith("  run")] == [
        "failed", "incomplete", "complete",
    ]  # fmt: skip
    assert [line.split(":")[0] for line in error.splitlines()] == ["created tocsin.db", "tocsin", "tocsin"]


def test_quiet_says_only_what_went_wrong(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.publish(1)
    assert run(["-q", "harvest", site.base + report_path(1)]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["-q", "harvest", site.base + "/none"]) == 4
    said, error = capsys.readouterr()
    assert (said, error.count("\n")) == ("", 1)
    assert run(["-q", "harvest", site.base + report_path(1), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "complete"


def test_verbose_names_pages_and_requests(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.publish(2)
    site.pages[report_path(2)] = hung_up
    assert run(["-v", "harvest", site.base + list_path(1), "--retries", "0"]) == 3
    error = capsys.readouterr().err
    assert f"\n{site.base}{report_path(1)}: fetched\n" in error
    assert f"\n{site.base}{report_path(2)}: failed\n" in error
    assert run(["-vv", "--log-format", "json", "harvest", site.base + report_path(1)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["level"] for line in lines} == {"debug", "info"}
    assert f"{site.base}{report_path(1)} answered 304, 0 bytes" in [line["message"] for line in lines]


def test_errors_are_json_too_where_the_log_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--log-format", "json", "list"]) == 2
    said = json.loads(capsys.readouterr().err)
    assert (said["level"], "no such archive" in said["message"]) == ("error", True)
    assert run(["list"]) == 2
    assert capsys.readouterr().err.startswith("tocsin: tocsin.db: ")


def test_created_is_said_once_on_each_database(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--db", target, "db", "upgrade"]) == 0
    assert capsys.readouterr().err.startswith("created ")
    assert run(["--db", target, "db", "upgrade"]) == 0
    assert not capsys.readouterr().err.startswith("created ")


def test_what_was_not_read_anew_has_no_line_of_findings(capsys: pytest.CaptureFixture[str]) -> None:
    Path("page.html").write_text('<meta name="citation_title" content="Locks">', "utf-8")
    assert run(["harvest", "page.html"]) == 0
    assert "  findings " in capsys.readouterr().out
    assert run(["harvest", "page.html"]) == 0
    assert "  findings " not in capsys.readouterr().out


@pytest.mark.slow
def test_an_interrupt_ends_all_targets(site: Site, tmp_path: Path) -> None:
    site.publish(30)
    site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 1\n", headers={"Content-Type": "text/plain"})
    command = [sys.executable, "-m", "cli.main", "harvest", site.base + list_path(1), site.base + report_path(1)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        while len(site.asked) < 4:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.splitlines()[-1] == "  run 1 interrupted: by SIGINT: the next run goes on"
    assert error.splitlines()[-1].startswith("tocsin: ")
    with open_store(tmp_path / "tocsin.db") as store:
        assert len(store.runs()) == 1
