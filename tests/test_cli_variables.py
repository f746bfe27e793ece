"""Every option has its environment variable, named after its command and itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cli.main import cli, run


def options(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Option]]:
    for option in command.params:
        if isinstance(option, click.Option):
            yield path, option
    for name, inner in command.commands.items() if isinstance(command, click.Group) else ():
        yield from options(inner, (*path, name))


def test_each_option_has_one_of_its_own() -> None:
    found = {}
    for path, option in options(cli):
        name = max(option.opts, key=len)
        if name != "--version" or path:
            assert option.envvar == "_".join(["TOCSIN", *path, name[2:]]).replace("-", "_").upper()
            assert found.setdefault(option.envvar, option) is option
    assert {"TOCSIN_DB", "TOCSIN_HARVEST_LIMIT", "TOCSIN_LIST_FORMAT", "TOCSIN_VALIDATE_FAIL_ON"} <= set(found)


def test_they_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOCSIN_DB", "mine.db")
    Path("page.html").write_text('<meta name="citation_title" content="Locks">', "utf-8")
    monkeypatch.setenv("TOCSIN_HARVEST_SOURCE", "canal")
    assert run(["harvest", "page.html"]) == 0
    monkeypatch.setenv("TOCSIN_LIST_FORMAT", "csv")
    monkeypatch.setenv("TOCSIN_LIST_SOURCE", "lake canal")
    monkeypatch.setenv("TOCSIN_VERSION", "3")  # no option of ours: packagers set such names
    capsys.readouterr()
    assert run(["list"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("canal:page,")
    monkeypatch.setenv("TOCSIN_LIST_SOURCE", "lake")
    assert run(["list"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    monkeypatch.setenv("TOCSIN_LIST_FORMAT", "tabel")
    assert run(["list"]) == 2
