"""Articles between marks of sorting, and years that are one of two or between two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values.dates import parse_date
from schemas.values.text import clean, split_title, without_sorting_marks


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("\x98Der \x9cStand", "Der Stand"),
        ("˜Derœ Stand", "Der Stand"),
        ("˜L’œeau", "L’eau"),
        ("¬Die¬ Welt", "Die Welt"),
        ("Le cœur ˜ encore", "Le cœur ˜ encore"),
        ("a ¬ b", "a ¬ b"),
    ],
)
def test_an_article_is_part_of_its_title(printed: str, title: str) -> None:
    assert split_title(printed).main == title
    assert without_sorting_marks(clean(printed) or "") == title


@given(st.text(alphabet="ab ˜œ¬<>'’é", max_size=30))
def test_marks_go_and_words_stay(text: str) -> None:
    letters = [c for c in text if c.isalpha() and c != "œ"]
    assert [c for c in without_sorting_marks(text) if c.isalpha() and c != "œ"] == letters


@pytest.mark.parametrize(
    ("printed", "edtf"),
    [
        ("[1985 or 1986]", "1985?"),
        ("1890 oder 1891", "1890?"),
        ("1986 or 1985", None),
        ("[between 1980 and 1989?]", "198X"),
        ("[zwischen 1983 und 1992]", "19XX"),
        ("between 1890 and 2010", None),
        ("o. J. [ca. 1990]", "1990~"),
        ("n.d. [1990]", "1990"),
        ("o. J.", None),
    ],
)
def test_years_that_are_not_settled(printed: str, edtf: str | None) -> None:
    assert parse_date(printed).edtf == edtf
