"""Worklists and sheets as a cataloguer uses them: written, filled in, saved by some spreadsheet, and taken back."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.test_cli_correct import ID, WHY, shown, states
from tests.test_cli_selection import Here, tocsin  # noqa: F401 (fixture)

Rows = list[dict[str, Any]]


def rows_of(name: str) -> Rows:
    if name.endswith(".xlsx"):
        head, *rows = load_workbook(name).worksheets[0].iter_rows(values_only=True)
        return [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return list(csv.DictReader(io.StringIO(Path(name).read_bytes().decode("utf-8-sig"), newline="")))


def save(name: str, rows: Rows) -> None:
    """As another program saves a table: cells of their own types in a workbook, semicolons in CSV."""
    head = list(dict.fromkeys(key for row in rows for key in row))
    lines = [head, *([row.get(key) for key in head] for row in rows)]
    if name.endswith(".xlsx"):
        book = Workbook()
        for line in lines:
            book.active.append(line)
        book.save(name)
    else:
        with Path(name).open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out, delimiter=";").writerows(lines)


def runs_of(tocsin: Here) -> list[dict[str, object]]:  # noqa: F811
    return [one for one in tocsin.lines("runs", "--format", "json") if str(one["command"]).startswith("tocsin correct")]


@pytest.fixture
def untitled(tocsin: Here) -> Here:  # noqa: F811
    """Of the harbours one entry has no title; of the bread one runs backwards."""
    text = (
        tocsin("export", "jsonl")
        .replace('"title":"Large ships"', '"label":"2"', 1)
        .replace('"last":"60"', '"last":"39"', 1)
    )
    Path("other.jsonl").write_text(text, "utf-8")
    for old in Path().glob("tocsin.db*"):
        old.unlink()
    tocsin("harvest", "other.jsonl")
    return tocsin


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_findings_are_filled_in_and_taken_back(untitled: Here, form: str) -> None:
    before = len(untitled.lines("validate", "--format", "json", "--fail-on", "never"))
    untitled("validate", "--worklist", f"w.{form}", code=1)
    rows = rows_of(f"w.{form}")
    assert list(rows[0])[:7] == ["id", "entry key", "field", "current", "new", "op", "reason"]
    (title,) = (row for row in rows if row["code"] == "C101")
    assert (title["field"], title["entry key"], title["current"] or "") == ("title", "p21", "")
    assert title["about"] == "2 (pages 21–40)"
    pages = [
        row for row in rows if row["field"].startswith("pages.") and row["entry key"] == "p41" and "C104" in row["code"]
    ]
    assert [(row["field"], row["current"]) for row in pages] == [("pages.first", "41"), ("pages.last", "39")]
    title |= {"new": "Large ships", "reason": "from the book"}
    pages[1] |= {"new": 60 if form == "xlsx" else "60", "reason": "a misprint"}
    save(f"back.{form}", rows)
    untitled("correct", "--from", f"back.{form}", "--dry-run")
    assert "2 would be taken, 0 refused" in untitled.error
    assert states(untitled) == {}
    untitled("correct", "--from", f"back.{form}")
    assert f"2 taken, 0 refused, 0 so already, {len(rows) - 2} not filled in" in untitled.error
    assert {row["reason"] for row in untitled.lines("correct", "--list", "active", "--format", "json")} == {
        "from the book", "a misprint",
    }  # fmt: skip
    assert len(runs_of(untitled)) == 1
    changed = untitled.lines("changes", "--format", "json")
    untitled("correct", "--from", f"back.{form}")
    assert "0 taken, 0 refused, 2 so already" in untitled.error
    assert untitled.lines("changes", "--format", "json") == changed
    left = untitled.lines("validate", "--format", "json", "--fail-on", "never")
    assert len(left) < before
    assert not [one for one in left if one["code"] in ("C101", "C104")]


def test_rows_that_cannot_be_taken_are_named_and_the_others_taken(tocsin: Here) -> None:  # noqa: F811
    tocsin("sheet", "s.xlsx", ID, "lindwater:bread", "--fields", "title,pages,edition,contributors", "--level", "both")
    rows = rows_of("s.xlsx")
    place = {(row["id"], row["entry key"] or "", row["field"]): row for row in rows}
    assert place[ID, "p5", "pages.first"]["current"] == "5"
    assert (ID, "p5", "edition") not in place
    tocsin("correct", f"{ID}#p21", "title", "Larger ships", *WHY)
    filled: dict[tuple[str, str, str], Any] = {
        (ID, "p5", "title"): "'=Small; harbours", (ID, "p5", "pages.last"): datetime(2026, 5, 1), (ID, "p5", "pages.first"): 6,
        (ID, "p21", "title"): "Huge ships", (ID, "", "edition"): 2, ("lindwater:bread", "p41", "pages.last"): 40,
        ("lindwater:bread", "", "contributors"): "Vale, Jonas; Ostrow, Mira (ill)",
    }  # fmt: skip
    for key, new in filled.items():
        place[key]["new"] = new
    more = (
        {"id": "nobody:1", "field": "title", "new": "x"},
        {"id": ID, "entry key": "p99", "field": "title", "new": "x"},
    )
    wrong = (
        {"id": ID, "field": "colour", "new": "red"},
        {"id": ID, "field": "subjects", "new": "Coasts", "op": "replace"},
    )
    added = (
        {"id": ID, "field": "subjects", "new": "Coasts", "op": "Add"},
        {"id": ID, "field": "subjects", "new": "Ports", "op": "add"},
    )
    save("back.xlsx", [*rows, *more, *wrong, *added])
    out = tocsin("correct", "--from", "back.xlsx", "--reason", "book", "--format", "json", code=2)
    told = [json.loads(line) for line in out.splitlines()]
    refused = {one["row"]: one["message"] for one in told if one["outcome"] == "refused"}
    row = {key: number for number, key in enumerate(place, 2)}
    after = len(rows) + 2
    said = {row[ID, "p5", "pages.last"]: "date", row[ID, "p21", "title"]: "no longer in force",
            row["lindwater:bread", "p41", "pages.last"]: "backwards", after: "nobody:1", after + 1: "no entry p99",
            after + 2: "no such field", after + 3: "no op"}  # fmt: skip
    assert refused.keys() == said.keys()
    for number, words in said.items():
        assert words in refused[number]
    assert "6 taken, 7 refused" in tocsin.error
    record = shown(tocsin, ID)
    assert record["contents"][0]["title"] == "=Small; harbours"
    assert record["contents"][0]["pages"] == [{"first": "6", "last": "20"}]
    assert (record["edition"], [one["term"] for one in record["subjects"]]) == ("2", ["Coasts", "Ports"])
    assert [one.get("role") for one in shown(tocsin, "lindwater:bread")["contributors"]] == ["aut", "ill"]
    tocsin("correct", "--from", "back.xlsx", "--reason", "book", code=2)
    assert "0 taken, 7 refused, 6 so already" in tocsin.error


def test_two_ends_of_one_range_make_one_range_and_two_words_for_one_field_are_refused(tocsin: Here) -> None:  # noqa: F811
    lines = [
        "id,entry key,field,current,new,op,reason", f"{ID},p5,pages.first,5,7,,", f"{ID},p5,pages.last,20,19,,",
        f"{ID},,edition,,2nd,,", f"{ID},,edition,,3rd,,", f"{ID},p41,,,,remove,", f"{ID},,contents,,p99,remove,",
    ]  # fmt: skip
    Path("c.csv").write_text("\n".join(lines), "utf-8")
    tocsin("correct", "--from", "c.csv", *WHY, code=2)
    assert "row 5: " in tocsin.error
    assert "row 7: " in tocsin.error
    assert "4 taken, 2 refused" in tocsin.error
    contents = shown(tocsin, ID)["contents"]
    assert [one["key"] for one in contents] == ["p5", "p21"]
    assert contents[0]["pages"] == [{"first": "7", "last": "19"}]
    tocsin("correct", "--from", "c.csv", *WHY, code=2)
    assert "0 taken, 2 refused, 4 so already" in tocsin.error


def test_what_is_wrong_to_type(tocsin: Here) -> None:  # noqa: F811
    tocsin("sheet", "s.txt", code=2)
    assert ".csv or .xlsx" in tocsin.error
    tocsin("sheet", "s.csv", "--fields", "colour", code=2)
    assert "no such field" in tocsin.error
    tocsin("validate", "--worklist", "nowhere/w.csv", code=2)
    assert "no such folder" in tocsin.error
    tocsin("sheet", "s.csv", f"{ID}#p5", "--fields", "title,pages")
    assert [row["field"] for row in rows_of("s.csv")] == ["title", "pages.first", "pages.last"]
    rows = rows_of("s.csv")
    rows[0]["new"] = "Little harbours"
    save("s.csv", rows)
    tocsin("correct", "--from", "s.csv", code=2)
    assert "no reason" in tocsin.error
    tocsin("correct", ID, "edition", "2", "--dry-run", *WHY, code=2)
    assert "--from" in tocsin.error
    Path("s.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    tocsin("correct", "--from", "s.xlsx", *WHY, code=2)
    tocsin("correct", "--from", "none.csv", *WHY, code=2)
    assert len(tocsin.error.splitlines()) == 1
