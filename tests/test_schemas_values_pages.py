"""Pages: ranges as they are printed, labels in order, extents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values.pages import page_count, page_number, parse_pages

PRINTED = st.text() | st.text(alphabet="0123456789ivxlcASeSp.-–, ()[]ff", max_size=16)


@pytest.mark.parametrize(
    ("printed", "want"),
    [
        ("5-6", [("5", "6")]),
        ("321–333", [("321", "333")]),
        ("321—333", [("321", "333")]),
        ("321 − 333", [("321", "333")]),
        ("321--333", [("321", "333")]),
        ("321", [("321", None)]),
        ("pp. i-vi", [("i", "vi")]),
        ("(pp. 5-6)", [("5", "6")]),
        ("(p. xii)", [("xii", None)]),
        ("P. 321", [("321", None)]),
        ("Pp. 1-4.", [("1", "4")]),
        ("pp 12 to 15", [("12", "15")]),
        ("S. 12-15", [("12", "15")]),
        ("Seiten 12 bis 15", [("12", "15")]),
        ("págs. 3–9", [("3", "9")]),
        ("p12", [("12", None)]),
        ("123-5", [("123", "125")]),
        ("1123–45", [("1123", "1145")]),
        ("S12–18", [("S12", "S18")]),
        ("S12-S18", [("S12", "S18")]),
        ("A-3", [("A-3", None)]),
        ("A-3–A-7", [("A-3", "A-7")]),
        ("e123", [("e123", None)]),
        ("e0213978", [("e0213978", None)]),
        ("3-1–3-20", [("3-1", "3-20")]),
        ("xii-25", [("xii", "25")]),
        ("1-5, 7", [("1", "5"), ("7", None)]),
        ("i-x; 1-20", [("i", "x"), ("1", "20")]),
        ("12 and 14", [("12", None), ("14", None)]),
        ("[5]-10", [("5", "10")]),
        ("17ff.", [("17", None)]),
        ("20-10", [("20", "10")]),
        ("123a-b", []),
        ("Front Matter 3", []),
        ("Introduction", []),
        ("52 p.", []),
        ("52 pages", []),
        ("", []),
        ("-", []),
        ("n/a", []),
        ("10.1000/182", []),
    ],
)
def test_parse_pages(printed: str, want: list[tuple[str, str | None]]) -> None:
    assert [(pages.first, pages.last) for pages in parse_pages(printed)] == want


def test_the_printed_form_is_kept_where_it_differs() -> None:
    (plain,) = parse_pages("5-6")
    assert plain.as_printed is None
    (short,) = parse_pages("pp. 123-5")
    assert short.as_printed == "pp. 123-5"
    assert [pages.as_printed for pages in parse_pages("1–5, 7")] == ["1–5", None]


@pytest.mark.parametrize(
    ("label", "want"),
    [
        ("12", ("arabic", 12)),
        ("vi", ("roman", 6)),
        ("XIV", ("roman", 14)),
        ("A-3", ("A", 3)),
        ("S12", ("S", 12)),
        ("e123", ("e", 123)),
        ("12a", ("arabic", 12)),
        ("", None),
        ("abc", None),
        ("iiv", None),
        ("9" * 5000, None),
    ],
)
def test_page_number(label: str, want: tuple[str, int] | None) -> None:
    assert page_number(label) == want


@pytest.mark.parametrize(
    ("printed", "want"),
    [
        ("52 pages", 52),
        ("52", 52),
        ("Pages: 52", 52),
        ("52pp", 52),
        ("52 pp.", 52),
        ("xii, 120 p.", 120),
        ("xii + 120 pp.", 120),
        ("VIII, 352 S.", 352),
        ("1 online resource (xi, 52 pages)", 52),
        ("52 Seiten", 52),
        ("120 páginas", 120),
        ("1,024 pages", 1024),
        ("15 pages, 5 figures", 15),
        ("[4], 120 p.", 120),
        ("120页", 120),
        ("52 p. : ill. ; 30 cm", 52),
        ("pp. 5-10", None),
        ("p. 5", None),
        ("S. 5", None),
        ("2 v.", None),
        ("0 pages", None),
        ("", None),
        ("pages", None),
    ],
)
def test_page_count(printed: str, want: int | None) -> None:
    assert page_count(printed) == want


@given(PRINTED)
def test_total_and_idempotent(printed: str) -> None:
    for pages in parse_pages(printed):
        normal = pages.first if pages.last is None else f"{pages.first}-{pages.last}"
        assert [(p.first, p.last) for p in parse_pages(normal)] == [(pages.first, pages.last)]
        page_number(pages.first)
    page_number(printed)
    page_count(printed)


@given(st.integers(1, 99999), st.integers(0, 500), st.sampled_from("-–—−"))
def test_any_range_comes_back(first: int, more: int, dash: str) -> None:
    (pages,) = parse_pages(f"pp. {first}{dash}{first + more}")
    assert (pages.first, pages.last) == (str(first), str(first + more))


@given(st.integers(1, 4999))
def test_roman_numerals_count(number: int) -> None:
    numeral, rest = "", number
    for value, letters in (
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        numeral, rest = numeral + letters * (rest // value), rest % value
    assert page_number(numeral) == ("roman", number)
