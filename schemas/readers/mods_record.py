"""A MODS record to a record: titles, type, imprint, texts, subjects, links; related items are in mods_related."""

from __future__ import annotations

from typing import Any

from schemas.crosswalk.citing import names_paper
from schemas.readers.addresses import link
from schemas.readers.contents_note import note_entries
from schemas.readers.mods_agents import contributors_of
from schemas.readers.mods_elements import children, dates_of, down, first, text, texts
from schemas.readers.mods_related import add_related, identifiers_of, pages_of
from schemas.readers.punctuation import supplied, tidy
from schemas.readers.texts import prose
from schemas.readers.work_types import type_of
from schemas.readers.xml_files import local_name
from schemas.record import Link, Publisher, Record, Rights, Subject, Text, Title
from schemas.values.languages import parse_language
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import fold, split_title, without_sorting_marks

_BESIDE = frozenset("summary abstract subtitle caption translation accompanying tableofcontents".split())
"""Parts of a work whose language is not that of the work."""
XLINK = "{http://www.w3.org/1999/xlink}href"
_RESOURCES = {"text": None, "cartographic": "other", "notated music": "other", "sound recording": "other", "still image": "other",
              "moving image": "other", "three dimensional object": "other", "software, multimedia": "other"}  # fmt: skip
_LISTED = {"technical report": "report", "book": "book", "thesis": "thesis", "periodical": "journal", "series": "series",
           "issue": "issue", "article": "article", "conference publication": "proceedings"}  # fmt: skip
"""Terms of the MARC genre list that name a type."""


def build(element: Any) -> Record:
    """Return the record that a `mods` element makes; what is odd is left as printed, what is empty is left out."""
    made: dict[str, Any] = {"contributors": contributors_of(element), "dates": dates_of(element)}
    _add_titles(element, made)
    _add_type(element, made)
    _add_imprint(element, made)
    made["identifiers"] = identifiers_of(element)
    made["languages"] = _languages(element)
    _add_extent(element, made)
    made["abstract"] = tuple(
        Text(lang=_lang(one), text=said)
        for one in children(element, "abstract")
        if (said := prose("".join(one.itertext())))
    )
    made["subjects"] = _subjects(element)
    made["rights"] = _rights(element)
    made["links"] = _links(element)
    if pages := pages_of(element):
        made["pages"] = pages
    add_related(element, made)
    for item in () if "publisher" in made else children(element, "relatedItem"):
        if item.get("type") == "host" and made["type"] == "chapter":  # a book's is that of its chapters
            _add_imprint(item, made)
    if notes := tuple(entry for note in texts(element, "tableOfContents") for entry in note_entries(note)):
        made["contents"] = made.get("contents") or notes
    return Record(**made)


def own_key(element: Any) -> str | None:
    """Return the key that a record bears itself: that of its catalogue."""
    return first(element, "recordInfo", "recordIdentifier")


def _add_titles(element: Any, made: dict[str, Any]) -> None:
    found = [(info.get("type"), one) for info in children(element, "titleInfo") if (one := _title(info))]
    main = next((one for kind, one in found if kind is None), found[0][1] if found else None)
    made["title"] = main
    others = {fold(f"{one.main} {one.sub or ''}"): one for _, one in found if one != main}
    made["alternative_titles"] = tuple(others.values())


def _title(info: Any) -> Title | None:
    """The article that is not to be sorted is part of the title; numbers and names of parts follow it."""
    article, main = first(info, "nonSort") or "", first(info, "title") or ""
    main = article + main if article.endswith(("[", "'", "’", "(")) else f"{article} {main}".strip()
    main = without_sorting_marks(main)
    main = ". ".join(part for part in (tidy(main), *texts(info, "partNumber"), *texts(info, "partName")) if part)
    sub = tidy(first(info, "subTitle"))
    if not main:
        return None
    return Title(main=main, sub=sub) if sub else split_title(main)


def _add_type(element: Any, made: dict[str, Any]) -> None:
    genres = [(one.get("authority"), said) for one in children(element, "genre") if (said := text(one))]
    kind, _ = type_of(tuple(said for _, said in genres))
    listed = next((_LISTED[said] for source, said in genres if source == "marcgt" and said in _LISTED), None)
    made["type"] = listed or kind
    # A term of a list is not the source's own word.
    made["type_as_printed"] = type_of(tuple(said for source, said in genres if source not in ("marcgt", "local")))[1]
    hosts = [one for one in children(element, "relatedItem") if one.get("type") == "host"]
    hosted = any(map(pages_of, hosts))
    paper = next((said for _, said in genres if names_paper(said)), None)
    if paper and made["type"] in ("article", "proceedings") and any(map(_is_book, hosts)):
        made["type"], made["type_as_printed"] = "chapter", made["type_as_printed"] or paper
    if made["type"] is None:
        resource = first(element, "typeOfResource")
        issuance = first(element, "originInfo", "issuance")
        told = _RESOURCES.get(resource or "text")
        if told is None and resource is not None:
            told = (
                "chapter"
                if hosted
                else "journal"
                if issuance in ("serial", "continuing")
                else "book"
                if issuance
                else None
            )
        made["type"] = told


