"""A schema.org node, from JSON-LD or microdata, to a record; which node of a page is its work is decided by the carriers.

Vocabulary: schema.org 30.0. Nodes are dicts of lists or values; references by @id are resolved by the carrier.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harvester.pages.facts import dates, doi_id, host, is_doi, isbns, issns, page_range, subjects, texts, title_of
from harvester.pages.schema_agents import contributors_of, publisher_of
from harvester.pages.schema_nodes import MAX_DEPTH, Node, many, raw, strings, types_of, word, words, work_type
from schemas.identifiers import kept
from schemas.record import ContentsEntry, Identifier, Link, Pages, Record, Rights, Series
from schemas.values.languages import parse_language
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import clean, strip_markup

_NOT_PARTS = frozenset({"webpageelement", "webpage", "website", "imageobject", "videoobject", "mediaobject", "audioobject", "breadcrumblist",
                        "comment", "question", "answer", "person", "organization", "datadownload", "sitenavigationelement", "wpheader"})  # fmt: skip
_NAMED = frozenset(("identifier", "doi", "@id", "sameAs", "url", "mainEntityOfPage", "isbn", "reportNumber"))
"""The properties in which identifiers stand."""


def record_of(node: Node) -> Record:
    """Return the record that a work's node describes, with its parts as contents."""
    kind = work_type(node)
    series, rest = _series(node, kind)
    lang = next((tag for one in many(node.get("inLanguage")) if (tag := _language(one))), None)
    return Record(
        title=title_of(word(node.get("name")) or word(node.get("headline")) or word(node.get("title"))),
        alternative_titles=tuple(
            t for w in words(node.get("alternateName")) + words(node.get("alternativeHeadline")) if (t := title_of(w))
        ),
        contributors=contributors_of(node),
        dates=dates(_dates(node)),
        publisher=publisher_of(node),
        series=series,
        identifiers=(*identifiers_of(node), *rest),
        pages=pages_of(node),
        page_count=page_count(word(node.get("numberOfPages")) or ""),
        edition=clean(word(node.get("bookEdition"))),
        languages=(lang,) if lang else (),
        subjects=subjects([*words(node.get("keywords")), *words(node.get("about"))]),
        abstract=texts(raw(node.get("abstract")) or raw(node.get("description")), lang),
        rights=_rights(node),
        links=_links(node),
        contents=parts_of(node),
        type=kind,
        type_as_printed=next((str(t).rsplit("/", 1)[-1] for t in many(node.get("@type")) if isinstance(t, str)), None),
    )


def identifiers_of(node: Node) -> tuple[Identifier, ...]:
    """Return DOI, ISBN and other identifiers of a node; addresses count only where they are DOIs."""
    if _NAMED.isdisjoint(node):
        return ()
    found: list[Identifier] = []
    for one in [*many(node.get("identifier")), *many(node.get("doi"))]:
        label = (
            (word(one.get("propertyID")) or word(one.get("name")) or "").casefold() if isinstance(one, Mapping) else ""
        )
        for text in strings(one):
            if is_doi(text) or "doi" in label:
                found += doi_id(text)
            elif "isbn" in label or re.match(r"(?i)(?:urn:)?isbn[:\s]", text):
                found += isbns([text])
    for key in ("@id", "sameAs", "url", "mainEntityOfPage"):
        if key not in node:
            continue
        found += [i for text in strings(node.get(key)) if is_doi(text) for i in doi_id(text)][:1]
    if "isbn" in node:
        found += isbns(words(node["isbn"]))
    if number := word(node.get("reportNumber")):
        found += [i for i in (kept("report-number", number),) if i]
    if not found:
        return ()
    dois = [i for i in found if i.scheme == "doi"]
    return tuple(dict.fromkeys(i for i in found if i.scheme != "doi" or i == dois[0]))


def pages_of(node: Node) -> tuple[Pages, ...]:
    """Return the pages of an article or chapter node."""
    if first := word(node.get("pageStart")):
        return page_range(first, word(node.get("pageEnd")))
    return parse_pages(word(node.get("pagination")) or "")


