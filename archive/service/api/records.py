"""Records over the API: selections as on the command line, by keyset; one record, its entries, versions and provenance."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from archive.database import Database
from archive.selection import Selection
from archive.service import negotiation
from archive.service.api.shapes import (
    RECORD,
    TEXT,
    After,
    Format,
    Ids,
    Limit,
    Series,
    Since,
    Sources,
    Types,
    Words,
    answers,
    fields,
    items,
    said,
)
from archive.service.errors import NotAcceptable, NotHere
from archive.service.histories import FIELDS, differing, whys
from archive.service.links import record_path
from archive.service.parameters import EntryKey, Key, Source
from archive.service.service import service_of
from archive.service.signposts import signposts
from archive.service.views import findings_of
from archive.service.web import base_of
from archive.walking import after
from schemas.entries import entries_of
from schemas.envelope import Held
from schemas.errors import UsageError
from schemas.formats.jsonl import line
from schemas.record import TYPES

Level = Annotated[Literal["report", "entry", "both"], Query(description="Reports, their titled entries, or both.")]
Number = Annotated[int, Path(ge=1, le=2**31)]
From = Annotated[int, Query(alias="from", ge=1, le=2**31)]
Field = Annotated[str | None, Query(json_schema_extra={"enum": list(FIELDS)}, description="One field [default: all].")]
VERSION = fields("number", "datestamp", "cause", "cosmetic", "deleted", "run", "seen")
DIFFERENCE = fields("path", "old", "new", "cosmetic")
WHY = fields("field", "value", "as_printed", "found_in", "captured", "run", "cause", "lost", "corrections")
FINDING = fields("code", "severity", "path", "value", "message", "state")


def router() -> APIRouter:
    """Return the routes of records."""
    made = APIRouter(prefix="/api", tags=["records"])
    one = "/records/{source}/{key}"
    gone = (404, 410)
    made.add_api_route("/records", listed, responses=answers(items(RECORD), 406, formats=True), response_class=Response)
    made.add_api_route(one, record, responses=answers(RECORD, *gone, 406, formats=True), response_class=Response)
    made.add_api_route(one + "/entries/{entry}", entry, responses=answers(RECORD, *gone, 406, formats=True), response_class=Response)  # fmt: skip
    made.add_api_route(one + "/versions", versions, responses=answers(items(VERSION), *gone), response_class=Response)
    made.add_api_route(one + "/versions/{number}", version, responses=answers(RECORD, *gone), response_class=Response)
    made.add_api_route(one + "/differences", differences, responses=answers(items(DIFFERENCE), *gone), response_class=Response)  # fmt: skip
    made.add_api_route(one + "/provenance", provenance, responses=answers(items(WHY), *gone), response_class=Response)
    made.add_api_route(one + "/findings", findings, responses=answers(items(FINDING), *gone), response_class=Response)
    made.add_api_route("/resolve", resolve, responses=answers(fields(id=TEXT, entry={}, url=TEXT), 404, 409), response_class=Response)  # fmt: skip
    return made


def listed(
    request: Request, source: Sources = None, type: Types = None, query: Words = None, series: Series = None,
    since: Since = None, id: Ids = None, level: Level = "report", limit: Limit = 100, after: After = None, format: Format = None,
) -> Response:  # fmt: skip
    """List records, ordered by source and key; `next` goes on. What is deleted or held back is in /api/changes alone."""
    service = service_of(request)
    if unknown := [one for one in type or () if one not in TYPES]:
        raise UsageError(f"{unknown[0]!r} is no type: choose from {', '.join(TYPES)}")
    selection = Selection(
        ids=None if id is None else tuple(id), sources=tuple(source or ()), query=query or None, series=series or None,
        since=since or None, types=tuple(type or ()),
    )  # fmt: skip
    found = _page(service.store.db, selection, limit, after)
    held = [service.out(one) for one in found]
    last = found[-1].envelope if len(found) == limit else None
    following = base64.urlsafe_b64encode(f"{last.source}\0{last.key}".encode()).decode().rstrip("=") if last else None
    headers = {}
    if following:
        pairs = request.url.remove_query_params("after").include_query_params(after=following)
        headers["Link"] = f'<{base_of(request)}{pairs.path}?{pairs.query}>; rel="next"'
    made = list(_levels(held, level))
    form = negotiation.wanted(format, request.headers.get("accept"), default="json")
    if form in ("json", negotiation.HTML):
        items_ = b",".join(line(one).rstrip() for one in made)
        body = b'{"items":[' + items_ + b'],"next":' + msgspec.json.encode(following) + b"}"
        return Response(body, media_type="application/json", headers={**headers, "Vary": "Accept"})
    body, media_type, suffix = negotiation.written(made, form)
    return Response(body, media_type=media_type, headers=negotiation.headers("records", suffix, more=headers))


def record(request: Request, source: Source, key: Key, format: Format = None) -> Response:
    """Give one record in the format asked for."""
    held = service_of(request).held(source, key)
    return _one(request, held, format, {"Link": signposts(base_of(request), record_path(held.envelope.id), held)})


def entry(request: Request, source: Source, key: Key, entry: EntryKey, format: Format = None) -> Response:
    """Give one titled entry of a table of contents as a record of its own."""
    found = service_of(request).entry(source, key, entry)
    if found.alone is None:
        raise NotAcceptable("An entry without a title makes no record of its own: its report has it in every format.")
    return _one(request, found.alone, format, {})


def versions(request: Request, source: Source, key: Key) -> Response:
    """List the versions of a record, the oldest first."""
    service = service_of(request)
    held = service.held(source, key)
    return said({"items": service.store.history(held.envelope.id)[-1000:], "next": None})


def version(request: Request, source: Source, key: Key, number: Number) -> Response:
    """Give a version of a record, without what is held back since."""
    return Response(line(service_of(request).held(source, key, version=number)), media_type="application/json")


def differences(request: Request, source: Source, key: Key, from_: From, to: Annotated[int, Query(ge=1, le=2**31)]) -> Response:  # fmt: skip
    """Say what differs between two versions, field by field."""
    service = service_of(request)
    held = service.held(source, key)
    return said({"items": differing(service, held.envelope.id, from_, to), "next": None})


def provenance(request: Request, source: Source, key: Key, field: Field = None) -> Response:  # fmt: skip
    """Say where the values of a record came from, and which lost; of one field or of all."""
    service = service_of(request)
    if field is not None and field not in FIELDS:
        raise UsageError(f"{field!r} is no field of a record: choose from {', '.join(FIELDS)}")
    found = whys(service, service.held(source, key), FIELDS if field is None else (field,))
    return said({"items": found, "next": None})


def findings(request: Request, source: Source, key: Key) -> Response:
    """Say what is wrong with a record: what is open, and what a person waived."""
    service = service_of(request)
    held = service.held(source, key)
    found = findings_of(held.record, service.facets.today, service.store.findings.waived(held.envelope.id))
    items = [{**msgspec.structs.asdict(one.finding), "state": "waived" if one.waived else "open"} for one in found]
    return said({"items": items, "next": None})


def resolve(request: Request, name: Annotated[str, Query(min_length=1, max_length=500)]) -> Response:
    """Say which record a name stands for: id, ID#entry, DOI, ISBN, stable URL."""
    service = service_of(request)
    found = service.store.one(name)
    held = service.store.get(found)
    entry_key = None if held.envelope.id == found else found[len(held.envelope.id) + 1 :]
    if held.record.deleted:
        raise NotHere("There is no such record.")
    return said({"id": held.envelope.id, "entry": entry_key, "url": base_of(request) + record_path(held.envelope.id)})


def _one(request: Request, held: Held, format: str | None, headers: dict[str, str]) -> Response:
    form = negotiation.wanted(format, request.headers.get("accept"), default="json")
    if form in ("json", negotiation.HTML):
        return Response(line(held), media_type="application/json", headers={**headers, "Vary": "Accept"})
    body, media_type, suffix = negotiation.written([held], form)
    return Response(body, media_type=media_type, headers=negotiation.headers(held.envelope.id, suffix, more=headers))


def _levels(held: list[Held], level: str) -> Iterator[Held]:
    for one in held:
        if level != "entry":
            yield one
        if level != "report":
            yield from entries_of(one)


def _page(db: Database, selection: Selection, limit: int, cursor: str | None) -> list[Held]:
    """Return the records after a cursor; raises UsageError for what is no cursor."""
    place = None
    if cursor:
        try:
            source, _, key = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition("\0")
        except ValueError as error:
            raise UsageError("after: give `next` of the answer before, as it was") from error
        place = (source, key)
    return after(db, selection, place, limit)
