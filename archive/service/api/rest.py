"""Search, changes, sources, runs, formats and rules over the API, and the description of it all."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from archive.latest import latest
from archive.service import negotiation
from archive.service.api.shapes import NUMBER, Limit, Words, answers, fields, items, said
from archive.service.errors import NotHere
from archive.service.facets import NAMES
from archive.service.operations import KINDS, told
from archive.service.parameters import Source
from archive.service.queries import query_of
from archive.service.searching import hit_of
from archive.service.service import service_of
from archive.service.web import base_of, page
from schemas.crosswalk.wording import headed
from schemas.errors import NotFound
from schemas.formats import formats
from schemas.rules import RULES

CHANGE = fields("cause", "cursor", "datestamp", "id", "kind", "run", "version")
RUN = fields("number", "kind", "started", "ended", "outcome", "source", "tally")
FOUND = items(fields("id", "title", "url"), total=NUMBER, more={"type": "boolean"}, facets={"type": "object"})
Facet = Annotated[list[str] | None, Query(max_length=20)]


def router() -> APIRouter:
    """Return the routes of these."""
    made = APIRouter(prefix="/api")
    plain: dict[str, Any] = {"response_class": Response}
    made.add_api_route("/search", search, responses=answers(FOUND), **plain)
    made.add_api_route("/changes", changes, responses=answers(items(CHANGE)), **plain)
    made.add_api_route("/sources", sources, responses=answers(items(fields("name", "records"))), **plain)
    made.add_api_route("/sources/{source}", source, responses=answers(fields("name", "figures", "runs"), 404), **plain)
    made.add_api_route("/runs", runs, responses=answers(items(RUN)), **plain)
    made.add_api_route("/runs/{number}", run, responses=answers(RUN, 404), **plain)
    made.add_api_route("/formats", known_formats, responses=answers(items(fields("name", "media_type"))), **plain)
    made.add_api_route(
        "/rules", rules, responses=answers(items(fields("code", "severity", "title", "advice"))), **plain
    )
    made.add_api_route("/openapi.json", described, include_in_schema=False)
    made.add_api_route("", shown, include_in_schema=False)
    return made


def search(
    request: Request, q: Words = None, source: Facet = None, type: Facet = None, year: Facet = None, series: Facet = None,
    publisher: Facet = None, language: Facet = None, subject: Facet = None, finding: Facet = None,
    page: Annotated[int, Query(ge=1, le=2000)] = 1, limit: Limit = 20,
) -> Response:  # fmt: skip
    """Find records by words and facets, the best first; `total` counts at most the best 2,000, `more` says that there are more."""
    service = service_of(request)
    query = query_of(request, size=20, most=service.settings.max_page)
    found = service.found(query.words, query.filters)
    first = (query.page - 1) * query.size
    base = base_of(request)
    hits = [hit_of(one, found.terms) for one in service.numbered(list(found.numbers[first : first + query.size]))]
    counts = service.counted(found, query.words, query.filters)
    rows = [
        {
            "id": one.held.envelope.id, "title": headed(one.held.record.title), "type": one.type, "year": one.year or None,
            "by": one.by or None, "url": base + one.path, "entry": base + one.entry_path if one.entry_path else None,
        }
        for one in hits
    ]  # fmt: skip
    following = str(query.page + 1) if first + query.size < len(found.numbers) else None
    shown = {name: [{"value": one.value, "count": one.count} for one in counts.get(name, ())] for name in NAMES}
    return said({"items": rows, "next": following, "total": len(found.numbers), "more": found.more, "facets": shown})


def changes(request: Request, since: Annotated[str | None, Query(max_length=60, description="A cursor of this feed, or a date or time (UTC) [default: the latest].")] = None, limit: Limit = 100) -> Response:  # fmt: skip
    """List what changed: after a cursor or from a date on, the oldest first; without either the latest, the latest first."""
    store = service_of(request).store
    if not since:
        return said({"items": latest(store.db, limit), "next": None})
    found = list(islice(store.changes(since), limit))
    return said({"items": found, "next": found[-1].cursor if found else None})


def sources(request: Request) -> Response:
    """List the sources with their numbers of records."""
    known = service_of(request).store.sources
    return said({"items": [{"name": n, "records": known.figures(n).records} for n in known.names()], "next": None})


def source(request: Request, source: Source) -> Response:
    """Give the figures of a source and its last runs."""
    store = service_of(request).store
    if source not in store.sources.names():
        raise NotHere("There is no source of this name.")
    walked = [told(one) for one in store.sources.runs(source, KINDS, 50)]
    return said({"name": source, "figures": store.sources.figures(source), "runs": walked})


def runs(request: Request, before: Annotated[int | None, Query(ge=1, le=2**31)] = None, limit: Limit = 50) -> Response:
    """List the runs, the latest first; `next` is the `before` of the next page."""
    found = [told(one) for one in service_of(request).store.runs(limit, before=before)]
    return said({"items": found, "next": str(found[-1].number) if len(found) == limit else None})


def run(request: Request, number: Annotated[int, Path(ge=1, le=2**31)]) -> Response:
    """Give one run."""
    try:
        return said(told(service_of(request).store.run(number)))
    except NotFound as error:
        raise NotHere("There is no run of this number.") from error


def known_formats() -> Response:
    """List the formats."""
    rows = [
        {"name": name, "label": negotiation.LABELS.get(name, name), "media_type": one.MEDIA_TYPE, "suffix": one.SUFFIX}
        for name, one in formats().items()
    ]
    return said({"items": rows, "next": None})


def rules() -> Response:
    """List the rules that records are checked by."""
    names = ("code", "severity", "title", "advice", "explanation")
    return said({"items": [{name: getattr(one, name) for name in names} for one in RULES], "next": None})


def described(request: Request) -> Response:
    """Give the description of the API."""
    return Response(msgspec.json.encode(request.app.openapi()), media_type="application/json")


def shown(request: Request) -> Response:
    """Show the operations of the API to people."""
    paths = request.app.openapi()["paths"]
    rows = [(path, one["get"]) for path, one in paths.items() if "get" in one]
    return page(request, "api.html", rows=rows)
