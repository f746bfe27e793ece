"""A record as a node of schema.org: types, people, dates, numbers, the series and the host; its parts are in schema_org_parts."""

from __future__ import annotations

from typing import Any

from schemas.crosswalk import citing
from schemas.crosswalk.dates import chosen, w3cdtf
from schemas.crosswalk.schema_org_parts import agent, bare, chapters, numbered, pages, series_of
from schemas.crosswalk.uris import address, is_uri, target, web
from schemas.crosswalk.wording import extent, headed
from schemas.crosswalk.xml import language
from schemas.envelope import Held
from schemas.record import Identifier, Record

TYPES = {
    "report": "Report", "book": "Book", "chapter": "Chapter", "article": "ScholarlyArticle", "series": "CreativeWorkSeries",
    "journal": "Periodical", "issue": "PublicationIssue", "proceedings": "Book", "thesis": "Thesis", "dataset": "Dataset",
    "post": "BlogPosting", "paper": "ScholarlyArticle",
}  # fmt: skip
"""CreativeWork is the vocabulary's own word for everything else."""
_ROLES = {
    "aut": "author",
    "cre": "author",
    "edt": "editor",
    "edc": "editor",
    "trl": "translator",
    "fnd": "funder",
    "spn": "sponsor",
}
_PAGED = frozenset({"Report", "ScholarlyArticle", "BlogPosting", "Chapter", "PublicationIssue"})
"""Types that have pageStart, pageEnd and pagination: Articles, Chapters and issues."""
_RELATIONS = {
    "isPartOf": "isPartOf",
    "hasPart": "hasPart",
    "references": "citation",
    "cites": "citation",
    "isVersionOf": "isBasedOn",
}


def node(held: Held) -> dict[str, Any]:
    """Return the record as one node; what it does not have has no property."""
    record = held.record
    kind = TYPES.get(citing.type_of(held), "CreativeWork")
    book = kind == "Book" or (kind == "Report" and bool(citing.values(record, "isbn")))
    made: dict[str, Any] = {"@type": ["Report", "Book"] if book and kind == "Report" else kind}
    if name := _id(held):
        made["@id"] = name
    made["name"] = headed(record.title)
    made["alternateName"] = [headed(one) for one in record.alternative_titles]
    _people(record, made)
    _dates(record, made)
    _numbers(record, made, kind, book)
    _texts(record, made)
    _addresses(record, made)
    made["position"] = _position(held)
    made["isPartOf"] = [*series_of(record), *_host(held)]
    _relations(held, made)
    part = "ScholarlyArticle" if record.type in ("journal", "issue", "proceedings") else "Chapter"
    made["hasPart"] = [*made.get("hasPart", ()), *chapters(record.contents, part)]
    return bare(made)


def _id(held: Held) -> str | None:
    """The DOI is what the work is known by everywhere, else its page."""
    doi = citing.first(held.record, "doi")
    return web(address(Identifier(scheme="doi", value=doi)) or "") if doi else citing.url(held.record)


def _people(record: Record, made: dict[str, Any]) -> None:
    for one in record.contributors:
        role = one.role or ""
        if role not in ("pbl", "isb"):
            made.setdefault(_ROLES.get(role, "contributor"), []).append(agent(one))
    name, place = citing.publisher(record), record.publisher.place if record.publisher else None
    if name:
        made["publisher"] = bare(
            {"@type": "Organization", "name": name, "location": {"@type": "Place", "name": place} if place else None}
        )


def _dates(record: Record, made: dict[str, Any]) -> None:
    made["datePublished"] = chosen(
        tuple([one for one in record.dates if one.kind in ("issued", "published", "online")])
    )
    for one in record.dates:
        said = w3cdtf(one.edtf)
        if one.kind == "copyright" and said:
            made["copyrightYear"] = int(said[:4])
            made["datePublished"] = made["datePublished"] or said
        elif one.kind in ("created", "modified") and said:
            made["dateCreated" if one.kind == "created" else "dateModified"] = said


def _numbers(record: Record, made: dict[str, Any], kind: str, book: bool) -> None:
    made["identifier"] = numbered(citing.identified(record))
    isbns = citing.values(record, "isbn") if book else []
    made["isbn"] = isbns[0] if len(isbns) == 1 else isbns
    if kind in ("CreativeWorkSeries", "Periodical"):
        made["issn"] = citing.first(record, "issn")
    if kind == "Report":
        made["reportNumber"] = citing.first(record, "report-number")
    if kind in _PAGED and record.pages:
        made |= pages(record.pages)
    elif book:
        made["numberOfPages"] = record.page_count
    elif kind in _PAGED:
        made["pagination"] = extent(record)
    made["bookEdition" if book else "version"] = record.edition


def _position(held: Held) -> str | None:
    """The number of a chapter in its host, of everything else in its series."""
    if held.record.type == "chapter":
        return citing.chapter_number(held.label)
    return citing.number_of(held.record.series[0]) if held.record.series and held.record.type != "article" else None


def _texts(record: Record, made: dict[str, Any]) -> None:
    made["inLanguage"] = list(record.languages)
    made["abstract"] = [
        {"@value": one.text, "@language": one.lang} if language(one.lang) else one.text for one in record.abstract
    ]
    made["keywords"] = [one.term for one in record.subjects if not one.uri]
    made["about"] = [
        bare({"@type": "DefinedTerm", "name": one.term, "url": one.uri, "inDefinedTermSet": one.scheme})
        for one in record.subjects
        if one.uri and is_uri(one.uri)
    ]
    made["license"] = [one.uri for one in record.rights if one.uri and is_uri(one.uri)]
    made["copyrightNotice"] = [one.statement for one in record.rights if one.statement]


def _addresses(record: Record, made: dict[str, Any]) -> None:
    made["url"] = citing.url(record)
    made["sameAs"] = [one for mark in record.identifiers if mark.scheme == "doi" and (one := web(address(mark) or ""))]
    made["encoding"] = [
        bare({"@type": "MediaObject", "contentUrl": web(one.url), "encodingFormat": one.media_type})
        for one in record.links
        if one.rel == "fulltext"
    ]
    made["thumbnailUrl"] = [web(one.url) for one in record.links if one.rel == "cover"]


def _host(held: Held) -> list[dict[str, Any]]:
    """The whole of an entry, by the name that its own node has, with its people and numbers."""
    if held.host is None:
        return []
    whole = held.host.record
    kind = "Report" if whole.type == "report" else TYPES.get(whole.type or "", "CreativeWork")
    made: dict[str, Any] = {"@type": kind, "@id": _id(held.host), "name": headed(whole.title)}
    made["author"] = [agent(one) for one in citing.authors(whole)]
    made["editor"] = [agent(one) for one in citing.editors(whole)]
    made["identifier"] = numbered(citing.identified(whole))
    return [bare(made)]


def _relations(held: Held, made: dict[str, Any]) -> None:
    for one in held.record.relations:
        name = _RELATIONS.get(one.kind)
        if name is None or (name == "isPartOf" and held.host is not None):
            continue
        where = target(one)
        url = web(where) if where else None
        work = bare({"@type": "CreativeWork", "name": one.title or (where if not url else None), "url": url})
        if len(work) > 1:
            made.setdefault(name, []).append(work)
