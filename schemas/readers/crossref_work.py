"""One work as Crossref's REST interface gives it, to a record; parts and their wholes are brought together in crossref_hosts."""

from __future__ import annotations

from typing import Any

from schemas.identifiers import doi, issn, kept
from schemas.readers.addresses import REPORT_NUMBER, link
from schemas.readers.crossref_agents import contributors_of
from schemas.readers.crossref_fields import Work, date, parts, text, texts
from schemas.readers.texts import prose
from schemas.record import Date, Identifier, Link, Publisher, Record, Relation, Rights, Series, Subject, Text, Title
from schemas.values.languages import parse_language
from schemas.values.pages import parse_pages
from schemas.values.text import fold, split_title

TYPES = {
    "report": "report", "report-component": "chapter", "report-series": "series", "book": "book", "monograph": "book",
    "edited-book": "book", "reference-book": "book", "book-set": "series", "book-series": "series", "book-chapter": "chapter",
    "book-part": "chapter", "book-section": "chapter", "book-track": "chapter", "reference-entry": "chapter", "chapter": "chapter",
    "journal-article": "article", "article-journal": "article", "proceedings-article": "article", "posted-content": "article",
    "peer-review": "other", "journal": "journal", "journal-volume": "issue", "journal-issue": "issue", "proceedings": "proceedings",
    "proceedings-series": "series", "dissertation": "thesis", "dataset": "dataset", "database": "dataset", "standard": "other",
    "working-paper": "report", "component": "other", "grant": "other", "other": "other",
}  # fmt: skip
"""Crossref's types (api.crossref.org/types), and the working papers of its deposits -> the types of a record."""
_KINDS = {
    "is-part-of": "isPartOf", "has-part": "hasPart", "is-version-of": "isVersionOf", "has-version": "hasVersion",
    "is-translation-of": "isVersionOf", "has-translation": "hasVersion", "is-preprint-of": "isVersionOf",
    "has-preprint": "hasVersion", "is-replaced-by": "isReplacedBy", "replaces": "replaces", "references": "references",
    "is-referenced-by": "isReferencedBy", "is-format-of": "isFormatOf", "has-format": "hasFormat", "requires": "requires",
    "is-required-by": "isRequiredBy", "is-based-on": "source",
}  # fmt: skip
"""Crossref's relations -> kinds by DC terms; all others are only relations."""
_DATES = (("issued", "issued"), ("published-print", "published"), ("published-online", "online"), ("posted", "online"),
          ("accepted", "accepted"), ("content-created", "created"))  # fmt: skip
_OF = {"print": "print", "electronic": "online"}


def build(work: Work) -> Record:
    """Return the record of a work; what is odd is left as it is, what is empty is left out."""
    kind = TYPES.get(text(work, "type") or "")
    publisher, place = text(work, "publisher"), text(work, "publisher-location")
    series, host = _hosts(work, kind)
    return Record(
        abstract=tuple(Text(text=found) for one in _raw(work, "abstract") if (found := prose(one))),
        alternative_titles=_others(work), contributors=contributors_of(work), dates=_dates(work),
        edition=text(work, "edition-number"), identifiers=_identifiers(work, kind), languages=_languages(work), links=_links(work),
        pages=parse_pages(text(work, "page") or ""), publisher=Publisher(name=publisher, place=place) if publisher or place else None,
        relations=(*host, *_relations(work)), rights=_rights(work), series=series,
        subjects=_subjects(work), title=title_of(work), type=kind,
        type_as_printed=text(work, "type"),
    )  # fmt: skip


def title_of(work: Work) -> Title | None:
    """Return the title with the subtitle, which some deposits have in the title as well."""
    main, sub = text(work, "title"), text(work, "subtitle")
    if main is None:
        return None
    return split_title(main if sub is None or fold(main).endswith(fold(sub)) else f"{main.rstrip(': ')}: {sub}")


def _others(work: Work) -> tuple[Title, ...]:
    known = {fold(one) for one in texts(work, "title")[:1]}
    found = {fold(one): one for one in [*texts(work, "title")[1:], *texts(work, "original-title")]}
    return tuple(split_title(one) for key, one in found.items() if key not in known)


def _dates(work: Work) -> tuple[Date, ...]:
    """The date of issue is the earliest of print and online by Crossref's own rule; each of these is told beside it."""
    found = [one for name, kind in _DATES if (one := date(work, name, kind))]
    return tuple({one.kind: one for one in reversed(found)}.values())[::-1]


