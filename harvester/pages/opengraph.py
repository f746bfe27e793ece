"""OpenGraph and the plain meta elements of HTML (author, description, date) to a record: the last resort.

og:type is "article" for everything and gives no type; what og:site_name repeats is cut from the title.
"""

from __future__ import annotations

import re

from harvester.pages.document import Document
from harvester.pages.facts import dates, doi_id, is_doi, isbns, people, texts, title_of
from harvester.pages.site_name import without_site_name
from schemas.record import Contributor, Identifier, Record
from schemas.values.names import looks_like_name
from schemas.values.text import clean

NAME = "opengraph"
_MIDNIGHT = re.compile(r"(\d{4}-\d\d)-\d\dT(?:19|2[0-3]):(?:00|30)(?::00(?:\.0+)?)?(?:Z|\+00:?00)$")
_TYPES = {"book": "book", "books.book": "book"}


def read_opengraph(doc: Document) -> Record | None:
    """Return what OpenGraph and the plain meta elements say, None where they name no title."""
    printed = clean(doc.meta("og:title", "og-title", "twitter:title", "title"))
    title = title_of(without_site_name(printed, doc)) if printed else None
    authors = _authors(doc)
    if title is None and not authors:
        return None
    published = doc.meta(
        "article:published_time",
        "og:article:published_time",
        "date",
        "dc.date.issued",
        "publication_date",
        "publish_date",
    )
    book = doc.meta("book:isbn", "books:isbn")
    return Record(
        title=title,
        contributors=authors,
        dates=dates(
            [("issued", _local(published)), ("modified", doc.meta("article:modified_time", "og:updated_time"))]
        ),
        identifiers=(*isbns([book] if book else []), *_dois(doc)),
        abstract=texts(doc.meta("og:description", "og-description", "description")),
        type=_TYPES.get((doc.meta("og:type") or "").casefold()),
    )


def _authors(doc: Document) -> tuple[Contributor, ...]:
    """Only names of persons: these elements name the site, the office or an account as often as an author."""
    names = [m.content for m in doc.metas if m.name in ("author", "article:author", "book:author")]
    return tuple(one for one in people(names, split=True) if looks_like_name(one.name) and one.kind != "organisation")


def _local(printed: str | None) -> str | None:
    """A time in UTC that is midnight somewhere east of Greenwich names the day before: only its month is certain."""
    if printed and (found := _MIDNIGHT.match(printed.strip())):
        return found[1]
    return printed


def _dois(doc: Document) -> tuple[Identifier, ...]:
    """A DOI as such, or as the page's own address."""
    for value in (doc.meta("doi"), doc.canonical, doc.meta("og:url")):
        if value and is_doi(value):
            return doi_id(value)
    return ()
