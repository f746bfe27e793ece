"""The pages of a record and of its entries, each in every format; versions and provenance are in histories.py."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive import tombstones
from archive.service import negotiation
from archive.service.citing import box
from archive.service.errors import NotAcceptable
from archive.service.links import entry_path, record_path
from archive.service.parameters import EntryKey, Key, Source
from archive.service.service import of_one_moment, service_of
from archive.service.signposts import signposts
from archive.service.views import facts_of, findings_of, neighbours
from archive.service.web import base_of, page
from schemas.crosswalk.embedded import citation_tags, coins
from schemas.crosswalk.wording import headed
from schemas.envelope import Held
from schemas.formats import jsonld


def router() -> APIRouter:
    """Return the routes of records and entries."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/records/{source}/{key}", record)
    made.add_api_route("/records/{source}/{key}/entries/{entry}", entry)
    return made


@of_one_moment
def record(request: Request, source: Source, key: Key) -> Response:
    """Show a record; `?format=` or Accept give it in a format."""
    service = service_of(request)
    held = service.held(source, key)
    path = record_path(held.envelope.id)
    form = negotiation.wanted(request.query_params.get("format"), request.headers.get("accept"))
    headers = {"Link": signposts(base_of(request), path, held)}
    if form != negotiation.HTML:
        return _formatted(held, form, headers)
    store = service.store
    group = store.same.group(held.envelope.id)
    members = [one for one in group.members if one != held.envelope.id] if group else []
    hidden = tombstones.hidden(store.db, held.envelope.id)
    return page(
        request, "record.html", headers=headers, held=held, record=held.record, facts=facts_of(held.record), path=path,
        title=headed(held.record.title) or "[no title]", tags=list(citation_tags(held)), coins=coins(held),
        json_ld=jsonld.document(held), formats=negotiation.grouped(),
        findings=findings_of(held.record, service.facets.today, store.findings.waived(held.envelope.id)),
        missing=store.debts.missing_since(held.envelope.id), members=members, ties=group.ties if group else (),
        corrections=[one for one in store.corrections.listed(name=held.envelope.id) if one.entry_key not in hidden],
        versions=held.envelope.version, cited=box(service, held),
    )  # fmt: skip


@of_one_moment
def entry(request: Request, source: Source, key: Key, entry: EntryKey) -> Response:
    """Show an entry of a table of contents as a citable thing of its own."""
    service = service_of(request)
    found = service.entry(source, key, entry)
    host, part, alone = found.host, found.part, found.alone
    path = entry_path(host.envelope.id, entry)
    form = negotiation.wanted(request.query_params.get("format"), request.headers.get("accept"))
    host_path = record_path(host.envelope.id)
    headers = {"Link": signposts(base_of(request), path, alone, host_path)} if alone else {}
    if form != negotiation.HTML:
        if alone is None:
            raise NotAcceptable(
                "An entry without a title makes no record of its own: its report has it in every format."
            )
        return _formatted(alone, form, headers)
    before, after = neighbours(host.record, entry)
    return page(
        request, "entry.html", headers=headers, held=alone, host=host, part=part, path=path, host_path=host_path,
        title=part.title or "[title unknown]", host_title=headed(host.record.title) or "[no title]",
        facts=facts_of(alone.record, host.envelope.id) if alone else [], tags=list(citation_tags(alone)) if alone else [],
        coins=coins(alone) if alone else None, json_ld=jsonld.document(alone) if alone else None,
        formats=negotiation.grouped() if alone else [], before=before, after=after, cited=box(service, alone) if alone else None,
    )  # fmt: skip


def _formatted(held: Held, form: str, headers: dict[str, str]) -> Response:
    body, media_type, suffix = negotiation.written([held], form)
    named = negotiation.headers(held.envelope.id, suffix, more=headers)
    named["Last-Modified"] = _http_date(held.envelope.datestamp)
    return Response(body, media_type=media_type, headers=named)


def _http_date(datestamp: str) -> str:
    from email.utils import format_datetime

    return format_datetime(datetime.fromisoformat(datestamp).astimezone(UTC), usegmt=True)
