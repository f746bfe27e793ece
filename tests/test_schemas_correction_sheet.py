"""Sheets of corrections: any value comes back as it went, in CSV and in workbooks; what a spreadsheet spoiled is refused."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook

from schemas.corrected import value_of
from schemas.corrected_text import MOST, cell_of, in_force, text_of
from schemas.correction_rows import place_of_path, sheet_columns, write
from schemas.correction_sheet import Asked, Sheet, read
from schemas.errors import UsageError
from schemas.lists.sheets import rows_of
from schemas.page_ends import with_end

FIELDS = [
    ("title", True), ("title", False), ("title.main", False), ("edition", False), ("label", True), ("publisher", False),
    ("contributors", True), ("subjects", False), ("dates", False), ("series", False), ("abstract", False),
    ("identifiers", False), ("alternative_titles", False), ("rights", False), ("links", False), ("pages.first", True),
]  # fmt: skip
ODD = ["=1+1", "+49 30", "-5 sheets", "@home", "'=quoted", "007", "1-5", "3/4", "1E5", "TRUE", "a;=b", "_x0041_", '"q"',
       "[s.n.]", "{x}", "5. Mai", "a; '-ing", "ΰ", "\u202eabc", "＝1", "x\ty", "1,5", "<b>b</b>", "&amp;"]  # fmt: skip
texts = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40) | st.sampled_from(ODD)


def sheet(*rows: dict[str, str], book: bool) -> bytes:
    out = io.BytesIO()
    assert write(rows, sheet_columns(), out, book=book) == len(rows)
    return out.getvalue()


def back(*rows: dict[str, str], book: bool) -> Sheet:
    return read(rows_of(sheet(*rows, book=book)))


def row(field: str, new: str, **more: str) -> dict[str, str]:
    return {"id": "site:1", "field": field, "new": new, "op": "set"} | {
        name.replace("_", " "): one for name, one in more.items()
    }


@settings(max_examples=60)
@given(st.sampled_from(FIELDS), texts, st.booleans())
@example(("title", True), "=1+1", True)
@example(("title", False), "_x0041_", True)
@example(("title", False), "[s.n.]", False)
def test_any_text_in_any_field_comes_back(place: tuple[str, bool], typed: str, book: bool) -> None:
    field, entry = place
    try:
        value = value_of(field, typed, entry=entry)
    except UsageError:
        assume(False)
    text = text_of(field, value, entry=entry)
    found = back(row(field, text, entry_key="007", current=text, reason=typed), book=book)
    if found.refused:
        assert field == "pages.first"
        assert "came back as a date" in found.refused[0].why
        return
    (one,) = found.asked
    assert (one.entry_key, one.id, one.field) == ("007", "site:1", field)
    assert one.current is not None
    assert in_force(field, one.current, value, entry=entry)
    again = value_of(field, one.new, entry=entry)
    assert text_of(field, again, entry=entry) == text
    if not isinstance(value, list | dict):
        assert again == value


json_values = st.recursive(
    st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=9),
    lambda inner: st.dictionaries(st.sampled_from(["name", "role", "text", "first"]), inner, min_size=1, max_size=3),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(st.sampled_from(["text", "lang"]), json_values, min_size=1), min_size=1, max_size=2))
def test_values_that_people_do_not_write_come_back_as_json(value: list[Any]) -> None:
    text = text_of("abstract", value, entry=False)
    (one,) = back(row("abstract", text), book=False).asked
    assert value_of("abstract", one.new, entry=False) == value


def test_people_read_names_dates_and_pages_and_not_json() -> None:
    for field, text in (
        ("contributors", "Ostrow, Mira; Lindwater Institute; Vale, Jonas (ill)"), ("dates", "2016-12-01 (copyright); 2021"),
        ("title", "Harbours: what the coast pays"), ("pages", "5–9, xii"), ("languages", "en; de"),
        ("identifiers", "doi:10.1000/1; isbn:9783161484100 (print)"),
    ):  # fmt: skip
        assert text_of(field, value_of(field, text, entry=False), entry=False) == text


def test_a_long_value_is_cut_and_still_known() -> None:
    abstract = [{"text": "water " * 9000}]
    cell = cell_of("abstract", abstract, entry=False)
    assert len(cell) < MOST
    assert "characters, " in cell
    assert in_force("abstract", cell, abstract, entry=False)
    assert not in_force("abstract", cell, [{"text": "water " * 9001}], entry=False)


def test_a_workbook_has_text_cells_only_and_no_cell_of_csv_runs() -> None:
    rows = [row("title", text, current=text, entry_key=text) for text in ODD]
    with zipfile.ZipFile(io.BytesIO(sheet(*rows, book=True))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    (name,) = (one for one in parts if one.startswith("xl/worksheets/"))
    tree = etree.fromstring(parts[name])
    space = {"m": tree.nsmap[None]}
    cells = tree.findall(".//m:c", space)
    assert len(cells) == len(sheet_columns()) + sum(len([one for one in each.values() if one]) for each in rows)
    assert {one.get("t") for one in cells} <= {"s", "inlineStr"}
    assert not tree.findall(".//m:f", space)
    styles = etree.fromstring(parts["xl/styles.xml"])
    forms = [one.get("numFmtId") for one in styles.find("m:cellXfs", space)]
    assert {forms[int(one.get("s"))] for one in cells} == {"49"}  # 49 is "@", text
    lines = csv.reader(io.StringIO(sheet(*rows, book=False).decode("utf-8-sig"), newline=""))
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "＝"))]


def asked(data: bytes) -> list[Asked]:
    found = read(rows_of(data))
    assert not found.refused
    return list(found.asked)


@pytest.mark.parametrize(("mark", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (";", "cp1252"), (",", "utf-8")])
def test_what_spreadsheets_save_is_understood(mark: str, encoding: str) -> None:
    """Columns in another order and case, others among them, blank rows between."""
    lines = [
        ("Reason", "NEW", "x", "Field", "ID", "", "Entry_Key"),
        ("Buch", "Müller & Söhne", "1", "Title", "site:1", "", "p5"),
        ("", "", "", "", "", "", ""),
        ("", "", "2", "title", "site:2", "", ""),
        ("", '"\'=1+1"', "", "edition", "site:3", "", ""),
    ]
    found = read(rows_of("\r\n".join(mark.join(line) for line in lines).encode(encoding)))
    assert found.skipped == 1
    assert [(one.row, one.id, one.entry_key, one.field, one.new) for one in found.asked] == [
        (2, "site:1", "p5", "title", "Müller & Söhne"), (5, "site:3", None, "edition", "=1+1"),
    ]  # fmt: skip


SPOILED: list[tuple[str, Any, str | None]] = [
    ("pages", datetime(2026, 5, 1), "date"), ("pages", "01. Mai", "date"), ("pages", "5-Jan", "date"), ("pages", "Jan 05", "date"),
    ("pages.first", datetime(2026, 5, 1), "date"), ("pages.last", "2026-05-01", "date"), ("pages.last", "01/05/26", "date"),
    ("title", datetime(2020, 3, 1), "date"), ("title", True, "truth value"), ("title", "#NAME?", "formula"),
    ("identifiers", "9.78E+12", "rounded"), ("identifiers", 97831614841001234, "rounded"),
    ("pages.first", 5, None), ("pages.first", 5.0, None), ("edition", 2, None), ("page_count", 52, None),
    ("pages.last", "xii", None), ("pages.last", "A-3", None), ("dates", datetime(2021, 3, 5), None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "why"), SPOILED)
def test_cells_that_became_something_else(field: str, value: Any, why: str | None) -> None:
    book = Workbook()
    page = book.active
    page.append(["id", "field", "new", "current"])
    page.append(["site:1", field, value, "9"])
    page.append(["site:1", "title", "A title", "Another"])
    out = io.BytesIO()
    book.save(out)
    found = read(rows_of(out.getvalue()))
    if why is None:
        assert not found.refused
        expected = value.date().isoformat() if isinstance(value, date) else str(value).removesuffix(".0")
        assert found.asked[0].new == expected
    else:
        ((refused,), (taken,)) = found.refused, found.asked
        assert refused.row == 2
        assert why in refused.why
        assert taken.row == 3


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("site:1,,title,x,y,replace,", "no op"), (",,title,x,y,,", "no id"), ("site:1,,,x,y,,", "no field"),
        ("site:1,,subjects,x,,add,", "fill in new"),
    ],
)  # fmt: skip
def test_rows_that_ask_for_nothing_that_there_is(line: str, why: str) -> None:
    found = read(rows_of(f"id,entry key,field,current,new,op,reason\r\n{line}\r\n".encode()))
    assert why in found.refused[0].why


def test_which_rows_ask_for_something() -> None:
    head = "id,entry key,field,current,new,op,reason\n"
    lines = "a:1,,title,x,x,,\na:1,,title,x,,,\na:1,,title,x,,set,\na:1,p5,,,,remove,\na:1,,title,x,x,SET,\n"
    found = read(rows_of((head + lines).encode()))
    assert (found.skipped, [(one.field, one.op, one.new) for one in found.asked]) == (
        2, [("title", "set", ""), ("contents", "remove", "p5"), ("title", "set", "x")],
    )  # fmt: skip
    for wrong in (b"id,new\n", b"id,field,new,NEW\na,b,c,d\n", b""):
        with pytest.raises(UsageError, match=r"no column|two columns"):
            read(rows_of(wrong))


def test_ends_of_a_range() -> None:
    assert with_end(None, "pages.first", "5") == [{"first": "5"}]
    assert with_end([{"first": "5", "as_printed": "p. 5"}], "pages.last", "9") == [{"first": "5", "last": "9"}]
    assert with_end([{"first": "5", "last": "9"}, {"first": "12"}], "pages.last", "14") == [
        {"first": "5", "last": "9"}, {"first": "12", "last": "14"},
    ]  # fmt: skip
    assert with_end([{"first": "5", "last": "9"}], "pages.last", None) == [{"first": "5"}]
    for pages, field, label in (([{"first": "9"}], "pages.last", "5"), (None, "pages.last", "5"), ([{"first": "9"}], "pages.first", None)):  # fmt: skip
        with pytest.raises(UsageError):
            with_end(pages, field, label)
    with pytest.raises(UsageError, match="more than one page"):
        value_of("pages.first", "5-9", entry=True)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("title.main", ("", "title.main")), ("contributors[2].name", ("", "contributors")), ("series[0].issn", ("", "series")),
        ("contents[p5].title", ("p5", "title")), ("contents[a[1]].pages[0]", ("a[1]", "pages")), ("contents[p5]", ("p5", "")),
        ("contents", ("", "contents")), ("contents[p5].identifiers[0].value", ("p5", "identifiers")),
    ],
)  # fmt: skip
def test_the_field_that_a_finding_is_about(path: str, place: tuple[str, str]) -> None:
    assert place_of_path(path, ["p5", "a[1]", "p5-2"]) == place
