"""bibtex: entries of classic BibTeX (btxdoc), UTF-8, with the fields that its standard styles know and a few that all ignore.

A report is a @techreport, one of editors alone a @book. A record without title is left out: every type that is cited
demands one. Entries of biblatex are read here too: the formats differ in names of types and fields, and all are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import BinaryIO

from schemas.crosswalk import bibtex_entries as bibtex
from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, parts
from schemas.crosswalk.languages import BABEL
from schemas.crosswalk.latex import escaped, names, titled, verbatim
from schemas.crosswalk.unsaid import CITED
from schemas.crosswalk.wording import HOSTED, headed
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.left_out import NO_TITLE, LeftOut, living, unnoticed
from schemas.readers.bibtex_file import Entry, Scanner, inherited
from schemas.readers.bibtex_record import build
from schemas.readers.keys import cited_key
from schemas.readers.ris_tags import decoded
from schemas.reading import Found
from schemas.record import Record

NAME = "bibtex"
SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"
READER = "bibtex/4"
LOSSES: dict[str, str] = CITED | {
    "abstract": "one abstract, without its language",
    "abstract.text": "paragraphs are one line",
    "contents": "a note of titles, names and pages on one level, without untitled entries, identifiers and extracts",
    "contents.*": "a note of titles, names and pages on one level",
    "dates": "one date, year and month only",
    "dates.edtf": "year and month only; no decades or centuries, no doubt",
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

_ENTRIES = {"report": "techreport", "collection": "book", "periodical": "misc", "dataset": "misc", "online": "misc"}
_CHANGED = frozenset({"misc", "thesis"})
_MISC = bibtex.KINDS[""]._replace(publisher="howpublished", kind=False)
_THESIS = bibtex.KINDS["thesis"]._replace(publisher="school")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one entry after another and return how many."""
    count, start = 0, "@"
    for held in living(items, left_out):
        record = held.record
        title = titled(headed(record.title) or "")
        if not title:
            left_out(held, NO_TITLE)
            continue
        out.write(_entry(held, record, title, start))
        count, start = count + 1, "\n@"
    return count


def _entry(held: Held, record: Record, title: str, start: str) -> bytes:
    host = citing.host_of(held) if record.type == "chapter" else None
    people, known = citing.people(record), citing.firsts(record)
    kind = bibtex.kind_of(held, record, host, people)
    name = _ENTRIES.get(kind.entry) or kind.entry
    if name in _CHANGED:
        name, kind = _changed(record, name, kind)
    date, languages, abstract = cited(record.dates), record.languages, record.abstract
    return bibtex.entry(
        f"{start}{name}{{{citing.key(held.envelope.id)},\n{bibtex.contributors(people, kind)}  title = {{{title}}},\n"
        f"{_where(record, host) if record.type in HOSTED else ''}{_date(date.edtf) if date else ''}"
        f"{bibtex.details(record, host, kind, 'address', known)}{bibtex.chapter(held.label) if name == 'incollection' else ''}"
        f"{_language(languages[0]) if languages else ''}{bibtex.doi(known['doi']) if 'doi' in known else ''}",
        abstract[0].text if abstract else None,
        f"{bibtex.keywords(record)}{_addresses(record, known)}{bibtex.notes(record, people, kind)}"
        f"{bibtex.annotation(record, people, kind, 'annote', known)}",
    )


def _changed(record: Record, name: str, kind: bibtex.Kind) -> tuple[str, bibtex.Kind]:
    """The entry type where it is a thesis or none of the others, and the fields that it then has."""
    if name == "thesis":
        name = _thesis(record)
    return name, _MISC if name == "misc" else _THESIS


def _thesis(record: Record) -> str:
    """The degree where the printed type says it; no thesis type fits where it does not."""
    printed = (record.type_as_printed or "").lower()
    if "master" in printed:
        return "mastersthesis"
    return "phdthesis" if any(word in printed for word in ("phd", "ph.d", "doct", "dissertation")) else "misc"


def _where(record: Record, host: Record | None) -> str:
    if host is None:
        return bibtex.journal(record, "journal")
    booktitle = bibtex.field("booktitle", titled(headed(host.title) or ""))
    return booktitle + bibtex.field("editor", names(citing.editors(host)))


@lru_cache(4096)
def _date(edtf: str | None) -> str:
    """Year and month; `(about 1984)` is how btxdoc says that a year is not certain. The month is a macro, without braces."""
    told = parts(edtf)
    if told is None:
        return ""
    year = f"{told.start[0]:04}" + (f"--{told.end[0]:04}" if told.end and told.end[0] != told.start[0] else "")
    month = told.start[1] if len(told.start) > 1 and not told.end else 0
    dated = bibtex.field("year", f"(about {year})" if told.about else year)
    return f"{dated}  month = {_MONTHS[month - 1]},\n" if month else dated


def _addresses(record: Record, known: Mapping[str, str]) -> str:
    """The page; arXiv has a field of its own, as most styles know it."""
    arxiv = known.get("arxiv")
    address = citing.url(record, schemes=("url",) if arxiv else ("handle", "jstor", "url"))
    page = f"  url = {{{address}}},\n" if address else ""
    return f"{page}{bibtex.field('eprint', verbatim(arxiv))}  archiveprefix = {{arXiv}},\n" if arxiv else page


@lru_cache(1024)
def _language(tag: str) -> str:
    return bibtex.field("language", BABEL.get(tag) or BABEL.get(tag.partition("-")[0]) or escaped(tag))


_START = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|%[^\n]*\n)*+(?:@\s*(?:string|comment|preamble)\s*[{(]|(?:[^@\n]*+\n\s*+)?+@\s*[a-z]{3,15}\s*[{(]\s*[^\s,{}()=]+\s*,)",
    re.I,
)


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins with an entry, a string or a comment."""
    return _START.match(head) is not None


def record_of(entry: Entry) -> Record:
    """Return the record of one entry; raises ReadError where it says nothing of a work."""
    record = build(entry)
    if record.title is None and not record.identifiers:
        raise ReadError(f"@{entry.kind}{{{entry.key}}}: an entry without title and identifiers")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the entries of a file; one that cannot be read raises ReadError when its turn comes, and the next call goes on."""
    return _Entries(decoded(stream.read()))


class _Entries(Iterator[Found]):
    """Entries with what they inherit: all are parted first, because a crossref leads forward."""

    def __init__(self, text: str) -> None:
        scanner = Scanner(text)
        self._read: list[Entry | ReadError] = []
        while True:
            try:
                self._read.append(next(scanner))
            except StopIteration:
                break
            except ReadError as error:
                self._read.append(error)
        self._known = {one.key.lower(): one for one in self._read if isinstance(one, Entry) and one.key}
        self._turn = iter(self._read)

    def __next__(self) -> Found:
        for one in self._turn:
            if isinstance(one, ReadError):
                raise one
            if one.kind in ("xdata", "set"):
                continue
            record = record_of(inherited(one, self._known))
            return Found(key=cited_key(record, one.key), record=record)
        raise StopIteration
