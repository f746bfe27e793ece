"""ris: RIS for reference managers, by its specification and as Zotero, EndNote and bibutils read it.

What a tag means depends on the type: SN is the number of a report, the ISBN of a book, the ISSN of a journal. What
has no tag on a type (the ISBN of a report, people in other roles, the contents) goes into notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, parts, worded
from schemas.crosswalk.ris_lines import TYPES, Lines, date_lines, name, page_lines, reference, slashed, tagged
from schemas.crosswalk.unsaid import CITED
from schemas.crosswalk.uris import web
from schemas.crosswalk.wording import CREATORS, PUBLISHERS, contents, headed
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.left_out import LeftOut, living, unnoticed
from schemas.readers.keys import cited_key
from schemas.readers.ris_record import build
from schemas.readers.ris_tags import Tags as Read
from schemas.readers.ris_tags import decoded, references
from schemas.reading import Found
from schemas.record import Contributor, Record

NAME = "ris"
SUFFIX = ".ris"
MEDIA_TYPE = "application/x-research-info-systems"
READER = "ris/4"
LOSSES: dict[str, str] = CITED | {
    "abstract": "one abstract, without its language",
    "abstract.text": "paragraphs are one line",
    "contents": "a note of titles, names and pages on one level, without untitled entries, identifiers and extracts",
    "contents.*": "a note of titles, names and pages on one level",
    "dates": "one date, the one that a citation would give",
    "dates.edtf": "no decades or centuries; doubt holds for both ends of an interval",
    "page_count": "where the type has a tag for it",
    "pages": "one page of a work that is no part is read as its number of pages",
    "record": "a record without title and identifiers is no reference",
    "series": "the first series, if it has a title",
    "subjects": "terms parted by commas or semicolons, without the list that they are from",
    "subjects.*": "terms without the list that they are from; marks at their ends",
    "type_as_printed": "on reports, theses and works of no type only",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""

_WITH_KIND = frozenset({"RPRT", "THES", "GEN"})
"""Types on which M3 is the kind of work; on others readers take it for a DOI."""
_PARTS = frozenset({"CHAP", "CPAPER"})
"""Types of what stands in a book."""
_WITH_ISBN = _PARTS | {"BOOK", "CONF", "THES"}
_ROLES = {"fnd": "funder", "spn": "sponsor", "ill": "illustrator", "ctb": "contributor", "com": "compiler", "aui": "author of introduction",
          "win": "writer of introduction", "rev": "reviewer", "res": "researcher", "cph": "copyright holder", "his": "host institution",
          "ths": "thesis advisor", "dgs": "degree supervisor", "dgg": "degree granting institution"}  # fmt: skip


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one reference after another, UTF-8, and return how many."""
    count = 0
    for held in living(items, left_out):
        out.write(reference(_lines(held)))
        count += 1
    return count


def _lines(held: Held) -> Lines:
    """Return the lines of a reference in their order."""
    record = held.record
    kind = TYPES.get(citing.type_of(held), "GEN")
    lines = [f"TY  - {kind}", f"ID  - {citing.key(held.envelope.id)}"]
    if title := headed(record.title):
        lines.append(f"TI  - {title}")
    others = _people(record, lines)
    _where(held, kind, lines)
    _imprint(record, kind, lines)
    _numbers(held, kind, lines)
    _texts(record, lines)
    _addresses(held, lines)
    _notes(record, kind, others, lines)
    return lines


def _people(record: Record, lines: Lines) -> list[Contributor]:
    """Add authors, editors, translators; return those who have no tag."""
    editors: Lines = []
    translators: Lines = []
    others: list[Contributor] = []
    for one in record.contributors:
        role = one.role
        if role in CREATORS:
            lines.append(name("AU", one))
        elif role in citing.EDITORS:
            editors.append(name("ED", one))
        elif role in citing.TRANSLATORS:
            translators.append(name("A4", one))
        elif role not in PUBLISHERS:
            others.append(one)
    lines += editors
    lines += translators
    return others


