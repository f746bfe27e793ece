"""A list as a table: whatever a spreadsheet made of the file, wrong rows named and the others taken, nothing lost on the way."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import ReadError, UsageError
from schemas.lists import files, sheets, table_rows
from schemas.lists.drafts import Drafts
from schemas.lists.references import held_of
from schemas.lists.shapes import IMPORTANCE, About, Item, ReadingList, Section
from schemas.record import Contributor, Identifier, Record, Title


def read(text: str, encoding: str = "utf-8") -> Drafts:
    return files.read(text.encode(encoding))


def wrong(found: Drafts) -> list[tuple[int, str]]:
    return [(one.row, one.message) for one in found.troubles if one.wrong]


ROWS = "Woche;Beginn;DOI;Seiten;Priorität;Anmerkung\n1: Flüsse;12.10.2026;10.5555/a;5-9;Pflicht;Bitte lesen\n;;10.5555/b;;empfohlen;\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    found = read(ROWS.replace(";", separator), encoding)
    assert [(d.place.title, d.place.start, d.names, d.pages, d.importance, d.note) for d in found.rows] == [
        ("1: Flüsse", "2026-10-12", ("10.5555/a",), "5-9", "essential", "Bitte lesen"),
        ("1: Flüsse", None, ("10.5555/b",), None, "recommended", None),
    ]
    assert found.troubles == ()


def test_a_separator_that_the_file_names() -> None:
    assert [d.id for d in read("sep=|\nid|note\na:b|x, y; z\n").rows] == ["a:b"]


def test_wrong_rows_are_named_and_the_others_taken() -> None:
    found = read(
        "section,start,end,id,pages,importance,version,isbn\n"
        "W1,2026-10-12,2026-10-18,a:1,5-9,,,\n"
        "W1,someday,,a:2,,,,\n"
        "W2,2026-10-19,2026-10-12,a:3,,,,\n"
        "W3,,,a:4,lots,,,\n"
        "W3,,,a:5,,urgent,,\n"
        "W3,,,a:6,,,newest,\n"
        'W3,,,,,,,"9,78E+12"\n'
        "W3,,,a:7,5. Jun,,2,\n"
    )
    assert [d.id for d in found.rows] == ["a:1", "a:7"]
    assert [row for row, _ in wrong(found)] == [3, 4, 5, 6, 7, 8]
    for (_, message), word in zip(
        wrong(found), ("someday", "before it starts", "lots", "urgent", "newest", "rounded"), strict=True
    ):
        assert word in message
    assert [one.row for one in found.troubles if not one.wrong] == [9]


def test_columns_that_are_not_known_are_told() -> None:
    with pytest.raises(UsageError, match=r"expected one of id, doi, isbn, reference, title .*found 'Foo', 'Bar'"):
        read("Foo,Bar\n1,2\n3,4\n")
    found = read(
        'Title,Author(s),Importance,ISBN10,ISBN13,Date of Publication,Publisher,Colour\nWater,"Doe, J.",Essential reading,,9783161484100,2012,Press,red\n'
    )
    (row,) = found.rows
    assert row.importance == "essential"
    assert row.names == ("9783161484100",)
    assert row.reference is not None
    assert row.reference.title == Title(main="Water")
    assert row.reference.contributors[0].family == "Doe"
    assert [one.message for one in found.troubles] == ["column 'Colour': not known, not read"]
    for empty in ("", "\n\n"):
        with pytest.raises(UsageError, match="empty"):
            read(empty)


def test_months_first_where_the_file_shows_it() -> None:
    found = read("section,start,id\nW1,10/12/2026,a:1\nW2,10/19/2026,a:2\n")
    assert [d.place.start for d in found.rows] == ["2026-10-12", "2026-10-19"]
    doubt = read("section,start,id\nW1,10/12/2026,a:1\n")
    assert doubt.rows[0].place.start == "2026-12-10"
    assert "--dates mdy" in doubt.troubles[0].message
    assert files.read(b"section,start,id\nW1,10/12/2026,a:1\n", day_order="mdy").rows[0].place.start == "2026-10-12"


def test_references_of_other_formats() -> None:
    ris = "TY  - RPRT\r\nTI  - Water\r\nDO  - 10.5555/a\r\nER  - \r\nTY  - CHAP\r\nTI  - Part\r\nSN  - 9783161484100\r\nER  - \r\n"
    assert [d.names for d in read(ris).rows] == [("10.5555/a",), ()]
    assert [
        d.reference.title.main
        for d in read("@book{a, title = {Ice}, isbn = {9783161484100}}\n").rows
        if d.reference and d.reference.title
    ] == ["Ice"]
    assert [
        d.names for d in read('[{"id": "1", "type": "book", "title": "Snow", "DOI": "10.5555/c", "author": []}]').rows
    ] == [("10.5555/c",)]
    plain = read("# my books\n10.5555/a\n- ISBN 978-3-16-148410-0\n2. https://doi.org/10.5555/B\nno idea\n")
    assert [d.names for d in plain.rows] == [("10.5555/a",), ("9783161484100",), ("10.5555/b",)]
    assert wrong(plain) == [(5, "'no idea': no DOI and no ISBN")]


def test_a_workbook(tmp_path: Any) -> None:
    from datetime import datetime

    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["Week", "Start date", "ISBN", "Pages", "Comment"])
    sheet.append(["W1", datetime(2026, 10, 12), 9783161484100, datetime(2026, 6, 5), "first"])
    sheet["D2"].number_format = "d-mmm"
    sheet.append([None, None, "978-3-16-148410-0", 7.0, None])
    out = io.BytesIO()
    book.save(out)
    found = files.read(out.getvalue())
    assert [(d.place.title, d.names, d.pages) for d in found.rows] == [
        ("W1", ("9783161484100",), "5-6"), ("W1", ("978-3-16-148410-0",), "7"),
    ]  # fmt: skip
    assert found.rows[0].place.start == "2026-10-12"
    for broken in (b"PK\x03\x04 nothing", out.getvalue()[:900]):
        with pytest.raises(ReadError, match="no workbook"):
            files.read(broken)


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), min_size=1, max_size=20).map(lambda s: " ".join(s.split())).filter(
    lambda s: bool(s) and s.isprintable() and not s.startswith("'")
)  # fmt: skip
NOTES = st.none() | TEXTS | st.lists(TEXTS, min_size=2, max_size=3).map("\n".join)
REFERENCES = st.builds(
    lambda title, name: Record(
        title=Title(main=title), contributors=(Contributor(name=name, role="aut"),), identifiers=(Identifier(scheme="doi", value="10.5555/x"),)
    ),
    TEXTS, TEXTS,
)  # fmt: skip
ITEMS = st.builds(
    Item, typed=TEXTS, pages=st.sampled_from([None, "5-6", "xi-xv", "1, 3-5"]), importance=st.sampled_from([None, *IMPORTANCE]), note=NOTES,
    library_note=NOTES,
) | st.builds(Item, reference=REFERENCES, note=NOTES)  # fmt: skip
SECTIONS = st.lists(st.builds(Section, title=TEXTS, start=st.sampled_from([None, "2026-10-12"]), end=st.sampled_from([None, "2026-10-18"]),
                              items=st.lists(ITEMS, max_size=3).map(tuple)), min_size=1, max_size=3, unique_by=lambda s: s.title)  # fmt: skip


@given(
    SECTIONS,
    st.builds(About, title=TEXTS, course_code=st.none() | TEXTS, language=st.sampled_from([None, "de"])),
    st.booleans(),
)
def test_a_list_goes_through_a_table_without_loss(sections: list[Section], about: About, workbook: bool) -> None:
    number = 0
    numbered = []
    for section in sections:
        items = tuple(
            Item(**{**{f: getattr(one, f) for f in Item.__struct_fields__}, "number": number + n})
            for n, one in enumerate(section.items, 1)
        )
        number += len(items)
        numbered.append(Section(title=section.title, start=section.start, end=section.end, items=items))
    shown = ReadingList(name="x", about=about, sections=tuple(numbered))
    held = {item.number: held_of(item, "x") for item in shown.items()}
    out = io.BytesIO()
    (table_rows.write_xlsx if workbook else table_rows.write_csv)(shown, held, out)
    found = files.read(out.getvalue())
    assert found.troubles == ()
    if numbered:
        assert found.about == about
    said = [
        (d.place.title, d.typed, d.reference, d.pages, d.importance, d.note, d.library_note)
        for d in found.rows
        if not d.is_section
    ]
    assert said == [
        (s.title, i.typed, i.reference, i.pages, i.importance, i.note, i.library_note)
        for s in shown.sections
        for i in s.items
    ]
    days = {d.place.title: (d.place.start, d.place.end) for d in reversed(found.rows)}
    assert days == {s.title: (s.start, s.end) for s in shown.sections}


@settings(max_examples=50)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = files.read(data)
    except (UsageError, ReadError):
        return
    assert isinstance(found, Drafts)
    files.wrong_rows(data, {one.row: one.message for one in found.troubles})


@settings(max_examples=50)
@given(st.text(max_size=200))
def test_any_text_is_rows(text: str) -> None:
    assert isinstance(sheets.rows_of(text.encode("utf-8", "replace")), list)
