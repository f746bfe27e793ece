"""Related items of a MODS record: its series, its host, its constituents, other forms and neighbours."""

from __future__ import annotations

from typing import Any

from schemas.identifiers import issn, kept, scheme_of
from schemas.identifiers_in_text import kind_of
from schemas.readers.addresses import named
from schemas.readers.dc_relations import address
from schemas.readers.host_statement import numbered
from schemas.readers.mods_agents import contributors_of
from schemas.readers.mods_elements import children, down, first, text, texts
from schemas.record import ContentsEntry, Identifier, Pages, Relation, Series
from schemas.values.pages import parse_pages

_KINDS = {
    "host": "isPartOf", "series": "isPartOf", "constituent": "hasPart", "otherVersion": "hasVersion", "otherFormat": "hasFormat",
    "original": "isVersionOf", "isReferencedBy": "isReferencedBy", "references": "references", "preceding": "replaces",
    "succeeding": "isReplacedBy", "reviewOf": "relation",
}  # fmt: skip
_OTHERS = frozenset("source conformsTo requires isRequiredBy cites isCitedBy isVersionOf isFormatOf".split())
"""Kinds that the format has no word for, as Dublin Core and ours have them."""
_COUNTED = frozenset({"issue number", "number", "volume", "series number"})
"""Types of identifiers that are no names of a series but the number of the work in it (DiVA)."""
_FORMS = frozenset("print pdf online hardback hardcover paperback epub ebook html cd-rom".split())
"""What an identifier may name; other labels are words for a display."""


def add_related(element: Any, made: dict[str, Any]) -> None:
    """Put series, relations, pages in the host and constituents into the record that is being made."""
    series: list[Series] = []
    relations: list[Relation] = []
    entries: list[ContentsEntry] = []
    for item in children(element, "relatedItem"):
        kind = item.get("type")
        if kind == "series":
            series += [one for one in [_series(item)] if one]
        elif kind == "constituent" and (entry := _entry(item)):
            entries.append(entry)
        else:
            other = item.get("otherType") or ""
            relations += _relations(item, _KINDS.get(kind or "", other if other in _OTHERS else "relation"))
            if kind == "host":
                series += [one for one in [_journal(item)] if one]
                if pages := pages_of(item):
                    made.setdefault("pages", pages)
                series += [
                    found
                    for one in children(item, "relatedItem")
                    if one.get("type") == "series" and (found := _series(one))
                ]
    if series:
        made["series"] = tuple(dict.fromkeys(series))
    if relations:
        made["relations"] = tuple(dict.fromkeys(relations))
    if entries:
        made["contents"] = tuple(entries)


def heading(item: Any) -> str | None:
    """Return the title of a related item as a reader writes it, with its subtitle, without the number of a part."""
    for info in children(item, "titleInfo"):
        main = " ".join(part.strip() for name in ("nonSort", "title") for part in texts(info, name)[:1])
        sub = first(info, "subTitle")
        if main:
            return f"{main}: {sub}" if sub else main
    return None


def identifiers_of(element: Any) -> tuple[Identifier, ...]:
    """Return the identifiers of a record or related item; those that are marked invalid are not its own."""
    found = []
    for one in children(element, "identifier"):
        value = text(one)
        if not value or one.get("invalid") == "yes":
            continue
        kind = (one.get("type") or "").lower().strip()
        found += [known for known in [_identifier(kind, value, one.get("displayLabel"))] if known]
    return tuple(dict.fromkeys(found))


def _identifier(kind: str, value: str, of: str | None = None) -> Identifier | None:
    if kind in ("uri", "url", "", "local", "citation"):
        known = named(value).identifier
        if kind == "local" and known and known.scheme == "report-number":
            known = None  # a guess from its look; the record says what it is
        return known or (
            Identifier(scheme=kind or "local", value=value)
            if kind in ("local", "citation") and len(value) < 600
            else None
        )
    if kind in ("report number", "report-number", "reportnumber", "technical report number"):
        return Identifier(scheme="report-number", value=value)
    scheme = scheme_of(kind)
    if scheme == "oclc":
        value = value.removeprefix("(OCoLC)").lstrip("ocmn")
    form = of if of in _FORMS else kind_of(value.partition("(")[2]) if scheme in ("isbn", "issn") else None
    return kept(scheme, value, form)


def pages_of(item: Any) -> tuple[Pages, ...]:
    """Return the pages that the `part` of an item states."""
    for extent in down(item, "part", "extent"):
        if (extent.get("unit") or "pages").rstrip("s") == "page":
            start, end = first(extent, "start"), first(extent, "end")
            printed = f"{start}-{end}" if start and end else start or first(extent, "list") or text(extent)
            if printed and (pages := parse_pages(printed)):
                return pages
    return ()


def _number(item: Any, kind: str) -> str | None:
    return next(
        (n for one in down(item, "part", "detail") if one.get("type") == kind and (n := first(one, "number"))), None
    )


def _series(item: Any) -> Series | None:
    volume, issue, number = (_number(item, kind) for kind in ("volume", "issue", "number"))
    if not (volume or issue or number):
        stated = [*texts(item, "titleInfo", "partNumber"), *texts(item, "part", "detail", "number")]
        stated += [
            said
            for one in children(item, "identifier")
            if (one.get("type") or "").lower() in _COUNTED and (said := text(one))
        ]
        number = next(iter(stated), None)
    title = heading(item)
    if title and not (volume or issue or number) and (told := numbered(title)) and told.number:
        title, number = told.title, told.number
    one = Series(issn=_issn(item), issue=issue, number=number, title=title, volume=volume)
    return one if one != Series() else None


def _journal(item: Any) -> Series | None:
    """A host with an ISSN, a volume or an issue is a journal."""
    volume, issue, number, issn = (*(_number(item, kind) for kind in ("volume", "issue", "number")), _issn(item))
    if not (volume or issue or number or issn):
        return None
    return Series(issn=issn, issue=issue, number=number, title=heading(item), volume=volume)


def _issn(item: Any) -> str | None:
    said = [text(one) for one in children(item, "identifier") if "issn" in (one.get("type") or "").lower()]
    return next((value for one in said if one and (value := issn(one))), None)


def _relations(item: Any, kind: str) -> list[Relation]:
    title = heading(item)
    to = [address(one) for one in identifiers_of(item) if one.scheme not in ("local", "citation", "report-number")]
    to += [] if to else [url for url in texts(item, "location", "url") if url.startswith("http")]
    if not to:
        return [Relation(kind=kind, title=title)] if title else []
    return [Relation(kind=kind, title=title, to=one) for one in to]


def _entry(item: Any) -> ContentsEntry | None:
    """A constituent as an entry, with its own constituents inside."""
    inner = tuple(
        entry for one in children(item, "relatedItem") if one.get("type") == "constituent" and (entry := _entry(one))
    )
    title, pages = heading(item), pages_of(item)
    if not (title or pages or inner):
        return None
    return ContentsEntry(
        contributors=contributors_of(item, default="aut"), entries=inner, identifiers=identifiers_of(item),
        label=_number(item, "chapter") or _number(item, "paper") or first(item, "titleInfo", "partNumber"), pages=pages, title=title,
        url=next((url for url in texts(item, "location", "url") if url.startswith("http")), None),
    )  # fmt: skip