def _where(held: Held, kind: str, lines: Lines) -> None:
    """Add the series or journal; for a chapter its book and the editors of that."""
    series = held.record.series
    if kind in _PARTS and (host := citing.host_of(held)):
        lines += tagged("T2", headed(host.title))
        lines += [name("A2", each) for each in citing.editors(host)]
    if not series:
        return
    one = series[0]
    if kind == "JOUR":
        lines += tagged("T2", one.title) + tagged("VL", one.volume) + tagged("IS", one.issue or one.number)
    else:
        lines += tagged("T3" if kind in _PARTS else "T2", one.title) + tagged("VL", citing.number_of(one))


def _imprint(record: Record, kind: str, lines: Lines) -> None:
    if date := cited(record.dates):
        lines += date_lines(date.edtf, worded(date))
    if publisher := citing.publisher(record):
        lines.append(f"PB  - {publisher}")
    if record.publisher and record.publisher.place:
        lines.append(f"CY  - {record.publisher.place}")
    if record.edition:
        lines.append(f"ET  - {record.edition}")
    if record.type_as_printed and kind in _WITH_KIND:
        lines.append(f"M3  - {record.type_as_printed}")
    # Pages in the host, else how many there are: reports and books have no other tag for that.
    if record.pages:
        lines += page_lines(record.pages)
    elif record.page_count and kind != "JOUR" and kind not in _PARTS:
        lines.append(f"SP  - {record.page_count}")


def _numbers(held: Held, kind: str, lines: Lines) -> None:
    record = held.record
    if kind == "RPRT":
        lines += tagged("SN", citing.first(record, "report-number"))
    elif kind not in _WITH_ISBN:
        lines += tagged("SN", citing.issn(record))
    else:
        host = citing.host_of(held) if kind in _PARTS else None
        isbns = citing.values(record, "isbn") or (citing.values(host, "isbn") if host else [])
        lines += [f"SN  - {isbn}" for isbn in isbns]
    lines += tagged("DO", citing.first(record, "doi"))


def _texts(record: Record, lines: Lines) -> None:
    lines += [f"LA  - {tag}" for tag in record.languages]
    if record.abstract:
        lines += [f"{tag}  - {one.text}" for tag, one in zip(("AB", "N2"), record.abstract, strict=False)]
    lines += [f"KW  - {one.term.replace('*', '')}" for one in record.subjects]


def _addresses(held: Held, lines: Lines) -> None:
    address = citing.url(held.record)
    if not address:
        return
    lines.append(f"UR  - {address}")
    for link in held.record.links:
        if link.rel == "fulltext" and (found := web(link.url)) and found != address:
            lines.append(f"L1  - {found}")
    captured = held.envelope.captured
    if captured and held.host is None and (seen := parts(captured.at)):
        lines.append(f"Y2  - {slashed(seen.start)}")


def _notes(record: Record, kind: str, others: list[Contributor], lines: Lines) -> None:
    if kind not in _WITH_ISBN:
        lines += [f"N1  - ISBN {isbn}" for isbn in citing.values(record, "isbn")]
    if others:
        named = [f"{one.name} ({_ROLES[one.role]})" if one.role in _ROLES else one.name for one in others]
        lines.append(f"N1  - Contributors: {'; '.join(named)}")
    if record.contents and (note := contents(record)):
        lines.append(f"N1  - Contents: {note}")


_START = re.compile(rb"(?:\xef\xbb\xbf|\s|\d+\.)*+TY {1,3}- {0,3}[A-Z]{3,6}\s")


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins with a reference."""
    return _START.match(head) is not None


def record_of(tags: Read) -> Record:
    """Return the record of the tags of one reference; raises ReadError where they say nothing of a work."""
    record = build(tags)
    if record.title is None and not record.identifiers:
        raise ReadError("a reference without title and identifiers")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the references of a file; one that cannot be read raises ReadError when its turn comes, and the next call goes on."""
    return map(_found, enumerate(references(decoded(stream.read())), 1))


def _found(numbered: tuple[int, Read]) -> Found:
    number, tags = numbered
    try:
        record = record_of(tags)
    except ReadError as error:
        raise ReadError(f"reference {number}: {error}") from error
    said = next((value for tag, value in tags if tag == "ID" and value), "")
    return Found(key=cited_key(record, said), record=record)
