"""Deposits with Crossref in XML (4.x, 5.x, and unixref 1.x as results bear them) to the works that Crossref's REST interface gives.

What a work says is then read by crossref_work, so that the same work is the same record in both formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from schemas.readers.crossref_fields import Work
from schemas.readers.jats_text import block, plain
from schemas.readers.mods_elements import children, down, first, texts
from schemas.readers.unixref_fields import dates, names, numbers, pages, programs, report_numbers, resolved, titles
from schemas.readers.xml_files import local_name

KINDS = frozenset({"journal", "book", "conference", "report-paper", "dissertation", "database", "standard", "posted_content", "peer_review",
                   "sa_component", "pending_publication"})  # fmt: skip
_BOOKS = {"monograph": "monograph", "edited_book": "edited-book", "reference": "reference-book"}
_PARTS = {
    "chapter": "book-chapter",
    "section": "book-section",
    "part": "book-part",
    "track": "book-track",
    "reference_entry": "reference-entry",
}
_POSTED = {"report": "report", "working_paper": "working-paper", "dissertation": "dissertation"}
_TYPES = {"report-paper": "report", "dissertation": "dissertation", "database": "database", "standard": "standard", "peer_review": "peer-review",
          "conference": "proceedings", "sa_component": "component"}  # fmt: skip
_ITEMS = ("content_item", "conference_paper", "journal_article", "dataset")


class Deposited(NamedTuple):
    """A work and its parts, these in their order."""

    work: Work
    parts: tuple[Work, ...] = ()


def deposits_in(element: Any) -> Iterator[Deposited]:
    """Yield the works that one element of a kind holds.

    A book, report or volume is one work with its parts; the articles of a journal are works by themselves. In an answer
    to a query, where only the part that was asked for stands in its whole, that part is the work.
    """
    kind = local_name(element.tag)
    meta, series = _meta(element)
    whole = _whole(element, kind, meta, series)
    items = list(children(element, *_ITEMS))
    if kind == "journal":
        for one in items or [None]:
            yield Deposited(_article(element, whole, one))
        return
    parts = tuple(_part(one, whole, kind) for one in items)
    if len(parts) == 1 and not _is_deposit(element):
        yield Deposited(parts[0])
    else:
        yield Deposited(whole, parts)


def _is_deposit(element: Any) -> bool:
    return any(local_name(one.tag) == "doi_batch" for one in element.iterancestors())


def _meta(element: Any) -> tuple[Any, Any]:
    """The element that describes the whole, and that of its series."""
    for child in element:
        name = local_name(child.tag)
        if name.endswith("_metadata") and name not in ("event_metadata", "journal_metadata"):
            return child, next(children(child, "series_metadata", "set_metadata"), None)
    return element, None


def _whole(element: Any, kind: str, meta: Any, series: Any) -> dict[str, Any]:
    made = _described(meta)
    made["type"] = _TYPES.get(kind) or _BOOKS.get(element.get("book_type") or "", "book")
    if kind == "posted_content":
        made["type"] = _POSTED.get(element.get("type") or "", "posted-content")
        made["group-title"] = first(element, "group_title")
    if kind == "conference":
        made["title"] = made.get("title") or texts(meta, "proceedings_title")
        made = names(element) | made
    if series is not None:
        made["container-title"] = titles(series).get("title", [])
        made["ISSN"] = numbers(series).get("ISSN", [])
        made["volume"] = first(meta, "volume") or first(series, "volume")
    else:
        made["volume"] = first(meta, "volume")
    return made


def _described(meta: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "abstract": _abstract(meta), "edition-number": first(meta, "edition_number"), "institution": _institutions(meta),
        "language": meta.get("language"), "publisher": first(meta, "publisher", "publisher_name") or _registrant(meta),
        "publisher-location": first(meta, "publisher", "publisher_place"), "report-number": report_numbers(meta),
    }  # fmt: skip
    return (
        made | titles(meta) | names(meta) | dates(meta) | numbers(meta) | pages(meta) | resolved(meta) | programs(meta)
    )


def _part(item: Any, whole: Work, kind: str) -> dict[str, Any]:
    """A part with what it has by itself, and what Crossref says of it from its whole."""
    made = _described(item)
    fallback = (
        {name: whole[name] for name in ("issued", "published-print", "published-online") if name in whole}
        if "issued" not in made
        else {}
    )
    made["type"] = "proceedings-article" if kind == "conference" else "report-component" if kind == "report-paper" else \
        "dataset" if kind == "database" else _PARTS.get(item.get("component_type") or "", "book-chapter")  # fmt: skip
    made["component-number"] = first(item, "component_number")
    for name in ("publisher", "publisher-location", "editor", "language"):
        made[name] = made.get(name) or whole.get(name)
    titled = _heading(whole)
    made["container-title"] = [*whole.get("container-title", []), *([titled] if titled else [])]
    if kind == "conference":
        made["container-title"] = [titled] if titled else []
        made["volume"] = whole.get("volume")
    for name in ("ISBN", "isbn-type", "ISSN"):
        made[name] = made.get(name) or whole.get(name, [])
    made["host-doi"] = whole.get("DOI")
    return made | fallback


def _article(journal: Any, whole: Work, item: Any) -> dict[str, Any]:
    """An article with its journal and issue; without an article the issue, else the journal itself."""
    issue = next(children(journal, "journal_issue"), None)
    about = next(children(journal, "journal_metadata"), journal)
    name = texts(about, "full_title")
    printed = (
        {}
        if issue is None
        else {
            "issue": first(issue, "issue"),
            "volume": first(issue, "journal_volume", "volume") or first(issue, "volume"),
        }
    )
    issns = {"ISSN": numbers(about).get("ISSN", [])}
    if item is None and issue is None:
        return _described(about) | issns | {"type": "journal", "title": name}
    if item is None:
        return _described(issue) | issns | printed | {"type": "journal-issue", "container-title": name}
    made = _described(item)
    fallback = dates(issue) if issue is not None and "issued" not in made else {}
    language = made.get("language") or about.get("language")
    return (
        made | fallback | issns | printed | {"type": "journal-article", "container-title": name, "language": language}
    )


def _heading(work: Work) -> str | None:
    title, sub = (work.get(name) or [] for name in ("title", "subtitle"))
    return ": ".join([*title[:1], *sub[:1]]) or None


def _abstract(meta: Any) -> str | None:
    return next((said for one in children(meta, "abstract") if (said := block(one))), None)


def _institutions(meta: Any) -> list[dict[str, Any]]:
    return [
        {"name": name}
        for one in children(meta, "institution")
        if (name := first(one, "institution_name") or plain(one))
    ]


def _registrant(meta: Any) -> str | None:
    """Who publishes, by the answer to a query: what journals do not say of themselves."""
    for query in meta.iterancestors():
        if local_name(query.tag) == "query":
            return next(
                (plain(one) for one in children(query, "crm-item") if one.get("name") == "publisher-name"), None
            )
    return None


def refusal(element: Any) -> str | None:
    """Return why an answer holds no work, None where it may."""
    name = local_name(element.tag)
    said = plain(element) if name == "error" else first(element, "msg") if name == "query" else None
    if name == "query" and element.get("status") in (None, "resolved") and not said:
        return None
    about = first(element, "doi")
    return f"{said or 'not resolved'}{f' ({about})' if about else ''}"


def held_by(element: Any) -> Iterator[Any]:
    """Yield the elements of a kind in a wrapper (`crossref`, `doi_record`, a payload), or the element itself."""
    if local_name(element.tag) in KINDS:
        yield element
        return
    for path in ((), ("crossref",), ("doi_record",), ("doi_record", "crossref"), ("body",)):
        for one in down(element, *path):
            yield from (child for child in one if local_name(child.tag) in KINDS)
