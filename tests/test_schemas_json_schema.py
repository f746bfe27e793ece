"""The JSON Schema describes what `export jsonl` writes and refuses what cannot be read back."""

import json

import pytest
from hypothesis import given

from schemas.fields import FIELDS
from schemas.formats.jsonl import line
from schemas.json_schema import json_schema
from tests.format_cases import CASES, FOLDER
from tests.test_schemas_formats_jsonl import envelopes, records

jsonschema = pytest.importorskip(
    "jsonschema", reason="jsonschema is not installed: the JSON Schema is not tried on records"
)
SCHEMA = json.loads(json_schema())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json_schema().decode().startswith("{\n  ")


@pytest.mark.parametrize("case", CASES)
def test_exported_lines_are_valid(case: str) -> None:
    for text in (FOLDER / "jsonl" / f"{case}.jsonl").read_text("utf-8").splitlines():
        VALIDATOR.validate(json.loads(text))


@given(envelopes, records)
def test_any_line_is_valid(envelope, record) -> None:
    from schemas.envelope import Held

    VALIDATOR.validate(json.loads(line(Held(envelope=envelope, record=record))))


def test_every_field_has_its_meaning() -> None:
    flat = FIELDS["Head"] | {n: m for n, m in FIELDS["Record"].items() if n != "deleted"}
    assert {n: p["description"] for n, p in SCHEMA["properties"].items()} == flat
    for name, part in SCHEMA["$defs"].items():
        assert {n: p["description"] for n, p in part["properties"].items()} == FIELDS[name]


@pytest.mark.parametrize(
    "change", [{"title": "Rivers"}, {"id": None}, {"contents": [{"pages": [{}]}]}, {"page_count": "52"}, {"contributors": [{"role": "aut"}]}]
)  # fmt: skip
def test_what_is_no_record_is_refused(change: dict) -> None:
    good = {"id": "a:b", "source": "a", "key": "b", "version": 1, "deleted": False, "datestamp": "2026-11-23T18:00:00Z"}
    assert VALIDATOR.is_valid(good)
    assert VALIDATOR.is_valid(good | {"title": None, "contents": None})
    assert not VALIDATOR.is_valid(good | change)
