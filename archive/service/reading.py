"""Reading lists as pages: which there are, and one with its sections, citations, pages to read and notes for students."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive import heads
from archive.citations import Runs, of_list
from archive.latest import latest
from archive.lists import ListRow, Shown
from archive.service import list_formats, negotiation
from archive.service.errors import NotHere, NotYet
from archive.service.feeds import ATOM, MOST, Item, items_of
from archive.service.links import asked, entry_path, list_path, record_path
from archive.service.operations import changes_told
from archive.service.outgoing import entry_of
from archive.service.parameters import ListName
from archive.service.service import Service, of_one_moment, service_of
from archive.service.signposts import header
from archive.service.styles import LOCALES, PLAIN
from archive.service.web import base_of, page, xml
from schemas.crosswalk.embedded import coins
from schemas.crosswalk.uris import web
from schemas.envelope import Held
from schemas.errors import NotFound, UsageError
from schemas.lists import linked
from schemas.lists.wording import WORDS, counted, days, language_of, to_be_read, total


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One item as the page shows it; `path` is its page, `whole` that of the report of a chapter, `text` its full text."""

    cited: Runs
    coins: str | None
    importance: str | None
    note: list[str]
    pages: str
    path: str | None
    text: str | None
    whole: str | None


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One section as the page shows it: when, how many pages, its items."""

    facts: list[str]
    readings: list[Reading]
    title: str | None


def router() -> APIRouter:
    """Return the routes of reading lists."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/lists", lists)
    made.add_api_route("/lists/{name}", one)
    made.add_api_route("/lists/{name}/changes.atom", feed)
    return made


def lists(request: Request) -> Response:
    """Show which lists there are."""
    return page(request, "lists.html", rows=service_of(request).store.lists.all())


@of_one_moment
def one(request: Request, name: ListName) -> Response:
    """Show a list; `?format=` or Accept give it in a format, `?style=` and `?locale=` its citations in a style."""
    service, said = service_of(request), request.query_params
    row, shown = listed(service, name)
    form = negotiation.wanted(said.get("format"), request.headers.get("accept"), kinds=list_formats.kinds())
    style, locale, wrong = (said.get("style") or "").strip(), said.get("locale") or None, None
    try:
        cited = citations(service, shown, style, locale)
    except (NotFound, UsageError) as error:
        if form != negotiation.HTML:
            raise
        wrong, cited = str(error), citations(service, shown, PLAIN, None)
    paths = paths_of(service, shown)
    if form != negotiation.HTML:
        return formatted(request, row, shown, form, cited, paths)
    base, language = base_of(request), language_of(shown.list, locale)
    urls = {number: base + path for number, (path, _) in paths.items()}
    every = list(shown.list.items())
    fleeting = {"Cache-Control": "no-store"} if cited.later else {}
    return page(
        request, "list.html", headers=_headers(request, row, paths) | fleeting, row=row, list=shown.list, path=list_path(name), wrong=wrong,
        words=WORDS[language], language=language, facts=[counted(len(every), language), total(every, shown.held, language)],
        parts=parts_of(shown, cited.runs, paths, language), formats=list_formats.grouped(), kinds=list_formats.kinds(), offered=service.styles.offered, locales=LOCALES,
        style=style, locale=locale, cited=cited, json_ld=linked.document(shown.list, shown.held, base + list_path(name), urls, row.changed),
    )  # fmt: skip


class Citations(msgspec.Struct, frozen=True, kw_only=True):
    """The citations of a list by the numbers of its items, the title of their style, and how many are plain for want of time."""

    later: int = 0
    runs: dict[int, Runs]
    style: str | None = None


def listed(service: Service, name: str) -> tuple[ListRow, Shown]:
    """Return a list as it may go out; raises NotHere."""
    try:
        shown = service.store.lists.shown(name)
        (row,) = service.store.lists.all(name)
    except (NotFound, ValueError) as error:
        raise NotHere("There is no reading list of this name.") from error
    return row, list_formats.public(service, shown)


def citations(service: Service, shown: Shown, style: str, locale: str | None) -> Citations:
    """Return the citations of a list, plain or in a style; raises NotFound and UsageError for one that there is not."""
    language = locale or shown.list.about.language
    plain = of_list(shown, language)
    if style in ("", PLAIN):
        return Citations(runs=plain)
    missing: set[int] = set()

    def styled(records: Mapping[int, Held]) -> dict[int, Runs]:
        made = service.styles.cite(style, language, records)
        missing.update(records.keys() - made.keys())
        return {number: made.get(number, plain[number]) for number in records}

    runs = of_list(shown, language, styled)
    return Citations(later=len(missing), runs=runs, style=service.styles.style(style, language).title)


