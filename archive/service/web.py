"""Templates and the answers made of them: what stands in every page, and how harvested text is kept harmless there."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata, resources
from typing import Any

import jinja2
import msgspec
from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup, escape

from archive.service import links
from archive.service.service import service_of
from archive.service.settings import Settings
from schemas.citations.runs import as_html
from schemas.crosswalk.uris import web
from schemas.crosswalk.wording import headed, ranges
from schemas.formats import formats
from schemas.values.languages import parse_language

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, and those that turn the direction of all that follows: no page and no feed may hold one."""
_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
ROLES = {
    "edt": "editor", "edc": "editor", "trl": "translator", "ctb": "contributor", "ill": "illustrator", "pbl": "publisher", "fnd": "funder",
    "spn": "sponsor", "isb": "issuing body", "com": "compiler", "aui": "introduction", "ths": "thesis advisor",
}  # fmt: skip
"""Relator codes as a page words them; others stand as they are."""
Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Formats as a page offers them: groups with name and label (negotiation.grouped)."""
STATIC = ("tocsin.css", "tocsin.js", "tocsin.svg")


def environment(settings: Settings) -> jinja2.Environment:
    """Return the templates with what they may call; everything is escaped, and what is undefined raises."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("archive.service", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined, finalize=harmless, auto_reload=False,
    )  # fmt: skip
    root = root_of(settings)
    made.globals |= {
        "url": lambda path: root + path, "asked": lambda path, **pairs: root + links.asked(path, *pairs.items()),
        "static": lambda name: f"{root}/static/{name}?v={digest_of(name)}", "site": settings.title,
        "contact": settings.contact, "version": metadata.version("tocsin"), "roles": ROLES,
        "media_types": _media_types(), "alternates": lambda path, groups: alternates(root + path, groups),
        "links_to": lambda path, names: downloads(root + path, names),
    }  # fmt: skip
    made.filters |= {
        "web": lambda text: web(text) if text else None, "identifier_url": links.identifier_url, "spoken": links.spoken,
        "record_path": lambda name: root + links.record_path(name), "segment": links.segment, "headed": headed,
        "list_path": lambda name: root + links.list_path(name), "entry_path": lambda name, key: root + links.entry_path(name, key), "ranges": ranges, "count": counted,
        "in_script": in_script, "language": lambda tag: parse_language(tag or "") or "", "cited": lambda runs: Markup(as_html(runs, classed=True)), "day": lambda text: (text or "")[:10], "direction": direction,
    }  # fmt: skip
    return made


def alternates(address: str, groups: Groups) -> Markup:
    """Return what the head of a page says of the formats at an address: made here, because it is much of what a page prints."""
    before, where = '<link rel="alternate" type="', escape(address)
    return Markup("".join([f"{before}{_kind(n)}\" href=\"{where}{_alternate(n, label)}" for _, names in groups for n, label in names]))  # fmt: skip


def downloads(address: str, names: Sequence[tuple[str, str]]) -> Markup:
    """Return the links to formats at an address, a space between them."""
    where = escape(address)
    return Markup(" ".join([f'<a href="{where}{_download(name, label)}' for name, label in names]))


@lru_cache(maxsize=64)
def _kind(name: str) -> str:
    return escape(_media_types().get(name, "application/octet-stream"))


@lru_cache(maxsize=64)
def _alternate(name: str, label: str) -> str:
    return Markup('?{}" title="{}">\n').format(links.pair("format", name), label)


@lru_cache(maxsize=64)
def _download(name: str, label: str) -> str:
    return Markup('?{}" download>{}</a>').format(links.pair("format", name), label)


@lru_cache(maxsize=1)
def _media_types() -> dict[str, str]:
    return {name: module.MEDIA_TYPE for name, module in formats().items()}


def root_of(settings: Settings) -> str:
    """Return the path under which the service is reached from outside, without a final slash."""
    return "/" + path.strip("/") if (path := (settings.base_url or "").partition("://")[2].partition("/")[2]) else ""


def base_of(request: Request) -> str:
    """Return the address of the service for absolute links, without a final slash."""
    settings = service_of(request).settings
    if settings.base_url:
        return settings.base_url.rstrip("/")
    return f"{request.url.scheme}://{request.url.netloc}"


def harmless(value: Any) -> Any:
    """Return what a template prints without characters that a page may not hold; nothing for None."""
    if type(value) is str:  # nearly always, and this is asked for all that is printed
        return value if value.isprintable() else _UNSEEN.sub("", value)
    if value is None:
        return ""
    if isinstance(value, Markup):
        return value if value.isprintable() else Markup(_UNSEEN.sub("", value))
    return plain(value) if isinstance(value, str) else value


def plain(text: str) -> str:
    """Return text without characters that neither a page nor XML may hold."""
    return _UNSEEN.sub("", text)


def in_script(value: Any) -> Markup:
    """Return a value as JSON that may stand within a script element."""
    return Markup(msgspec.json.encode(value).decode("utf-8", "replace").translate(_IN_SCRIPT))


def counted(number: int, word: str, words: str | None = None) -> str:
    """Return `1 record`, `2,000 records`."""
    return f"{number:,} {word if number == 1 else words or word + 's'}"


def direction(text: str | None) -> str:
    """Return rtl for text whose first letter is of such a script, else ltr."""
    for one in text or "":
        kind = unicodedata.bidirectional(one)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def page(
    request: Request, template: str, *, status: int = 200, headers: dict[str, str] | None = None, **said: Any
) -> Response:
    """Return a page made of a template."""
    state = request.app.state
    text = state.templates.get_template(template).render(
        here=request.url.path, base=base_of(request), query=said.pop("query", ""), **said
    )
    return HTMLResponse(text, status_code=status, headers={"Vary": "Accept", **(headers or {})})


def xml(request: Request, template: str, media_type: str, **said: Any) -> Response:
    """Return an XML document made of a template."""
    text = request.app.state.templates.get_template(template).render(base=base_of(request), **said)
    return Response(text.encode("utf-8", "replace"), media_type=f"{media_type}; charset=utf-8")


@lru_cache(maxsize=16)
def static_file(name: str) -> bytes:
    """Return the bytes of a file beside the templates."""
    return (resources.files("archive.service") / "static" / name).read_bytes()


@lru_cache(maxsize=16)
def digest_of(name: str) -> str:
    """Return what changes with a file's bytes, so that it may be kept for ever under its address."""
    return hashlib.sha256(static_file(name)).hexdigest()[:12]
