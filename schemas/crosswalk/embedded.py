"""A record as a web page carries it for programs: citation_* tags (Highwire, as Google Scholar asks) and COinS; JSON-LD is in jsonld."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from schemas.crosswalk import citing
from schemas.crosswalk.dates import chosen
from schemas.crosswalk.wording import headed, inverted
from schemas.envelope import Held

_GENRES = {
    "book": "book",
    "proceedings": "conference",
    "report": "report",
    "chapter": "bookitem",
    "paper": "proceeding",
}
"""Genres of the matrix `book`; every other type is a document there."""


def citation_tags(held: Held) -> Iterator[tuple[str, str]]:
    """Yield name and content of the tags, in the order of Google Scholar's guidelines for webmasters."""
    record, whole = held.record, citing.host_of(held)
    yield from _said("citation_title", headed(record.title))
    for one in citing.authors(record):
        yield "citation_author", inverted(one)
        for place in one.affiliations:
            yield "citation_author_institution", place
        yield from (("citation_author_orcid", i.value) for i in one.identifiers if i.scheme == "orcid")
    for one in citing.editors(record):
        yield "citation_editor", inverted(one)
    date = chosen(record.dates)
    yield from _said("citation_publication_date", date[:10].replace("-", "/") if date else None)
    by = citing.publisher(record)
    report = record.type == "report"
    yield from _said("citation_technical_report_institution" if report else "citation_publisher", by)
    if report:
        yield from _said("citation_publisher", by)
        number = citing.first(record, "report-number") or next(
            (n for s in record.series if (n := citing.number_of(s))), None
        )
        yield from _said("citation_technical_report_number", number)
    yield from _host_tags(held, headed(whole.title) if whole else None)
    for scheme in ("doi", "isbn"):
        yield from ((f"citation_{scheme}", value) for value in citing.values(record, scheme))
    yield from _said("citation_issn", citing.issn(record))
    for pages in record.pages[:1]:
        yield "citation_firstpage", pages.first
        yield from _said("citation_lastpage", pages.last)
    yield from (("citation_language", tag) for tag in record.languages)
    yield from (("citation_keywords", one.term) for one in record.subjects)
    for link in record.links:
        if link.rel == "fulltext" and link.media_type == "application/pdf":
            yield "citation_pdf_url", link.url
    yield from _said("citation_public_url", citing.url(record))


def _host_tags(held: Held, whole: str | None) -> Iterator[tuple[str, str]]:
    journal = citing.journal(held.record)
    if journal:
        yield from _said("citation_journal_title", journal.title)
        yield from _said("citation_volume", journal.volume)
        yield from _said("citation_issue", journal.issue or journal.number)
        return
    yield from _said("citation_inbook_title", whole)
    for one in held.record.series:
        yield from _said("citation_series_title", one.title)


def coins(held: Held) -> str:
    """Return the record as the title of a COinS span: an OpenURL ContextObject in key-encoded form (Z39.88-2004)."""
    record, whole = held.record, citing.host_of(held)
    title, journal = headed(record.title), citing.journal(record)
    pairs: list[tuple[str, str | None]] = [("ctx_ver", "Z39.88-2004")]
    if journal:
        pairs += [
            ("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal"), ("rft.genre", "article"), ("rft.atitle", title),
            ("rft.jtitle", journal.title), ("rft.volume", journal.volume), ("rft.issue", journal.issue or journal.number),
        ]  # fmt: skip
    else:
        genre = _GENRES.get(citing.type_of(held), "document")
        pairs += [("rft_val_fmt", "info:ofi/fmt:kev:mtx:book"), ("rft.genre", genre)]
        pairs += [("rft.atitle", title), ("rft.btitle", headed(whole.title))] if genre in ("bookitem", "proceeding") and whole else [("rft.btitle", title)]  # fmt: skip
        pairs += [("rft.series", s.title) for s in record.series[:1]] + [("rft.pub", citing.publisher(record))]
        pairs += [("rft.place", record.publisher.place if record.publisher else None)]
        pairs += [("rft.isbn", value) for value in citing.values(record, "isbn")[:1]]
    for place, one in enumerate(citing.authors(record)):
        if place == 0 and one.family:
            pairs += [("rft.aulast", one.family), ("rft.aufirst", one.given)]
        pairs.append(("rft.au", one.name))
    pairs += [("rft.date", (chosen(record.dates) or "")[:10]), ("rft.issn", citing.issn(record))]
    pairs += [(f"rft.{name}", value) for one in record.pages[:1] for name, value in (("spage", one.first), ("epage", one.last))]  # fmt: skip
    pairs += [("rft.tpages", str(record.page_count) if record.page_count else None)]
    pairs += [("rft.language", tag) for tag in record.languages[:1]]
    pairs += [("rft_id", f"info:doi/{value}") for value in citing.values(record, "doi")[:1]]
    return urlencode([(name, value) for name, value in pairs if value], errors="replace")


def _said(name: str, value: str | None) -> Iterator[tuple[str, str]]:
    if value:
        yield name, value
