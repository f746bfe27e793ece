"""The main job on the real page that the project starts from: harvest, validate, export, as the corpus expects it."""

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from cli.main import run
from tests.asking import process

ROOT = Path(__file__).resolve().parents[1]
SEED = ROOT.parent / "shared" / "corpus" / "seed"
ENVELOPE = ("id", "source", "key", "version", "deleted", "datestamp", "captured", "found_in")


@pytest.fixture
def exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict:
    """The seed page harvested into an empty archive and exported as JSON lines."""
    if not SEED.is_dir():
        pytest.skip("shared/corpus is not here")
    db = str(tmp_path / "t.db")
    assert run(["--db", db, "harvest", str(SEED / "jstor-resrep06942.txt")]) == 0
    capsys.readouterr()
    assert run(["--db", db, "export", "jsonl", "-o", str(tmp_path / "out.jsonl")]) == 0
    (line,) = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    return json.loads(line)


def test_the_seed_is_what_a_careful_reader_finds(exported: dict) -> None:
    truth = json.loads((SEED / "expected.json").read_text("utf-8"))["read_from_the_page"]
    assert exported["id"] == "jstor:resrep06942"
    assert (exported["type"], exported["type_as_printed"]) == (truth["type"], truth["type_as_printed"])
    assert exported["title"] == {
        "main": truth["title"],
        "sub": truth["subtitle"],
        "as_printed": truth["title_as_printed"],
    }
    assert [c["name"] for c in exported["contributors"]] == [c["name"] for c in truth["contributors"]]
    assert {c["role"] for c in exported["contributors"]} == {"aut"}
    assert exported["dates"] == [{"kind": "copyright", "edtf": truth["date"], "as_printed": truth["date_as_printed"]}]
    assert exported["page_count"] == truth["page_count"]
    assert len(exported["contents"]) == len(truth["contents"])
    for entry, expected in zip(exported["contents"], truth["contents"], strict=True):
        assert entry.get("title") is None
        assert [c["name"] for c in entry.get("contributors", [])] == expected["contributors"]
        assert entry["pages"] == [{"first": expected["first_page"], "last": expected["last_page"]}]
        assert entry["extract"].endswith("...")
        assert entry["key"]


def test_every_value_says_where_it_was_found(exported: dict) -> None:
    said = set(exported) - set(ENVELOPE)
    assert said
    assert said <= set(exported["found_in"])


def test_nothing_is_invented(exported: dict) -> None:
    for absent in ("publisher", "series", "languages", "rights"):
        assert absent not in exported
    assert {i["scheme"] for i in exported.get("identifiers", [])} <= {"jstor"}


def test_each_lost_title_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str], exported: dict) -> None:
    assert run(["--db", str(tmp_path / "t.db"), "validate", "--format", "json", "--fail-on", "never"]) == 0
    findings = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    untitled = [f for f in findings if f["path"].startswith("contents[") and f["path"].endswith(".title")]
    assert len(untitled) == 7


def test_a_day_that_may_be_filler_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], exported: dict
) -> None:
    assert run(["--db", str(tmp_path / "t.db"), "validate", "--finding", "D104", "--format", "json"]) == 0
    (finding,) = capsys.readouterr().out.splitlines()
    assert json.loads(finding)["path"] == "dates[0].edtf"


def test_json_says_the_same_and_dublin_core_what_it_can(tmp_path: Path, exported: dict) -> None:
    db = str(tmp_path / "t.db")
    for form in ("dc", "qdc", "json"):
        assert run(["--db", db, "export", form, "-o", str(tmp_path / f"out.{form}")]) == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == [exported]
    truth = json.loads((SEED / "expected.json").read_text("utf-8"))["read_from_the_page"]
    for form in ("dc", "qdc"):
        (record,) = ElementTree.parse(tmp_path / f"out.{form}").getroot()
        said: dict[str, list[str]] = {}
        for element in record:
            said.setdefault(element.tag.rpartition("}")[2], []).append(element.text or "")
        assert said.pop("title") == [f"{truth['title']} : {truth['subtitle']}"]
        names = [one["name"].rsplit(" ", 1) for one in truth["contributors"]]
        assert said.pop("creator") == [f"{family}, {given}" for given, family in names]  # nobody of the entries
        assert said.pop("date" if form == "dc" else "dateCopyrighted") == [truth["date"]]
        assert said.pop("format" if form == "dc" else "extent") == [f"{truth['page_count']} pages"]
        assert said.pop("identifier") == ["https://www.jstor.org/stable/resrep06942"]  # by the file's name
        assert set(said.pop("type")) == {"Text", "info:eu-repo/semantics/report", "Research Report"}
        assert said == {}


def test_the_second_time_nothing_changes(tmp_path: Path, exported: dict) -> None:
    db = str(tmp_path / "t.db")
    assert run(["--db", db, "harvest", str(SEED / "jstor-resrep06942.txt")]) == 0
    assert run(["--db", db, "export", "jsonl", "-o", str(tmp_path / "again.jsonl")]) == 0
    assert json.loads((tmp_path / "again.jsonl").read_text("utf-8"))["version"] == 1


def comparable(text: str) -> list[str]:
    """Lines without what differs from run to run: times, and how wide columns are."""
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", re.sub(r"\d+\.\d s\b", "0.0 s", text))
    return [" ".join(line.split()) for line in text.splitlines()]


def test_the_transcript_in_the_readme_is_real(place: Path) -> None:
    if not SEED.is_dir():
        pytest.skip("shared/corpus is not here")
    shutil.copy(SEED / "jstor-resrep06942.txt", place)
    text = (ROOT / "README.md").read_text("utf-8")
    transcript = text[text.index("## One transcript") : text.index("## Your own sources")]
    commands = re.split(r"^    \$ tocsin ", transcript, flags=re.M)[1:]
    assert [one.split()[0] for one in commands] == ["harvest", "show", "validate", "export"]
    for one in commands:
        command, shown = one.split("\n", 1)
        done = process(*command.split(), stderr=subprocess.STDOUT)
        assert done.returncode == 0
        assert follows(list(filter(None, comparable(shown))), comparable(done.stdout)), (command, done.stdout)


def follows(shown: list[str], printed: list[str]) -> bool:
    """Say whether lines are those printed, where three dots stand for what is left out of a line or between lines."""
    pattern = "".join(r"(?:.*\n)*" if line == "..." else f"{re.escape(line)}\n" for line in shown)
    return re.fullmatch(pattern.replace(r"\.\.\.", ".*"), "".join(f"{line}\n" for line in printed)) is not None
