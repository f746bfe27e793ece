"""Reading lists and citations over the API."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from archive.service import list_formats, negotiation
from archive.service.api.shapes import NUMBER, TEXT, Format, answers, fields, items, said
from archive.service.citing import one as cite
from archive.service.errors import NotAcceptable
from archive.service.links import list_path
from archive.service.parameters import EntryKey, Key, ListName, Source
from archive.service.reading import citations, formatted, listed, paths_of
from archive.service.service import service_of
from archive.service.web import base_of
from schemas.citations.runs import as_html, as_text
from schemas.envelope import Held

Style = Annotated[
    str, Query(max_length=120, description="plain, or a style of the Citation Style Language: apa, ieee, nature ...")
]
Locale = Annotated[
    str | None,
    Query(max_length=20, description="Language of the citation: en, de, fr ... [default: that of the style]."),
]
LISTED = fields("name", "title", "course_code", "owner", "changed", "url", sections=NUMBER, items=NUMBER)
LIST = fields("name", "about", sections={"type": "array"})
CITATION = fields(id=TEXT, style=TEXT, title=TEXT, text=TEXT, html=TEXT)


def router() -> APIRouter:
    """Return the routes of these."""
    made = APIRouter(prefix="/api")
    plain: dict[str, Any] = {"response_class": Response}
    record = "/records/{source}/{key}"
    made.add_api_route("/lists", lists, responses=answers(items(LISTED)), **plain)
    made.add_api_route("/lists/{name}", one, responses=answers(LIST, 404, 406, kinds=list_formats.kinds()), **plain)
    made.add_api_route(record + "/citation", of_record, responses=answers(CITATION, 404, 410), **plain)
    made.add_api_route(
        record + "/entries/{entry}/citation", of_entry, responses=answers(CITATION, 404, 406, 410), **plain
    )
    return made


def lists(request: Request) -> Response:
    """List the reading lists, by name."""
    rows = [
        {
            "name": row.name, "title": row.title, "course_code": row.course_code, "owner": row.owner, "changed": row.changed,
            "sections": row.sections, "items": row.items, "url": base_of(request) + list_path(row.name),
        }
        for row in service_of(request).store.lists.all()
    ]  # fmt: skip
    return said({"items": rows, "next": None})


def one(
    request: Request, name: ListName, format: Format = None, style: Style = "plain", locale: Locale = None
) -> Response:
    """Give a reading list with its records, in the format asked for; `style` is for the formats that have citations."""
    service = service_of(request)
    row, shown = listed(service, name)
    form = negotiation.wanted(format, request.headers.get("accept"), default="json", kinds=list_formats.kinds())
    form = "json" if form == negotiation.HTML else form
    return formatted(request, row, shown, form, citations(service, shown, style, locale), paths_of(service, shown))


def of_record(request: Request, source: Source, key: Key, style: Style = "plain", locale: Locale = None) -> Response:
    """Cite a record."""
    return _cited(request, service_of(request).held(source, key), style, locale)


def of_entry(
    request: Request, source: Source, key: Key, entry: EntryKey, style: Style = "plain", locale: Locale = None
) -> Response:
    """Cite an entry of a table of contents."""
    found = service_of(request).entry(source, key, entry)
    if found.alone is None:
        raise NotAcceptable("An entry without a title cannot be cited alone: cite its report.")
    return _cited(request, found.alone, style, locale)


def _cited(request: Request, held: Held, style: str, locale: str | None) -> Response:
    made = cite(service_of(request), held, style, locale)
    return said(
        {"id": held.envelope.id, "style": made.name, "title": made.label, "text": as_text(made.runs), "html": as_html(made.runs, classed=True)}
    )  # fmt: skip
