"""Where a work appeared and what it is related to, in DataCite metadata: related items and identifiers, containers, series statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schemas.identifiers import doi, issn, kept, scheme_of
from schemas.readers.addresses import named
from schemas.readers.crossref_fields import Work, parts, text
from schemas.readers.dc_relations import address
from schemas.readers.host_statement import host_of, numbered
from schemas.readers.series_once import joined
from schemas.record import Pages, Relation, Series
from schemas.values.pages import parse_pages
from schemas.values.text import fold

RELATIONS = {
    "IsPartOf": "isPartOf", "IsPublishedIn": "isPartOf", "HasPart": "hasPart", "IsVersionOf": "isVersionOf", "IsNewVersionOf": "isVersionOf",
    "HasVersion": "hasVersion", "IsPreviousVersionOf": "hasVersion", "IsTranslationOf": "isVersionOf", "HasTranslation": "hasVersion",
    "References": "references", "IsReferencedBy": "isReferencedBy", "Cites": "cites", "IsCitedBy": "isReferencedBy", "Obsoletes": "replaces",
    "IsObsoletedBy": "isReplacedBy", "IsVariantFormOf": "isFormatOf", "IsIdenticalTo": "isFormatOf", "IsOriginalFormOf": "hasFormat",
    "Requires": "requires", "IsRequiredBy": "isRequiredBy", "IsDerivedFrom": "source",
}  # fmt: skip
"""Types of relations -> kinds by DC terms; all others are only relations."""
_IN = frozenset({"IsPartOf", "IsPublishedIn"})
_WHOLES = frozenset({"Book", "Report", "ConferenceProceeding", "Dissertation"})
"""Related items that a part stands in; other items are journals and series."""
_COUNTED = re.compile(r"(?P<title>[^,]*[^\W\d_]{3}[^,]*), (?P<number>[A-Z]{0,3}\d[\w./-]{0,15})")
_OUTSIDE = frozenset({"IsMetadataFor", "HasMetadata"})


def hosts_of(work: Work, kind: str | None) -> tuple[tuple[Series, ...], tuple[Relation, ...], tuple[Pages, ...]]:
    """Return the series or journals, the relations, and the pages of a part."""
    series: list[Series] = []
    relations: list[Relation] = []
    pages: tuple[Pages, ...] = ()
    for item in parts(work, "relatedItems"):
        inside = text(item, "relationType") in _IN
        if inside:
            pages = pages or _pages(item)
        if inside and kind != "chapter" and text(item, "relatedItemType") not in _WHOLES:
            series += _series(item)
        else:
            relations += _item(item)
    for one in parts(work, "container"):
        pages = pages or _pages(one)
        if (
            not series
            and not relations
            and text(one, "title")
            and text(one, "type") in ("Journal", "Series", "Book Series")
        ):
            series.append(_numbered(one, text(one, "title"), issn(text(one, "identifier") or "")))
    for one in parts(work, "descriptions"):
        if text(one, "descriptionType") == "SeriesInformation" and (said := text(one, "description")):
            found, told = _statement(said), {fold(one.title) for one in series if one.title}
            series += [found[0]] if found[0] and fold(found[0].title or "") not in told else []
            pages = pages or found[1]
    stated = list(_stated(work))
    known = {one.issn for one in series}
    bare = [one for one in stated if isinstance(one, Series) and one.issn not in known]
    relations += [one for one in stated if isinstance(one, Relation)]
    titled = {(one.kind, one.to) for one in relations if one.title}
    return (
        joined([*joined(series), *bare]),
        tuple(dict.fromkeys(one for one in relations if one.title or (one.kind, one.to) not in titled)),
        pages,
    )


def _stated(work: Work) -> Iterator[Series | Relation]:
    for one in parts(work, "relatedIdentifiers"):
        kind, value, relation = (
            text(one, "relatedIdentifierType") or "",
            text(one, "relatedIdentifier"),
            text(one, "relationType") or "",
        )
        if not value or relation in _OUTSIDE:
            continue
        number = issn(value) if scheme_of(kind) in ("issn", "lissn") else None
        if number and relation in _IN:
            yield Series(issn=number)
        elif to := _address(kind, value):
            yield Relation(kind=RELATIONS.get(relation, "relation"), to=to)


def _address(kind: str, value: str) -> str | None:
    """An identifier as relations name a work."""
    scheme = scheme_of(kind)
    if scheme == "doi":
        return doi(value) or value
    if scheme in ("url", "purl", "w3id", "") or value.startswith(("http://", "https://")):
        found = named(value).identifier if "doi.org/" in value[:30] else None
        return found.value if found and found.scheme == "doi" else value
    one = kept(scheme, value)
    return address(one) if one else value


def _series(item: Work) -> list[Series]:
    title, number = _title(item), None
    for one in parts(item, "relatedItemIdentifier"):
        number = number or issn(text(one, "relatedItemIdentifier") or "")
    found = _numbered(item, title, number)
    return [found] if found.title or found.issn else []


def _numbered(item: Work, title: str | None, number: str | None) -> Series:
    return Series(
        issn=number, issue=text(item, "issue"), number=text(item, "number"), title=title, volume=text(item, "volume")
    )


def _item(item: Work) -> list[Relation]:
    kind, title = RELATIONS.get(text(item, "relationType") or "", "relation"), _title(item)
    to = [
        found
        for one in parts(item, "relatedItemIdentifier")
        if (value := text(one, "relatedItemIdentifier"))
        and (found := _address(text(one, "relatedItemIdentifierType") or "", value))
    ]
    return [Relation(kind=kind, title=title, to=one) for one in to] or (
        [Relation(kind=kind, title=title)] if title else []
    )


def _title(item: Work) -> str | None:
    told = [(text(one, "titleType"), said) for one in parts(item, "titles") if (said := text(one, "title"))]
    main = next((said for kind, said in told if kind is None), None)
    sub = next((said for kind, said in told if kind == "Subtitle"), None)
    return f"{main}: {sub}" if main and sub else main


def _pages(item: Work) -> tuple[Pages, ...]:
    first, last = text(item, "firstPage"), text(item, "lastPage")
    if not first:
        return ()
    return parse_pages(f"{first}-{last}" if last and last != first else first) or (Pages(first=first, last=last),)


def _statement(said: str) -> tuple[Series | None, tuple[Pages, ...]]:
    """A statement of a series with its number, or of a journal with volume, issue and pages; else only its title."""
    if one := numbered(said):
        return one, ()
    found = host_of(said)
    if found.series:
        return found.series, found.pages
    if told := _COUNTED.fullmatch(said):  # "title, number" is how the schema's own examples have it
        return Series(number=told["number"], title=told["title"]), ()
    return (Series(title=said) if len(said) < 150 else None), ()
