"""csl: valid CSL-JSON for any record, read by pandoc's citation processor, without anything that HTML or a terminal obeys."""

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import ReadError
from schemas.formats import csl
from schemas.record import ContentsEntry, Date, Record, Title, canonical
from tests import citing_judges
from tests.corpus_records import corpus
from tests.format_cases import CASES, held, written
from tests.test_schemas_formats_cases import one, records

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@pytest.fixture(scope="session")
def schema(shared: Path) -> Any:
    path = shared / "schemas" / "csl-data.json"
    if not path.is_file():
        pytest.skip("csl-data.json is not here (../shared/schemas)")
    validator = jsonschema.Draft7Validator(json.loads(path.read_text("utf-8")))
    return lambda items: [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(items)]


def items_of(data: bytes, schema: Any) -> list[dict[str, Any]]:
    items = json.loads(data)
    assert not schema(items)
    return list(items)


@pytest.mark.parametrize("case", CASES)
def test_the_cases_are_valid(case: str, schema: Any) -> None:
    items = items_of(written(csl, held(case)), schema)
    assert len(items) == sum(not one.record.deleted for one in held(case))


@given(records)
def test_any_record_is_valid_and_holds_nothing_that_is_obeyed(schema: Any, record: Record) -> None:
    data = written(csl, one(record))
    items_of(data, schema)
    text = data.decode()
    assert not CONTROLS.search(text)
    assert not re.search("[<>&\u2028\u2029]", text)


@pytest.mark.slow
def test_every_record_of_the_corpora_is_valid(shared: Path, schema: Any) -> None:
    held = corpus(shared)
    assert len(held) > 1000
    assert len(items_of(written(csl, list(held)), schema)) == len(held)


@pytest.mark.slow
def test_pandoc_cites_every_record_of_the_corpora(shared: Path, tmp_path: Path) -> None:
    items = list(corpus(shared))
    path = tmp_path / "items.json"
    path.write_bytes(written(csl, items))
    assert citing_judges.cited_by_pandoc(path) == len(items)


@pytest.mark.parametrize(
    ("date", "variable"),
    [
        (Date(kind="issued", edtf="2021-05-03T22:00:00Z"), {"date-parts": [[2021, 5, 3]]}),
        (Date(kind="issued", edtf="1990/1995"), {"date-parts": [[1990], [1995]]}),
        (Date(kind="issued", edtf="2021-21"), {"date-parts": [[2021]], "season": 1}),
        (Date(kind="issued", edtf="2015?"), {"date-parts": [[2015]], "circa": True}),
        (Date(kind="issued", edtf="199X", as_printed="the nineties"), {"literal": "the nineties"}),
        (Date(kind="issued", edtf="2021/.."), {"literal": "2021-"}),
        (Date(kind="issued", edtf="2021-13-01"), {"literal": "2021-13-01"}),
        (Date(kind="issued", as_printed="n.d."), {"literal": "n.d."}),
    ],
)
def test_dates_say_no_more_than_the_record(date: Date, variable: dict[str, Any]) -> None:
    assert csl.date_variable(date) == variable


def test_untitled_entries_make_no_items_and_titled_ones_name_their_book() -> None:
    from schemas.entries import entries_of

    (report,) = held("full-report")
    items = json.loads(written(csl, list(entries_of(report))))
    assert [item["title"] for item in items] == ["Foreword", "Waters", "Rivers: a history", "Annex"]
    rivers = items[2]
    assert rivers["type"] == "chapter"
    assert rivers["container-title"] == "The water report: a global outlook"
    assert rivers["chapter-number"] == "1"
    assert rivers["editor"] == [{"family": "Roe", "given": "Rick"}]
    assert rivers["ISBN"] == "9783161484100"
    assert rivers["DOI"] == "10.1234/abc.1"
    assert "DOI" not in items[0], "the DOI of the whole is not the part's"


def test_a_record_that_says_nothing_is_a_document() -> None:
    assert json.loads(written(csl, one(Record()))) == [{"type": "document", "id": "a:b"}]
    whole = Record(title=Title(main="Whole"), contents=(ContentsEntry(extract="Opening words"),))
    assert "Opening" not in written(csl, one(whole)).decode()


def test_what_goes_out_comes_back() -> None:
    (report,) = held("full-report")
    (back,) = csl.read(io.BytesIO(written(csl, [report])))
    said, read = report.record, back.record
    assert back.key == "10.1234/abc"
    for name in ("type", "type_as_printed", "publisher", "edition", "page_count", "series"):
        assert getattr(read, name) == getattr(said, name), name
    assert read.title == Title(main=said.title.main, sub=said.title.sub)
    assert [(c.name, c.role) for c in read.contributors] == [
        (c.name, c.role) for c in said.contributors if c.role not in ("isb", "fnd")
    ]
    assert [d.edtf for d in read.dates] == ["2021-05"]
    assert [s.term for s in read.subjects] == [s.term for s in said.subjects]
    assert {i.scheme for i in read.identifiers} == {"doi", "isbn", "report-number"}


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["family", "given", "literal", "date-parts", "raw", "season", "circa"]), inner, max_size=3), max_leaves=6).flatmap(
    lambda odd: st.dictionaries(st.sampled_from(["id", "type", "title", "author", "issued", "page", "ISBN", "DOI", "keyword", "number", "URL", "number-of-pages", "container-title", "language", "abstract"]), st.just(odd), max_size=6)
))  # fmt: skip
def test_items_of_any_kind_are_records_or_unreadable(item: dict[str, Any]) -> None:
    for reading in (csl.read(io.BytesIO(json.dumps([item]).encode())),):
        with contextlib.suppress(ReadError):
            assert canonical(next(reading).record)


@pytest.mark.parametrize(
    ("head", "is_csl"),
    [
        (b'[{"type": "report", "id": "a", "title": "x", "DOI": "10.1/x"}]', True),
        (b'\xef\xbb\xbf {"items":[{"id":1,"type":"article-journal","issued":{}}]}', True),
        (b'[{"type": "report", "id": "a"}]', False),
        (b'[{"@type": "Report", "id": "a", "author": []}]', False),
        (b"<html>", False),
        (b"", False),
    ],
)
def test_a_file_is_told_by_its_first_item(head: bytes, is_csl: bool) -> None:
    assert csl.looks_like(head) is is_csl
