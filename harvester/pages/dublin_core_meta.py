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
from schemas.values.text import clean, strip_markup

NAME = "dublin-core"
_DC = re.compile(r"^(?:dc|dcterms?|dct)[.:_](?P<element>[a-z]+)(?:[.:_](?P<qualifier>[\w.]+))?$")
_REFINED = {
    "issued": ("date", "issued"), "created": ("date", "created"), "modified": ("date", "modified"), "available": ("date", "available"),
    "datesubmitted": ("date", "submitted"), "dateaccepted": ("date", "accepted"), "datecopyrighted": ("date", "copyrighted"),
    "data": ("date", ""), "abstract": ("description", "abstract"), "ispartof": ("relation", "ispartof"), "license": ("rights", "license"),
    "alternative": ("title", "alternative"), "bibliographiccitation": ("identifier", "citation"), "extent": ("format", "extent"),
    "keywords": ("subject", ""), "author": ("creator", ""), "editor": ("contributor", "editor"), "references": ("relation", "references"),
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
    "type": "type", "id_number": "doi", "keywords": "subject", "language": "language",
}  # fmt: skip
_TYPES = (
    (re.compile(r"report|working ?paper|tech(?:nical)?[ _-]?report|policy", re.I), "report"), (re.compile(r"thes[ie]s|dissertation", re.I), "thesis"),
    (re.compile(r"book ?(?:part|section|chapter)|chapter|inbook", re.I), "chapter"), (re.compile(r"proceeding|conference", re.I), "article"),
    (re.compile(r"dataset", re.I), "dataset"), (re.compile(r"billet|blog|post\b", re.I), "post"), (re.compile(r"\bbook|monograph", re.I), "book"),
    (re.compile(r"article|paper|journal|review|serial", re.I), "article"),
)  # fmt: skip
Fields = dict[str, list[str]]


def read_dublin_core(doc: Document) -> Record | None:
    """Return what the page's Dublin Core, PRISM and EPrints elements say, None where there are none that count."""
    fields = _collect(doc)
    if not (fields.keys() & {"title", "creator", "contributor", "doi", "identifier", "journal"}):
        return None
    series, rest = _series(fields)
    lang = _language(fields)
    return Record(
        title=title_of(_first(fields, "title")),
        alternative_titles=tuple(t for value in fields.get("title:alternative", ()) if (t := title_of(value))),
        contributors=_contributors(fields),
        dates=dates(_dates(fields)),
        publisher=Publisher(name=name) if (name := strip_markup(_first(fields, "publisher"))) else None,
        series=series,
        identifiers=(*_identifiers(fields), *isbns(fields.get("isbn", ())), *rest),
        pages=page_range(
            _first(fields, "first"), _first(fields, "last"), known=[v.casefold() for v in fields.get("doi", ())]
        ),
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
            fields.setdefault(key, []).append(meta.content)
    return fields


def _key(element: str, qualifier: str) -> str:
    """One name for an element with its qualifier; qualifiers that say nothing about the value are left out."""
    if element == "date":
        return f"date:{qualifier}"
    if element == "source" and qualifier == "issn":
        return "issn"
    if element == "identifier" and qualifier in ("doi", "isbn", "issn"):
        return qualifier
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
        elif text := handle(value):
            found.append(Identifier(scheme="handle", value=text))
        elif re.match(r"(?i)(?:urn:)?isbn[:\s]", value) and (one := kept("isbn", value)):
            found.append(one)
        elif value[:8].casefold() == "urn:nbn:":
            found.append(Identifier(scheme="urn", value=value.strip()))
        elif re.fullmatch(r"(?=.*\d)[A-Z][\w-]*(?:[/ -][\w.-]+)+", value) and len(value) < 40:
            found.append(Identifier(scheme="report-number", value=value))
    return tuple(dict.fromkeys(found))


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
