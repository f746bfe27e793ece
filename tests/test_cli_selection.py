"""Choosing records and entries, and showing them: what is named is what comes, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.store import open_store
from cli.main import run

PAGE = """<html lang="en"><head><meta name="citation_title" content="Harbours: what the coast pays">
<meta name="citation_author" content="Ostrow, Mira"><meta name="citation_publication_date" content="2021/03/05">
<meta name="citation_technical_report_institution" content="Lindwater Institute"></head>
<body><h1>Harbours: what the coast pays</h1><h2>Contents</h2><ul>
<li><a href="#a">Small harbours</a> <span>5-20</span></li><li><a href="#b">Large ships</a> <span>21-40</span></li>
<li><a href="#c">The bill</a> <span>41-60</span></li></ul></body></html>"""


class Here:
    """A folder with an archive of two pages, and the command line in it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.error = ""

    def __call__(self, *arguments: str, code: int = 0) -> str:
        self._capsys.readouterr()
        assert run(arguments) == code, self._capsys.readouterr()
        said, self.error = self._capsys.readouterr()
        return said

    def lines(self, *arguments: str) -> list[dict[str, object]]:
        return [json.loads(line) for line in self(*arguments).splitlines()]


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    Path("harbours.html").write_text(PAGE, "utf-8")
    Path("bread.html").write_text(PAGE.replace("Harbours", "Bread").replace("Small harbours", "Small loaves"), "utf-8")
    here = Here(capsys)
    here("harvest", "harbours.html", "bread.html", "--source", "lindwater")
    return here


ENTRY = "lindwater:harbours#p21"


def test_an_entry_is_exported_alone_whatever_the_level(tocsin: Here) -> None:
    for level in ("report", "entry", "both"):
        (entry,) = tocsin.lines("export", "jsonl", ENTRY, "--level", level)
        assert (entry["id"], entry["title"]) == (ENTRY, {"main": "Large ships"})
    assert tocsin("export", "dc", ENTRY).count("<dc:title>") == 1


def test_what_an_export_leaves_out_is_counted_and_named(tocsin: Here) -> None:
    records = tocsin("export", "jsonl").replace('"title":"Large ships"', '"label":"2"')
    Path("untitled.jsonl").write_text(records, "utf-8")
    tocsin("--db", "other.db", "harvest", "untitled.jsonl")
    for form in ("dc", "jsonl"):
        tocsin("--db", "other.db", "export", form, "--level", "entry")
        assert "2 records left out (a contents entry without a title" in tocsin.error
        assert f"lindwater:bread#p21, {ENTRY}" in tocsin.error
    assert tocsin("--db", "other.db", "export", "jsonl", ENTRY) == ""
    assert f"1 record left out (a contents entry without a title makes no record of its own): {ENTRY}" in tocsin.error
    tocsin("--db", "other.db", "export", "dc")
    assert tocsin.error == ""


def test_a_deleted_record_is_left_out_aloud_where_it_was_asked_for(tocsin: Here) -> None:
    records = tocsin("export", "jsonl").splitlines(keepends=True)
    gone = records[0].replace('"deleted":false', '"deleted":true')
    Path("gone.jsonl").write_text(gone + records[1], "utf-8")
    tocsin("--db", "other.db", "harvest", "gone.jsonl")
    for arguments, left in (
        (("dc", "--deleted"), "1 record left out (the format cannot say that a record is deleted): lindwater:bread"),
        (("qdc", "--deleted"), "1 record left out (the format cannot say that a record is deleted): lindwater:bread"),
        (("jsonl", "--deleted"), ""),
        (("dc",), ""),
        (("jsonl", "--deleted", "--level", "entry"), "1 record left out (a deleted record has no entries)"),
    ):
        tocsin("--db", "other.db", "export", *arguments)
        assert left in tocsin.error
        assert bool(left) == bool(tocsin.error)


