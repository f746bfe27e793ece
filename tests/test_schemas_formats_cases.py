"""Formats: the expected output of each case is found by itself; XML is held against the official schemas."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from schemas.crosswalk.xml import assembled, xml
from schemas.envelope import Envelope, Held
from schemas.formats import dc, formats, qdc
from schemas.record import (
    ContentsEntry,
    Contributor,
    Date,
    Identifier,
    Link,
    Pages,
    Publisher,
    Record,
    Relation,
    Rights,
    Series,
    Subject,
    Text,
    Title,
    canonical,
    decode,
)
from tests.format_cases import CASES, FOLDER, held, produced, written

EXPECTED = produced()
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"


def test_formats_are_found_by_themselves() -> None:
    known = formats()
    assert {"dc", "qdc", "json", "jsonl", "csl"} <= set(known)
    for module in known.values():
        assert module.SUFFIX.startswith(".")
        assert "/" in module.MEDIA_TYPE


@pytest.mark.parametrize("path", EXPECTED, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_format_writes_what_is_expected(path: Path) -> None:
    assert path.exists(), "python -m tests.format_cases writes it; read it before you commit it"
    assert EXPECTED[path].decode() == path.read_bytes().decode()


def test_every_expected_file_has_a_case() -> None:
    there = {p for p in FOLDER.glob("*/*") if p.parent.name != "records"}
    assert there == set(EXPECTED)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("module", [dc, qdc], ids=lambda m: m.NAME)
def test_extracts_never_go_out_as_dublin_core(case: str, module) -> None:
    text = written(module, held(case)).decode()
    for one in held(case):
        for entry in one.record.contents:
            assert not entry.extract or entry.extract not in text


@pytest.fixture(scope="session")
def xsd(shared: Path) -> dict[str, etree.XMLSchema]:
    folder = shared / "schemas"
    if not folder.is_dir():
        pytest.skip("the official schemas are not here (../shared/schemas)")
    files = {"dc": "offline/oai-all.xsd", "qdc": "qualifieddc.xsd"}
    return {name: etree.XMLSchema(etree.parse(str(folder / file))) for name, file in files.items()}


def records_of(data: bytes) -> list[etree._Element]:
    root = etree.fromstring(data)
    assert root.tag == "records"
    return [etree.fromstring(etree.tostring(child)) for child in root]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("module", [dc, qdc], ids=lambda m: m.NAME)
def test_each_record_is_valid_by_itself(case: str, module, xsd: dict[str, etree.XMLSchema]) -> None:
    elements = records_of(written(module, held(case)))
    assert len(elements) == sum(not one.record.deleted for one in held(case))
    for element in elements:
        assert element.tag == (OAI_DC if module is dc else "qualifieddc")
        xsd[module.NAME].assertValid(element)


any_text = st.text(st.characters(codec=None) | st.sampled_from("<>&\"'\r\n\t\x00\x0b\ufffe␞]"), min_size=1, max_size=12)
tags = st.sampled_from(["en", "pt-BR", "x y", "", "12345678901", "eng"]) | any_text
values = st.sampled_from(["10.1234/a<b>", "https://a.example/%zz", "http://[::1", "urn:x:y#a#b", "10.1/x"]) | any_text
stamps = st.sampled_from(["2020", "2020-02-30", "2020-02-29", "0000", "199X", "2019-05-06T24:00:00Z", "2019-05-06T23:00:00+14:00", "2019-05-06T23:00:00+15:00"]) | any_text  # fmt: skip
people = st.builds(
    Contributor,
    name=any_text,
    family=st.none() | any_text,
    given=any_text,
    role=st.sampled_from(["aut", "edt", "isb", None]),
)
ranges = st.lists(st.builds(Pages, first=any_text, last=st.none() | any_text), max_size=2).map(tuple)
marks = st.builds(Identifier, scheme=st.sampled_from(["doi", "isbn", "handle", "url", "issn", "other"]), value=values)


def few(one: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(one, max_size=2).map(tuple)


records = st.builds(
    Record, title=st.builds(Title, main=any_text, sub=any_text), contributors=few(people), pages=ranges, identifiers=few(marks),
    type=st.sampled_from(["report", "chapter", "series", None]), type_as_printed=any_text, extent=any_text, languages=few(tags),
    dates=few(st.builds(Date, kind=st.sampled_from(["issued", "online", "odd"]), edtf=stamps)), publisher=st.builds(Publisher, name=any_text),
    series=few(st.builds(Series, title=any_text, number=any_text, issn=any_text)), subjects=few(st.builds(Subject, term=any_text, scheme=st.sampled_from(["lcsh", "x"]))),
    abstract=few(st.builds(Text, text=any_text, lang=tags)), rights=few(st.builds(Rights, statement=any_text, uri=values)),
    links=few(st.builds(Link, url=values, rel=st.just("landing"), media_type=any_text)),
    relations=few(st.builds(Relation, kind=st.sampled_from(["isPartOf", "odd<"]), title=any_text, to=values)),
    contents=few(st.builds(ContentsEntry, title=any_text, label=any_text, contributors=few(people), pages=ranges, identifiers=few(marks), url=values)),
)  # fmt: skip


def one(record: Record) -> list[Held]:
    return [
        Held(
            envelope=Envelope(id="a:b", source="a", key="b", version=1, datestamp="2026-11-23T18:00:00Z"), record=record
        )
    ]


@given(records)
def test_any_text_gives_valid_xml(xsd: dict[str, etree.XMLSchema], record: Record) -> None:
    for module in (dc, qdc):
        (element,) = records_of(written(module, one(record)))
        xsd[module.NAME].assertValid(element)


@given(records)
def test_canonical_json_gives_the_same_xml_as_the_record(record: Record) -> None:
    (plain,) = one(record)
    try:
        data = canonical(record)
    except UnicodeEncodeError:  # half a surrogate pair, which no archive holds
        assume(False)
    kept = Held(envelope=plain.envelope, canonical=data, read=lambda: decode(data))
    for module in (dc, qdc):
        assert written(module, [kept]) == written(module, one(decode(data)))


@given(st.lists(any_text, min_size=1, max_size=4))
def test_escaping_together_is_escaping_one_by_one(texts: list[str]) -> None:
    parts = [part for text in texts for part in ("<a>", text, "</a>")]
    assert (
        assembled("<b>", parts, "</b>").decode()
        == f"<b>{''.join(f'<a>{xml(text)}</a>' for text in texts if xml(text))}</b>"
    )
    for text in texts:
        read = etree.fromstring(f"<a>{xml(text)}</a>".encode())
        assert (read.text or "") == re.sub(
            "[^\t\n -~\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
            "",
            text.replace("\r\n", "\n").replace("\r", "\n"),
        )


def test_json_is_in_reading_order() -> None:
    (record,) = json.loads((FOLDER / "json" / "full-report.json").read_text("utf-8"))
    order = ["id", "source", "key", "version", "deleted", "datestamp", "type", "title", "contributors", "dates", "publisher", "series", "identifiers", "page_count", "languages", "subjects", "abstract", "rights", "links", "relations", "contents"]  # fmt: skip
    assert [name for name in record if name in order] == order
    assert list(record["title"]) == ["main", "sub", "as_printed"]
    assert record["contents"][0]["extract"] == "These are the opening words ..."
