"""What a cataloguer types for a field: it is a value of that field, or it is refused in one line."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from schemas.corrected import LISTS, value_of
from schemas.errors import UsageError
from schemas.record import ContentsEntry, Record

RECORD = [name for name in Record.__struct_fields__ if name != "deleted"]
ENTRY = [name for name in ContentsEntry.__struct_fields__ if name != "key"]
FIELDS = [(name, False) for name in RECORD] + [(name, True) for name in ENTRY]


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("title", "Harbours: what the coast pays", {"main": "Harbours", "sub": "what the coast pays"}),
        ("title.main", "Harbours: north", "Harbours: north"),
        ("edition", " 2nd ", "2nd"),
        ("page_count", "52", 52),
        ("type", "report", "report"),
        ("languages", "English; de", ["en", "de"]),
        ("dates", "5 March 2021", [{"kind": "issued", "edtf": "2021-03-05", "as_printed": "5 March 2021"}]),
        ("identifiers", "ISBN 978-92-9198-608-8", [{"scheme": "isbn", "value": "9789291986088"}]),
        ("identifiers", "jstor:resrep06942", [{"scheme": "jstor", "value": "resrep06942"}]),
        ("subjects", "Coasts; Ports", [{"term": "Coasts"}, {"term": "Ports"}]),
        ("abstract", "One; two.", [{"text": "One; two."}]),
        ("alternative_titles", "Ports", [{"main": "Ports"}]),
        ("pages", "5-20", [{"first": "5", "last": "20"}]),
        ("publisher", "Lindwater Institute", {"name": "Lindwater Institute"}),
        ("rights", "https://creativecommons.org/licenses/by/4.0/", [{"uri": "https://creativecommons.org/licenses/by/4.0/"}]),
        ("series", '[{"title": "Chaillot Paper", "number": "140"}]', [{"title": "Chaillot Paper", "number": "140"}]),
        ("edition", "  ", None),
    ],
)  # fmt: skip
def test_what_is_typed_for_a_record(field: str, typed: str, value: Any) -> None:
    assert value_of(field, typed, entry=False) == value


def test_what_is_typed_for_an_entry() -> None:
    assert value_of("title", "Rivers: north", entry=True) == "Rivers: north"
    assert value_of("contributors", "Ostrow, Mira", entry=True, member=True)["name"] == "Mira Ostrow"
    assert value_of("label", "1", entry=True) == "1"


@pytest.mark.parametrize(
    ("field", "typed", "member", "said"),
    [
        ("colour", "red", False, "no such field"),
        ("deleted", "true", False, "no such field"),
        ("edition", "2nd", True, "is no list"),
        ("page_count", "many", False, "cannot be read"),
        ("type", "leaflet", False, "choose from"),
        ("languages", "Gibberish tongue", False, "cannot be read"),
        ("series", "[1", False, "is not the JSON"),
        ("relations", "a book", False, "as JSON"),
        ("pages", "05. Sep", False, "cannot be read"),
        ("subjects", ";", False, "cannot be read"),
        ("page_count", "²", False, "cannot be read"),
    ],
)
def test_what_is_refused(field: str, typed: str, member: bool, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        value_of(field, typed, entry=False, member=member)


@given(st.sampled_from(FIELDS), st.text(max_size=60) | st.sampled_from(["5-20", "2021", "en", "Mira Ostrow", "x; y"]))
@example(("subjects", False), ";")
@example(("page_count", False), "①")
@example(("title", False), "::")
def test_any_text_is_a_value_of_its_field_or_refused(named: tuple[str, bool], typed: str) -> None:
    field, entry = named
    kind = ContentsEntry if entry else Record
    try:
        value = value_of(field, typed, entry=entry)
    except UsageError:
        return
    json.dumps(value)
    if value is not None and typed.lstrip()[:1] not in ("[", "{"):
        made = msgspec.convert({field: value}, kind)
        assert getattr(made, field) or value in ("", 0, [])


@given(st.sampled_from(sorted(LISTS - {"entries"})), st.text(max_size=60))
def test_a_member_is_one_value_of_its_list(field: str, typed: str) -> None:
    try:
        value = value_of(field, typed, entry=False, member=True)
    except UsageError:
        return
    if value is not None and typed.lstrip()[:1] not in ("[", "{"):
        msgspec.convert({field: [value]}, Record)


@given(st.text(max_size=20), st.text(max_size=20), st.booleans(), st.booleans())
def test_no_field_breaks_it(field: str, typed: str, entry: bool, member: bool) -> None:
    with suppress(UsageError):
        value_of(field, typed, entry=entry, member=member)
