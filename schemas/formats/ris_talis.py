"""ris-talis: RIS in the strict form that Talis Aspire Reading Lists loads, which rejects a file that breaks its rules.

Its rules ("Mapping RIS fields to Talis Aspire"): type, title and end; lines ended by CR LF; bare ISBNs, ISBN-10 and
ISBN-13 each in an SN of its own; one DOI, since the last one wins; names of 255 characters at most; the abstract in
N2. N1 is the study note that students see, so nothing goes there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from schemas.crosswalk import citing
from schemas.crosswalk.dates import cited
from schemas.crosswalk.plain_text import line
from schemas.crosswalk.ris_lines import TYPES, Lines, name, page_lines, reference, tagged, year
from schemas.crosswalk.unsaid import CITED
from schemas.crosswalk.wording import headed
from schemas.envelope import Held
from schemas.left_out import NO_TITLE, LeftOut, living, unnoticed
from schemas.record import Record

NAME = "ris-talis"
SUFFIX = ".ris"
MEDIA_TYPE = "application/x-research-info-systems"
READ_BY = "ris"
LOSSES: dict[str, str] = CITED | {
    "abstract": "no place",
    "abstract.text": "paragraphs are one line",
    "contents": "no place",
    "dates": "one date, the one that a citation would give",
    "dates.edtf": "the year",
    "languages": "no place",
    "page_count": "where the type has a tag for it",
    "publisher": "as the type has it",
    "publisher.*": "no place for the place",
    "pages": "one page of a work that is no part is read as its number of pages",
    "record": "a record without title and identifiers is no reference",
    "series": "no place",
    "subjects": "no place",
    "type_as_printed": "on reports, theses and works of no type only",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""
LONGEST_NAME = 255
"""Characters; a name that is longer is no name, and goes."""


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one reference after another, UTF-8, and return how many; a record without title is left out."""
    count = 0
    for held in living(items, left_out):
        title = line(headed(held.record.title) or "")
        if not title:
            left_out(held, NO_TITLE)
            continue
        out.write(reference(_lines(held, title)))
        count += 1
    return count


def _lines(held: Held, title: str) -> Lines:
    record = held.record
    host = citing.host_of(held)
    lines = [f"TY  - {TYPES.get(citing.type_of(held), 'GEN')}", f"ID  - {citing.key(held.envelope.id)}"]
    lines += tagged("TI", title)
    people = [name("AU", one) for one in citing.authors(record)]
    people += [name("ED", one) for one in citing.editors(record) or citing.editors(host or Record())]
    lines += [one for one in people if len(one) <= LONGEST_NAME + len("AU  - ")]
    lines += _where(record, host)
    lines += (
        tagged("PY", year(cited(record.dates))) + tagged("PB", citing.publisher(record)) + tagged("ET", record.edition)
    )
    lines += page_lines(record.pages) + _numbers(record, host)
    if record.abstract:
        lines += tagged("N2", record.abstract[0].text)
    return lines + tagged("UR", citing.url(record))


def _where(record: Record, host: Record | None) -> Lines:
    if record.type == "article" and record.series:
        one = record.series[0]
        return tagged("JF", one.title) + tagged("VL", one.volume) + tagged("IS", one.issue or one.number)
    return tagged("BT", headed(host.title)) if host else []


def _numbers(record: Record, host: Record | None) -> Lines:
    lines = tagged("DO", citing.first(record, "doi"))
    if record.type in ("article", "journal", "issue", "series"):
        return lines + tagged("SN", citing.issn(record))
    for isbn in citing.values(record, "isbn") or (citing.values(host, "isbn") if host else []):
        lines += tagged("SN", isbn) + tagged("SN", _ten(isbn))
    return lines


def _ten(isbn: str) -> str | None:
    """The same number as ISBN-10, where it has one (ISO 2108: those that begin with 978)."""
    if len(isbn) != 13 or not isbn.isdecimal() or not isbn.startswith("978"):
        return None
    rest = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), isbn[3:12], strict=True)) % 11
    return isbn[3:12] + "0123456789X"[-rest % 11]