def paths_of(service: Service, shown: Shown) -> dict[int, tuple[str, str | None]]:
    """Return the pages of items by their numbers, those that there are: of the record or entry, and of the whole of an entry."""
    names = sorted({record for record, _ in shown.parts.values()})
    live = {held.envelope.id: held.record for held in heads.named(service.store.db, names)} if names else {}
    found: dict[int, tuple[str, str | None]] = {}
    for number, (record, key) in shown.parts.items():
        if record not in live or shown.held[number].record.deleted:
            continue
        if key is None:
            found[number] = (record_path(record), None)
        elif entry_of(live[record], key) is not None:
            found[number] = (entry_path(record, key), record_path(record))
    return found


def parts_of(
    shown: Shown, cited: Mapping[int, Runs], paths: Mapping[int, tuple[str, str | None]], language: str
) -> list[Part]:
    """Return the sections of a list as its page shows them."""
    made = []
    for section in shown.list.sections:
        readings = []
        for item in section.items:
            held, (path, whole) = shown.held[item.number], paths.get(item.number, (None, None))
            texts = (web(link.url) for link in held.record.links if link.rel == "fulltext")
            readings.append(
                Reading(
                    cited=cited[item.number], coins=None if held.record.deleted else coins(held), importance=item.importance,
                    note=[line for line in (item.note or "").splitlines() if line.strip()], pages=to_be_read(item, language),
                    path=path, text=next((text for text in texts if text), None), whole=whole,
                )
            )  # fmt: skip
        facts = [days(section, language), total(section.items, shown.held, language) if section.title else ""]
        made.append(Part(facts=[fact for fact in facts if fact], readings=readings, title=section.title))
    return made


def formatted(
    request: Request,
    row: ListRow,
    shown: Shown,
    form: str,
    cited: Citations,
    paths: Mapping[int, tuple[str, str | None]],
) -> Response:
    """Return a list in a format; raises NotYet where its citations are still being made."""
    if cited.later:
        raise NotYet("The citations of this list are being made in this style: ask again in some seconds.")
    urls = {number: base_of(request) + path for number, (path, _) in paths.items()}
    made = list_formats.Public(shown=shown, urls=urls)
    body, media_type, suffix = list_formats.written(made, form, cited.runs, cited.style)
    headers = negotiation.headers(row.name, suffix, more=_headers(request, row, paths))
    if media_type == "text/html":  # it has a style of its own, which no page of the service may have
        headers["Content-Disposition"] = headers["Content-Disposition"].replace("inline", "attachment", 1)
    return Response(body, media_type=media_type, headers=headers)


def _headers(request: Request, row: ListRow, paths: Mapping[int, tuple[str, str | None]]) -> dict[str, str]:
    base, path, kinds = base_of(request), list_path(row.name), list_formats.kinds()
    links: list[tuple[str, str, str | None]] = [
        (base + path, "cite-as", None),
        ("https://schema.org/CollectionPage", "type", None),
    ]
    links += [
        (base + asked(path, ("format", form)), "describedby", kinds[form])
        for form in ("json", "ris", "csl", "bibtex", "csv")
    ]
    links += [(base + item, "item", "text/html") for item, _ in paths.values()]
    changed = format_datetime(datetime.fromisoformat(row.changed).astimezone(UTC), usegmt=True)
    return {"Last-Modified": changed, "Link": header(links)}


def feed(request: Request, name: ListName) -> Response:
    """Give as Atom what changed of the records on a list, and the list itself."""
    service = service_of(request)
    row, shown = listed(service, name)
    path = list_path(row.name)
    items = items_of(changes_told(service, latest(service.store.db, MOST, reading=row.name)))
    items.append(
        Item(kind="list", name=f"tag:tocsin,2026:{path}", path=path, summary="The list was changed.", title=shown.list.title, updated=row.changed)
    )  # fmt: skip
    items.sort(key=lambda one: one.updated, reverse=True)
    return xml(
        request, "feed.xml", ATOM, title=f"{service.settings.title}: {shown.list.title}", path=f"{path}/changes.atom", shown=path,
        items=items, updated=items[0].updated,
    )  # fmt: skip
