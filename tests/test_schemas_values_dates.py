"""Dates: every printed shape that was seen, EDTF judged by the edtf package, the calendar by datetime."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.values.date_words import MONTHS
from schemas.values.dates import parse_date, precision, year

SHAPES = [
    ("2016", "2016"),
    ("2016-12", "2016-12"),
    ("2016-12-01", "2016-12-01"),
    ("2022/04/25", "2022-04-25"),
    ("2021/6", "2021-06"),
    ("2014/03 ", "2014-03"),
    ("2018.05.24", "2018-05-24"),
    ("20161201", "2016-12-01"),
    ("2016-12-00", "2016-12"),
    ("2016-00-00", "2016"),
    ("2016-12-20T00:00:00.000Z", "2016-12-20"),
    ("2021-11-04T23:00Z", "2021-11-04"),
    ("2022-01-21T09:43+01:00", "2022-01-21"),
    ("2012-02-04 12:00:00", "2012-02-04"),
    ("1976-10-01+02:00", "1976-10-01"),
    ("Apr 22, 2019", "2019-04-22"),
    ("Dec. 1, 2016", "2016-12-01"),
    ("April 22nd, 2019", "2019-04-22"),
    ("2012 Nov 26", "2012-11-26"),
    ("29September 2008", "2008-09-29"),
    ("23rd April, 2018", "2018-04-23"),
    ("3 Sept 2010", "2010-09-03"),
    ("05-Apr-2018", "2018-04-05"),
    ("Apr-2018", "2018-04"),
    ("December 2016", "2016-12"),
    ("DECEMBER, 2016", "2016-12"),
    ("Monday, 5 May 2010", "2010-05-05"),
    ("Mon, 05 May 2010 12:00:00 GMT", "2010-05-05"),
    ("June 3rd, 2020 at 10:30 AM", "2020-06-03"),
    ("Published: 3 June 2020", "2020-06-03"),
    ("Published online 3 June 2020", "2020-06-03"),
    ("Copyright Date: 2022", "2022"),
    ("©2016", "2016"),
    ("c2016", "2016"),
    ("[2015]", "2015"),
    # German, French, Spanish, Italian, Dutch, Portuguese and others
    ("31.12.2004", "2004-12-31"),
    ("3. Mai 2015", "2015-05-03"),
    ("Freitag, 21. Januar 2022", "2022-01-21"),
    ("März 2011", "2011-03"),
    ("Jänner 2011", "2011-01"),
    ("le 5 mai 2010", "2010-05-05"),
    ("1er mars 2010", "2010-03-01"),
    ("12 août 2003", "2003-08-12"),
    ("juil. 2003", "2003-07"),
    ("lundi 5 décembre 2010", "2010-12-05"),
    ("5 de mayo de 2010", "2010-05-05"),
    ("enero de 2010", "2010-01"),
    ("15 marzo 2001", "2001-03-15"),
    ("1º giugno 2001", "2001-06-01"),
    ("12 maart 2001", "2001-03-12"),
    ("10 de março de 2009", "2009-03-10"),
    ("21 января 2022", "2022-01-21"),
    ("12 października 2004", "2004-10-12"),
    ("2016年12月1日", "2016-12-01"),
    ("2016년 12월", "2016-12"),
    ("२०१६", "2016"),
    # day and month settle only where they must
    ("13/04/2018", "2018-04-13"),
    ("04/13/2018", "2018-04-13"),
    ("04/04/2018", "2018-04-04"),
    ("03/04/2018", "2018"),
    ("12/2016", "2016-12"),
    # intervals, seasons, doubt
    ("1990-1995", "1990/1995"),
    ("1990–95", "1990/1995"),
    ("1990/91", "1990/1991"),
    ("2012-13", "2012/2013"),
    ("1999-", "1999/.."),
    ("1999-present", "1999/.."),
    ("March-April 2010", "2010-03/2010-04"),
    ("Jan/Feb 2010", "2010-01/2010-02"),
    ("28 June – 3 July 2012", "2012-06-28/2012-07-03"),
    ("26. und 27. Februar 2015", "2015-02-26/2015-02-27"),
    ("26.-27. 2. 2015", "2015-02-26/2015-02-27"),
    ("May 2010 - June 2011", "2010-05/2011-06"),
    ("Spring 2019", "2019-21"),
    ("Winter 2019/20", "2019-24"),
    ("automne 2012", "2012-23"),
    ("Herbst 2012", "2012-23"),
    ("Q3 2019", "2019"),
    ("ca. 1984", "1984~"),
    ("circa 1984", "1984~"),
    ("c. 1984", "1984~"),
    ("um 1984", "1984~"),
    ("[2015?]", "2015?"),
    ("ca. 1984?", "1984%"),
    ("ca. 1990-1995", "1990~/1995"),
    ("1990s", "199X"),
    ("19th century", "18XX"),
    # EDTF stays
    ("198X", "198X"),
    ("2004-XX", "2004-XX"),
    ("1984~", "1984~"),
    ("../1985", "../1985"),
    ("1985-04-12/..", "1985-04-12/.."),
    ("2004-06/2006-08", "2004-06/2006-08"),
]
UNREADABLE = [
    "n.d.", "s.d.", "o. J.", "in press", "forthcoming", "31 February 2010", "2001-13-01", "2005-02-30", "30.2.2004", "0000-00-00", "0000",
    "Smith 2010", "10 pages", "Volume 3, 2010", "1995-1990", "12/05/04", "May", "32 May 2010", "2010-05-05/2009", "-", "T", "29 February 2011",
    "100000", "http://x.org/2010", "2004-00/2005",
]  # fmt: skip


@pytest.mark.parametrize(("printed", "edtf"), SHAPES)
def test_shapes(printed: str, edtf: str) -> None:
    found = parse_date(printed, "published")
    assert found.edtf == edtf
    assert found.kind == "published"
    assert found.as_printed == (None if printed == edtf else printed.strip())


@pytest.mark.parametrize("printed", UNREADABLE)
def test_what_cannot_be_read_is_kept_as_printed(printed: str) -> None:
    found = parse_date(printed)
    assert (found.edtf, found.as_printed) == (None, printed)


def test_nothing_gives_nothing() -> None:
    assert parse_date("") == parse_date(" \n")
    assert parse_date("").as_printed is None


@pytest.mark.parametrize(("printed", "edtf"), SHAPES)
def test_all_edtf_is_edtf(printed: str, edtf: str) -> None:
    edtf_package = pytest.importorskip("edtf")
    assert str(edtf_package.parse_edtf(edtf)) == edtf


@pytest.mark.parametrize(
    ("edtf", "precise", "of_year"),
    [
        ("2016", "year", 2016),
        ("2016-12", "month", 2016),
        ("2016-12-01", "day", 2016),
        ("2019-21", "year", 2019),
        ("1984~", "year", 1984),
        ("198X", "year", None),
        ("18XX", "year", None),
        ("2004-XX", "year", 2004),
        ("1990/1995", "year", 1990),
        ("2004-06/2006-08", "month", 2004),
        ("../1985", "year", 1985),
        ("1985-04-12/..", "day", 1985),
        ("", None, None),
        (None, None, None),
        ("junk", None, None),
    ],
)
def test_precision_and_year(edtf: str | None, precise: str | None, of_year: int | None) -> None:
    assert precision(edtf) == precise
    assert year(edtf) == of_year


WORDS = [
    "May",
    "mai",
    "Dec.",
    "de",
    "to",
    "-",
    "/",
    "ca.",
    "?",
    "2010",
    "1999",
    "12",
    "3",
    "31",
    "Spring",
    "T10:00",
    "n.d.",
    "X",
    "..",
    "~",
    "1er",
    "Q2",
]


@given(
    st.text()
    | st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
    | st.lists(st.sampled_from(WORDS), max_size=5).map("".join)
)
def test_total_idempotent_and_edtf(printed: str) -> None:
    from edtf import parse_edtf

    found = parse_date(printed)
    precision(printed)
    year(printed)
    if found.edtf:
        assert parse_date(found.edtf).edtf == found.edtf
        assert str(parse_edtf(found.edtf)) == found.edtf
        assert precision(found.edtf)


@given(
    st.dates(date(1000, 1, 1)),
    st.sampled_from(sorted(MONTHS)),
    st.sampled_from(["{d} {w} {y}", "{w} {d}, {y}", "{y} {w} {d}", "{d}. {w} {y}", "{d} de {w} de {y}"]),
)
def test_every_month_word_in_every_order(day: date, word: str, order: str) -> None:
    printed = order.format(d=min(day.day, 28), w=word, y=day.year)
    assert parse_date(printed).edtf == f"{day.year:04d}-{MONTHS[word]:02d}-{min(day.day, 28):02d}"


@given(st.dates())
def test_iso_dates_come_back(day: date) -> None:
    assert parse_date(day.isoformat()).edtf == day.isoformat()
    assert parse_date(f"{day.year:04d}/{day.month}/{day.day}").edtf == day.isoformat()
