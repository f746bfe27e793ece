"""biblatex: entries for biblatex and biber, UTF-8, by the data model that `biber --validate-datamodel` holds them to.

Dates go out as EDTF, which biblatex reads. A record without title is left out: every type demands one.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import BinaryIO

from schemas.crosswalk import bibtex_entries as bibtex
from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, parts
from schemas.crosswalk.languages import BABEL
from schemas.crosswalk.latex import escaped, names, titled, verbatim
from schemas.crosswalk.unsaid import CITED
from schemas.envelope import Held
from schemas.left_out import NO_TITLE, LeftOut, living, unnoticed
from schemas.record import Date, Record, Title

NAME = "biblatex"
SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"
READ_BY = "bibtex"
LOSSES: dict[str, str] = CITED | {
    "abstract": "one abstract, without its language",
    "abstract.text": "paragraphs are one line",
    "contents": "a note of titles, names and pages on one level, without untitled entries, identifiers and extracts",
    "contents.*": "a note of titles, names and pages on one level",
    "dates": "one date, the one that a citation would give",
    "edition": "only entry types that have one",
    "languages": "the first language",
    "page_count": "where the entry type has a field for it",
    "pages": "only entry types that have some",
    "publisher": "articles have none",
    "record": "an entry without title and identifiers is not read",
    "series": "the first series, if it has a title",
    "subjects": "terms parted by commas or semicolons, without the list that they are from",
    "subjects.*": "terms without the list that they are from; marks at their ends",
    "type_as_printed": "only entry types that have a type",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""

_EPRINTS = {"arxiv": "arxiv", "jstor": "jstor", "handle": "hdl", "pmid": "pubmed"}
"""Schemes that biblatex makes links of."""


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one entry after another and return how many."""
    count = 0
    for held in living(items, left_out):
        title = title_fields(held.record.title, "title", "subtitle")
        if not title:
            left_out(held, NO_TITLE)
            continue
        out.write((b"\n" if count else b"") + _entry(held, title).encode())
        count += 1
    return count


def title_fields(title: Title | None, main: str, sub: str) -> bibtex.Fields:
    """Return title and subtitle; the subtitle alone is a title."""
    if title is None:
        return []
    found = [titled(one) for one in (title.main, title.sub) if one] or [titled(title.as_printed or "")]
    return [pair for pair in zip((main, sub), found, strict=False) if pair[1]]


def _entry(held: Held, title: bibtex.Fields) -> str:
    record = held.record
    host = citing.host_of(held) if record.type == "chapter" else None
    people = citing.people(record)
    kind = bibtex.kind_of(record, host, people)
    fields = bibtex.contributors(people, kind) + title
    fields += _where(record, host)
    fields.append(("date", date(cited(record.dates))))
    if record.type_as_printed and kind.kind:
        fields.append(("type", escaped(record.type_as_printed)))
    fields += [(kind.publisher, escaped(citing.publisher(record) or ""))] if kind.publisher else []
    if record.publisher and record.publisher.place and kind.place:
        fields.append(("location", escaped(record.publisher.place)))
    if record.edition and kind.edition:
        fields.append(("edition", escaped(record.edition)))
    fields += bibtex.numbers(held, host, kind) + bibtex.extent(record, kind)
    if kind.entry == "incollection":
        fields.append(("chapter", citing.chapter_number(held.label) or ""))
    fields += _language(record) + bibtex.texts(record) + _addresses(held)
    fields += [("note", bibtex.notes(record, people, kind)), ("annotation", bibtex.annotation(record, people, kind))]
    return bibtex.entry(kind.entry, held, fields)


def _where(record: Record, host: Record | None) -> bibtex.Fields:
    if host is not None:
        return [*title_fields(host.title, "booktitle", "booksubtitle"), ("editor", names(citing.editors(host)))]
    if record.type != "article" or not record.series:
        return []
    one = record.series[0]
    return [
        ("journaltitle", titled(one.title or "")),
        ("volume", escaped(one.volume or "")),
        ("number", escaped(one.issue or one.number or "")),
    ]


def date(one: Date | None) -> str:
    """Return a date in EDTF as far as biblatex reads it: level 1 without time; nothing where it cannot be read."""
    if one is None or not one.edtf:
        return ""
    return _dated(one.edtf)


@lru_cache(4096)
def _dated(edtf: str) -> str:
    edtf = "/".join([part.partition("T")[0] for part in edtf.split("/")])
    return (
        edtf
        if bibtex.DATE.fullmatch(edtf) and (parts(edtf) or not edtf.isascii() or "X" in edtf or ".." in edtf)
        else ""
    )


def _language(record: Record) -> bibtex.Fields:
    if not record.languages:
        return []
    known = BABEL.get(record.languages[0]) or BABEL.get(record.languages[0].partition("-")[0])
    return [("langid", known or ""), ("language", "" if known else escaped(record.languages[0]))]


def _addresses(held: Held) -> bibtex.Fields:
    address = citing.url(held.record, schemes=("url",))
    fields = [("url", verbatim(address or ""))]
    seen = parts(held.envelope.captured.at) if held.envelope.captured and held.host is None else None
    if address and seen:
        fields.append(("urldate", _hyphened(seen.start)))
    found = {one.scheme: one.value for one in reversed(held.record.identifiers) if one.scheme in _EPRINTS}
    for scheme, kind in _EPRINTS.items() if found else ():
        if scheme in found:
            return [*fields, ("eprint", verbatim(found[scheme])), ("eprinttype", kind)]
    return fields


@lru_cache(4096)
def _hyphened(numbers: tuple[int, ...]) -> str:
    return "-".join([f"{number:02}" for number in numbers])
