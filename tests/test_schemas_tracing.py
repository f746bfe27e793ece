"""Which elements of a payload a value came from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from schemas.payloads import read_payload
from schemas.record import Record
from schemas.tracing import traced
from tests.oai_server import OAI

DC = 'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
SIMPLE = f"""<oai_dc:dc {DC}><dc:title>The gauge at Lindwater</dc:title><dc:creator>Quandt, Ana</dc:creator>
<dc:creator>Feld, Jonas</dc:creator><dc:subject>rivers</dc:subject><dc:subject>rivers</dc:subject><dc:date>2020-05-17</dc:date>
<dc:date>2020</dc:date><dc:type>report</dc:type><dc:language>en</dc:language><dc:coverage/></oai_dc:dc>"""
MARC = """<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 i 4500</leader>
<controlfield tag="001">17</controlfield><datafield tag="100" ind1="1" ind2=" "><subfield code="a">Quandt, Ana</subfield></datafield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">The gauge :</subfield><subfield code="b">a report</subfield></datafield>
<datafield tag="260" ind1=" " ind2=" "><subfield code="b">Lindwater Press</subfield></datafield>
<datafield tag="264" ind1=" " ind2="1"><subfield code="b">Lindwater Press</subfield></datafield></record>"""
MODS = """<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>The gauge</title></titleInfo><name type="personal">
<namePart>Quandt, Ana</namePart></name><originInfo><dateIssued>2020</dateIssued></originInfo><relatedItem type="series"><titleInfo>
<title>Lindwater papers</title></titleInfo></relatedItem></mods>"""


def read(payload: Any) -> Record:
    return read_payload(payload).record


def elements(text: str) -> dict[str, list[tuple[str, str]]]:
    return {
        field: [(one.element, one.text) for one in places]
        for field, places in traced(etree.fromstring(text), read).items()
    }


def test_simple_dublin_core() -> None:
    found = elements(SIMPLE)
    assert found["title"] == [("dc:title", "The gauge at Lindwater")]
    assert found["contributors"] == [("dc:creator", "Quandt, Ana"), ("dc:creator", "Feld, Jonas")]
    assert found["subjects"] == [("dc:subject", "rivers")] * 2
    assert found["dates"] == [("dc:date", "2020-05-17")]
    assert found["languages"] == [("dc:language", "en")]
    assert "coverage" not in str(found)


def test_marc() -> None:
    found = elements(MARC)
    assert found["title"] == [("245 $a", "The gauge :"), ("245 $b", "a report")]
    assert found["contributors"] == [("100 $a", "Quandt, Ana")]
    assert {element for element, _ in found["publisher"]} <= {"260 $b", "264 $b"}
    assert found["publisher"]


def test_mods() -> None:
    found = elements(MODS)
    assert found["title"] == [("titleInfo/title", "The gauge")]
    assert found["series"] == [("relatedItem[series]/titleInfo/title", "Lindwater papers")]
    assert found["dates"] == [("originInfo/dateIssued", "2020")]


def test_a_payload_of_one_element_or_of_none() -> None:
    assert elements("<title>Alone</title>") == {}
    assert elements(f"<oai_dc:dc {DC}/>") == {}


NAMES = ("title", "creator", "date", "identifier", "relation", "subject", "description", "type", "publisher", "rights")


@pytest.mark.usefixtures("recwarn")
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn"]), max_size=30))))  # fmt: skip
def test_every_value_is_from_elements_that_are_there(said: list[tuple[str, str]]) -> None:
    payload = etree.Element(f"{{{OAI}oai_dc/}}dc")
    for name, text in said:
        etree.SubElement(payload, f"{{http://purl.org/dc/elements/1.1/}}{name}").text = text.replace("\ufffe", "").replace("\uffff", "")  # fmt: skip
    record, before = read(payload), etree.tostring(payload)
    found = traced(payload, read)
    assert etree.tostring(payload) == before
    assert set(found) == {field for field in Record.__struct_fields__ if getattr(record, field)}
    assert all(places for places in found.values())
