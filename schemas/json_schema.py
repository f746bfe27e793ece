"""The JSON Schema of one line of `export jsonl`, made from the structs and the meanings of their fields."""

from __future__ import annotations

from typing import Any

import msgspec

from schemas.fields import FIELDS
from schemas.formats.jsonl import Head
from schemas.record import DATE_KINDS, TYPES, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> bytes:
    """Return the schema (draft 2020-12), two spaces a level.

    A line is the envelope and the record in one flat object. Null means the same as absent, so both are allowed;
    fields that are not known here are allowed too, for later versions may add some.
    """
    _, parts = msgspec.json.schema_components((Head, Record), ref_template="#/$defs/{name}")
    for name, part in parts.items():
        _describe(part, FIELDS[name])
    head, record = parts.pop("Head"), parts.pop("Record")
    record["properties"].pop("deleted")  # the head says it
    properties = head["properties"] | {
        name: record["properties"][name] for name in FIELDS["Record"] if name != "deleted"
    }
    properties["type"]["examples"] = list(TYPES)
    parts["Date"]["properties"]["kind"]["examples"] = list(DATE_KINDS)
    schema = {
        "$schema": DIALECT,
        "title": "A record as tocsin exports it",
        "description": "One line of `tocsin export jsonl`: the envelope, then what the source says about the work.",
        "type": "object",
        "properties": properties,
        "required": head["required"],
        "$defs": {name: parts[name] for name in FIELDS if name in parts},
    }
    return msgspec.json.format(msgspec.json.encode(schema), indent=2)


def _describe(part: dict[str, Any], meanings: dict[str, str]) -> None:
    """Give the fields their meanings, in reading order, and allow null where a field may be absent."""
    required = part.get("required", [])
    fields = {name: part["properties"][name] for name in meanings}
    for name, field in fields.items():
        field.pop("default", None)
        if name not in required and "anyOf" not in field:
            inner = field.copy()
            field.clear()
            field["anyOf"] = [inner, {"type": "null"}]
        field["description"] = meanings[name]
    part["properties"] = fields
