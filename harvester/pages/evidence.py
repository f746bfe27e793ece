"""Is the page a page of a work? Carriers made for works, identifiers and imprints are evidence; a news page has none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from harvester.pages.document import Document
from harvester.pages.labels import labelled
from harvester.pages.layout import NAV
from harvester.pages.schema_nodes import PLAIN
from harvester.pages.site_publisher import site_publisher
from schemas.record import Record

_PATHS = re.compile(
    r"/(?:[\w-]{2,30}-)?(?:publications?|publikation(?:en)?|publicacion(?:es)?|pubblicazion[ei]|publica(?:cao|coes)|reports?|papers?|(?:working|policy|discussion|"
    r"research|occasional|issue)-?(?:papers?|briefs?|reports?)|[\w%-]*berichte?|studien?|analysen|monographs?|rapports?|informes?|estudios?|etudes?)(?:-detail)?(?:/|$|\?)",
    re.I,
)


_NO_WORKS = re.compile(
    r'"@type"\s*:\s*\[?\s*"(?:JobPosting|\w*Event|Recipe|VideoObject|FAQPage|QAPage|ProfilePage|ContactPage|AboutPage|SearchResultsPage|LocalBusiness)"'
)
"""Types of schema.org that no page of a work has."""
_KICKER = re.compile(
    r"\W*(?:news|press releases?|news release|media release|events?|seminars?|webinars?|interviews?|podcasts?|blog(?: posts?)?|videos?|vacanc(?:y|ies)|jobs?|"
    r"announcements?|obituary|pressemitteilung|nachrichten|aktuelles|veranstaltung(?:en)?|termine?|actualités?|communiqué(?: de presse)?|événements?|noticias?|"
    r"nota de prensa|eventos?|notizie|comunicato stampa|nieuws|persbericht)\W*",
    re.I,
)
_OF_WORKS = frozenset({"title", "extent", "isbn", "number", "series"})
_OF_ALL = _OF_WORKS | {"authors", "editors", "issued", "publisher", "language", "type", "doi", "place", "edition"}


def is_sure(named: Mapping[str, Record]) -> bool:
    """Tell whether a page is one of a work, whatever lists it shows besides: a carrier for works, or a contents list."""
    if _highwire(named.get("highwire")) or _dublin_core(named.get("dublin-core")):
        return True
    visible = named.get("visible")
    if visible and visible.contents:
        return True
    return any(_telling(record := named.get(name)) and record and record.title for name in ("json-ld", "microdata"))


def no_work(doc: Document, named: Mapping[str, Record], record: Record) -> str | None:
    """Return why a page is none of a work, None where it is one; `record` is the combined one."""
    if record.title is None and not record.identifiers and not record.contents:
        return "no title and no identifier of a work"
    if is_sure(named) or "coins" in named:
        return None
    if any(_NO_WORKS.search(block) for block in doc.json_ld):
        return "a web page that calls itself another thing than a work (an event, a vacancy ...)"
    if _under_a_kicker(doc):
        return "a web page that is no work by the word over its title (news, an event, an interview ...)"
    if any(i.scheme in ("doi", "isbn", "arxiv", "report-number", "handle", "urn") for i in record.identifiers):
        return None
    if record.page_count or any(s.number or s.volume or s.issue for s in record.series):
        return None
    if _catalogued(doc):
        return None
    published = _called_a_publication(doc, named) or any(link.rel == "fulltext" for link in record.links)
    if published and (record.contributors or record.publisher) and record.dates:
        return None
    visible = named.get("visible")
    if record.dates and visible and visible.type_as_printed and site_publisher(doc, record, described=False):
        return None
    return "a web page without evidence of a work: no bibliographic metadata, identifier, imprint or contents list"


def _under_a_kicker(doc: Document) -> bool:
    """Tell whether the first heading stands right under a word for something that is no publication."""
    lines = doc.lines[:200]
    at = next((i for i, line in enumerate(lines) if line.place.head == 1), 0)
    return at > 0 and _KICKER.fullmatch(lines[at - 1].text) is not None and not lines[at - 1].place.flags & NAV


def _catalogued(doc: Document) -> bool:
    """A catalogue's page: three labelled values, one of them such as only works have."""
    fields = labelled(doc.lines).keys()
    return len(fields & _OF_ALL) >= 3 and bool(fields & _OF_WORKS)


def _highwire(record: Record | None) -> bool:
    """A journal's name alone stands on its front page, too."""
    return record is not None and bool(record.title or record.contributors or record.dates)


def _dublin_core(record: Record | None) -> bool:
    """A title alone is no evidence: some systems put one on every page."""
    return (
        record is not None
        and bool(record.title)
        and bool(record.contributors or record.dates or record.series or record.publisher)
    )


def _telling(record: Record | None) -> bool:
    return (
        record is not None and bool(record.type_as_printed) and (record.type_as_printed or "").casefold() not in PLAIN
    )


def _called_a_publication(doc: Document, named: Mapping[str, Record]) -> bool:
    """The page itself says that it shows a publication: over the title, in a label, or in its own address."""
    visible = named.get("visible")
    if visible and visible.type_as_printed:
        return True
    addresses = [
        doc.url,
        doc.canonical or "",
        doc.meta("og:url") or "",
        *(link.url for r in named.values() for link in r.links if link.rel == "landing"),
    ]
    return any(_PATHS.search(url) for url in addresses if url.startswith("http"))