def test_entries_are_counted_at_any_depth_and_pages_named_as_one_or_many(tocsin: Here) -> None:
    Path("deep.jsonl").write_text(
        '{"id":"a:b","source":"a","key":"b","version":1,"datestamp":"2026-11-24T12:00:00Z","title":{"main":"Deep"},'
        '"contents":[{"key":"p1","title":"Part","entries":[{"key":"p2","title":"One","pages":[{"first":"A-3"}]},'
        '{"key":"p5","title":"Two","pages":[{"first":"5","last":"9"}]}]}]}\n',
        "utf-8",
    )
    tocsin("harvest", "deep.jsonl")
    (row,) = tocsin.lines("list", "a:b", "--format", "json")
    assert row["entries"] == 3
    shown = tocsin("show", "a:b")
    assert "One  p. A-3\n" in shown
    assert "Two  pp. 5-9\n" in shown


def test_an_export_of_nothing_says_so(tocsin: Here) -> None:
    assert tocsin("export", "json", "--source", "nobody") == "[]\n"
    assert tocsin.error == "no records fit\n"


def test_missing_records_are_listed_and_shown(tocsin: Here) -> None:
    assert tocsin("list", "--missing") == ""
    assert tocsin.error == "no records fit\n"
    with open_store("tocsin.db") as store:
        run_number = store.begin_run(kind="harvest", command="tocsin harvest x", who="tester")
        store.debts.miss(["lindwater:bread"], run=run_number, at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    (row,) = tocsin.lines("list", "--missing", "--format", "json")
    assert row["id"] == "lindwater:bread"
    assert "missing       since 2026-11-24T12:00:00Z: its source" in tocsin("show", "lindwater:bread")
    assert "missing" not in tocsin("show", "lindwater:harbours")
    assert len(tocsin.lines("list", "--format", "json")) == 2


def test_a_record_and_an_entry_of_it(tocsin: Here) -> None:
    both = tocsin.lines("export", "jsonl", "lindwater:harbours", ENTRY)
    assert [one["id"] for one in both] == ["lindwater:harbours", ENTRY]
    Path("ids.txt").write_text(f"# mine\n{ENTRY}\nlindwater:bread\n", "utf-8")
    listed = tocsin("list", "--ids", "ids.txt", "--format", "csv").splitlines()
    assert [line.split(",")[0] for line in listed] == ["id", "lindwater:bread", ENTRY]


def test_an_entry_without_title_is_named(tocsin: Here) -> None:
    Path("lost.jsonl").write_text(
        '{"id":"a:b","source":"a","key":"b","version":1,"datestamp":"2026-11-24T12:00:00Z",'
        '"contents":[{"key":"p5","pages":[{"first":"5"}]}]}\n',
        "utf-8",
    )
    tocsin("harvest", "lost.jsonl")
    assert tocsin("export", "jsonl", "a:b#p5") == ""
    assert tocsin.error.endswith("makes no record of its own): a:b#p5\n")
    assert "[title unknown]" in tocsin("list", "a:b#p5")


def test_findings_of_an_entry(tocsin: Here) -> None:
    Path("turned.jsonl").write_text(
        '{"id":"a:b","source":"a","key":"b","version":1,"datestamp":"2026-11-24T12:00:00Z","contents":['
        '{"key":"p5","title":"ALL IN CAPITALS","pages":[{"first":"9","last":"5"}]},'
        '{"key":"p50","title":"Quiet","pages":[{"first":"50","last":"40"}]}]}\n',
        "utf-8",
    )
    tocsin("harvest", "turned.jsonl")
    everything = tocsin.lines("validate", "a:b", "--format", "json", "--fail-on", "never")
    some = tocsin.lines("validate", "a:b#p50", "--format", "json", "--fail-on", "never")
    assert len(everything) > len(some) > 0
    assert some == [one for one in everything if str(one["path"]).startswith("contents[p50]")]
    code = str(some[0]["code"])
    assert tocsin.lines("validate", "--finding", code.lower(), "--format", "json", "--fail-on", "never")


def test_show_gives_an_entry_in_both_forms(tocsin: Here) -> None:
    assert tocsin("show", ENTRY) == "#p21      Large ships  pp. 21-40\n"
    (shown,) = tocsin.lines("show", ENTRY, "--format", "json")
    assert (shown["id"], shown["title"]) == (ENTRY, "Large ships")


def test_a_key_may_hold_the_mark_of_entries(tocsin: Here) -> None:
    Path("entries.jsonl").write_text(tocsin("export", "jsonl", ENTRY), "utf-8")
    tocsin("--db", "other.db", "harvest", "entries.jsonl")
    assert tocsin("--db", "other.db", "show", ENTRY).startswith("Large ships\n")
    assert [one["id"] for one in tocsin.lines("--db", "other.db", "export", "jsonl", ENTRY)] == [ENTRY]


def test_why_is_read_by_people_and_by_machines(tocsin: Here) -> None:
    said = tocsin("show", "lindwater:harbours", "--why", "title")
    assert '{"main":"Harbours","sub":"what the coast pays"}' in said
    assert "highwire" in said
    absent = tocsin("show", "lindwater:harbours", "--why", "rights")
    assert "the source does not say" in absent
    assert "found in" not in absent
    (why,) = tocsin.lines("show", "lindwater:harbours", "--why", "title", "--format", "json")
    assert set(why) == {
        "field",
        "value",
        "as_printed",
        "found_in",
        "captured",
        "run",
        "cause",
        "lost",
        "corrections",
        "read_from",
    }
    assert (why["field"], why["found_in"]) == ("title", "highwire")


def test_why_of_a_record_whose_bytes_are_elsewhere(tocsin: Here) -> None:
    Path("all.jsonl").write_text(tocsin("export", "jsonl"), "utf-8")
    tocsin("--db", "other.db", "harvest", "all.jsonl")
    said = tocsin("--db", "other.db", "show", "lindwater:harbours", "--why", "title")
    assert "highwire" in said
    assert "not kept here" in said


def test_an_export_that_was_read_back_is_the_same(tocsin: Here) -> None:
    for level in ("report", "both"):
        before = tocsin("export", "jsonl", "--level", level)
        Path("all.jsonl").write_text(before, "utf-8")
        tocsin("--db", f"{level}.db", "harvest", "all.jsonl")
        after = tocsin("--db", f"{level}.db", "export", "jsonl")
        assert sorted(after.splitlines()) == sorted(before.splitlines())
        assert level == "both" or after == before  # an entry that is a record of its own stands where its name says


def test_show_tells_all_that_a_person_asks_for(tocsin: Here) -> None:
    Path("full.jsonl").write_text(
        json.dumps(
            {
                "id": "a:b", "source": "a", "key": "b", "version": 1, "datestamp": "2026-11-24T12:00:00Z",
                "title": {"main": "Water"}, "alternative_titles": [{"main": "Wasser"}], "edition": "2nd ed.",
                "series": [{"title": "River Letters", "volume": "7", "issue": "2", "issn": "2049-3630"}],
                "relations": [{"kind": "isPartOf", "title": "All rivers", "to": "a:all"}],
                "rights": [{"statement": "Free", "uri": "https://license.example/"}],
                "abstract": [{"text": "Rivers run. " * 60}],
            }
        ) + "\n",
        "utf-8",
    )  # fmt: skip
    tocsin("harvest", "full.jsonl")
    said = tocsin("show", "a:b")
    for words in (
        "also          Wasser", "edition       2nd ed.", "River Letters, volume 7, issue 2, ISSN 2049-3630",
        "isPartOf      All rivers  a:all", "Free  https://license.example/", "abstract      Rivers run.",
    ):  # fmt: skip
        assert words in said
    assert len(max(said.splitlines(), key=len)) < 330
