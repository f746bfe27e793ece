"""datacite: every resource valid against kernel 4.6; unknown is said in its own word; without DOI or year it is left out."""

from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from schemas.entries import entries_of
from schemas.formats import datacite
from schemas.left_out import Tally
from schemas.record import Date, Identifier, Record
from schemas.writers.datacite import NO_DOI, NO_YEAR, UNKNOWN
from tests.corpus_records import corpus
from tests.format_cases import CASES, held, written
from tests.test_schemas_formats_cases import one, records

SPACE = "{http://datacite.org/schema/kernel-4}"


class Judge:
    """The official schema; in a class of its own, so that a failing example is shown without it."""

    def __init__(self, path: Path) -> None:
        self._schema = etree.XMLSchema(etree.parse(str(path)))

    def __call__(self, data: bytes) -> list[etree._Element]:
        found = [etree.fromstring(etree.tostring(child)) for child in etree.fromstring(data)]
        for child in found:
            self._schema.assertValid(child)
        return found


@pytest.fixture(scope="session")
def valid(shared: Path) -> Judge:
    path = shared / "schemas" / "datacite-4.6" / "metadata.xsd"
    if not path.is_file():
        pytest.skip("the schema of DataCite 4.6 is not here (../shared/schemas)")
    return Judge(path)


@pytest.mark.parametrize("case", CASES)
def test_the_cases_are_valid(case: str, valid: Judge) -> None:
    valid(written(datacite, held(case)))


@given(records)
def test_any_text_gives_a_valid_resource(valid: Judge, record: Record) -> None:
    import msgspec

    known = (Identifier(scheme="doi", value="10.1234/a"),)
    dated = msgspec.structs.replace(
        record, identifiers=(*known, *record.identifiers), dates=(Date(kind="issued", edtf="2021"), *record.dates)
    )
    assert len(valid(written(datacite, one(dated)))) == 1


@pytest.mark.slow
def test_every_record_of_the_corpora_is_valid_or_left_out(shared: Path, valid: Judge) -> None:
    import io

    out, tally, items = io.BytesIO(), Tally(), list(corpus(shared))
    count = datacite.write(items, out, tally)
    assert count > 50
    assert count + sum(tally.counts.values()) == len(items)
    assert len(valid(out.getvalue())) == count


def test_what_is_unknown_is_said_and_what_cannot_be_is_left_out(valid: Judge) -> None:
    import io

    doi = (Identifier(scheme="doi", value="10.1234/a"),)
    (resource,) = valid(written(datacite, one(Record(identifiers=doi, dates=(Date(kind="issued", edtf="2021"),)))))
    for path in ("creators/creator/creatorName", "titles/title", "publisher"):
        assert resource.findtext("/".join(SPACE + name for name in path.split("/"))) == UNKNOWN
    tally = Tally()
    assert datacite.write([*one(Record()), *one(Record(identifiers=doi))], io.BytesIO(), tally) == 0
    assert tally.counts == {NO_DOI: 1, NO_YEAR: 1}


def test_a_chapter_names_its_report(valid: Judge) -> None:
    (report,) = held("full-report")
    (chapter,) = valid(written(datacite, list(entries_of(report))))
    item = chapter.find(f"{SPACE}relatedItems/{SPACE}relatedItem")
    assert item is not None
    assert item.findtext(f"{SPACE}titles/{SPACE}title") == "The water report: a global outlook"
    assert item.findtext(f"{SPACE}relatedItemIdentifier") == "10.1234/abc"
    assert item.findtext(f"{SPACE}firstPage") == "3"
