"""The general reader of landing pages: every carrier read into a record of its own, then combined (docs/precedence.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from harvester.pages.agreement import agreeing
from harvester.pages.citation import cited
from harvester.pages.coins import read_coins
from harvester.pages.combine import Combined, combine
from harvester.pages.contents_html import read_contents
from harvester.pages.document import Document
from harvester.pages.dublin_core_meta import read_dublin_core
from harvester.pages.evidence import is_sure, no_work
from harvester.pages.highwire import read_highwire
from harvester.pages.joining import whole_title
from harvester.pages.json_ld import read_json_ld
from harvester.pages.listing import read_listing, read_onward
from harvester.pages.microdata import read_microdata
from harvester.pages.opengraph import read_opengraph
from harvester.pages.page_language import page_language
from harvester.pages.precedence import ORDER, PRECEDENCE
from harvester.pages.series_names import fuller, is_generic
from harvester.pages.settled import fields_settled, parts_settled, with_addresses
from harvester.pages.site_publisher import site_publisher
from harvester.pages.visible import read_visible
from schemas.addresses import canonical_url
from schemas.reading import Found, Reading
from schemas.record import Link, Publisher, Record, Series, Title

READER = "page/2"
CARRIERS: dict[str, Callable[[Document], Record | None]] = {
    "highwire": read_highwire,
    "json-ld": read_json_ld,
    "dublin-core": read_dublin_core,
    "microdata": read_microdata,
    "coins": read_coins,
    "opengraph": read_opengraph,
}


def read_html(doc: Document, *, with_lost: bool = False) -> Reading:
    """Return the record of a landing page; a page without evidence of a work gives nothing, with the reason.

    `with_lost` adds the values of the carriers that did not win, which nobody asks for in a harvest.
    """
    if doc.body is None:
        return Reading(kind="nothing", reader=READER, reason="an empty page")
    named = read_carriers(doc)
    if not is_sure(named) and (listed := read_listing(doc)) and not _of_one_work(named.get("visible"), listed):
        return Reading(kind="listing", reader=READER, found=listed, onward=read_onward(doc, listed))
    combined = combine(named, PRECEDENCE, with_lost=with_lost)
    record = _one_journal(combined, named)
    if reason := no_work(doc, named, record):
        return Reading(kind="nothing", reader=READER, reason=reason)
    found_in = dict(combined.found_in)
    if record.series and is_generic(record.series[0]):
        record = msgspec.structs.replace(record, series=(_fuller(doc, record), *record.series[1:]))
    if record.publisher is None or record.publisher.name is None:
        described = any((one := named.get(name)) and one.title for name in ("highwire", "dublin-core"))
        if told := site_publisher(doc, record, described=described):
            record, found_in["publisher"] = _published(record, told[0]), told[1]
    url = own_address(doc)
    if url:
        record = msgspec.structs.replace(
            record, links=(Link(url=url, rel="landing"), *(x for x in record.links if x.url != url))
        )
        found_in.setdefault("links", "address")
    key = next((i.value for i in record.identifiers if i.scheme == "doi"), url)
    found = Found(record=record, found_in=found_in, lost=combined.lost, key=key, url=url)
    return Reading(kind="work", reader=READER, found=(found,))


def _fuller(doc: Document, record: Record) -> Series:
    bodies = [name for name in (record.publisher and record.publisher.name, doc.meta("og:site_name")) if name]
    citation = cited(doc.lines, record.title)
    return fuller(record.series[0], doc.lines, bodies, citation.imprint if citation else None)


def _published(record: Record, publisher: Publisher) -> Record:
    place = record.publisher.place if record.publisher else None
    return msgspec.structs.replace(record, publisher=msgspec.structs.replace(publisher, place=place))


def _of_one_work(visible: Record | None, listed: Sequence[Found]) -> bool:
    """Tell whether a list is about the page's own work: its items are named after the authors, or one is the citation of it."""
    if visible is None or visible.title is None or not visible.contributors:
        return False
    names = [c.name for c in visible.contributors]
    about = [item.record.title for item in listed if item.record.title]
    if sum(any(name in whole_title(title) for name in names) for title in about) * 2 > len(listed):
        return True
    title, own = whole_title(visible.title), {i.value for i in visible.identifiers if i.scheme == "doi"}
    for item in listed:
        said = item.record.title
        if said and len(title) > 15 and title in whole_title(said) and own & {i.value for i in item.record.identifiers}:
            return True
    return False


def _one_journal(combined: Combined, named: dict[str, Record]) -> Record:
    """The record without ISSNs of its journal by other carriers than the one that names the journal (they lost)."""
    record, winner = combined.record, combined.found_in.get("series")
    if winner is None or not record.series[0].issn:
        return record
    own = named[winner].identifiers
    kept = tuple(i for i in record.identifiers if i.of != "series" or i in own)
    return record if len(kept) == len(record.identifiers) else msgspec.structs.replace(record, identifiers=kept)


def read_carriers(doc: Document) -> dict[str, Record]:
    """Return the record of each carrier that the page has and that speaks of the page's work.

    The visible text is not read where the other carriers settle everything.
    """
    named = {name: record for name, read in CARRIERS.items() if (record := read(doc)) is not None}
    named = agreeing(named, ORDER)
    settled = fields_settled(doc, named)
    if settled and parts_settled(named):
        return with_addresses(doc, named)
    contents = read_contents(doc)
    visible = Record(contents=contents) if settled else read_visible(doc, _known(named), contents) or Record()
    if visible != Record():
        named = agreeing({**named, "visible": visible}, ORDER)
    if not any(r.languages for r in named.values()) and (lang := page_language(doc, named.values())):
        named["html"] = Record(languages=(lang,))
    return named


def _known(named: dict[str, Record]) -> Title | None:
    """The title of the surest carrier; OpenGraph's is a hint at most, the visible page is asked first."""
    names = [name for name in PRECEDENCE["title"] if name not in ("visible", "opengraph")]
    return next((record.title for name in names if (record := named.get(name)) and record.title), None)


def own_address(doc: Document) -> str | None:
    """Return the one spelling of the page's own address, by what the page says, else by where it was fetched."""
    said = doc.canonical or doc.meta("citation_abstract_html_url", "og:url", "dc.identifier.uri") or doc.url
    url = doc.absolute(said)
    return canonical_url(url) if url else None
