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
from schemas.record import Record, Title

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
"""Schemes that biblatex makes links of, the first of them that there is."""
_RANK = {scheme: rank for rank, scheme in enumerate(_EPRINTS)}


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one entry after another and return how many."""
    count = 0
    for held in living(items, left_out):
        title = title_lines(held.record.title, "title", "subtitle")
        if not title:
            left_out(held, NO_TITLE)
            continue
        entry = _entry(held, title)
        out.write(b"\n" + entry if count else entry)
        count += 1
    return count


def title_lines(title: Title | None, main: str, sub: str) -> str:
    """Return the lines of title and subtitle; the subtitle alone is a title."""
    if title is None:
        return ""
    if title.main and title.sub:
        return bibtex.field(main, titled(title.main)) + bibtex.field(sub, titled(title.sub))
    return bibtex.field(main, titled(title.main or title.sub or title.as_printed or ""))


def _entry(held: Held, title: str) -> bytes:
    record = held.record
    host = citing.host_of(held) if record.type == "chapter" else None
    people = citing.people(record)
    kind = bibtex.kind_of(held, host, people)
    before: bibtex.Lines = []
    bibtex.contributors(people, kind, before)
    before.append(title)
    _where(record, host, before)
    if (day := cited(record.dates)) and day.edtf:
        before.append(bibtex.field("date", date(day.edtf)))
    bibtex.imprint(record, kind, "location", before)
    bibtex.numbers(held, host, kind, before)
    bibtex.extent(record, kind, before)
    if kind.entry == "incollection" and (number := citing.chapter_number(held.label)):
        before.append(bibtex.field("chapter", number))
    if record.languages:
        before.append(_language(record.languages[0]))
    abstract = bibtex.texts(record, before)
    after: bibtex.Lines = []
    bibtex.keywords(record, after)
    _addresses(held, after)
    bibtex.notes(record, people, kind, after)
    bibtex.annotation(record, people, kind, "annotation", after)
    return bibtex.entry(kind.entry, held, before, abstract, after)


def _where(record: Record, host: Record | None, lines: bibtex.Lines) -> None:
    if host is not None:
        lines.append(title_lines(host.title, "booktitle", "booksubtitle"))
        lines.append(bibtex.field("editor", names(citing.editors(host))))
    else:
        bibtex.journal(record, "journaltitle", lines)


@lru_cache(4096)
def date(edtf: str) -> str:
    """Return a date in EDTF as far as biblatex reads it: level 1 without time; nothing where it cannot be read."""
    edtf = "/".join([part.partition("T")[0] for part in edtf.split("/")])
    return (
        edtf
        if bibtex.DATE.fullmatch(edtf) and (parts(edtf) or not edtf.isascii() or "X" in edtf or ".." in edtf)
        else ""
    )


@lru_cache(1024)
def _language(tag: str) -> str:
    known = BABEL.get(tag) or BABEL.get(tag.partition("-")[0])
    return bibtex.field("langid", known) if known else bibtex.field("language", escaped(tag))


def _addresses(held: Held, lines: bibtex.Lines) -> None:
    record = held.record
    address = citing.url(record, schemes=("url",))
    if address:
        lines.append(f"  url = {{{address}}},\n")
    captured = held.envelope.captured if held.host is None else None
    if address and captured and (seen := parts(captured.at)):
        lines.append(_seen(seen.start))
    found = [one for one in record.identifiers if one.scheme in _EPRINTS]
    if found:
        one = min(found, key=lambda one: _RANK[one.scheme])
        lines += (bibtex.field("eprint", verbatim(one.value)), bibtex.field("eprinttype", _EPRINTS[one.scheme]))


@lru_cache(4096)
def _seen(numbers: tuple[int, ...]) -> str:
    return bibtex.field("urldate", "-".join([f"{number:02}" for number in numbers]))
