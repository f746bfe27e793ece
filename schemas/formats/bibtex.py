"""bibtex: entries of classic BibTeX (btxdoc), UTF-8, with the fields that its standard styles know and a few that all ignore.

A report is a @techreport, one of editors alone a @book. A record without title is left out: every type that is cited
demands one. Entries of biblatex are read here too: the formats differ in names of types and fields, and all are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from schemas.crosswalk import bibtex_entries as bibtex
from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, parts
from schemas.crosswalk.languages import BABEL
from schemas.crosswalk.latex import escaped, names, titled, verbatim
from schemas.crosswalk.unsaid import CITED
from schemas.crosswalk.wording import headed
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.left_out import NO_TITLE, LeftOut, living, unnoticed
from schemas.readers.bibtex_file import Entry, Scanner, inherited
from schemas.readers.bibtex_record import build
from schemas.readers.keys import cited_key
from schemas.readers.ris_tags import decoded
from schemas.reading import Found
from schemas.record import Date, Record

NAME = "bibtex"
SUFFIX = ".bib"
MEDIA_TYPE = "application/x-bibtex"
READER = "bibtex/2"
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
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one entry after another and return how many."""
    count = 0
    for held in living(items, left_out):
        title = titled(headed(held.record.title) or "")
        if not title:
            left_out(held, NO_TITLE)
            continue
        out.write((b"\n" if count else b"") + _entry(held, title).encode())
        count += 1
    return count


def _entry(held: Held, title: str) -> str:
    record = held.record
    host = citing.host_of(held) if record.type == "chapter" else None
    people = citing.people(record)
    kind = bibtex.kind_of(record, host, people)
    name = _thesis(record) if kind.entry == "thesis" else _ENTRIES.get(kind.entry, kind.entry)
    if name == "misc":
        kind = bibtex.KINDS[""]._replace(publisher="howpublished", kind=False)
    publisher = "school" if name.endswith("thesis") else kind.publisher
    fields = [*bibtex.contributors(people, kind), ("title", title), *_where(record, host), *_date(cited(record.dates))]
    if record.type_as_printed and kind.kind:
        fields.append(("type", escaped(record.type_as_printed)))
    fields += [(publisher, escaped(citing.publisher(record) or ""))] if publisher else []
    if record.publisher and record.publisher.place and kind.place:
        fields.append(("address", escaped(record.publisher.place)))
    if record.edition and kind.edition:
        fields.append(("edition", escaped(record.edition)))
    fields += bibtex.numbers(held, host, kind) + bibtex.extent(record, kind)
    if name == "incollection":
        fields.append(("chapter", citing.chapter_number(held.label) or ""))
    fields += [("language", _language(record)), *bibtex.texts(record), *_addresses(record)]
    fields += [("note", bibtex.notes(record, people, kind)), ("annote", bibtex.annotation(record, people, kind))]
    return bibtex.entry(name, held, fields)


def _thesis(record: Record) -> str:
    """The degree where the printed type says it; no thesis type fits where it does not."""
    printed = (record.type_as_printed or "").lower()
    if "master" in printed:
        return "mastersthesis"
    return "phdthesis" if any(word in printed for word in ("phd", "ph.d", "doct", "dissertation")) else "misc"


def _where(record: Record, host: Record | None) -> bibtex.Fields:
    if host is not None:
        return [("booktitle", titled(headed(host.title) or "")), ("editor", names(citing.editors(host)))]
    if record.type != "article" or not record.series:
        return []
    one = record.series[0]
    return [
        ("journal", titled(one.title or "")),
        ("volume", escaped(one.volume or "")),
        ("number", escaped(one.issue or one.number or "")),
    ]


def _date(one: Date | None) -> bibtex.Fields:
    """Year and month; `(about 1984)` is how btxdoc says that a year is not certain."""
    told = parts(one.edtf) if one else None
    if told is None:
        return []
    year = f"{told.start[0]:04}" + (f"--{told.end[0]:04}" if told.end and told.end[0] != told.start[0] else "")
    month = told.start[1] if len(told.start) > 1 and not told.end else 0
    return [("year", f"(about {year})" if told.about else year), ("month", _MONTHS[month - 1] if month else "")]


def _addresses(record: Record) -> bibtex.Fields:
    """The page; arXiv has a field of its own, as most styles know it."""
    arxiv = citing.first(record, "arxiv")
    address = citing.url(record, schemes=("url",) if arxiv else ("handle", "jstor", "url"))
    fields = [("url", verbatim(address))] if address else []
    return [*fields, ("eprint", verbatim(arxiv)), ("archiveprefix", "arXiv")] if arxiv else fields


def _language(record: Record) -> str:
    if not record.languages:
        return ""
    tag = record.languages[0]
    return BABEL.get(tag) or BABEL.get(tag.partition("-")[0]) or escaped(tag)


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
