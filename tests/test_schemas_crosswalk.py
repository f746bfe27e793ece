"""What formats say alike: dates, addresses, wording."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.crosswalk.dates import _w3cdtf as by_any_way
from schemas.crosswalk.dates import chosen, parts, w3cdtf
from schemas.crosswalk.languages import iso639_3
from schemas.crosswalk.uris import address, is_uri, plain, target, web
from schemas.crosswalk.wording import citation, contents, extent, headed, inverted, paged, series, titled
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Pages, Record, Relation, Series, Title


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2021", "2021"), ("2021-05", "2021-05"), ("2020-02-29", "2020-02-29"), ("2019-05-06T23:00:00Z", "2019-05-06T23:00:00Z"),
        ("2020-02-30", None), ("2021-13", None), ("0000", None), ("1984~", None), ("1984?", None), ("199X", None), ("2019/2020", None),
        ("2019-21", None), ("2019-05-06T24:00:00Z", None), ("May 2021", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_only_what_w3cdtf_can_say_is_said(edtf: str | None, said: str | None) -> None:
    assert w3cdtf(edtf) == said


@pytest.mark.parametrize("edtf", ["2010-13", "2010-20", "2010-25", "2010-00", "2010-13-01", "2010-01/2010-13"])
def test_a_month_that_is_none_is_no_part_of_a_date(edtf: str) -> None:
    assert parts(edtf) is None


def test_a_citation_chooses_the_date_of_issue_and_passes_over_what_cannot_be_said() -> None:
    dates = (
        Date(kind="copyright", edtf="2020"),
        Date(kind="online", edtf="2021-02"),
        Date(kind="issued", edtf="2021~"),
    )
    assert chosen(dates) == "2021-02"
    assert chosen(dates[:1]) == "2020"
    assert chosen((Date(kind="odd", edtf="2019"), *dates)) == "2021-02"
    assert chosen(()) is None


@pytest.mark.parametrize(
    ("scheme", "value", "uri", "said"),
    [
        ("doi", "10.1234/abc", "https://doi.org/10.1234/abc", "https://doi.org/10.1234/abc"),
        ("doi", "10.1/1<2>#", "https://doi.org/10.1/1%3C2%3E%23", "https://doi.org/10.1/1%3C2%3E%23"),
        ("doi", "10.1/\ud800a", "https://doi.org/10.1/a", "https://doi.org/10.1/a"),
        ("isbn", "9783161484100", "urn:isbn:9783161484100", "info:eu-repo/semantics/altIdentifier/isbn/9783161484100"),
        ("issn", "1017-7566", "urn:issn:1017-7566", "info:eu-repo/semantics/altIdentifier/issn/1017-7566"),
        ("handle", "20.500.1/7", "https://hdl.handle.net/20.500.1/7", "https://hdl.handle.net/20.500.1/7"),
        ("report-number", "WI 12", "WI 12", "WI 12"),
        ("isbn-invalid", "978-0", None, None),
    ],
)
def test_identifiers_become_addresses(scheme: str, value: str, uri: str | None, said: str | None) -> None:
    one = Identifier(scheme=scheme, value=value)
    assert (address(one), plain(one)) == (uri, said)


@pytest.mark.parametrize(
    ("relation", "said"),
    [
        (Relation(kind="x", to="https://a.example/1", title="A"), "https://a.example/1"),
        (Relation(kind="x", to="10.1234/abc"), "https://doi.org/10.1234/abc"),
        (Relation(kind="x", to="press:w", title="A"), "A"),
        (Relation(kind="x", to="press:w"), "press:w"),
        (Relation(kind="x", title="A"), "A"),
        (Relation(kind="x"), None),
    ],
)
def test_relations_lead_to_addresses_or_titles(relation: Relation, said: str | None) -> None:
    assert target(relation) == said


@pytest.mark.parametrize(
    ("text", "is_one"), [("https://a.example/1?b=c#d", True), ("urn:isbn:1", True), ("a b:c", False), ("http://[x", False), ("x", False), ("a:%zz", False), ("a:b#c#d", False)]
)  # fmt: skip
def test_uris(text: str, is_one: bool) -> None:
    assert is_uri(text) is is_one


def test_wording() -> None:
    assert titled(Title(main="A", sub="b")) == "A : b"
    assert titled(Title(as_printed="A")) == "A"
    assert titled(Title()) is None
    assert headed(Title(main="A", sub="b")) == "A: b"
    assert headed(None) is None
    assert inverted(Contributor(name="J. King Jr.", family="King", given="J.", suffix="Jr.")) == "King, J., Jr."
    assert inverted(Contributor(name="Sitting Bull")) == "Sitting Bull"
    assert series(Series(title="P", number="1")) == "P ; 1"
    assert series(Series(number="1")) is None
    assert paged((Pages(first="5"),)) == paged((Pages(first="5", last="5"),)) == "page 5"
    assert paged((Pages(first="5", last="6"), Pages(first="9"))) == "pages 5-6, 9"
    assert extent(Record(page_count=1)) == "1 page"
    assert extent(Record(extent="xii p.")) == "xii p."
    assert extent(Record()) is None
    assert citation(Record()) is None
    assert iso639_3("pt-BR") == "por"
    assert iso639_3("??") == "??"


def test_a_contents_note_needs_a_title() -> None:
    pages = (Pages(first="5", last="6"),)
    assert contents(Record(contents=(ContentsEntry(pages=pages, extract="Words"),))) is None
    named = ContentsEntry(label="Chapter 1:", title="A", contributors=(Contributor(name="Ann Poe"),), pages=pages)
    assert (
        contents(Record(contents=(named, ContentsEntry(pages=pages))))
        == "Chapter 1: A / Ann Poe (pages 5-6) -- (pages 5-6)"
    )


@given(st.text(), st.text())
def test_addresses_of_identifiers_with_a_scheme_are_uris(value: str, to: str) -> None:
    for scheme in ("doi", "handle", "isbn"):
        made = address(
            Identifier(scheme=scheme, value="10.1/" + "".join(c for c in value if not 0xD800 <= ord(c) < 0xE000))
        )
        assert made is not None
        assert is_uri(made)
    target(Relation(kind="x", to=to))
    w3cdtf(value)


def test_a_report_number_of_digits_alone_is_no_identifier() -> None:
    from schemas.crosswalk.uris import plain
    from schemas.record import Identifier

    assert plain(Identifier(scheme="report-number", value="41")) is None
    assert plain(Identifier(scheme="report-number", value="WP-41")) == "WP-41"


@pytest.mark.parametrize(
    ("url", "escaped"),
    [
        ("https://a.example/x?y=1&z=2#top", "https://a.example/x?y=1&z=2#top"),
        ("https://a.example/Ch[1] x.pdf", "https://a.example/Ch%5B1%5D%20x.pdf"),
        ("https://a.example/100%/%20", "https://a.example/100%25/%20"),
        ("https://a.example/#a#b", "https://a.example/#a%23b"),
        ("https://a.example/{x}\\y^z", "https://a.example/%7Bx%7D%5Cy%5Ez"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("http://[::1", None),
        ("https://ä.example/ö", "https://%C3%A4.example/%C3%B6"),
        ("javascript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("", None),
    ],
)
def test_web_addresses_are_escaped_or_none(url: str, escaped: str | None) -> None:
    assert web(url) == escaped


@given(st.text("0123456789-WT~\uff10\uff11", min_size=10, max_size=10) | st.dates().map(str))
def test_a_day_is_told_as_by_the_long_way(edtf: str) -> None:
    assert w3cdtf(edtf) == by_any_way(edtf)


@pytest.mark.parametrize(
    "url", ["HTTPS://a.example/%7Ex?y#z", "https://a.example/ſ", "https://a.example/%zz", "ftp://a.example/"]
)
def test_only_letters_of_ascii_stand_in_an_address(url: str) -> None:
    said = web(url)
    assert said is None or said.isascii()
