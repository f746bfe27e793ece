"""Answers that are damaged or built otherwise than the protocol says: which records are read, what is told, nothing made up."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.oai.answers import read_answer
from harvester.oai.sections import without
from harvester.oai.shapes import OaiPage
from schemas.payloads import read_payload
from tests.oai_server import OAI, Rec, Repo, dc

R = "oai:repo.example:"
REPO = Repo()


def rec(n: int, title: str | None = None, *, payload: str | None = None) -> str:
    return REPO.record(f"{R}{n}", Rec(payload=payload or dc("@", str(n)).replace("@", title or f"Report {n}")))


def page(*parts: str) -> str:
    return REPO.page("ListRecords", "".join(parts)).decode()


def read(text: str | bytes) -> OaiPage:
    return read_answer(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)


def names(found: OaiPage) -> list[str]:
    return [(one.header.identifier or "?").removeprefix(R) for one in found.records]


def title(one: Any) -> str | None:
    said = read_payload(one.payload, prefix="oai_dc").record.title
    return said.as_printed or said.main if said else None


MENDED = {
    "a less-than sign before a gap": "p < 0.05",
    "less-than signs before figures": "n<30 and m<=4",
    "the end of CDATA": "a[b[0]]>1",
    "CDATA within CDATA": "<![CDATA[a <![CDATA[b]]> c]]>",
    "CDATA that holds a record": "<![CDATA[a <record><header><identifier>x</identifier></header></record>]]> &",
    "a comment with hyphens": "x<!-- a -- b -->",
}


@pytest.mark.parametrize("inner", MENDED.values(), ids=MENDED)
def test_signs_that_stand_wrong_cost_no_record(inner: str) -> None:
    found = read(page(rec(1), rec(2, f"Report 2 {inner}"), rec(3)))
    assert names(found) == ["1", "2", "3"]
    assert [(one.identifier, one.saved) for one in found.damage] == [(f"{R}2", True)]
    assert (title(found.records[1]) or "").startswith("Report 2")


@pytest.mark.parametrize("tag", ['lang="en" lang="de"', "lang=en", 'type="a<b"', "a='1' b=2 a=3"])
def test_attributes_that_stand_wrong_cost_no_record(tag: str) -> None:
    found = read(page(rec(1), rec(2).replace("<dc:title>", f"<dc:title {tag}>"), rec(3)))
    assert names(found) == ["1", "2", "3"]
    assert [one.saved for one in found.damage] == [True]
    assert title(found.records[1]) == "Report 2"


def test_what_is_hidden_in_a_comment_of_a_damaged_page_is_no_record() -> None:
    found = read(page(rec(1), f"<!-- {rec(98)} -->", rec(2, "R & D")))
    assert names(found) == ["1", "2"]


def test_text_in_cdata_stays_as_it_is_when_its_record_is_mended() -> None:
    found = read(page(rec(1, "<![CDATA[R&D]]>\x0b")))
    assert title(found.records[0]) == "R&D"


def test_a_record_that_lacks_its_end_only_is_kept_and_told() -> None:
    found = read(page(rec(1), rec(2).replace("</record>", ""), rec(3)))
    assert names(found) == ["1", "2", "3"]
    assert [(one.identifier, one.saved, one.reason) for one in found.damage] == [(f"{R}2", True, "breaks off")]
    cut = read(page(rec(1), rec(2)).rsplit("ord>", 1)[0])
    assert names(cut) == ["1", "2"]
    assert cut.cut
    assert names(read(page(rec(1), rec(2)).split("Report 2")[0])) == ["1"]


def test_a_payload_that_is_called_record_is_part_of_its_record() -> None:
    own = '<record xmlns="urn:own"><metadata><title>x</title></metadata></record>'
    assert names(read(page(rec(1, payload=own), rec(2, "R & D")))) == ["1", "2"]


def test_what_stands_before_the_header_does_not_hide_it_in_a_damaged_page() -> None:
    one = rec(1).replace("<record>", "<record><?x y?><!-- a <b> --><about><p xmlns='urn:p'/></about>")
    assert names(read(page(one, rec(2, "R & D")))) == ["1", "2"]


def test_an_address_that_was_not_escaped_keeps_its_parameters() -> None:
    found = read(page(rec(1), "<resumptionToken>set=a&section=1&copy=2</resumptionToken>"))
    assert found.token is not None
    assert found.token.value == "set=a&section=1&copy=2"


# --- well-formed, but built otherwise --------------------------------------------------------------------------------

LAID_OUT = {
    "a wrapper in the list": page("<records>", rec(1), rec(2), "</records>"),
    "one list for each record": page(rec(1), "</ListRecords><ListRecords>", rec(2)),
    "a list by another name": page(rec(1), rec(2)).replace("ListRecords>", "listRecords>"),
    "two answers in one document": "<all>" + "".join(page(rec(n)).partition("?>")[2] for n in (1, 2)) + "</all>",
    "two headers": page(rec(1), rec(2).replace("</header>", "</header><header/>")),
    "no header but its parts": page(rec(1), rec(2).replace("<header>", "").replace("</header>", "")),
    "an element in the identifier": page(rec(1), rec(2).replace(f"{R}2<", f"<i>{R}2</i><")),
    "metadata within metadata": page(rec(1), rec(2, payload=f"<metadata>{dc('Report 2')}</metadata>")),
    "metadata as text": page(rec(1), rec(2, payload=f"<![CDATA[<?xml version='1.0'?>{dc('Report 2')}]]>")),
}


@pytest.mark.parametrize("text", LAID_OUT.values(), ids=LAID_OUT)
def test_records_are_found_wherever_they_stand(text: str) -> None:
    found = read(text)
    assert (names(found), found.damage) == (["1", "2"], ())
    assert [title(one) for one in found.records] == ["Report 1", "Report 2"]


def test_an_error_within_a_list_is_an_error() -> None:
    found = read(page("<error code='internalError'>late</error>", rec(1)))
    assert [one.code for one in found.errors] == ["internalError"]
    assert names(found) == ["1"]


def test_a_token_in_a_wrapper_is_found() -> None:
    found = read(page("<records>", rec(1), "<resumptionToken>x</resumptionToken></records>"))
    assert found.token is not None
    assert found.token.value == "x"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-32-le"])
@pytest.mark.parametrize("before", ["", "\n"])
def test_wide_letters(codec: str, before: str) -> None:
    if codec == "utf-32-le" and before:
        before = ""
    found = read((before + page(rec(1, "Étude"))).encode(codec))
    assert [title(one) for one in found.records] == ["Étude"]


def test_two_byte_order_marks_and_leading_zeros() -> None:
    assert names(read(b"\xef\xbb\xbf\n\xef\xbb\xbf" + page(rec(1)).encode())) == ["1"]
    assert names(read(b"\0\0\0" + page(rec(1)).encode())) == ["1"]


def test_a_collection_is_read_as_the_record_in_it() -> None:
    marc = (
        '<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>00000nam a2200000 a 4500</leader>'
        '<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Report 1</subfield></datafield></record></collection>'
    )
    mods = '<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>Report 1</title></titleInfo></mods></modsCollection>'
    for payload in (marc, mods):
        assert title(read(page(rec(1, payload=payload))).records[0]) == "Report 1"


# --- whatever comes --------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_page_with_a_piece_changed_gives_no_record_that_was_not_sent(data: st.DataObject) -> None:
    sent = page(*(rec(n) for n in range(1, 5)))
    at = data.draw(st.integers(0, len(sent)))
    piece = data.draw(st.sampled_from(["", "<", "&", "]]>", "<!--", "<![CDATA[", "</record>", "\0", '"', "<record>"]))
    found = read(sent[:at] + piece + sent[at + data.draw(st.integers(0, 30)) :])
    lost = 4 - len(set(names(found)))
    assert lost <= 2 or not found.rooted or found.damage or found.errors or found.cut


@given(st.binary(max_size=200))
def test_blanked_bytes_keep_their_places(body: bytes) -> None:
    assert len(without(body, b"<!--", b"-->")) == len(body)


@pytest.mark.parametrize(
    "piece", ["<!--", "-->", "<![CDATA[", "]]>", "<a b=", '<a b="', "<a b='x' ", "< ", "<record><header>"]
)
def test_pages_of_nothing_but_one_sign_take_no_time(piece: str) -> None:
    began = time.perf_counter()
    read(f'<OAI-PMH xmlns="{OAI}"><ListRecords>' + rec(1, piece * (60_000 // len(piece))))
    assert time.perf_counter() - began < 3
