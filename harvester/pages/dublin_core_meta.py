"""Dublin Core meta elements in all their spellings, with the PRISM and EPrints ones that stand beside them, to a record.

Spellings: DCMI "Expressing Dublin Core metadata using HTML" (2008): DC.x, DCTERMS.x, and dc:x, DC.x.qualifier as met.
"""

from __future__ import annotations

import re

from harvester.pages.document import Document
from harvester.pages.facts import (
    dates,
    doi_id,
    host,
    is_doi,
    isbns,
    issns,
    page_range,
    people,
    subjects,
    texts,
    title_of,
)
from schemas.identifiers import handle, kept
from schemas.record import Contributor, Identifier, Publisher, Record, Rights, Series
from schemas.values.languages import parse_language
from schemas.values.pages import page_count
from schemas.values.text import clean, fold, strip_markup

NAME = "dublin-core"
_DC = re.compile(r"^(?:dc|dcterms?|dct)[.:_](?P<element>[a-z]+)(?:[.:_](?P<qualifier>[\w.]+))?$")
_REFINED = {
    "issued": ("date", "issued"), "created": ("date", "created"), "modified": ("date", "modified"), "available": ("date", "available"),
    "datesubmitted": ("date", "submitted"), "dateaccepted": ("date", "accepted"), "datecopyrighted": ("date", "copyrighted"),
    "data": ("date", ""), "abstract": ("description", "abstract"), "ispartof": ("relation", "ispartof"), "license": ("rights", "license"),
    "alternative": ("title", "alternative"), "bibliographiccitation": ("identifier", "citation"), "extent": ("format", "extent"),
    "medium": ("format", ""), "keywords": ("subject", ""), "author": ("creator", ""), "editor": ("contributor", "editor"), "references": ("relation", "references"),
}  # fmt: skip
"""Element refinements used as elements of their own (DCTERMS), and misspellings met, as element and qualifier."""
_KINDS = {
    "": "issued", "issued": "issued", "published": "issued", "available": "online", "created": "created", "modified": "modified",
    "updated": "modified", "submitted": "submitted", "datesubmitted": "submitted", "accepted": "accepted", "copyrighted": "copyright",
}  # fmt: skip
_PRISM = {
    "publicationname": "journal", "volume": "volume", "number": "issue", "issn": "issn", "eissn": "issn", "isbn": "isbn", "doi": "doi",
    "startingpage": "first", "endingpage": "last", "publicationdate": "published", "coverdate": "published", "copyright": "copyright",
}  # fmt: skip
_EPRINTS = {
    "title": "title", "creators_name": "creator", "editors_name": "editor", "abstract": "abstract", "date": "date:", "publisher": "publisher",
    "publication": "journal", "series": "journal", "volume": "volume", "number": "issue", "issn": "issn", "isbn": "isbn", "pagerange": "first",
    "type": "type", "id_number": "doi", "pages": "extent", "keywords": "subject", "language": "language",
}  # fmt: skip
_TYPES = (
    (re.compile(r"report|working ?paper|tech(?:nical)?[ _-]?report|policy", re.I), "report"), (re.compile(r"thes[ie]s|dissertation", re.I), "thesis"),
    (re.compile(r"book ?(?:part|section|chapter)|chapter|inbook", re.I), "chapter"), (re.compile(r"proceeding|conference", re.I), "article"),
    (re.compile(r"dataset", re.I), "dataset"), (re.compile(r"billet|blog|post\b", re.I), "post"), (re.compile(r"\bbook|monograph", re.I), "book"),
    (re.compile(r"article|paper|journal|review|serial", re.I), "article"),
)  # fmt: skip
_BARE_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
Fields = dict[str, list[str]]
_STRUCTURED = re.compile(
    r"^(?:[^;=]+=[^;]*;\s*)*(?:corporateName|personalName|organisationName|name)\s*=\s*([^;]+)", re.I
)
"""A name among labelled components, as the metadata standards of some governments write it (DCSV)."""


def read_dublin_core(doc: Document) -> Record | None:
    """Return what the page's Dublin Core, PRISM and EPrints elements say, None where there are none that count."""
    fields = _collect(doc)
    if not (fields.keys() & {"title", "creator", "contributor", "doi", "identifier", "journal"}):
        return None
    series, rest = _series(fields)
    contributors = _contributors(fields)
    lang = _language(fields)
    return Record(
        title=title_of(_without_names(_first(fields, "title"), contributors)),
        alternative_titles=tuple(t for value in fields.get("title:alternative", ()) if (t := title_of(value))),
        contributors=contributors,
        dates=dates(_dates(fields)),
        publisher=Publisher(name=name) if (name := strip_markup(_first(fields, "publisher"))) else None,
        series=series,
        identifiers=(*_identifiers(fields), *isbns(fields.get("isbn", ())), *rest),
        pages=page_range(
            _first(fields, "first"), _first(fields, "last"), known=[v.casefold() for v in fields.get("doi", ())]
        ),
        page_count=page_count(_first(fields, "extent") or ""),
        languages=(lang,) if lang else (),
        subjects=subjects(fields.get("subject", ())),
        abstract=texts(
            _first(fields, "description:abstract") or _first(fields, "abstract") or _first(fields, "description"), lang
        ),
        rights=_rights(fields),
        type=_type(fields),
        type_as_printed=clean(_first(fields, "type")),
    )


