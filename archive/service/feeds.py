"""What changed lately as a page and as Atom feeds (RFC 4287): of everything, of a source, of what a query finds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.heads import numbered
from archive.latest import latest
from archive.service.links import record_path
from archive.service.operations import changes_told
from archive.service.queries import query_of
from archive.service.service import Service, of_one_moment, service_of
from archive.service.web import page, xml
from archive.shapes import Change
from schemas.crosswalk.wording import headed
from schemas.errors import StorageError

MOST = 50
"""Items of a feed, and changes of the page."""
WORDS = {"new": "New.", "changed": "Changed.", "deleted": "Deleted, or held back.", "back": "Back again.", "missing": "Its source has it no longer.", "moved": "Has another id.", "joined": "Is of one work with another record.", "split": "Is not of one work with another record."}  # fmt: skip
ATOM = "application/atom+xml"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item of a feed."""

    by: list[str] = []
    kind: str
    name: str
    path: str
    summary: str
    title: str
    updated: str


def router() -> APIRouter:
    """Return the routes of the page and the feeds."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/changes", changes)
    made.add_api_route("/changes.atom", feed)
    return made


@of_one_moment
def changes(request: Request) -> Response:
    """Show what changed lately."""
    service = service_of(request)
    rows = changes_told(service, latest(service.store.db, MOST))
    return page(request, "changes.html", rows=rows, today=datetime.now(UTC).date().isoformat())


@of_one_moment
def feed(request: Request) -> Response:
    """Give the last changes as Atom: `?source=` of one source, `?q=` and facets of what a search finds."""
    service = service_of(request)
    query = query_of(request, size=MOST, most=MOST)
    only_source = not query.words and set(query.filters) <= {"source"} and len(query.filters.get("source", ())) < 2
    title = service.settings.title
    if only_source:
        source = next(iter(query.filters.get("source", ())), None)
        items = items_of(changes_told(service, latest(service.store.db, MOST, source=source)))
        title = f"{title}: changes" + (f" of {source}" if source else "")
    else:
        items = _found(service, query.words, query.filters)
        title = f"{title}: changes of {query.words or 'a selection'}"
    said = f"?{urlencode(query.pairs)}" if query.pairs else ""
    updated = max((one.updated for one in items), default="1970-01-01T00:00:00Z")
    return xml(request, "feed.xml", ATOM, title=title, path=f"/changes.atom{said}", shown=f"/search{said}", items=items, updated=updated)  # fmt: skip


def items_of(told: Iterable[tuple[Change, str | None]]) -> list[Item]:
    """Return changes (with titles) as items, of each record the last one: an item of a feed is a record, updated."""
    seen: set[str] = set()
    items = []
    for one, title in told:
        if one.id not in seen:
            seen.add(one.id)
            items.append(_item(one.id, one.kind, one.datestamp, None if one.kind == "deleted" else title))
    return items


def _found(service: Service, words: str, filters: dict[str, tuple[str, ...]]) -> list[Item]:
    """The records among the best hits whose datestamps moved last."""
    if filters and not service.facets.ready:
        raise StorageError("the facets are still being counted: try again in some seconds")
    found = service.found(words, filters)
    held = [one for _, one in numbered(service.store.db, list(found.numbers[:500]))]
    held.sort(key=lambda one: one.envelope.datestamp, reverse=True)
    return [
        msgspec.structs.replace(
            _item(one.envelope.id, "new" if one.envelope.version == 1 else "changed", one.envelope.datestamp, headed(one.record.title)),
            by=[c.name for c in one.record.contributors[:5]],
        )
        for one in held[:MOST]
    ]  # fmt: skip


def _item(name: str, kind: str, at: str, title: str | None) -> Item:
    return Item(
        kind=kind, name=f"tag:tocsin,2026:{record_path(name)}", path=record_path(name), summary=WORDS.get(kind, kind),
        title=title or name, updated=at,
    )  # fmt: skip
