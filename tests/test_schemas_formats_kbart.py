"""kbart: 25 columns a row, no cell that runs, parts of works left out and counted; read again it is the same title."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given

from schemas.formats import kbart
from schemas.left_out import NO_TITLE, Tally
from schemas.readers.kbart_rows import COLUMNS
from schemas.record import Record, Title
from schemas.writers.kbart import NO_KIND, NO_PARTS
from tests.corpus_records import corpus
from tests.format_cases import held, written
from tests.test_schemas_formats_cases import one, records


def rows(data: bytes) -> list[list[str]]:
    header, *lines = [line.split("\t") for line in data.decode().split("\n")[:-1]]
    assert header == list(COLUMNS)
    assert all(len(cells) == 25 for cells in lines)
    return lines


@given(records)
def test_any_record_is_a_row_of_25_cells_that_do_not_run(record: Record) -> None:
    for cells in rows(written(kbart, one(record))):
        assert not any(cell.startswith(("=", "+", "-", "@")) or re.search("[\r\n\x00\x1b\x9b]", cell) for cell in cells)


def test_the_columns_are_those_of_the_standard(shared: Path) -> None:
    path = shared / "schemas" / "kbart-fields.tsv"
    if not path.is_file():
        pytest.skip("kbart-fields.tsv is not here (../shared/schemas)")
    told = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    (cells,) = rows(written(kbart, held("full-report")))
    assert [line[1] for line in told] == list(COLUMNS)
    for (_, name, applies, *_), cell in zip(told, cells, strict=True):
        assert applies != "serial" or not cell, name
    row = dict(zip(COLUMNS, cells, strict=True))
    assert {name: cell for name, cell in row.items() if cell} == {
        "publication_title": "The water report: a global outlook", "print_identifier": "9783161484100",
        "title_url": "https://press.example/water-12", "first_author": "Doe", "title_id": "water-12", "coverage_depth": "fulltext",
        "publisher_name": "Water Institute", "publication_type": "Monograph", "date_monograph_published_print": "2021-05",
        "date_monograph_published_online": "2021-05-03", "monograph_volume": "12", "monograph_edition": "2nd ed.", "first_editor": "Roe",
        "parent_publication_title_id": "all", "access_type": "F",
    }  # fmt: skip


def test_what_makes_no_row_is_counted() -> None:
    tally = Tally()
    items = [
        *one(Record(type="chapter", title=Title(main="x"))),
        *one(Record(title=Title(main="x"))),
        *one(Record(type="report")),
    ]
    assert kbart.write(items, io.BytesIO(), tally) == 0
    assert tally.counts == {NO_PARTS: 1, NO_KIND: 1, NO_TITLE: 1}


@pytest.mark.slow
def test_every_title_of_the_corpora_comes_back(shared: Path) -> None:
    tally = Tally()
    out = io.BytesIO()
    items = list(corpus(shared))
    count = kbart.write(items, out, tally)
    assert count + sum(tally.counts.values()) == len(items)
    assert len(rows(out.getvalue())) == count
    found = list(kbart.read(io.BytesIO(out.getvalue())))
    assert len(found) == count
