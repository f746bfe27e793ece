"""csv and tsv: read again by the csv module, one row a record, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.crosswalk.table_rows import COLUMNS, safe
from schemas.formats import csv as csv_format
from schemas.formats import tsv as tsv_format
from schemas.record import Pages, Record, Title
from tests.corpus_records import corpus
from tests.format_cases import held, written
from tests.test_schemas_formats_cases import one, records

MODULES = pytest.mark.parametrize("module", [csv_format, tsv_format], ids=lambda m: m.NAME)
START = ("=", "+", "-", "@", "\t", "\r")


def rows(module: ModuleType, data: bytes, delimiter: str | None = None) -> list[list[str]]:
    if module is csv_format:
        return list(
            csv.reader(
                io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter or ",", strict=not delimiter
            )
        )
    return [line.split(delimiter or "\t") for line in data.decode().split("\n")[:-1]]


@MODULES
@given(record=records)
def test_any_record_is_one_row_and_no_cell_runs(module: ModuleType, record: Record) -> None:
    header, cells = rows(module, written(module, one(record)))
    assert header == list(COLUMNS)
    assert len(cells) == len(COLUMNS)
    for cell in cells:
        assert not cell.startswith(START)
        assert not any(char in cell for char in "\r\n\t\x00\x1b\x9b")


formulas = st.lists(st.sampled_from(["=", "+", "-", "@", ";", '"', "'", " ", "\t", ",", "cmd|' /C calc'!A0", "1", "\n", "＝", "\x00"]), max_size=8).map("".join)  # fmt: skip


@MODULES
@given(text=formulas)
def test_no_cell_runs_however_the_file_is_parted(module: ModuleType, text: str) -> None:
    data = written(module, one(Record(title=Title(main=text), type=text, edition=text)))
    assert len(rows(module, data)) == 2
    for delimiter in (None, ";"):
        for row in rows(module, data, delimiter):
            assert not any(cell.lstrip('" \t').startswith(START) for cell in row)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("\t=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("＝1", "'＝1"),
        ("Rivers; =1+1", "Rivers; '=1+1"),
        ("Rivers - a history", "Rivers - a history"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_looks_like_a_formula_is_quoted(text: str, cell: str) -> None:
    assert safe(text) == cell


@MODULES
@pytest.mark.slow
def test_every_record_of_the_corpora_is_one_row(module: ModuleType, shared: Path) -> None:
    items = list(corpus(shared))
    found = rows(module, written(module, items))
    assert len(found) == len(items) + 1
    assert {len(row) for row in found} == {len(COLUMNS)}
    assert not [cell for row in found for cell in row if cell.startswith(START)]


@MODULES
def test_a_tombstone_is_a_row_that_says_so(module: ModuleType) -> None:
    found = rows(module, written(module, held("tombstone")))
    at = found[0].index("deleted")
    assert [row[at] for row in found[1:]] == ["yes", ""]


@MODULES
def test_columns_are_chosen_in_the_order_asked_for(module: ModuleType) -> None:
    out = io.BytesIO()
    record = Record(title=Title(main="Rivers"), pages=(Pages(first="5", last="6"),))
    module.write(one(record), out, columns=("title", "id", "pages"))
    assert rows(module, out.getvalue()) == [["title", "id", "pages"], ["Rivers", "a:b", "5–6"]]


def test_the_command_takes_columns(filled: None, ask: Callable[..., Any]) -> None:
    assert ask("export", "csv", "--columns", "title,nothing").returncode == 2
    assert ask("export", "dc", "--columns", "title").returncode == 2
    done = ask("export", "tsv", "--columns", "id, title")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "id\ttitle"
