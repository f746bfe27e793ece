"""Highwire `citation_*` meta elements (and bepress's copy of them) to a record; other meta elements are read elsewhere.

Names: Google Scholar, Inclusion Guidelines for Webmasters, and what Zotero's Embedded Metadata translator accepts.
"""

from __future__ import annotations

import re

from harvester.pages.document import Document
from harvester.pages.facts import dates, doi_id, host, isbns, issns, page_range, people, subjects, texts, title_of
from schemas.identifiers import kept
from schemas.record import Contributor, Identifier, Link, Publisher, Record, Series
from schemas.values.languages import parse_language
from schemas.values.pages import page_count
from schemas.values.text import clean, strip_markup

NAME = "highwire"
_PREFIX = re.compile(r"^(?:bepress_|wkhealth_)?citation_(?!reference)")
_WHO = frozenset({"author", "authors", "editor", "editors", "author_institution", "author_affiliation", "author_orcid"})
_TYPES = (
    ("technical_report_number", "report"), ("technical_report_institution", "report"), ("dissertation_institution", "thesis"),
    ("dissertation_name", "thesis"), ("inbook_title", "chapter"), ("book_title", "chapter"), ("journal_title", "article"),
    ("journal_abbrev", "article"), ("conference_title", "article"), ("conference", "article"), ("arxiv_id", "article"), ("isbn", "book"),
)  # fmt: skip
Fields = dict[str, list[str]]


def read_highwire(doc: Document) -> Record | None:
    """Return what the page's citation elements say, None where it has none that names the work or its journal."""
    fields, persons = _collect(doc)
    if not (persons or fields.keys() & {"title", "doi", "journal_title"}):
        return None
    series, rest = _series(fields)
    doi = doi_id(_first(fields, "doi"))
    printed = _first(fields, "title")
    return Record(
        title=title_of(printed),
        contributors=_contributors(persons),
        dates=dates(_dates(fields)),
        publisher=_publisher(fields),
        series=series,
        identifiers=(*doi, *isbns(fields.get("isbn", ())), *rest, *_other_ids(fields)),
        pages=page_range(_first(fields, "firstpage"), _first(fields, "lastpage"), known=_known(fields)),
        page_count=page_count(_first(fields, "num_pages") or ""),
        languages=_languages(fields),
        subjects=subjects(fields.get("keywords", ()) or fields.get("keyword", ())),
        abstract=texts(_first(fields, "abstract")),
        links=_links(doc, fields),
        type=next((kind for name, kind in _TYPES if name in fields), None),
        type_as_printed=clean(_first(fields, "article_type", "type")),
    )


def _collect(doc: Document) -> tuple[Fields, list[tuple[str, str]]]:
    """The fields without their prefix; and names with what follows each (institution, ORCID), in order."""
    fields: Fields = {}
    persons: list[tuple[str, str]] = []
    for meta in doc.metas:
        if "citation_" in meta.name and (found := _PREFIX.match(meta.name)):
            name = meta.name[found.end() :]
            if name in _WHO:
                persons.append((name, meta.content))
            else:
                fields.setdefault(name, []).append(meta.content)
    return fields, persons


def _first(fields: Fields, *names: str) -> str | None:
    return next((fields[name][0] for name in names if name in fields), None)


def _contributors(persons: list[tuple[str, str]]) -> tuple[Contributor, ...]:
    found: dict[str, tuple[Contributor, list[str], list[Identifier]]] = {}
    last: str | None = None
    single = sum(what in ("author", "authors") for what, _ in persons) == 1
    for what, value in persons:
        if what.startswith(("author_", "editor_")):
            if last is None:
                continue
            if what == "author_orcid":
                orcid = kept("orcid", value)
                found[last][2].extend([orcid] if orcid else [])
            elif (place := clean(value)) and place not in found[last][1]:
                found[last][1].append(place)
            continue
        last = None
        for one in people([value], "edt" if what.startswith("editor") else "aut", split=single):
            last = one.name
            found.setdefault(last, (one, [], list(one.identifiers)))
    return tuple(
        _with(one, tuple(places), tuple(dict.fromkeys(identifiers))) if places or identifiers else one
        for one, places, identifiers in found.values()
    )


def _with(one: Contributor, places: tuple[str, ...], identifiers: tuple[Identifier, ...]) -> Contributor:
    return Contributor(
        name=one.name, family=one.family, given=one.given, suffix=one.suffix, kind=one.kind, role=one.role,
        as_printed=one.as_printed, affiliations=places, identifiers=identifiers,
    )  # fmt: skip


def _dates(fields: Fields) -> list[tuple[str, str | None]]:
    """The issue's date before the day it went online; a bare year last (it is the coarsest)."""
    issued = [
        ("issued", value)
        for name in ("publication_date", "date", "cover_date", "year")
        for value in fields.get(name, ())
    ]
    return [*issued, ("online", _first(fields, "online_date"))]


def _publisher(fields: Fields) -> Publisher | None:
    name = strip_markup(_first(fields, "publisher", "technical_report_institution", "dissertation_institution"))
    return Publisher(name=name) if name else None


def _series(fields: Fields) -> tuple[tuple[Series, ...], tuple[Identifier, ...]]:
    numbers = issns([*fields.get("issn", ()), *fields.get("eissn", ())])
    title = _first(
        fields, "journal_title", "conference_title", "conference", "inbook_title", "book_title", "journal_abbrev"
    )
    volume, issue = _first(fields, "volume"), _first(fields, "issue")
    if title is None:
        series = _first(fields, "series_title", "series", "series_name")
        return host(
            series,
            number=_first(fields, "technical_report_number", "series_number") or volume,
            issue=issue,
            issn_list=numbers,
        )
    return host(title, volume=volume, issue=issue, issn_list=numbers)


def _other_ids(fields: Fields) -> list[Identifier]:
    found = []
    for name, scheme in (
        ("pmid", "pmid"),
        ("pmcid", "pmcid"),
        ("arxiv_id", "arxiv"),
        ("technical_report_number", "report-number"),
    ):
        if (value := clean(_first(fields, name))) and (one := kept(scheme, value)):
            found.append(one)
    return found


def _known(fields: Fields) -> list[str]:
    """Where an article number in the place of a page would show again."""
    return [
        value.casefold()
        for name in ("doi", "id", "mjid", "public_url", "pii", "article_number")
        for value in fields.get(name, ())
    ]


def _languages(fields: Fields) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for value in fields.get("language", ()) if (tag := parse_language(value))))


def _links(doc: Document, fields: Fields) -> tuple[Link, ...]:
    pairs = (("pdf_url", "application/pdf"), ("fulltext_html_url", "text/html"))
    found = [(doc.absolute(value), kind) for name, kind in pairs for value in fields.get(name, ())[:1]]
    return tuple(Link(url=url, rel="fulltext", media_type=kind) for url, kind in found if url)
