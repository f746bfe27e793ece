"""JSTOR pages, as text or HTML: what they are recognised by, the stable id, the reading; the layouts are read in jstor_text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

import msgspec

from harvester.pages.document import Document
from harvester.pages.jstor_text import TYPES, read_text
from schemas.addresses import canonical_url, source_of
from schemas.capture import Capture
from schemas.identifiers import jstor
from schemas.reading import Found, Reading
from schemas.record import ContentsEntry, Identifier, Link, Record

READER = "jstor/2"
_FURNITURE = re.compile(
    r"^[^\w\n]{0,12}(?:skip to main content|have library access\?.*|jstor home|cite this item|jstor is part of ithaka.*|explore jstor|search jstor|"
    r"this is a preview page.*|.*\bjstor®?, the jstor logo\b.*)[^\w\n]{0,12}$",
    re.I | re.M,
)
_WORK = re.compile(
    r"^[^\w\n]{0,12}(?:copyright date[^\S\n]*:|(?:table of contents|journal article)[^\w\n]{0,12}$|stable url[^\S\n]*:|(?:title history|all issues)[^\w\n]{0,12}$)",
    re.I | re.M,
)
_STABLE = re.compile(
    r"jstor\.org/stable/(?:pdf/)?(?P<id>(?:10\.\d{4,9}/)?[^\s?#<>\"'|]+?)(?:\.pdf)?(?=[\s?#<>\"'|,;)\]]|$)", re.I
)


def is_jstor(text: str) -> bool:
    """Tell whether a page text is that of a JSTOR page: two of its own lines, one of them such as only a work has."""
    text = text.replace("\u00a0", " ")
    return _WORK.search(text) is not None and _FURNITURE.search(text) is not None


def is_jstor_page(doc: Document) -> bool:
    """Tell whether an HTML page is one of JSTOR: by its address, or by what it says where it was saved."""
    said = [doc.url, doc.canonical or "", doc.meta("og:url") or ""]
    return (
        any("jstor" in url.lower() and source_of(url) == "jstor" for url in said)
        or (doc.meta("og:site_name") or "").strip() == "JSTOR"
    )


def read_jstor(capture: Capture, text: str) -> Reading:
    """Return the report, book or journal that a JSTOR page text shows; entry titles that the text lost stay unknown."""
    record, found_in = read_text(text)
    if record.title is None and not record.contents and not record.contributors:
        return Reading(kind="nothing", reader=READER, reason="a JSTOR page without a work")
    said = stable_id(text.partition("Table of Contents")[0].partition("TABLE OF CONTENTS")[0])
    return _reading(capture, record, found_in, said)


def as_jstor(capture: Capture, reading: Reading) -> Reading:
    """Return the general reading of a JSTOR page saved as HTML with its stable ids: of the work and of its parts."""
    if len(reading.found) != 1:
        return reading
    found = reading.found[0]
    entries = tuple(_with_id(e) for e in found.record.contents)
    kind = TYPES.get((found.record.type_as_printed or "").casefold(), found.record.type)
    record = msgspec.structs.replace(found.record, contents=entries, type=kind)
    where = dict(found.found_in) | ({"type": found.found_in.get("type_as_printed", "visible")} if kind else {})
    addresses = [found.url or "", *[i.value for i in record.identifiers if i.scheme == "doi"]]
    said = next((value for a in addresses if (value := stable_id(a))), None)
    return _reading(capture, record, where, said, found)


def _reading(
    capture: Capture, record: Record, found_in: Mapping[str, str], said: str | None, found: Found | None = None
) -> Reading:
    key = stable_id(capture.url) or said or _named(capture.url)
    url = f"https://www.jstor.org/stable/{key}" if key else None
    if key and url:
        ids = () if record.type == "journal" else (Identifier(scheme="jstor", value=key),)
        record = msgspec.structs.replace(
            record,
            identifiers=_joined(ids, record.identifiers),
            links=record.links or (Link(url=url, rel="landing"),),
        )
    if key:
        found_in = {"identifiers": "address", "links": "address", **found_in}
    fields = {
        "found_in": found_in,
        "key": key or (found.key if found else None),
        "record": record,
        "source": "jstor",
        "url": url,
    }
    made = msgspec.structs.replace(found, **fields) if found else Found(**fields)  # type: ignore[arg-type]
    return Reading(kind="work", reader=READER, found=(made,))


def _joined(*lists: Iterable[Identifier]) -> tuple[Identifier, ...]:
    joined = {(i.scheme, i.value): i for ids in reversed(lists) for i in reversed(tuple(ids))}
    return tuple(reversed(joined.values()))


def stable_id(text: str) -> str | None:
    """Return the stable id in a JSTOR address (resrep06942, j.ctt24hdz7, 10.5149/9781469671048_kretz), None without one."""
    match = _STABLE.search(unquote(text) if "%2" in text else text)
    return jstor(re.sub(r"^10\.2307/", "", match["id"].strip(").,;"))) if match else None


def _named(url: str) -> str | None:
    """The id in the name of a saved file: `jstor-resrep06942.txt`, `resrep06942.html`."""
    parts = urlsplit(url)
    if parts.scheme not in ("file", ""):
        return None
    stem = unquote(parts.path).rsplit("/", 1)[-1].rsplit(".", 1)[0]
    bare = re.sub(r"^jstor[-_.\s]+", "", stem, flags=re.I)
    return jstor(bare) if bare != stem or re.match(r"resrep\d|jj?\.", bare) else None


def _with_id(entry: ContentsEntry) -> ContentsEntry:
    stable = stable_id(entry.url or "")
    ids = (Identifier(scheme="jstor", value=stable),) if stable else ()
    inner = tuple(_with_id(e) for e in entry.entries)
    url = canonical_url(entry.url) if entry.url and source_of(entry.url) == "jstor" else entry.url
    return msgspec.structs.replace(entry, identifiers=_joined(ids, entry.identifiers), entries=inner, url=url)