def _dates(node: Node) -> list[tuple[str, str | None]]:
    pairs = (
        ("issued", "datePublished"),
        ("created", "dateCreated"),
        ("modified", "dateModified"),
        ("copyright", "copyrightYear"),
    )
    return [(kind, word(node.get(key))) for kind, key in pairs]


def _series(node: Node, kind: str | None) -> tuple[tuple[Series, ...], tuple[Identifier, ...]]:
    """Walk up isPartOf: issue and volume give their numbers, the periodical or series its name."""
    volume, issue, number = (
        word(node.get("volumeNumber")),
        word(node.get("issueNumber")),
        word(node.get("reportNumber")),
    )
    numbers: list[str] = words(node.get("issn")) if kind in ("article", "report", "issue", "chapter") else []
    title, above = None, many(node.get("isPartOf"))
    for _ in range(4):
        up = next(
            (
                one
                for one in above
                if isinstance(one, Mapping) and not {"website", "webpage", "collection"} & set(types_of(one))
            ),
            None,
        )
        if up is None:
            break
        kinds = types_of(up)
        volume, issue = volume or word(up.get("volumeNumber")), issue or word(up.get("issueNumber"))
        number = number or word(up.get("position")) if "bookseries" in kinds else number
        numbers += words(up.get("issn"))
        if title is None and not {"publicationissue", "publicationvolume"} & set(kinds):
            title = word(up.get("name"))
        above = many(up.get("isPartOf"))
    return host(title, volume=volume, issue=issue, number=number, issn_list=issns(numbers))


def _language(value: Any) -> str | None:
    printed = word(value.get("alternateName")) or word(value.get("name")) if isinstance(value, Mapping) else word(value)
    return parse_language(printed) if printed else None


def _rights(node: Node) -> tuple[Rights, ...]:
    uri = next((text for text in strings(node.get("license")) if re.match(r"https?://\S+$", text)), None)
    said = strip_markup(
        word(node.get("copyrightNotice")) or next((w for w in words(node.get("license")) if "://" not in w), None)
    )
    return (Rights(statement=said, uri=uri),) if uri or said else ()


def _links(node: Node) -> tuple[Link, ...]:
    found = []
    for one in [*many(node.get("encoding")), *many(node.get("associatedMedia")), *many(node.get("distribution"))]:
        url = word(one.get("contentUrl")) if isinstance(one, Mapping) else None
        if url and url.startswith(("http://", "https://")):
            found.append(
                Link(url=url, rel="fulltext", media_type=word(one.get("encodingFormat")) or word(one.get("fileFormat")))
            )
    return tuple(found[:10])


def parts_of(node: Node, depth: int = 0) -> tuple[ContentsEntry, ...]:
    """Return the parts of a work as entries, in the order of their positions where all have one."""
    if depth >= MAX_DEPTH or "hasPart" not in node:
        return ()
    parts = [p for p in many(node.get("hasPart")) if isinstance(p, Mapping) and _NOT_PARTS.isdisjoint(types_of(p))]
    positions = [word(p.get("position")) or "" for p in parts] if parts and "position" in parts[0] else []
    if positions and all(p.isdecimal() for p in positions):
        parts = [part for _, part in sorted(zip(positions, parts, strict=True), key=lambda pair: int(pair[0]))]
    return tuple(entry for part in parts if (entry := _entry(part, depth)))


def _entry(part: Node, depth: int) -> ContentsEntry | None:
    title = strip_markup(word(part.get("name")) or word(part.get("headline")))
    pages = pages_of(part)
    if not title and not pages:
        return None
    url = part.get("url") or part.get("@id")
    return ContentsEntry(
        title=title,
        contributors=contributors_of(part),
        pages=pages,
        identifiers=identifiers_of(part),
        url=url if isinstance(url, str) and url.startswith(("http://", "https://")) else None,
        entries=parts_of(part, depth + 1),
    )
