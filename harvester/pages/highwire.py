"""Highwire citation_* tags to a record: the best single carrier of a landing page."""

from __future__ import annotations

import re

from harvester.pages.document import Document
from harvester.pages.tags import all_of, first_of
from schemas.identifiers import doi, kept
from schemas.record import Contributor, Identifier, Link, Pages, Publisher, Record, Series, Subject, Text
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import parse_name, split_names
from schemas.values.pages import parse_pages
from schemas.values.text import split_title

_REPORT = ("citation_technical_report_institution", "citation_technical_report_number")


def read_highwire(doc: Document) -> Record | None:
    """Return what the citation_* tags say, None where the page has no citation_title."""
    title = first_of(doc, "citation_title")
    if not title:
        return None
    printed = first_of(doc, "citation_publication_date", "citation_date", "citation_cover_date", "citation_year", "citation_online_date")
    issn_of = next((i.value for v in all_of(doc, "citation_issn") for part in v.split() if (i := kept("issn", part)) and i.scheme == "issn"), None)
    publisher = first_of(doc, "citation_technical_report_institution", "citation_publisher")
    return Record(
        type=_type(doc), title=split_title(title), contributors=_names(doc), dates=(parse_date(printed),) if printed else (),
        publisher=Publisher(name=publisher) if publisher else None, series=_series(doc, issn_of), identifiers=_identifiers(doc),
        pages=_pages(doc), languages=tuple(t for v in all_of(doc, "citation_language") if (t := parse_language(v))),
        subjects=tuple(Subject(term=t.strip()) for v in all_of(doc, "citation_keywords") for t in v.split(";") if t.strip()),
        abstract=tuple(Text(text=v) for v in all_of(doc, "citation_abstract")[:1]),
        links=tuple(Link(url=v, rel="fulltext", media_type="application/pdf") for v in all_of(doc, "citation_pdf_url") if v.startswith("http")),
    )  # fmt: skip


def _type(doc: Document) -> str | None:
    if first_of(doc, *_REPORT):
        return "report"
    if first_of(doc, "citation_dissertation_institution"):
        return "thesis"
    if first_of(doc, "citation_journal_title", "citation_conference_title", "citation_conference"):
        return "article"
    return "chapter" if first_of(doc, "citation_inbook_title", "citation_book_title") else "book" if first_of(doc, "citation_isbn") else None


def _names(doc: Document) -> tuple[Contributor, ...]:
    authors = all_of(doc, "citation_author", "citation_authors")
    names = [name for value in authors for name in (split_names(value) if ";" in value or " and " in value else (value,))]
    editors = [name for value in all_of(doc, "citation_editor") for name in split_names(value)]
    return tuple(parse_name(n) for n in names) + tuple(parse_name(n, "edt") for n in editors)


def _series(doc: Document, issn: str | None) -> tuple[Series, ...]:
    title = first_of(doc, "citation_journal_title", "citation_series_title", "citation_conference_title", "citation_inbook_title", "citation_book_title")
    volume, issue = first_of(doc, "citation_volume"), first_of(doc, "citation_issue")
    number = (volume or "") + (f"({issue})" if issue else "") or first_of(doc, "citation_technical_report_number")
    if not (title or number):
        return ()
    return (Series(title=title, number=number or None, volume=volume, issue=issue, issn=issn),)


def _identifiers(doc: Document) -> tuple[Identifier, ...]:
    found = [Identifier(scheme="doi", value=d) for v in all_of(doc, "citation_doi") if (d := doi(v))]
    found += [i for v in all_of(doc, "citation_isbn") if (i := kept("isbn", v))]
    found += [i for v in all_of(doc, "citation_issn", "citation_eissn") for part in re.split(r"[\s;,]+", v) if (i := kept("issn", part))]
    return tuple({(i.scheme, i.value): i for i in found}.values())


def _pages(doc: Document) -> tuple[Pages, ...]:
    """A whole range may stand in citation_firstpage; a number of five digits alone is an article's number."""
    first, last = first_of(doc, "citation_firstpage", "citation_first_page"), first_of(doc, "citation_lastpage", "citation_last_page")
    if not first:
        return ()
    if parsed := parse_pages(first):
        if parsed[0].last:
            return parsed
        return parse_pages(f"{first}-{last}") if last else ()
    return ()
