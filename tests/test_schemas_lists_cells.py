"""Cells of spreadsheets: nothing runs and nothing is lost, and what a spreadsheet made of dates, pages and numbers is understood."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.lists import cells
from schemas.lists.cells import Mangled
from schemas.lists.pages import count, normal, own_pages, problem, to_read
from schemas.record import Pages, Record
from schemas.values.pages import parse_pages

FORMULAS = ["=1+1", "+1", "-1", "@x", "\t=1", '"=1', "' =1", "a;=1+1", "a; '@x", "＝1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_runs(text: str) -> None:
    guarded = cells.guarded(text)
    for piece in guarded.split(";"):
        assert not piece.lstrip(" \"'").startswith(("=", "+", "-", "@", "＝")) or piece.lstrip(' "').startswith("'")


@given(st.text(alphabet=st.sampled_from(list("=+-@;'\" \nabc1é")) | st.characters(exclude_categories=("Cc", "Cs"))))
def test_what_is_guarded_comes_back(text: str) -> None:
    kept = cells.bare(text.replace("\r", " "))  # as it comes out of a file once
    assert cells.bare(cells.guarded(kept)) == cells.bare(kept) or cells.bare(cells.guarded(kept)) == kept


@pytest.mark.parametrize(
    ("cell", "shown", "pages"),
    [
        ("5-9", "", "5-9"), ("5–9", "", "5-9"), (5.0, "", "5"), (7, "", "7"), ("xii–xv", "", "xii-xv"), ("pp. 3-5, 9", "", "3-5, 9"),
        ("5. Jun", "", "5-6"), ("05. Jun", "", "5-6"), ("6-May", "", "5-6"), ("Jun-05", "", "5-6"), ("5-mai", "", "5-5"),
        (datetime(2026, 6, 5), "d-mmm", "5-6"), (datetime(2026, 11, 25), "d\\-mmm", "11-25"),
        (datetime(1940, 11, 1), "mmm-yy", "11-40"), ("Nov 40", "", "11-40"), ("2026-06-05 00:00:00", "", "5-6"),
    ],
)  # fmt: skip
def test_pages_that_were_made_a_date(cell: Any, shown: str, pages: str) -> None:
    found, told = cells.pages(cell, shown)
    assert found == pages
    dates = isinstance(cell, date) or (
        isinstance(cell, str) and any(word in cell.lower() for word in ("jun", "ma", "nov", "2026"))
    )
    assert (told is not None) == dates


@pytest.mark.parametrize("cell", ["chapter two", "some", "=A1", "5-9-12"])
def test_what_is_no_pages_is_named(cell: str) -> None:
    with pytest.raises(Mangled, match="not understood"):
        cells.pages(cell)


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2026-10-12", None, "2026-10-12"), (datetime(2026, 10, 12), None, "2026-10-12"), (46307, None, "2026-10-12"),
        (46307.0, None, "2026-10-12"), ("46307", None, "2026-10-12"), ("12.10.2026", "mdy", "2026-10-12"), ("12/10/2026", "dmy", "2026-10-12"),
        ("10/12/2026", "mdy", "2026-10-12"), ("13/10/26", "mdy", "2026-10-13"), ("Mon 12 October 2026", None, "2026-10-12"),
        ("12. Oktober 2026", None, "2026-10-12"), ("2026-10-12 00:00:00", None, "2026-10-12"), ("", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_days(cell: Any, order: str | None, day: str | None) -> None:
    assert cells.day(cell, order) == (day, False)


def test_a_day_that_is_guessed_or_none() -> None:
    assert cells.day("10/12/2026", None) == ("2026-12-10", True)
    for text in ("week 1", "31.02.2026", "October 2026", "2026"):
        with pytest.raises(Mangled, match="date"):
            cells.day(text, None)
    with pytest.raises(Mangled, match="either way"):
        cells.day("10/12/2026", "both")
    assert cells.order_of_days(["10/12/2026", "13/12/2026"]) == "dmy"
    assert cells.order_of_days(["10/13/2026"]) == "mdy"
    assert cells.order_of_days(["10/13/2026", "13/10/2026"]) == "both"
    assert cells.order_of_days(["10/12/2026", None, 5]) is None


def test_isbns_as_numbers() -> None:
    assert cells.isbn(9789291986088.0) == "9789291986088"
    assert cells.isbn("316148410") == "316148410"  # no ISBN with a zero before it either
    assert cells.isbn(306406152) == "0306406152"
    with pytest.raises(Mangled, match="rounded"):
        cells.isbn("9,78929E+12")


CHAPTER = Record(type="chapter", pages=(Pages(first="xi", last="xvi"),))
ARABIC = Record(type="chapter", pages=(Pages(first="23", last="41"),))
OPEN = Record(type="chapter", pages=(Pages(first="23"),))
WHOLE = Record(type="report", page_count=64)


@pytest.mark.parametrize(
    ("pages", "record", "wrong"),
    [
        ("xii-xv", CHAPTER, None), ("x-xii", CHAPTER, "outside"), ("3", CHAPTER, "outside"), ("23-41", ARABIC, None), ("30", ARABIC, None),
        ("22-30", ARABIC, "outside"), ("40-42", ARABIC, "own pages are 23-41"), ("xii", ARABIC, "outside"), ("30-25", ARABIC, "backwards"),
        ("20", OPEN, "outside"), ("90", OPEN, None), ("64", WHOLE, None), ("60-65", WHOLE, "has 64 pages"), ("ix", WHOLE, None),
        ("1-5", Record(), None), ("many", Record(), "not understood"), ("25-27, 50", ARABIC, "pages 50"),
    ],
)  # fmt: skip
def test_pages_inside_the_items_own(pages: str, record: Record, wrong: str | None) -> None:
    said = problem(pages, record)
    assert said is None if wrong is None else wrong in (said or "")


def test_pages_are_counted() -> None:
    assert [to_read(p, r) for p, r in (("5-9, 12", None), ("xi-xvi", None), (None, ARABIC), (None, WHOLE), (None, OPEN), (None, None))] == [
        6, 6, 19, 64, None, None,
    ]  # fmt: skip
    assert count(parse_pages("xi-5")) is None
    assert own_pages(Record(type="chapter", page_count=9)) == ()


@given(st.text())
def test_any_text_is_pages_or_none(text: str) -> None:
    found = normal(text)
    assert found is None or normal(found) == found
    problem(text, ARABIC)
