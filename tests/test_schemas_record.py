"""The record: canonical JSON, its digest, and the way back."""

import hashlib
import json
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import record as module
from schemas.record import (
    ContentsEntry,
    Contributor,
    Date,
    Identifier,
    Pages,
    Publisher,
    Record,
    Text,
    Title,
    canonical,
    decode,
    digest,
)

STRUCTS = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)]


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda s: s.__name__)
def test_fields_stand_in_alphabetical_order(struct: type[msgspec.Struct]) -> None:
    assert list(struct.__struct_fields__) == sorted(struct.__struct_fields__)


def test_canonical_json_is_sorted_compact_and_says_nothing_unknown() -> None:
    record = Record(
        type="report",
        title=Title(main="Rivière", sub=""),
        publisher=Publisher(name="", place=None),
        contributors=(Contributor(name="Ann Poe", affiliations=("", "WI")),),
        contents=(ContentsEntry(key="p1", entries=(ContentsEntry(key="p3", title=""),)),),
        identifiers=(Identifier(scheme="doi", value=""),),
    )
    assert canonical(record).decode() == (
        '{"contents":[{"entries":[{}]}],"contributors":[{"affiliations":["WI"],"name":"Ann Poe"}],'
        '"title":{"main":"Rivière"},"type":"report"}'
    )


def test_deleted_is_written_only_when_true() -> None:
    assert canonical(Record()) == b"{}"
    assert canonical(Record(deleted=True)) == b'{"deleted":true}'


def test_an_unreadable_date_is_kept_with_its_printed_form() -> None:
    assert (
        canonical(Record(dates=(Date(kind="issued", as_printed="n.d."),)))
        == b'{"dates":[{"as_printed":"n.d.","kind":"issued"}]}'
    )


def test_forms_of_one_text_have_one_digest() -> None:
    one, other = (Record(title=Title(main=unicodedata.normalize(form, "Rivière"))) for form in ("NFC", "NFD"))
    assert one != other
    assert (
        digest(canonical(one))
        == digest(canonical(other))
        == hashlib.sha256('{"title":{"main":"Rivière"}}'.encode()).digest()
    )


def test_entry_keys_are_outside_the_digest() -> None:
    with_key, without = (Record(contents=(ContentsEntry(key=key, title="A"),)) for key in ("p1", None))
    assert canonical(with_key) == canonical(without)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"title":"x"}', b'{"contents":[{"pages":[{}]}]}'])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode(data)


words = st.text(max_size=6) | st.sampled_from(["é", "e\u0301", "\u212b", "", '"', '"key":', "key"])
some = st.none() | words


def few(one: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(one, max_size=2).map(tuple)


people = st.builds(
    Contributor,
    name=words,
    role=some,
    affiliations=few(words),
    identifiers=few(st.builds(Identifier, scheme=words, value=words, of=some)),
)
entries = st.recursive(
    st.builds(ContentsEntry, key=some, title=some, extract=some, contributors=few(people), pages=few(st.builds(Pages, first=words, last=some))),
    lambda inner: st.builds(ContentsEntry, title=some, entries=few(inner)),
    max_leaves=3,
)  # fmt: skip
records = st.builds(
    Record, title=st.none() | st.builds(Title, main=some, sub=some, as_printed=some), contributors=few(people), contents=few(entries),
    dates=few(st.builds(Date, kind=words, edtf=some)), deleted=st.booleans(), languages=few(words), page_count=st.none() | st.integers(0, 99),
    abstract=few(st.builds(Text, text=words, lang=some)), publisher=st.none() | st.builds(Publisher, name=some, place=some),
)  # fmt: skip


@given(records)
def test_canonical_json_comes_back_and_is_a_fixed_point(record: Record) -> None:
    data = canonical(record)
    assert canonical(decode(data)) == data
    plain = json.loads(data)
    assert json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == json.dumps(
        plain, ensure_ascii=False, separators=(",", ":")
    )
    assert unicodedata.is_normalized("NFC", data.decode())
    check_tidy(plain)


def check_tidy(value: object) -> None:
    """No nulls, empty strings or empty lists anywhere, and no entry keys."""
    assert value is not None
    assert value != ""
    assert value != []
    if isinstance(value, dict):
        assert "key" not in value
        for inner in value.values():
            check_tidy(inner)
    elif isinstance(value, list):
        for inner in value:
            check_tidy(inner)
