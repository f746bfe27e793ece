"""biblatex: entries for biblatex and biber, UTF-8, by the data model that `biber --validate-datamodel` holds them to.

Dates go out as EDTF, which biblatex reads. A record without title is left out: every type demands one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import BinaryIO

from schemas.crosswalk import bibtex_entries as bibtex
from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, parts
from schemas.crosswalk.languages import BABEL
from schemas.crosswalk.latex import escaped, names, titled, verbatim
from schemas.crosswalk.unsaid import CITED
from schemas.crosswalk.wording import HOSTED
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


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one entry after another and return how many."""
    count, start = 0, "@"
    for held in living(items, left_out):
        record = held.record
        title = title_lines(record.title, "title", "subtitle")
        if not title:
            left_out(held, NO_TITLE)
            continue
        out.write(_entry(held, record, title, start))
        count, start = count + 1, "\n@"
    return count


def title_lines(title: Title | None, main: str, sub: str) -> str:
    """Return the lines of title and subtitle; the subtitle alone is a title."""
    if title is None:
        return ""
    if title.main and title.sub:
        return bibtex.field(main, titled(title.main)) + bibtex.field(sub, titled(title.sub))
    return bibtex.field(main, titled(title.main or title.sub or title.as_printed or ""))


def _entry(held: Held, record: Record, title: str, start: str) -> bytes:
    host = citing.host_of(held) if record.type == "chapter" else None
    people, known = citing.people(record), citing.firsts(record)
    kind = bibtex.kind_of(held, record, host, people)
    day, languages, abstract = cited(record.dates), record.languages, record.abstract
    return bibtex.entry(
        f"{start}{kind.entry}{{{citing.key(held.envelope.id)},\n{bibtex.contributors(people, kind)}{title}"
        f"{_where(record, host) if record.type in HOSTED else ''}{_date(day.edtf) if day and day.edtf else ''}"
        f"{bibtex.details(record, host, kind, 'location', known)}"
        f"{bibtex.chapter(held.label) if kind.entry == 'incollection' else ''}"
        f"{_language(languages[0]) if languages else ''}{bibtex.doi(known['doi']) if 'doi' in known else ''}",
        abstract[0].text if abstract else None,
        f"{bibtex.keywords(record)}{_addresses(held, record, known)}{bibtex.notes(record, people, kind)}"
        f"{bibtex.annotation(record, people, kind, 'annotation', known)}",
    )


def _where(record: Record, host: Record | None) -> str:
    if host is None:
        return bibtex.journal(record, "journaltitle")
    return title_lines(host.title, "booktitle", "booksubtitle") + bibtex.field("editor", names(citing.editors(host)))


@lru_cache(4096)
def _date(edtf: str) -> str:
    return bibtex.field("date", date(edtf))


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


def _addresses(held: Held, record: Record, known: Mapping[str, str]) -> str:
    said = ""
    if address := citing.url(record, schemes=("url",)):
        said = f"  url = {{{address}}},\n"
        captured = held.envelope.captured if held.host is None else None
        if captured and captured.at:
            said += _seen(captured.at[:10])
    for scheme, name in _EPRINTS.items():
        if scheme in known:
            return f"{said}{bibtex.field('eprint', verbatim(known[scheme]))}{bibtex.field('eprinttype', name)}"
    return said


@lru_cache(4096)
def _seen(day: str) -> str:
    told = parts(day)
    return bibtex.field("urldate", "-".join([f"{number:02}" for number in told.start])) if told else ""
