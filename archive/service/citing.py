"""How to cite a record or entry: plainly in the box of its page, in the styles of the Citation Style Language on a page of its own."""

from __future__ import annotations

import io

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.citations import Runs
from archive.service.errors import NotHere
from archive.service.links import entry_path, record_path
from archive.service.negotiation import written_formats
from archive.service.parameters import EntryKey, Key, Source
from archive.service.service import Service, service_of
from archive.service.styles import LOCALES, PLAIN
from archive.service.web import page
from schemas.citations.plain import citation
from schemas.crosswalk.wording import headed
from schemas.envelope import Held
from schemas.errors import NotFound, UsageError

COPIED = (("BibTeX", "bibtex"), ("RIS", "ris"))


class Cited(msgspec.Struct, frozen=True, kw_only=True):
    """A citation in a style: its name, what people call it, and the citation."""

    label: str
    name: str
    runs: Runs


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a record shows of citing it: the plain citation, the styles to be had, formats to be copied."""

    copied: list[tuple[str, str]]
    plain: Runs
    styles: tuple[tuple[str, str], ...]


def router() -> APIRouter:
    """Return the routes of the pages that cite."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/records/{source}/{key}/cite", of_record)
    made.add_api_route("/records/{source}/{key}/entries/{entry}/cite", of_entry)
    return made


def box(service: Service, held: Held) -> Box:
    """Return how a record or entry is cited; nothing here takes long."""
    copied = []
    for name, form in COPIED:
        out = io.BytesIO()
        if written_formats()[form].write([held], out):
            copied.append((name, out.getvalue().decode("utf-8", "replace").replace("\r\n", "\n").strip()))
    return Box(copied=copied, plain=citation(held), styles=service.styles.offered)


def of_record(request: Request, source: Source, key: Key) -> Response:
    """Cite a record in the common styles, or in that of `?style=`."""
    held = service_of(request).held(source, key)
    return _page(request, held, record_path(held.envelope.id))


def of_entry(request: Request, source: Source, key: Key, entry: EntryKey) -> Response:
    """Cite an entry."""
    found = service_of(request).entry(source, key, entry)
    if found.alone is None:
        raise NotHere("An entry without a title cannot be cited alone: cite its report.")
    return _page(request, found.alone, entry_path(found.host.envelope.id, entry))


def _page(request: Request, held: Held, path: str) -> Response:
    service, said = service_of(request), request.query_params
    name, locale = (said.get("style") or "").strip(), said.get("locale") or None
    wrong, cited = None, []
    try:
        cited = [one(service, held, name, locale)] if name else common(service, held, locale)
    except (NotFound, UsageError) as error:
        wrong = str(error)
    return page(
        request, "cite.html", status=404 if wrong else 200, title=headed(held.record.title) or "[no title]", path=path, cited=cited, wrong=wrong,
        style=name, locale=locale, locales=LOCALES, offered=service.styles.offered,
    )  # fmt: skip


def one(service: Service, held: Held, name: str, locale: str | None) -> Cited:
    """Return a citation in a style; raises NotFound, UsageError (a language without words, a style for notes only)."""
    if name == PLAIN:
        return Cited(label="Plain", name=name, runs=citation(held, locale))
    style = service.styles.style(name, locale)
    return Cited(label=style.title, name=name, runs=service.styles.cite(name, locale, {0: held})[0])


def common(service: Service, held: Held, locale: str | None) -> list[Cited]:
    """Return the plain citation and those in the common styles; raises UsageError for a language without words."""
    names = (PLAIN, *(name for name, _ in service.styles.offered))
    return [one(service, held, name, locale) for name in names]