def _is_book(host: Any) -> bool:
    """Tell whether a host is a book or proceedings, by its number or its genre; what has an ISSN is a journal."""
    kinds = {(one.get("type") or "").lower() for one in children(host, "identifier")}
    named = "isbn" in kinds or "conference publication" in texts(host, "genre")
    return named and not any("issn" in kind for kind in kinds)


def _add_imprint(element: Any, made: dict[str, Any]) -> None:
    for origin in children(element, "originInfo"):
        name = supplied(first(origin, "publisher") or first(origin, "agent", "namePart"))
        terms = [one for one in down(origin, "place", "placeTerm") if one.get("type") != "code"]
        place = supplied(next((said for one in terms if (said := text(one))), None))
        if (name or place) and "publisher" not in made:
            made["publisher"] = Publisher(name=name, place=place)
        if local_name(element.tag) != "relatedItem":
            made["edition"] = made.get("edition") or first(origin, "edition")


def _languages(element: Any) -> tuple[str, ...]:
    """The languages, each once; of several terms for one language the tag of the web says most (RFC 5646)."""
    said = []
    for one in children(element, "language"):
        if (one.get("objectPart") or "").lower() in _BESIDE:
            continue
        terms = list(children(one, "languageTerm"))
        tags = [term for term in terms if (term.get("authority") or "").lower() in ("rfc5646", "rfc4646", "rfc3066")]
        said += [text(term) for term in tags or terms] or [text(one)]
    return tuple(dict.fromkeys(tag for one in said if one and len(one) < 30 and (tag := parse_language(one))))


def _add_extent(element: Any, made: dict[str, Any]) -> None:
    stated = next((one for one in down(element, "physicalDescription", "extent") if text(one)), None)
    extent = text(stated) if stated is not None else None
    if stated is None or extent is None:
        return
    if stated.get("unit") == "pages" and extent.isdecimal():
        made["page_count"] = page_count(f"{extent} pages")
        return
    pages = parse_pages(extent) if extent[:1].isalpha() else ()
    if pages and pages[0].last:
        made["pages"] = pages
    else:
        count = page_count(extent)
        made["page_count"], made["extent"] = count, extent


def _subjects(element: Any) -> tuple[Subject, ...]:
    """Each `subject` is one heading: its parts in their order, behind dashes."""
    found: dict[tuple[str, str | None], Subject] = {}
    for one in children(element, "subject"):
        parts = [_heading(part) for part in one if isinstance(part.tag, str)]
        term = " -- ".join(part for part in parts if part) or text(one)
        scheme = (one.get("authority") or "").lower() or None
        uri = next((value for part in (one, *one) if (value := part.get("valueURI"))), None)
        if term:
            found.setdefault((term, scheme), Subject(scheme=scheme, term=term, uri=uri))
    return tuple(found.values())


def _heading(part: Any) -> str:
    """A part of a heading; the places of a hierarchy, from the largest, are parts themselves, as are numbers and names of a work."""
    if local_name(part.tag) == "hierarchicalGeographic":
        return " -- ".join([said for level in part if (said := text(level))])
    if local_name(part.tag) == "name" and (names := texts(part, "namePart")):
        return (". " if part.get("type") in ("corporate", "conference") else ", ").join(names)
    return " ".join("".join(part.itertext()).split())


def _rights(element: Any) -> tuple[Rights, ...]:
    found = []
    for one in children(element, "accessCondition"):
        said, uri = prose("".join(one.itertext())), one.get(XLINK)
        if said and said.startswith("http") and " " not in said:
            said, uri = None, uri or said
        if said or uri:
            found.append(Rights(statement=said, uri=uri))
    return tuple(dict.fromkeys(found))


def _links(element: Any) -> tuple[Link, ...]:
    """Addresses of the resource; a preview is a picture of it."""
    found: dict[str, Link] = {}
    for one in down(element, "location", "url"):
        url = text(one)
        if url and url.startswith("http"):
            rel = {"preview": "cover", "raw object": "fulltext"}.get(one.get("access") or "")
            found.setdefault(url, link(url, rel))
    return tuple(found.values())


def _lang(element: Any) -> str | None:
    value = element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang")
    return parse_language(value) if value else None
