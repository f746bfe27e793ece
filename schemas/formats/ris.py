"""ris: RIS for reference managers, by its specification and as Zotero, EndNote and bibutils read it.

What a tag means depends on the type: SN is the number of a report, the ISBN of a book, the ISSN of a journal. What
has no tag on a type (the ISBN of a report, people in other roles, the contents) goes into notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited, parts
from schemas.crosswalk.ris_lines import TYPES, Tags, full_date, names, page_tags, reference, year
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
from schemas.record import Record

NAME = "ris"
SUFFIX = ".ris"
MEDIA_TYPE = "application/x-research-info-systems"
READER = "ris/2"
LOSSES: dict[str, str] = CITED | {
    "abstract": "one abstract, without its language",
    "abstract.text": "paragraphs are one line",
    "contents": "a note of titles, names and pages on one level, without untitled entries, identifiers and extracts",
    "contents.*": "a note of titles, names and pages on one level",
    "dates": "one date, the one that a citation would give",
    "dates.edtf": "no decades or centuries; doubt holds for both ends of an interval",
    "page_count": "where the type has a tag for it",
    "record": "a record without title and identifiers is no reference",
    "series": "the first series, if it has a title",
    "subjects": "terms parted by commas or semicolons, without the list that they are from",
    "subjects.*": "terms without the list that they are from; marks at their ends",
    "type_as_printed": "on reports, theses and works of no type only",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""

_TAGGED = CREATORS | citing.EDITORS | PUBLISHERS | {"trl"}
_WITH_KIND = frozenset({"RPRT", "THES", "GEN"})
"""Types on which M3 is the kind of work; on others readers take it for a DOI."""
_WITH_ISBN = frozenset({"BOOK", "CHAP", "CONF", "THES"})
_ROLES = {"fnd": "funder", "spn": "sponsor", "ill": "illustrator", "ctb": "contributor", "com": "compiler", "aui": "author of introduction",
          "win": "writer of introduction", "rev": "reviewer", "res": "researcher", "cph": "copyright holder", "his": "host institution"}  # fmt: skip


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one reference after another, UTF-8, and return how many."""
    count = 0
    for held in living(items, left_out):
        out.write(reference(tags_of(held)).encode())
        count += 1
    return count


def tags_of(held: Held) -> Tags:
    """Return the tags of a reference in their order."""
    record = held.record
    kind = TYPES.get(record.type or "", "GEN")
    date = cited(record.dates)
    tags: Tags = [("TY", kind), ("ID", citing.key(held.envelope.id)), ("TI", headed(record.title))]
    tags += names("AU", citing.authors(record))
    tags += names("ED", citing.editors(record))
    tags += names("A4", citing.by_role(record, frozenset({"trl"})))
    tags += _where(held, kind)
    tags += [("PY", year(date)), ("DA", full_date(date)), ("PB", citing.publisher(record))]
    tags += [("CY", record.publisher.place if record.publisher else None), ("ET", record.edition)]
    tags += [("M3", record.type_as_printed)] if kind in _WITH_KIND else []
    tags += _extent(record, kind) + _numbers(held, kind)
    tags += [("LA", tag) for tag in record.languages]
    tags += [(tag, one.text) for tag, one in zip(("AB", "N2"), record.abstract, strict=False)]
    tags += [("KW", one.term.replace("*", "")) for one in record.subjects]
    return tags + _addresses(held) + _notes(record, kind)


def _where(held: Held, kind: str) -> Tags:
    """The series or journal; for a chapter its book and the editors of that."""
    one = held.record.series[0] if held.record.series else None
    if kind == "JOUR":
        return [("T2", one.title), ("VL", one.volume), ("IS", one.issue or one.number)] if one else []
    tags: Tags = []
    if kind == "CHAP":
        host = citing.host_of(held)
        if host is not None:
            tags += [("T2", headed(host.title)), *names("A2", citing.editors(host))]
    if one:
        tags += [("T3" if kind == "CHAP" else "T2", one.title), ("VL", citing.number_of(one))]
    return tags


def _extent(record: Record, kind: str) -> Tags:
    """Pages in the host, else how many there are: reports and books have no other tag for that."""
    if record.pages:
        return page_tags(record.pages)
    return [("SP", str(record.page_count))] if record.page_count and kind not in ("CHAP", "JOUR") else []


def _numbers(held: Held, kind: str) -> Tags:
    record = held.record
    tags: Tags = [("DO", citing.first(record, "doi"))]
    if kind == "RPRT":
        return [("SN", citing.first(record, "report-number")), *tags]
    if kind not in _WITH_ISBN:
        return [("SN", citing.issn(record)), *tags]
    host = citing.host_of(held) if kind == "CHAP" else None
    isbns = citing.values(record, "isbn") or (citing.values(host, "isbn") if host else [])
    return [*[("SN", isbn) for isbn in isbns], *tags]


def _addresses(held: Held) -> Tags:
    address = citing.url(held.record)
    if not address:
        return []
    tags: Tags = [("UR", address)]
    texts = [web(one.url) for one in held.record.links if one.rel == "fulltext"]
    tags += [("L1", one) for one in texts if one != address]
    seen = parts(held.envelope.captured.at) if held.envelope.captured and held.host is None else None
    if seen:
        tags.append(("Y2", "/".join([*[f"{number:02}" for number in seen.start], ""])))
    return tags


def _notes(record: Record, kind: str) -> Tags:
    tags: Tags = []
    if kind not in _WITH_ISBN:
        tags += [("N1", f"ISBN {isbn}") for isbn in citing.values(record, "isbn")]
    others = [one for one in record.contributors if one.role not in _TAGGED]
    if others:
        named = [f"{one.name} ({_ROLES[one.role]})" if one.role in _ROLES else one.name for one in others]
        tags.append(("N1", f"Contributors: {'; '.join(named)}"))
    if record.contents and (note := contents(record)):
        tags.append(("N1", f"Contents: {note}"))
    return tags


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
    name = next((value for tag, value in tags if tag == "ID" and value), "")
    return Found(key=cited_key(record, name), record=record)
