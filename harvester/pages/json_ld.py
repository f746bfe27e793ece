"""schema.org JSON-LD to a record: by type, with nested parts as contents; site, organisation and breadcrumb nodes are not works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harvester.pages.document import Document
from harvester.pages.tags import nodes_of
from schemas.identifiers import doi, kept
from schemas.record import ContentsEntry, Contributor, Identifier, Pages, Publisher, Record, Rights, Series, Subject, Text
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import parse_name
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import clean, split_title

WORKS = {
    "Report": "report", "ScholarlyArticle": "article", "Book": "book", "Chapter": "chapter", "Thesis": "thesis", "Dataset": "dataset",
    "TechArticle": "report", "Article": "article", "BlogPosting": "post", "PublicationIssue": "issue", "MedicalScholarlyArticle": "article",
    "CreativeWork": None, "DigitalDocument": "report", "GovernmentPublication": "report",
}  # fmt: skip


def read_json_ld(doc: Document) -> Record | None:
    """Return the first node that is a work, the more specific type before the less; None where there is none."""
    nodes = [(list(WORKS).index(kind), number, node, kind) for number, node in enumerate(_nodes(doc)) for kind in _types(node) if kind in WORKS]
    if not nodes:
        return None
    _, _, node, kind = min(nodes, key=lambda n: (n[0], n[1]))
    title = clean(_text(node.get("name") or node.get("headline")))
    return _record(node, kind, title) if title else None


def _nodes(doc: Document) -> Iterator[dict[str, Any]]:
    for node in nodes_of(doc):
        yield node
        if isinstance(inner := node.get("mainEntity"), dict):
            yield inner


def _types(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [k.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]


def _record(node: dict[str, Any], kind: str, title: str) -> Record:
    printed = _text(node.get("datePublished") or node.get("dateCreated"))
    publisher = _name(node.get("publisher"))
    count = _text(node.get("numberOfPages"))
    return Record(
        type=WORKS[kind], type_as_printed=None, title=split_title(title),
        contributors=(*_people(node, "author", "creator", role="aut"), *_people(node, "editor", role="edt")),
        dates=(parse_date(printed),) if printed else (), publisher=Publisher(name=publisher) if publisher else None, series=_series(node),
        identifiers=_identifiers(node), page_count=page_count(count) if count else None, pages=_pages(node),
        languages=tuple(t for v in _each(node.get("inLanguage")) if (t := parse_language(_name(v) or ""))),
        subjects=tuple(Subject(term=t) for v in _each(node.get("keywords")) for part in (_name(v) or "").split(",") if (t := clean(part))),
        abstract=tuple(Text(text=t) for v in _each(node.get("abstract") or node.get("description"))[:1] if (t := clean(_text(v)))),
        rights=tuple(Rights(uri=u) if u.startswith("http") else Rights(statement=u) for v in _each(node.get("license")) if (u := _name(v))),
        contents=tuple(e for part in _each(node.get("hasPart")) if (e := _entry(part))),
    )  # fmt: skip


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return str(value) if isinstance(value, str | int | float) else None


def _name(value: Any) -> str | None:
    if isinstance(value, dict):
        joined = " ".join(str(value[k]) for k in ("givenName", "familyName") if isinstance(value.get(k), str))
        return clean(_text(value.get("name")) or joined or _text(value.get("url") or value.get("@id")))
    return clean(_text(value))


def _people(node: dict[str, Any], *names: str, role: str) -> tuple[Contributor, ...]:
    people = next((_each(node[n]) for n in names if node.get(n)), [])
    found = [parse_name(text, role) for person in people if (text := _name(person)) and not text.startswith("http")]
    return tuple({c.name: c for c in found}.values())


def _series(node: dict[str, Any]) -> tuple[Series, ...]:
    number = _text(node.get("reportNumber"))
    for whole in _each(node.get("isPartOf")):
        if isinstance(whole, dict) and not {"WebSite", "WebPage", "Dataset"} & set(_types(whole)):
            title, volume, issue = _name(whole), _text(whole.get("volumeNumber")), _text(whole.get("issueNumber"))
            inner = whole.get("isPartOf")
            if isinstance(inner, dict):
                title, volume = _name(inner) or title, volume or _text(inner.get("volumeNumber"))
            numbering = (volume or "") + (f"({issue})" if issue else "")
            return (Series(title=title, number=numbering or number, volume=volume, issue=issue),)
    return (Series(number=number),) if number else ()


def _identifiers(node: dict[str, Any]) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for value in [*_each(node.get("identifier")), *_each(node.get("@id")), *_each(node.get("sameAs")), *_each(node.get("doi"))]:
        text = _text(value.get("value") or value.get("@id")) if isinstance(value, dict) else _text(value)
        if text and (d := doi(text)) and (text.casefold().startswith(("10.", "doi")) or "doi.org/" in text):
            found.append(Identifier(scheme="doi", value=d))
    found += [i for v in _each(node.get("isbn")) if (i := kept("isbn", _text(v) or ""))]
    found += [i for v in _each(node.get("issn")) if (i := kept("issn", _text(v) or ""))]
    return tuple({(i.scheme, i.value): i for i in found}.values())


def _pages(node: dict[str, Any]) -> tuple[Pages, ...]:
    first, last = _text(node.get("pageStart")), _text(node.get("pageEnd"))
    return parse_pages(f"{first}-{last}" if last else first) if first else parse_pages(_text(node.get("pagination")) or "")


def _entry(node: Any) -> ContentsEntry | None:
    """A part of a work is an entry where it is a text; images, tables and page elements are not."""
    if not isinstance(node, dict) or not {"Chapter", "ScholarlyArticle", "Article", "CreativeWork", "Report", "Book", "PublicationIssue"} & set(_types(node)):
        return None
    title, url = _name({k: v for k, v in node.items() if k == "name"}) or clean(_text(node.get("headline"))), _text(node.get("url"))
    if not title:
        return None
    inner = tuple(e for part in _each(node.get("hasPart")) if (e := _entry(part)))
    return ContentsEntry(title=title, pages=_pages(node), contributors=_people(node, "author", role="aut"), identifiers=_identifiers(node), url=url, entries=inner)
