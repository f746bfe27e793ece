"""The JSON Schema of one line of `export jsonl`: envelope and record in one flat object, made from their structs."""

from __future__ import annotations

from typing import Any

import msgspec

from schemas.envelope import Envelope
from schemas.record import Record


def json_schema() -> bytes:
    """Return the schema (draft 2020-12) as JSON bytes; names that are absent are not known."""
    (_, _), parts = msgspec.json.schema_components([Envelope, Record], ref_template="#/$defs/{name}")
    envelope, record = parts.pop("Envelope"), parts.pop("Record")
    whole: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tocsin record",
        "description": "One record as exported: the envelope, then what its source says. Absent means: not known.",
        "type": "object",
        "properties": {**envelope["properties"], **record["properties"]},
        "required": envelope["required"],
        "$defs": parts,
    }
    return msgspec.json.format(msgspec.json.encode(whole), indent=2)
