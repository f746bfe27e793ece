"""An article in JATS, and a book or a part of one in BITS, to a record."""

from __future__ import annotations

from typing import Any

from schemas.crosswalk.wording import headed
from schemas.readers.bits_contents import contents_of
from schemas.readers.cited import hosted
from schemas.readers.jats_agents import contributors_of
from schemas.readers.jats_parts import (
    abstracts_of,
    dates_of,
    identifiers_of,
    issn_of,
    languages_of,
    links_of,
    pages_of,
    publisher_of,
    rights_of,
    subjects_of,
)
from schemas.readers.jats_text import plain, title_of
from schemas.readers.mods_elements import children, down, first
from schemas.readers.work_types import work_type
from schemas.record import Record, Series, Title
from schemas.values.text import fold


def article(element: Any) -> Record:
    """Return the record of an `article`; what is odd is left as printed, what is empty is left out."""
    front = next(children(element, "front"), element)
    journal = next(children(front, "journal-meta"), front)
    meta = next(children(front, "article-meta"), front)
    made = _common(element, meta, "article-id")
    group = next(children(meta, "title-group"), meta)
    heading = next(
        (
            plain(one)
            for one in down(meta, "article-categories", "subj-group")
            if one.get("subj-group-type") == "heading"
        ),
        None,
    )
    name = first(journal, "journal-title-group", "journal-title") or first(journal, "journal-title")
    series = Series(issn=issn_of(journal), issue=first(meta, "issue"), title=name, volume=first(meta, "volume"))
    return Record(
        **made | {
            "publisher": publisher_of(journal) or made["publisher"], "series": () if series == Series() else (series,),
            "title": title_of(group, "article-title"), "alternative_titles": _others(group), "type": "article",
            "type_as_printed": heading or element.get("article-type") or None, "pages": pages_of(meta), "page_count": _count(meta, "page-count"),
        }
    )  # fmt: skip


def book(element: Any) -> Record:
    """Return the record of a `book` with its parts as contents."""
    meta = _book_meta(element)
    made = _common(element, meta, "book-id")
    group = next(children(meta, "book-title-group"), meta)
    return Record(
        **made | {
            "contents": contents_of(element), "series": tuple(_series(element)), "title": title_of(group, "book-title"),
            "alternative_titles": _others(group), "page_count": _count(meta, "book-page-count") or _count(meta, "page-count"),
            "type": work_type(element.get("book-type") or "") or "book", "type_as_printed": element.get("book-type") or None,
        }
    )  # fmt: skip


def part(wrapper: Any) -> Record:
    """Return the record of a part of a book that comes by itself, with the book that it is from as its host."""
    element = next(children(wrapper, "book-part"), wrapper)
    meta = next(children(element, "book-part-meta"), element)
    whole = _book_meta(wrapper)
    made, host = _common(element, meta, "book-part-id"), _common(wrapper, whole, "book-id")
    title = title_of(next(children(whole, "book-title-group"), whole), "book-title")
    marks = [one for one in host["identifiers"] if one.scheme in ("doi", "isbn", "jstor", "handle")]
    return Record(
        **made | {
            "contents": contents_of(element), "dates": made["dates"] or host["dates"], "languages": made["languages"] or host["languages"],
            "pages": pages_of(meta), "publisher": made["publisher"] or host["publisher"], "relations": hosted(headed(title), marks),
            "rights": made["rights"] or host["rights"], "series": tuple(_series(wrapper)),
            "title": title_of(next(children(meta, "title-group"), meta), "title"), "type": "chapter",
        }
    )  # fmt: skip


def _common(element: Any, meta: Any, name: str) -> dict[str, Any]:
    return {
        "abstract": abstracts_of(meta), "contributors": contributors_of(meta), "dates": dates_of(meta), "edition": first(meta, "edition"),
        "identifiers": tuple(identifiers_of(meta, name)), "languages": languages_of(element, meta), "links": links_of(meta),
        "publisher": publisher_of(meta), "rights": rights_of(meta), "subjects": subjects_of(meta),
    }  # fmt: skip


def _book_meta(element: Any) -> Any:
    """The metadata of a book, which older versions wrap in its front."""
    inside = [one for name in ("book-front", "front") for one in down(element, name, "book-meta")]
    return next(children(element, "book-meta"), inside[0] if inside else element)


def _series(element: Any) -> list[Series]:
    """Collections with a title or an ISSN; a number alone names none."""
    found = []
    for one in children(element, "collection-meta", "book-series-meta"):
        group = next(children(one, "title-group"), one)
        title, number = headed(title_of(group, "title")), issn_of(one)
        volume = first(one, "volume-in-collection", "volume-number") or first(one, "volume")
        if title or number:
            found.append(Series(issn=number, number=volume, title=title))
    return found


def _others(group: Any) -> tuple[Title, ...]:
    """Titles in other languages; short forms for running heads are none."""
    found = {}
    for holder, name in (
        (one, f"trans-{kind}title") for one in (group, *children(group, "trans-title-group")) for kind in ("", "book-")
    ):
        title = title_of(holder, name) if next(children(holder, name), None) is not None else None
        if title:
            found[fold(headed(title) or "")] = title
    return tuple(found.values())


def _count(meta: Any, name: str) -> int | None:
    for one in (*down(meta, "counts", name), *children(meta, name)):
        said = one.get("count") or plain(one) or ""
        if said.isdecimal() and 0 < int(said) < 100_000:
            return int(said)
    return None
