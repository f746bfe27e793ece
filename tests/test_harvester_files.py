"""Saved pages: files, folders, exports; what is not a record; what an interrupted run left."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.store import Store, open_store
from harvester.options import HarvestOptions
from harvester.run import harvest
from harvester.tally import RunResult
from schemas.errors import UsageError
from schemas.formats import jsonl
from tests.site import listing, report

BASE = "http://lindwater.example"
NO_RECORD = "<html><head><title>About us</title></head><body><h1>About us</h1><p>We are here.</p></body></html>"
CHALLENGE = "<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"


def run(target: Path, store: Store, **options: Any) -> RunResult:
    result = harvest(str(target), HarvestOptions(**options), store)
    assert store.check(chain=True) == []
    assert list(store.unread()) == []
    return result


def ids(store: Store) -> list[str]:
    return [held.envelope.id for held in store.heads()]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "files.db", create=True) as opened:
        yield opened


def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path, archive: Store) -> None:
    os.mkfifo(folder / "pipe.html")
    (folder / "nowhere.html").symlink_to("absent.html")
    result = run(folder, archive)
    assert (result.outcome, result.tally["pages_read"]) == ("incomplete", 3)
    assert "nowhere.html: No such file" in (result.reason or "")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "saved"
    (place / "deeper").mkdir(parents=True)
    (place / "page_files").mkdir()
    for number in (1, 2):
        (place / f"{number}.html").write_text(report(BASE, number))
    (place / "deeper" / "3.HTM").write_text(report(BASE, 3))
    for name in (".hidden.html", "page_files/4.html", "picture.png", "style.css"):
        (place / name).write_text(report(BASE, 4))
    return place


def test_a_file_on_both_databases(store: Store, folder: Path) -> None:
    result = run(folder / "1.html", store)
    assert (result.outcome, result.found, result.tally["records_new"]) == ("complete", "file, a page", 1)
    assert ids(store) == ["lindwater.example:10.5555/lindwater.1"]
    again = run(folder / "1.html", store)
    assert (again.tally["pages_unchanged"], again.tally["records_unchanged"], again.tally["pages_read"]) == (1, 1, 0)


def test_a_folder_is_read_by_name_without_what_is_no_page(archive: Store, folder: Path) -> None:
    result = run(folder, archive, source="lindwater")
    assert (result.outcome, result.found, result.tally["records_new"]) == ("complete", "folder, 3 files", 3)
    limited = run(folder, archive, limit=2)
    assert (limited.tally["pages_asked"], limited.tally["notes"]) == (2, ["the limit of 2 pages was reached"])
    assert "notes" not in run(folder, archive, limit=3).tally


def test_a_folder_that_cannot_be_read_is_no_empty_one(
    archive: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def closed(place: Any) -> Any:
        if Path(place) in shut:
            raise PermissionError(13, "Permission denied", str(place))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", closed)
    shut = [folder / "deeper"]
    result = run(folder, archive)
    assert (result.outcome, result.tally["records_new"]) == ("incomplete", 2)
    assert f"a folder cannot be read: {folder / 'deeper'}: Permission denied" in (result.reason or "")
    shut = [folder]
    result = run(folder, archive)
    assert (result.outcome, result.reason) == ("failed", f"a folder cannot be read: {folder}: Permission denied")


def test_what_is_no_record_in_a_folder_is_named(archive: Store, folder: Path) -> None:
    (folder / "deeper" / "about.html").write_text(NO_RECORD)
    result = run(folder, archive)
    assert (result.outcome, result.tally["not_a_record"]) == ("complete", 1)
    (note,) = result.tally["notes"]
    assert note.startswith("not a record: deeper/about.html: ")
    for number in range(9):
        (folder / f"about-{number}.html").write_text(NO_RECORD)
    result = run(folder, archive)
    assert result.tally["not_a_record"] == 10
    assert (len(result.tally["notes"]), result.tally["notes"][-1]) == (6, "not a record: and more: tocsin -v names all")


def test_what_the_user_says_it_is(archive: Store, folder: Path) -> None:
    run(folder / "1.html", archive, source="mine", key="one", url=f"{BASE}/reports/0001.html?utm_source=x")
    assert ids(archive) == ["mine:one"]
    assert archive.resolve(f"{BASE}/reports/0001.html") == ["mine:one"]
    assert run(folder / "1.html", archive, source="mine", key="two").tally["records_new"] == 1


def test_a_saved_list_gives_its_items(archive: Store, tmp_path: Path) -> None:
    page = tmp_path / "list.html"
    page.write_text(listing(range(1, 6), None))
    result = run(page, archive, url=f"{BASE}/reports/")
    assert (result.outcome, result.tally["lists_read"], result.tally["records_new"]) == ("complete", 1, 5)


@pytest.mark.parametrize("text", [NO_RECORD, CHALLENGE, "", "plain words", "\0\xff\xfe junk"])
def test_a_file_that_is_no_record(archive: Store, tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.html"
    page.write_text(text)
    for _ in range(2):
        result = run(page, archive)
        assert (result.outcome, result.exit_code) == ("failed", 4)
        assert "page.html" in (result.reason or "")
    assert archive.count() == 0


def test_a_folder_without_pages_or_without_records(archive: Store, tmp_path: Path) -> None:
    place = tmp_path / "empty"
    place.mkdir()
    assert "no pages in this folder" in (run(place, archive).reason or "")
    (place / "a.html").write_text(NO_RECORD)
    result = run(place, archive)
    assert (result.outcome, result.exit_code) == ("failed", 4)
    assert "none of its 1 files is a record" in (result.reason or "")


def test_a_challenge_among_files_is_incomplete(archive: Store, folder: Path) -> None:
    (folder / "0.html").write_text(CHALLENGE)
    (folder / "9.html").write_text(NO_RECORD)
    result = run(folder, archive)
    assert (result.outcome, result.tally["pages_refused"], result.tally["not_a_record"]) == ("incomplete", 1, 1)
    assert result.tally["records_new"] == 3


def test_a_file_that_is_too_large_costs_itself(archive: Store, folder: Path) -> None:
    (folder / "0.html").write_text("x" * 50_000)
    result = run(folder, archive, max_body=40_000)
    assert (result.outcome, result.tally["pages_failed"], result.tally["records_new"]) == ("incomplete", 1, 3)


def test_what_a_killed_run_kept_is_read_and_not_kept_twice(
    archive: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """What no handler catches, as kill -9 is not caught."""

    def kill(*_: object) -> None:
        raise Killed

    monkeypatch.setattr("harvester.ingest.read_page", kill)
    with pytest.raises(Killed):
        harvest(str(folder / "1.html"), HarvestOptions(), archive)
    monkeypatch.undo()
    assert len(list(archive.unread())) == 1
    result = run(folder / "1.html", archive)
    assert (result.outcome, result.tally["records_new"]) == ("complete", 1)
    assert len(list(archive.captures())) == 1


def test_an_export_comes_back_as_it_was(archive: Store, folder: Path, tmp_path: Path) -> None:
    run(folder, archive)
    (folder / "1.html").write_text(report(BASE, 1, title="Revised"))
    run(folder, archive)
    export = tmp_path / "records.jsonl"
    with export.open("wb") as out:
        assert jsonl.write(archive.heads(), out) == 3
    with open_store(tmp_path / "copy.db", create=True) as copy:
        result = run(export, copy)
        assert (result.outcome, result.found) == ("complete", "file, an export of JSON lines")
        assert result.tally["records_new"] == 3
        written = io.BytesIO()
        jsonl.write(copy.heads(), written)
        assert written.getvalue() == export.read_bytes()
        assert run(export, copy).tally["records_unchanged"] == 3


def test_a_bad_line_costs_one_record(archive: Store, folder: Path, tmp_path: Path) -> None:
    run(folder, archive)
    export = tmp_path / "records.txt"
    with export.open("wb") as out:
        jsonl.write(archive.heads(), out)
    lines = export.read_bytes().splitlines(keepends=True)
    export.write_bytes(lines[0] + b'{"id": 1}\n' + lines[1])
    with open_store(tmp_path / "copy.db", create=True) as copy:
        result = run(export, copy, as_="jsonl")
        assert (result.outcome, result.tally["records_new"], result.tally["records_refused"]) == ("incomplete", 2, 1)
        assert "line 2" in (result.reason or "")
        nothing = tmp_path / "nothing.jsonl"
        nothing.write_text("")
        assert run(nothing, copy).outcome == "failed"


def test_options_that_do_not_fit(archive: Store, folder: Path) -> None:
    with pytest.raises(UsageError, match="one file"):
        run(folder, archive, as_="jsonl")
    assert archive.runs() == []


def test_a_defect_in_a_rule_costs_its_findings_and_no_record(
    archive: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("harvester.ingest.check", broken)
    result = run(folder, archive)
    assert (result.outcome, result.tally["records_new"]) == ("incomplete", 3)
    assert result.reason == "records could not be checked: a rule failed: ZeroDivisionError: division by zero"
