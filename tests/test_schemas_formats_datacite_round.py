"""DataCite in both directions: what is written is read back but for the losses that the documentation lists; the JSON is valid."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from schemas.entries import entries_of
from schemas.formats import datacite, datacite_json
from schemas.left_out import Tally
from schemas.readers.datacite_work import build
from schemas.readers.datacite_xml import attributes_of
from schemas.record import Contributor, Date, Identifier, Publisher, Record, Relation, Series, Title
from tests.corpus_records import corpus
from tests.format_cases import CASES, held, written
from tests.reader_cases import every
from tests.test_schemas_formats_cases import one, records
from tests.test_schemas_roundtrip import plain_records, there_and_back

BOTH = [datacite, datacite_json]
LATER = {"contributorType": ["Translator"], "relationType": ["HasTranslation", "IsTranslationOf"]}
"""What kernel 4.6, which is written, has beyond the JSON Schema of 4.5."""


class Judge:
    """The JSON Schema; in a class of its own, so that a failing example is shown without it."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._validator = jsonschema.Draft7Validator(schema)

    def __call__(self, data: bytes) -> list[dict[str, Any]]:
        works = json.loads(data)
        for work in works:
            faults = [error.message[:300] for error in self._validator.iter_errors(work)]
            assert not faults, faults[0]
        return list(works)


@pytest.fixture(scope="session")
def valid(shared: Path) -> Judge:
    path = shared / "schemas" / "datacite-v4.5.json"
    if not path.is_file():
        pytest.skip("the JSON Schema of DataCite is not here (../shared/schemas)")
    found = json.loads(path.read_text("utf-8"))
    for name, more in LATER.items():
        found["definitions"][name]["enum"] += more
    # Its pattern is narrower than the DOI Handbook and DataCite's own XSD: a DOI may hold any printable character.
    found["properties"]["doi"]["pattern"] = "^10\\..+/.+$"
    return Judge(found)


def dated(record: Record) -> Record:
    known = (Identifier(scheme="doi", value="10.1234/a"),)
    return msgspec.structs.replace(
        record, identifiers=(*known, *record.identifiers), dates=(Date(kind="issued", edtf="2021"), *record.dates)
    )


@pytest.mark.parametrize("case", CASES)
def test_the_json_of_the_cases_is_valid(case: str, valid: Judge) -> None:
    items = held(case)
    valid(written(datacite_json, items))
    entries = [entry for one in items if not one.record.deleted for entry in entries_of(one)]
    valid(written(datacite_json, entries))


@given(records)
@settings(max_examples=60, phases=[Phase.generate])
def test_any_text_gives_valid_json(valid: Judge, record: Record) -> None:
    assert len(valid(written(datacite_json, one(dated(record))))) == 1


@pytest.mark.slow
def test_the_json_of_every_record_of_the_corpora_is_valid_or_left_out(shared: Path, valid: Judge) -> None:
    out, tally, items = io.BytesIO(), Tally(), list(corpus(shared))
    count = datacite_json.write(items, out, tally)
    assert count + sum(tally.counts.values()) == len(items)
    assert len(valid(out.getvalue())) == count > 50


@pytest.mark.parametrize("module", BOTH, ids=lambda m: m.NAME)
@given(old=plain_records(), year=st.integers(1000, 2030))
@settings(max_examples=40, phases=[Phase.generate])
def test_plain_records_come_back_as_they_were(module: ModuleType, old: Record, year: int) -> None:
    known = Identifier(scheme="doi", value="10.5555/own")
    rest = [one for one in old.identifiers if one.scheme != "doi"]
    old = msgspec.structs.replace(
        old,
        identifiers=(known, *rest),
        languages=old.languages[:1],
        dates=old.dates or (Date(edtf=str(year), kind="issued"),),
    )
    (new,) = there_and_back(module, old)
    lost = {"contents", "page_count"} if old.contents else set()
    for field in set(old.__struct_fields__) - lost:
        assert comparable(getattr(new, field)) == comparable(getattr(old, field)), field
    assert new.page_count == old.page_count
    assert [entry.title for entry in new.contents] == [entry.title for entry in old.contents]


def comparable(value: Any) -> Any:
    """A field without the order that the format does not keep: creators stand before others."""
    people = isinstance(value, tuple) and value and isinstance(value[0], Contributor)
    return sorted(value, key=lambda one: one.role != "aut") if people else value


