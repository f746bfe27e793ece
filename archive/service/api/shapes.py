"""How the API is described: parameters, the shapes of its answers in JSON Schema, its problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from fastapi import Query
from fastapi.responses import Response

Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many.")]
After = Annotated[
    str | None,
    Query(max_length=2000, pattern="^[A-Za-z0-9_-]*$", description="Where to go on: `next` of the answer before."),
]
Format = Annotated[str | None, Query(max_length=20, description="A format of /api/formats, instead of Accept.")]
Sources = Annotated[list[str] | None, Query(alias="source", max_length=50, description="Records of these sources.")]
Types = Annotated[list[str] | None, Query(alias="type", max_length=20, description="Records of these types.")]
Words = Annotated[str | None, Query(max_length=500, description='Words, a "phrase", a prefix*: all must occur.')]
Series = Annotated[str | None, Query(max_length=500, description="Records of this series: its title, in any case.")]
Since = Annotated[
    str | None, Query(max_length=40, description="Records whose datestamp is not before this date or time (UTC).")
]
Ids = Annotated[list[str] | None, Query(alias="id", max_length=200, description="These records: source:key.")]

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
RECORD = {
    "type": "object",
    "required": ["id", "source", "key", "version", "deleted", "datestamp"],
    "properties": {"id": TEXT, "source": TEXT, "key": TEXT, "version": NUMBER, "deleted": {"type": "boolean"}, "datestamp": TEXT},
    "description": "A record with its envelope; all fields are those of docs/record.md.",
}  # fmt: skip
PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {"title": TEXT, "status": NUMBER, "detail": TEXT},
}
_REASONS = {
    301: "The record has another id now.", 400: "The request cannot be understood.", 404: "There is no such thing.", 406: "Not in this format.",
    409: "The name fits several records.", 410: "It was here and is no more.", 421: "Another host.", 422: "A parameter is out of bounds.",
    503: "The archive cannot be read now.",
}  # fmt: skip


def items(shape: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the shape of a page of a list: its items, and where to go on."""
    said = {"items": {"type": "array", "items": shape}, "next": {"type": ["string", "null"]}, **more}
    return {"type": "object", "required": list(said), "properties": said}


def fields(*names: str, **shapes: Any) -> dict[str, Any]:
    """Return the shape of an object with some fields that are always there."""
    return {"type": "object", "required": [*names, *shapes], "properties": {**{name: {} for name in names}, **shapes}}


def answers(
    shape: dict[str, Any], *statuses: int, formats: bool = False, kinds: Mapping[str, str] | None = None
) -> dict[int | str, dict[str, Any]]:
    """Return the answers of an operation for OpenAPI: its shape as JSON, the `formats` of records or those of `kinds`, its problems."""
    content: dict[str, Any] = {"application/json": {"schema": shape}}
    if formats or kinds:
        from archive.service.negotiation import media_types

        content |= {kind: {"schema": TEXT} for kind in media_types(kinds) if kind != "application/json"}
    if not kinds:  # of records it is the page alone, which is at another address
        content.pop("text/html", None)
    problem = {"application/problem+json": {"schema": PROBLEM}}
    found: dict[int | str, dict[str, Any]] = {200: {"description": "As asked.", "content": content}}
    found |= {status: {"description": _REASONS[status], "content": problem} for status in (*statuses, 400, 422, 503)}
    found[414] = {"description": "The address is too long.", "content": {"text/plain": {"schema": TEXT}}}
    if 404 in statuses:
        found[308] = {"description": "The record has another id now: its address is in Location."}
    return found


def said(value: Any, headers: dict[str, str] | None = None) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(value), media_type="application/json", headers=headers)
