"""The general reader of landing pages: every carrier read into a record of its own, then combined (docs/precedence.md)."""

from __future__ import annotations

from harvester.pages.combine import combine
from harvester.pages.document import Document
from harvester.pages.dublin_core_meta import read_dublin_core
from harvester.pages.highwire import read_highwire
from harvester.pages.json_ld import read_json_ld
from harvester.pages.opengraph import read_opengraph
from harvester.pages.tags import first_of
from harvester.pages.visible import read_visible
from schemas.addresses import canonical_url
from schemas.reading import Found, Reading
from schemas.record import Record

READER = "page/1"
CARRIERS = {
    "highwire": read_highwire, "json-ld": read_json_ld, "dublin-core": read_dublin_core, "visible": read_visible, "opengraph": read_opengraph,
}  # fmt: skip
ORDER = tuple(CARRIERS)
BY_FIELD = {
    "title": ("highwire", "json-ld", "dublin-core", "visible", "opengraph"),
    "contents": ("json-ld", "visible"),
    "page_count": ("visible", "json-ld"),
    "series": ("highwire", "json-ld", "visible", "dublin-core"),
}
"""Fields whose order of carriers is not ORDER."""


def read_html(doc: Document) -> Reading:
    """Return the record of a landing page; a page without evidence of a work gives nothing, with the reason."""
    if doc.body is None:
        return Reading(kind="nothing", reader=READER, reason="an empty page")
    named = {name: record for name, read in CARRIERS.items() if (record := read(doc)) is not None}
    if reason := _no_work(doc, named):
        return Reading(kind="nothing", reader=READER, reason=reason)
    combined = combine(named, ORDER, BY_FIELD)
    said = doc.canonical or first_of(doc, "citation_abstract_html_url", "og:url") or doc.url
    url = canonical_url(said) if said.startswith("http") else None
    dois = [i.value for i in combined.record.identifiers if i.scheme == "doi"]
    found = Found(record=combined.record, found_in=combined.found_in, lost=combined.lost, key=dois[0] if len(dois) == 1 else url, url=url)
    return Reading(kind="work", reader=READER, found=(found,))


def _no_work(doc: Document, named: dict[str, Record]) -> str | None:
    """A work is known by a carrier made for works, by an identifier, a contents list, or a by-line with a date."""
    if any(named.get(c) for c in ("highwire", "dublin-core")) or (named.get("json-ld") and (named["json-ld"].type not in (None,))):
        return None if "highwire" in named or "dublin-core" in named or _bibliographic(named["json-ld"]) else "a news or web page, not a work"
    seen = named.get("visible")
    if seen and (seen.identifiers or seen.contents or (seen.contributors and seen.dates)):
        return None
    return "no metadata of a work on this page"


def _bibliographic(record: Record) -> bool:
    return record.type in ("report", "book", "chapter", "thesis", "dataset", "issue") or bool(record.identifiers or record.series)
