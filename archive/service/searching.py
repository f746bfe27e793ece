"""The home page and the search page: hits with the words marked, the facets to narrow them down."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from archive.query import Term
from archive.search import matched_entry
from archive.service import negotiation
from archive.service.facets import NAMES, Count
from archive.service.links import asked, entry_path, pair, record_path
from archive.service.marks import Pieces, around, marked
from archive.service.queries import Query, pages_around, query_of
from archive.service.service import Found, Service, of_one_moment, service_of
from archive.service.web import page, root_of
from schemas.crosswalk.citing import publisher
from schemas.crosswalk.dates import chosen
from schemas.crosswalk.wording import headed, ranges
from schemas.envelope import Held
from schemas.errors import TocsinError
from schemas.record import ContentsEntry
from schemas.rules import RULES

LABELS = {
    "source": "Source", "type": "Type", "year": "Year", "series": "Series", "publisher": "Publisher", "language": "Language",
    "subject": "Subject", "finding": "Findings",
}  # fmt: skip


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One hit as the page shows it; `entry` is the contents entry that matched, marked."""

    by: str
    entry: Pieces | None
    entry_path: str | None
    entry_by: str
    entry_pages: str
    held: Held
    imprint: str
    path: str
    snippet: Pieces
    title: Pieces
    type: str | None
    year: str


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet that can be chosen or let go of."""

    address: str
    chosen: bool
    count: int | None
    label: str


def router() -> APIRouter:
    """Return the routes of these pages."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/", home)
    made.add_api_route("/search", search)
    made.add_api_route("/resolve", resolve)
    return made


@of_one_moment
def home(request: Request) -> Response:
    """Show what the archive holds, and where to begin."""
    service = service_of(request)
    everything = service.found("", {})
    newest = service.numbered(list(everything.numbers[:6]))
    figures = {name: service.counts(everything, name, 8) for name in ("source", "type", "year")}
    lists = service.store.lists.all()[:8]
    return page(
        request,
        "home.html",
        lists=lists,
        total=len(everything.numbers),
        newest=[hit_of(one, ()) for one in newest],
        figures=figures,
    )


@of_one_moment
def search(request: Request) -> Response:
    """Find records by words and facets; `?format=` gives the page of hits in a format."""
    service = service_of(request)
    settings = service.settings
    query = query_of(request, size=settings.page, most=settings.max_page)
    form = negotiation.wanted(request.query_params.get("format"), request.headers.get("accept"))
    found = service.found(query.words, query.filters)
    first = (query.page - 1) * query.size
    held = service.numbered(list(found.numbers[first : first + query.size]))
    if form != negotiation.HTML:
        body, media_type, suffix = negotiation.written(held, form)
        return Response(body, media_type=media_type, headers=negotiation.headers("search", suffix))
    last = max(1, -(-len(found.numbers) // query.size))
    return page(
        request, "search.html", query=query.words, asked_for=query, total=len(found.numbers), more=found.more,
        hits=[hit_of(one, found.terms) for one in held], first=first + 1, last_page=last, ready=service.facets.ready,
        pages=[(number, _address(service, [*query.pairs, ("page", str(number))])) for number in pages_around(query.page, last)],
        facets=facets_of(service, query, found), chosen=chosen_of(service, query), formats=negotiation.grouped(),
        here_query=urlencode([*query.pairs, *([("page", str(query.page))] if query.page > 1 else [])]),
    )  # fmt: skip


def resolve(request: Request, name: str = "") -> Response:
    """Go to the record that a name stands for: id, DOI, ISBN, stable URL; else search for it."""
    service = service_of(request)
    root = root_of(service.settings)
    try:
        found = service.store.one(name.strip()) if len(name) < 500 else ""
    except TocsinError:
        found = ""
    if not found:
        return RedirectResponse(f"{root}/search?{urlencode({'q': name})}", 303)
    record, hash_, entry = found.rpartition("#")
    if hash_ and service.store.get(found).envelope.id != found:
        return RedirectResponse(root + entry_path(record, entry), 303)
    return RedirectResponse(root + record_path(found), 303)


def hit_of(held: Held, terms: Sequence[Term]) -> Hit:
    """Return a record as a hit, with the words of the query marked."""
    record = held.record
    entry = matched_entry(record, terms) if terms else None
    snippet = next((found for one in record.abstract if (found := around(one.text, terms))), []) if terms else []
    imprint = [publisher(record), *(s.title and f"{s.title} {s.number or ''}".strip() for s in record.series[:1])]
    return Hit(
        by=_names(record.contributors), entry=marked(entry.title or "", terms) if entry and entry.title else None,
        entry_path=entry_path(held.envelope.id, entry.key) if entry and entry.key else None,
        entry_by=_names(entry.contributors) if entry else "", entry_pages=_pages(entry), held=held,
        imprint=" · ".join(one for one in imprint if one), path=record_path(held.envelope.id), snippet=snippet,
        title=marked(headed(record.title) or "", terms), type=record.type, year=(chosen(record.dates) or "")[:4],
    )  # fmt: skip


def facets_of(service: Service, query: Query, found: Found) -> list[tuple[str, str, list[Choice]]]:
    """Return the facets of what was found: name, label, values; those with nothing to choose are left out."""
    counts = service.counted(found, query.words, query.filters)
    now = _address(service, query.pairs)
    shown = []
    for name in NAMES:
        choices = [_choice(service, query, now, name, one) for one in counts.get(name, ())]
        if len(choices) > 1 or any(one.chosen for one in choices):
            shown.append((name, LABELS[name], choices))
    return shown


def chosen_of(service: Service, query: Query) -> list[Choice]:
    """Return the values that were chosen, each with the address that lets go of it."""
    return [
        Choice(address=_address(service, query.without(name, value)), chosen=True, count=None, label=f"{LABELS[name]}: {label_of(name, value)}")
        for name, values in query.filters.items()
        for value in values
    ]  # fmt: skip


def label_of(name: str, value: str) -> str:
    """Return what a value of a facet is called on a page."""
    if name == "finding":
        return f"{value} {_titles()[value]}" if value in _titles() else value
    return value.capitalize() if name == "type" else value


@lru_cache(maxsize=1)
def _titles() -> dict[str, str]:
    return {rule.code: rule.title for rule in RULES}


def _choice(service: Service, query: Query, now: str, name: str, one: Count) -> Choice:
    """Return a value with the address `now` that has it too, or where it was chosen has it no more."""
    is_chosen = one.value in query.filters.get(name, ())
    if is_chosen:
        address = _address(service, query.without(name, one.value))
    else:
        address = f"{now}{'&' if '?' in now else '?'}{pair(name, one.value)}"
    return Choice(address=address, chosen=is_chosen, count=one.count, label=label_of(name, one.value))


def _address(service: Service, pairs: Sequence[tuple[str, str]]) -> str:
    return root_of(service.settings) + asked("/search", *pairs)


def _names(contributors: Sequence[Any]) -> str:
    names = [one.name for one in contributors[:4]]
    return ", ".join(names) + (" and others" if len(contributors) > 4 else "")


def _pages(entry: ContentsEntry | None) -> str:
    return ranges(entry.pages).replace("-", "–") if entry and entry.pages else ""
