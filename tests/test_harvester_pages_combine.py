"""Combining named records, and how values of one field complete each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.pages.agreement import agreeing, titles_agree
from harvester.pages.combine import FIELDS, combine
from harvester.pages.joining import join_contributors, join_dates, join_identifiers, join_series, join_title
from harvester.pages.precedence import ORDER, PRECEDENCE
from schemas.record import Contributor, Date, Identifier, Publisher, Record, Series, Title

ANY = {"*": ("a", "b", "c")}


def issued(*edtf: str) -> list[tuple[Date, ...]]:
    return [(Date(kind="issued", edtf=one),) for one in edtf]


@dataclass
class _Case:
    given: tuple[str, ...]
    result: str


@pytest.mark.parametrize(
    "case",
    [
        _Case(("2021",), "2021"),
        _Case(("2021", "2021-05"), "2021-05"),
        _Case(("2021", "2020-05"), "2021"),
        _Case(("2021-05-03", "2021-05"), "2021-05-03"),
        _Case(("2021-05-01", "2021-05"), "2021-05"),
        _Case(("2020-01-01", "2020-03-27"), "2020-03-27"),
        _Case(("2020-01-01", "2020"), "2020-01-01"),
        _Case(("2020-01-01", "2019-12-30"), "2020-01-01"),
        _Case(("2008", "2008-05", "2008-05-09"), "2008-05"),
    ],
    ids=lambda c: "+".join(c.given),
)
def test_dates_of_a_kind_settle(case: _Case) -> None:
    (date,) = join_dates(issued(*case.given))
    assert date.edtf == case.result


def test_a_filled_in_first_of_january_is_made_good_by_the_day_online() -> None:
    dates = join_dates([(Date(kind="issued", edtf="2020-01-01"), Date(kind="online", edtf="2020-04-02"))])
    assert [(d.kind, d.edtf) for d in dates] == [("issued", "2020-04-02"), ("online", "2020-04-02")]


def test_a_title_is_completed_by_its_subtitle_and_mended_where_it_was_cut() -> None:
    whole = Title(main="Ports", sub="a survey")
    assert join_title([Title(main="Ports"), Title(main="Storms"), whole]) == whole
    assert join_title([Title(main="Ports and…"), Title(main="Ports and harbours")]).main == "Ports and harbours"
    assert join_title([Title(main="Ports"), Title(main="Ports and harbours")]).main == "Ports"


def test_dois_come_from_the_first_that_has_one_and_other_identifiers_from_all() -> None:
    first, other = Identifier(scheme="doi", value="10.1/a"), Identifier(scheme="doi", value="10.1/b")
    isbn = Identifier(scheme="isbn", value="9783161484100")
    assert join_identifiers([(isbn,), (first,), (other, isbn)]) == (isbn, first)


def test_contributors_take_orcids_and_whole_name_parts_from_the_same_name() -> None:
    orcid = Identifier(scheme="orcid", value="0000-0002-1825-0097")
    plain = Contributor(name="Ana María Roe", role="aut")
    full = Contributor(name="Roe, Ana Maria", role="aut", family="Roe", given="Ana María", identifiers=(orcid,))
    half = Contributor(name="Ana María Roe", family="Roe")
    (joined,) = join_contributors([(plain,), (half,), (full,)])
    assert (joined.name, joined.family, joined.given, joined.identifiers) == (
        "Ana María Roe",
        "Roe",
        "Ana María",
        (orcid,),
    )
    (alone,) = join_contributors([(plain,), (half,)])
    assert alone.family is None


def test_series_are_filled_by_the_same_title_or_number() -> None:
    assert join_series([(Series(title="Coast", volume="9"),), (Series(title="coast", issue="2"),)]) == (
        Series(title="Coast", volume="9", issue="2"),
    )
    assert join_series([(Series(number="w29"),), (Series(title="Papers", number="29"),)]) == (
        Series(title="Papers", number="29"),
    )
    assert join_series([(Series(title="Coast", volume="9"),), (Series(volume="8", issue="1"),)]) == (
        Series(title="Coast", volume="9"),
    )


def test_carriers_of_another_work_are_left_out_but_not_those_written_for_works() -> None:
    named = {
        "dublin-core": Record(title=Title(main="Tides of the sound")),
        "coins": Record(title=Title(main="Gravity on Mars")),
        "highwire": Record(title=Title(main="Gezeiten im Sund")),
    }
    assert set(agreeing(named, ORDER)) == {"dublin-core", "highwire"}


def test_a_publisher_is_no_author_where_there_are_persons() -> None:
    body = Contributor(name="Tide Bureau", kind="organisation", role="aut")
    named = {
        "json-ld": Record(contributors=(body,), publisher=Publisher(name="Tide Bureau")),
        "visible": Record(contributors=(Contributor(name="Ana Roe", kind="person", role="aut"),)),
    }
    assert agreeing(named, ORDER)["json-ld"].contributors == ()
    assert agreeing({"json-ld": named["json-ld"]}, ORDER)["json-ld"].contributors == (body,)


@given(
    st.dictionaries(
        st.sampled_from("abc"),
        st.builds(Record, type=st.sampled_from([None, "report", "book"]), edition=st.sampled_from([None, "2"])),
    )
)
def test_every_value_is_found_or_lost(named: dict[str, Record]) -> None:
    combined = combine(named, ANY)
    for field in FIELDS:
        values = {name: v for name, record in named.items() if (v := getattr(record, field)) not in (None, ())}
        winner = combined.found_in.get(field)
        assert (winner is None) == (not values)
        if winner:
            assert getattr(combined.record, field) == values[winner]
            kept = combined.lost.get(field, {})
            assert all(v == values[winner] or kept[name] == v for name, v in values.items())


@given(st.text(max_size=60), st.text(max_size=60))
def test_titles_agree_is_total_and_symmetric(one: str, other: str) -> None:
    assert titles_agree(Title(main=one), Title(main=other)) == titles_agree(Title(main=other), Title(main=one))


def test_the_table_of_precedence_is_that_of_the_documentation() -> None:
    text = (Path(__file__).resolve().parents[1] / "docs" / "precedence.md").read_text("utf-8")
    for field, order in PRECEDENCE.items():
        if field != "*":
            assert f"| {field} | {', '.join(order)} |" in text, field
    assert f"| all others | {', '.join(ORDER)} |" in text
