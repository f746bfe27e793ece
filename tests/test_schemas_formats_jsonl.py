"""jsonl: lossless both ways, one bad line costs one record."""

import contextlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.envelope import Captured, Envelope, Held
from schemas.errors import ReadError
from schemas.formats import jsonl
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Pages, Record, Text, Title
from tests.format_cases import CASES, FOLDER, held, written


@pytest.mark.parametrize("case", CASES)
def test_written_read_and_written_is_the_same(case: str) -> None:
    data = (FOLDER / "jsonl" / f"{case}.jsonl").read_bytes()
    items = list(jsonl.read(io.BytesIO(data)))
    assert items == held(case)
    assert written(jsonl, items) == data


words = st.text(min_size=1, max_size=8)
some = st.none() | words


def few(one: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(one, max_size=2).map(tuple)


marks = st.builds(Identifier, scheme=words, value=words, of=some)
people = st.builds(Contributor, name=words, as_printed=some, role=some, identifiers=few(marks), affiliations=few(words))
entries = st.recursive(
    st.builds(ContentsEntry, key=some, title=some, extract=some, pages=few(st.builds(Pages, first=words, last=some))),
    lambda inner: st.builds(ContentsEntry, key=some, title=some, entries=few(inner)),
    max_leaves=4,
)
records = st.builds(
    Record, title=st.none() | st.builds(Title, main=some, sub=some), contributors=few(people), contents=few(entries), deleted=st.booleans(),
    identifiers=few(marks), page_count=st.none() | st.integers(0, 9999), abstract=few(st.builds(Text, text=words, lang=some)),
    dates=few(st.builds(Date, kind=words, edtf=some)), languages=few(words),
)  # fmt: skip
envelopes = st.builds(
    Envelope, id=words, source=words, key=words, version=st.integers(1, 9), datestamp=words, origin_datestamp=some, origin_sets=few(words),
    captured=st.none() | st.builds(Captured, url=some, at=some, sha256=some, reader=some), found_in=st.dictionaries(words, words, max_size=2),
)  # fmt: skip


@given(st.lists(st.builds(Held, envelope=envelopes, record=records), max_size=3))
def test_any_records_come_back(items: list[Held]) -> None:
    data = written(jsonl, items)
    assert list(jsonl.read(io.BytesIO(data))) == items
    assert written(jsonl, list(jsonl.read(io.BytesIO(data)))) == data
    for line, one in zip(data.splitlines(), items, strict=True):
        assert json.loads(line)["deleted"] is one.record.deleted


LINE = b'{"id":"a:b","source":"a","key":"b","version":1,"datestamp":"2026-11-23T18:00:00Z","title":{"main":"Rivers"}}'


def test_null_is_absent_and_empty_lines_are_passed_over() -> None:
    nulls = (
        LINE[:-1]
        + b',"contents":null,"origin_datestamp":null,"dates":[{"kind":"issued","edtf":null}],"publisher":null}'
    )
    first, second = jsonl.read(io.BytesIO(b"\xef\xbb\xbf" + LINE + b"\n\n  \n" + nulls))
    assert first.record == Record(title=Title(main="Rivers"))
    assert second.record == Record(title=Title(main="Rivers"), dates=(Date(kind="issued"),))


@pytest.mark.parametrize(
    "bad", [b"{", b"[]", b"{}", b'{"id":1}', b"\xff\xfe", LINE[:-1] + b',"page_count":"many"}', b"[" * 100_000, LINE[:-1] + b',"title":"x"}']
)  # fmt: skip
def test_one_bad_line_costs_one_record(bad: bytes) -> None:
    reading = jsonl.read(io.BytesIO(LINE + b"\n" + bad + b"\n" + LINE))
    assert next(reading).envelope.id == "a:b"
    with pytest.raises(ReadError, match="line 2"):
        next(reading)
    assert next(reading).envelope.id == "a:b"
    with pytest.raises(StopIteration):
        next(reading)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_record_or_a_read_error(data: bytes) -> None:
    with contextlib.suppress(ReadError):
        jsonl.parse_line(data)