def _identifiers(work: Work, kind: str | None) -> tuple[Identifier, ...]:
    """The DOI; the ISBN of a part is that of its book, the ISSN of anything but a series that of its series."""
    value = doi(text(work, "DOI") or "")
    found = [Identifier(scheme="doi", value=value)] if value else []
    if kind != "chapter":
        found += isbns(work)
    if kind in ("series", "journal"):
        found += [one for number in texts(work, "ISSN") if (one := kept("issn", number))]
    if kind == "report":
        numbers = [one for one in texts(work, "alternative-id") if REPORT_NUMBER.fullmatch(one)]
        numbers += texts(work, "report-number")  # which only deposits have
        found += [Identifier(scheme="report-number", value=one) for one in numbers]
    return tuple(dict.fromkeys(found))


def isbns(work: Work) -> list[Identifier]:
    """Return the ISBNs of a work or of the book that it is a part of, with their form where it is said."""
    told = {text(one, "value"): _OF.get(text(one, "type") or "") for one in parts(work, "isbn-type")}
    numbers = dict.fromkeys([*texts(work, "ISBN"), *(number for number in told if number)])
    found = [one for number in numbers if (one := kept("isbn", number.rpartition("/")[2], of=told.get(number)))]
    once = {one.value: one for one in sorted(found, key=lambda one: one.of is not None)}
    return list(once.values())


def _hosts(work: Work, kind: str | None) -> tuple[tuple[Series, ...], tuple[Relation, ...]]:
    """What the work stands in: the container of a part is its book, named behind the book's series; all else is a series."""
    containers, numbers = texts(work, "container-title"), [n for one in texts(work, "ISSN") if (n := issn(one))]
    number = numbers[0] if numbers else None
    if kind in ("series", "journal"):
        return (), ()
    if kind == "chapter":
        title = containers[-1] if containers else None
        to = [f"urn:isbn:{one.value}" for one in isbns(work) if one.scheme == "isbn"]
        host = tuple(Relation(kind="isPartOf", title=title, to=one) for one in to)
        host = host or ((Relation(kind="isPartOf", title=title),) if title else ())
        series = Series(issn=number, title=containers[0] if len(containers) > 1 else None)
        if series != Series():  # a volume without a series counts those of the book
            series = Series(issn=series.issn, title=series.title, volume=text(work, "volume"))
        return ((series,) if series != Series() else ()), host
    group = text(work, "group-title") if text(work, "type") != "posted-content" else None
    series = Series(
        issn=number, issue=text(work, "issue"), title=containers[0] if containers else group, volume=text(work, "volume")
    )  # fmt: skip
    return ((series,) if series != Series() else ()), ()


def _subjects(work: Work) -> tuple[Subject, ...]:
    """Subjects, and the group of a preprint, which servers name by subject."""
    group = texts(work, "group-title") if text(work, "type") == "posted-content" else []
    return tuple(Subject(term=term) for term in dict.fromkeys([*texts(work, "subject"), *group]))


def _relations(work: Work) -> tuple[Relation, ...]:
    stated: Any = work.get("relation")
    found = []
    for name in stated if isinstance(stated, dict) else ():
        for one in parts(stated, name):
            value = text(one, "id")
            if value:
                found.append(Relation(kind=_KINDS.get(name, "relation"), to=doi(value) or value))
    return tuple(dict.fromkeys(found))


def _rights(work: Work) -> tuple[Rights, ...]:
    """The licences of the version of record before those of other versions, each address once."""
    stated = sorted(parts(work, "license"), key=lambda one: one.get("content-version") != "vor")
    return tuple(dict.fromkeys(Rights(uri=url) for one in stated if (url := text(one, "URL"))))


def _links(work: Work) -> tuple[Link, ...]:
    """The landing page that the DOI leads to, and full texts; copies for comparing texts are for no reader."""
    found: dict[str, Link] = {}
    for resource in parts(work, "resource"):
        for one in parts(resource, "primary"):
            if url := text(one, "URL"):
                found[url] = link(url, "landing")
    for one in parts(work, "link"):
        url, media = text(one, "URL"), text(one, "content-type")
        if url and one.get("intended-application") != "similarity-checking":
            known = media if media and "/" in media else None
            found.setdefault(url, link(url, "fulltext", known))
    return tuple(found.values())


def _languages(work: Work) -> tuple[str, ...]:
    tags = [parse_language(one) for one in texts(work, "language")]
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _raw(work: Work, name: str) -> list[str]:
    value = work.get(name)
    return [value] if isinstance(value, str) else []