def _collect(doc: Document) -> Fields:
    fields: Fields = {}
    for meta in doc.metas:
        name = meta.name
        if name[:2] == "dc" and (found := _DC.match(name)):
            element, qualifier = found["element"], found["qualifier"] or ""
            if element in _REFINED:
                element, qualifier = _REFINED[element]
            key = _key(element, qualifier)
        elif name.startswith("prism."):
            key = _PRISM.get(name[6:], "")
        elif name.startswith("eprints."):
            key = _EPRINTS.get(name[8:], "")
        else:
            continue
        if key:
            content = meta.content
            if "ame=" in content and (named := _STRUCTURED.search(content)):
                content = named[1]
            fields.setdefault(key, []).append(content)
    return fields


def _key(element: str, qualifier: str) -> str:
    """One name for an element with its qualifier; qualifiers that say nothing about the value are left out."""
    if element == "date":
        return f"date:{qualifier}"
    if element == "source" and qualifier == "issn":
        return "issn"
    if element == "identifier" and qualifier in ("doi", "isbn", "issn"):
        return qualifier
    if element == "identifier" and qualifier == "pagenumber":
        return "first"
    if element == "format" and qualifier == "extent":
        return "extent"
    if element == "citation":
        return {
            "volume": "volume",
            "issue": "issue",
            "spage": "first",
            "epage": "last",
            "firstpage": "first",
            "lastpage": "last",
        }.get(qualifier, "")
    if element == "source" and qualifier in ("volume", "issue"):
        return qualifier
    if qualifier in (
        "alternative",
        "abstract",
        "ispartof",
        "license",
        "editor",
        "citation",
        "uri",
        "articletype",
        "references",
    ):
        return f"{element}:{qualifier}"
    return element


def _first(fields: Fields, name: str) -> str | None:
    return next(iter(fields.get(name, ())), None)


def _without_names(printed: str | None, contributors: tuple[Contributor, ...]) -> str | None:
    """A title in library punctuation ends in " / " and the names of its authors (ISBD 1.4)."""
    head, slash, names = (printed or "").rpartition(" / ")
    if slash and any(set(fold(c.name).split()) & set(fold(names).split()) for c in contributors):
        return head
    return printed


def _contributors(fields: Fields) -> tuple[Contributor, ...]:
    """Creators are authors; contributors are so only where there is no creator (eLife and bioRxiv give none)."""
    creators, others = fields.get("creator", ()), fields.get("contributor", ())
    editors = people([*fields.get("editor", ()), *fields.get("contributor:editor", ())], "edt")
    if creators:
        authors = people(creators, split=len(creators) == 1)
        known = {a.name for a in authors}
        return (*authors, *editors, *(c for c in people(others, "ctb") if c.name not in known))
    return (*people(others, split=len(others) == 1), *editors)


def _dates(fields: Fields) -> list[tuple[str, str | None]]:
    """A qualified date of issue before a plain one, which may be the day the work went online."""
    kinds = {"issued": "issued"} | _KINDS
    found = [(kind, value) for name, kind in kinds.items() for value in fields.get(f"date:{name}", ())]
    return [*found, *(("issued", value) for value in fields.get("published", ()))]


def _series(fields: Fields) -> tuple[tuple[Series, ...], tuple[Identifier, ...]]:
    title = _first(fields, "journal") or next((v for v in fields.get("relation:ispartof", ()) if "://" not in v), None)
    if title is None and ("issn" in fields or "volume" in fields):
        title = next((v for v in fields.get("source", ()) if "://" not in v), None)
    return host(
        title, volume=_first(fields, "volume"), issue=_first(fields, "issue"), issn_list=issns(fields.get("issn", ()))
    )


def _identifiers(fields: Fields) -> tuple[Identifier, ...]:
    found = [one for value in fields.get("doi", ()) for one in doi_id(value)]
    for value in [*fields.get("identifier", ()), *fields.get("identifier:uri", ())]:
        if is_doi(value):
            found += doi_id(value)
        elif one := _identifier(value.strip()):
            found.append(one)
    return tuple(dict.fromkeys(found))


def _identifier(value: str) -> Identifier | None:
    """What a plain identifier is by its form; addresses and internal numbers are none."""
    if text := handle(value):
        return Identifier(scheme="handle", value=text)
    if re.match(r"(?i)(?:urn:)?isbn[:\s]", value):
        return kept("isbn", value)
    if _BARE_ISBN.fullmatch(value):
        one = kept("isbn", value)
        return one if one and one.scheme == "isbn" else None
    if value[:8].casefold() == "urn:nbn:":
        return Identifier(scheme="urn", value=value)
    if len(value) < 40 and re.fullmatch(r"(?=.*\d)[A-Z][\w-]*(?:[/ -][\w.-]+)+", value):
        return Identifier(scheme="report-number", value=value)
    return None


def _rights(fields: Fields) -> tuple[Rights, ...]:
    uris = [v for v in [*fields.get("rights:license", ()), *fields.get("rights", ())] if re.match(r"https?://\S+$", v)]
    said = [
        s
        for v in fields.get("rights", ())
        if v not in uris and (s := strip_markup(v)) and s.casefold() not in ("restricted", "open")
    ]
    if said:
        return (Rights(statement=said[0], uri=uris[0] if uris else None), *(Rights(statement=s) for s in said[1:3]))
    return (Rights(uri=uris[0]),) if uris else ()


def _language(fields: Fields) -> str | None:
    return next((tag for value in fields.get("language", ()) if (tag := parse_language(value))), None)


def _type(fields: Fields) -> str | None:
    printed = [*fields.get("type", ()), *fields.get("type:articletype", ())]
    return next((kind for pattern, kind in _TYPES for value in printed if pattern.search(value)), None)