@pytest.mark.parametrize("module", BOTH, ids=lambda m: m.NAME)
@pytest.mark.parametrize(
    "record",
    [
        Record(title=Title(main="Rivers"), type="chapter", relations=(Relation(kind="isPartOf", title="The water report", to="10.1234/abc"),)),
        Record(title=Title(main="Rivers"), type="article", series=(Series(issn="2049-3630", issue="2", title="Journal of Water", volume="12"),)),
        Record(title=Title(main="Rivers"), type="series"),
        Record(title=Title(main="Rivers"), type="post", type_as_printed="Blog post"),
        Record(title=Title(main="Rivers"), type="thesis", edition="2nd ed."),
        Record(title=Title(main="Rivers"), extent="xii, 120 p.", page_count=120),
        Record(title=Title(main="Rivers"), page_count=1),
        Record(title=Title(main="Rivers"), extent="1 map"),
        Record(title=Title(main="Rivers"), publisher=Publisher(name="A & B"), contributors=(Contributor(family="King", given="Martin", kind="person", name="Martin King", role="trl", suffix="Jr."),)),
        Record(contributors=(Contributor(kind="organisation", name="Institute of Rivers, Lakes and Seas", role="aut"),)),
    ],
)  # fmt: skip
def test_what_the_format_can_hold_comes_back(module: ModuleType, record: Record) -> None:
    whole = msgspec.structs.replace(record, identifiers=(Identifier(scheme="doi", value="10.1234/a"),), dates=(Date(edtf="2021", kind="issued"),))  # fmt: skip
    assert there_and_back(module, whole) == [whole]


LOST = {
    "alternative_titles",
    "contents",
    "contributors",
    "dates",
    "identifiers",
    "languages",
    "links",
    "publisher",
    "relations",
    "title",
}
"""Of a full record: values as printed, nested entries and their DOIs, unknown roles and dates, second languages, texts, places."""


@pytest.mark.parametrize("module", BOTH, ids=lambda m: m.NAME)
def test_a_full_record_loses_what_is_listed(module: ModuleType) -> None:
    (full,) = held("full-report")
    (new,) = there_and_back(module, full.record)
    assert {name for name in new.__struct_fields__ if getattr(new, name) != getattr(full.record, name)} == LOST


def test_real_files_come_back(shared: Path) -> None:
    """What is read of DataCite's own examples, written and read again: only notes for contents and second roles change."""
    for name, module in (("full-v4.6.xml", datacite), ("relateditem1-v4.6.xml", datacite), ("relateditem3-v4.6.xml", datacite), ("fatcat-doc-05.json", datacite_json), ("fatcat-doc-14.json", datacite_json)):  # fmt: skip
        (found,) = every(module, shared / "corpus/records/datacite" / name)
        assert not isinstance(found, Exception)
        (new,) = there_and_back(module, found.record)
        changed = {field for field in new.__struct_fields__ if getattr(new, field) != getattr(found.record, field)}
        assert changed <= {"abstract", "alternative_titles", "contributors", "relations", "rights", "dates", "title"}, (
            name,
            changed,
        )


@given(plain_records())
@settings(max_examples=40)
def test_xml_and_json_say_the_same(record: Record) -> None:
    whole = dated(record)
    assert there_and_back(datacite, whole) == there_and_back(datacite_json, whole)


def test_values_for_what_is_not_known_are_nothing() -> None:
    work = {"titles": [{"title": ":unav"}], "creators": [{"name": "(:unkn)"}, {"name": ":tba"}], "publisher": ":null", "publicationYear": "(:unas)", "doi": "10.5/x"}  # fmt: skip
    assert build(work) == Record(identifiers=(Identifier(scheme="doi", value="10.5/x"),)) or build(work) == Record()


def test_attributes_of_xml_have_the_names_of_json(shared: Path) -> None:
    from lxml import etree

    root = etree.parse(str(shared / "corpus/records/datacite/full-v4.6.xml")).getroot()
    made = attributes_of(root)
    assert made["doi"] == "10.82433/B09Z-4K37"
    assert made["subjects"][0]["valueUri"].startswith("http")
    assert made["relatedItems"][0]["relatedItemIdentifier"]["relatedItemIdentifierType"] == "ISSN"
    assert made["fundingReferences"][0]["awardUri"]
    assert made["creators"][0]["affiliation"][0]["name"] == "ExampleAffiliation"
