"""`tocsin validate` and `tocsin waive` as a cataloguer works through what is wrong: states, groups, waivers, fixes."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import store as store_
from archive.database import Database
from schemas.errors import StorageError
from tests.asking import Ask, complained

RECORD = {
    "type": "report", "title": {"main": "Water &amp; power"}, "publisher": {"name": "P"}, "languages": ["en"],
    "contributors": [{"name": "Jane Doe", "kind": "person", "role": "aut"}], "dates": [{"kind": "issued", "edtf": "2017"}],
    "identifiers": [{"scheme": "issn", "value": "1234-5678"}], "series": [{"title": "Paper", "issn": "12345679"}],
}  # fmt: skip
CONTENTS = {
    "contents": [{"key": "p5", "title": "A", "pages": [{"first": "5"}]}, {"key": "p7", "pages": [{"first": "7"}]}]
}
WHY = ("--reason", "as printed")


def harvest(ask: Ask, place: Path, records: dict[str, dict[str, Any]]) -> None:
    stamp = {"version": 1, "datestamp": "2026-11-23T18:00:00Z", "source": "inst"}
    lines = [{"id": f"inst:{key}", "key": key, **stamp, **record} for key, record in records.items()]
    (place / "records.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    done = ask("harvest", "records.jsonl", "--as", "jsonl")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def worklist(ask: Ask, place: Path) -> Ask:
    harvest(ask, place, {"1": {**RECORD, **CONTENTS}, "2": RECORD})
    return ask


def lines(ask: Ask, *command: str) -> list[dict[str, Any]]:
    done = ask(*command, "--format", "json")
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_findings_have_states(worklist: Ask, place: Path) -> None:
    (first,) = lines(worklist, "validate", "--finding", "C101")
    assert (first["state"], first["entry_key"], first["field"], first["back"]) == ("open", "p7", "title", 0)
    harvest(worklist, place, {"1": RECORD, "2": RECORD})
    assert lines(worklist, "validate", "--finding", "C101") == []
    (over,) = lines(worklist, "validate", "--finding", "C101", "--state", "fixed")
    assert (over["state"], over["since"], over["path"]) == ("fixed", first["since"], "contents[p7].title")
    assert over["ended"]
    assert "state" in worklist("validate", "--state", "all").stdout.splitlines()[0]
    assert next(csv.DictReader(io.StringIO(worklist("validate", "--format", "csv").stdout)))["state"] == "open"


def test_groups_are_of_one_fix_source_or_rule(worklist: Ask) -> None:
    first, *_ = lines(worklist, "validate", "--group", "--finding", "I102", "--finding", "X101")
    assert (first["records"], first["findings"], first["place"], first["what"]) == (
        2,
        2,
        "identifiers[]",
        "ISSN is wrong",
    )
    groups = {(one["code"], one["place"]): one for one in lines(worklist, "validate", "--group")}
    hyphen = groups["I102", "series[].issn"]
    assert (hyphen["records"], hyphen["certain"], hyphen["what"]) == (2, 2, "ISSN without hyphen")
    assert hyphen["rule"] == "docs/rules.md#i102-issn-is-wrong"
    assert hyphen["advice"]
    assert [one["severity"] for one in lines(worklist, "validate", "--group", "source")] == ["error", "warning"]
    assert {one["code"]: one["findings"] for one in lines(worklist, "validate", "--group", "rule")}["I102"] == 4


def test_what_is_waived_does_not_count(worklist: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert worklist("validate", "--finding", "I102").returncode == 1
    assert worklist("waive", "--source", "inst", "--finding", "i102", "--field", "series[].issn", *WHY).stderr == (
        "waived: 2 I102\n"
    )
    done = worklist("validate", "--finding", "I102")
    assert done.returncode == 1
    assert "2 records: 2 error; waived: 2 I102" in done.stderr
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    worklist("waive", "inst:1", "inst:2", "--finding", "I102", *WHY, "--until", str(tomorrow))
    assert worklist("validate", "--finding", "I102").returncode == 0
    assert [one["covers"] for one in lines(worklist, "waive", "--list")] == ["source inst", "inst:1", "inst:2"]
    monkeypatch.setattr(store_.open_store, "__kwdefaults__", {
        **(store_.open_store.__kwdefaults__ or {}), "clock": lambda: datetime.now(UTC) + timedelta(days=2),
    })  # fmt: skip
    assert worklist("validate", "--finding", "I102").returncode == 1
    assert [one["state"] for one in lines(worklist, "waive", "--list")] == ["in force", "over", "over"]


def test_waivers_are_taken_back(worklist: Ask) -> None:
    worklist("waive", "inst:1#p7", "--finding", "C101", *WHY)
    worklist("waive", "inst:1", "--finding", "I102", "--field", "identifiers[0]", *WHY)
    assert [one["state"] for one in lines(worklist, "validate", "--finding", "C101", "--state", "waived")] == ["waived"]
    assert "1 waiver taken back" in worklist("waive", "--undo", "inst:1#p7", *WHY).stderr
    assert [one["state"] for one in lines(worklist, "validate", "--finding", "C101")] == ["open"]
    assert "1 waiver taken back" in worklist("waive", "--undo", "--source", "inst", "--finding", "I102", *WHY).stderr
    assert "nothing is waived" in worklist("waive", "--list").stderr
    assert worklist("db", "check", "--chain").returncode == 0


def test_fixes_are_shown_and_kept_only_when_said(worklist: Ask, place: Path) -> None:
    worklist("waive", "inst:2", "--finding", "I102", *WHY)
    shown = lines(worklist, "validate", "--fix")
    assert [(one["id"], one["field"], one["code"]) for one in shown] == [
        ("inst:1", "series", "I102"), ("inst:1", "title.main", "X101"), ("inst:2", "title.main", "X101"),
    ]  # fmt: skip
    assert lines(worklist, "correct", "--list", "all") == []
    assert lines(worklist, "validate", "--fix", "--yes") == shown
    assert {one["reason"] for one in lines(worklist, "correct", "--list", "active")} == {"fix: I102", "fix: X101"}
    assert lines(worklist, "validate", "--fix", "--yes") == []
    harvest(worklist, place, {"1": {**RECORD, **CONTENTS, "edition": "2nd"}, "2": RECORD})
    assert json.loads(worklist("show", "inst:1", "--format", "json").stdout)["title"]["main"] == "Water & power"


def test_completeness_is_told_by_source_and_field(worklist: Ask) -> None:
    told = {(one["level"], one["field"]): one for one in lines(worklist, "validate", "--completeness")}
    assert (told["report", "contents"]["filled"], told["report", "contents"]["percent"]) == (1, 50.0)
    assert (told["entry", "title"]["filled"], told["entry", "title"]["of"]) == (1, 2)


def test_wrong_words_are_refused(worklist: Ask) -> None:
    for command, *words in (
        (("waive", "inst:1", "--finding", "I102"), "--reason"),
        (("waive", "--finding", "I102", *WHY), "records or --source"),
        (("waive", "inst:1", *WHY), "--finding CODE"),
        (("waive", "inst:1", "--finding", "Z999", *WHY), "Z999"),
        (("waive", "inst:1", "--finding", "T104", *WHY), "no finding of T104"),
        (("waive", "inst:1", "--finding", "I102", "--field", "tite", *WHY), "at tite"),
        (("waive", "inst:1", "--finding", "I102", "--until", "2020-01-01", *WHY), "has come already"),
        (("waive", "inst:1", "--undo", *WHY), "nothing of that is waived"),
        (("waive", "inst:1", "--undo", "--until", "2999-01-01", *WHY), "--until"),
        (("validate", "--yes"), "--fix"),
        (("validate", "--fix", "--completeness"), "one of them"),
    ):
        complained(worklist(*command), 2, *words)
    assert [one["command"] for one in lines(worklist, "runs") if "waive" in one["command"]] == []


def test_what_is_suppressed_is_not_told_by_its_findings(worklist: Ask) -> None:
    worklist("waive", "inst:1", "--finding", "I102", "--field", "identifiers[0]", *WHY)
    worklist("validate")
    worklist("suppress", "inst:1", "--reason", "takedown")
    for command in (("validate", "--state", "all", "inst:1"), ("waive", "--list")):
        told = lines(worklist, *command)
        assert told
        assert {one["value"] for one in told} == {None}


def test_an_archive_that_cannot_be_written_is_validated(worklist: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Database) -> Any:
        raise StorageError("tocsin.db: is read-only")

    monkeypatch.setattr(Database, "writing", refuse)
    done = worklist("validate")
    assert done.returncode == 1
    assert "2 records: 4 error" in done.stderr
    assert "what was found is not kept: tocsin.db: is read-only" in done.stderr
