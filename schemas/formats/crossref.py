"""crossref: works as Crossref's REST interface gives them: one, a page of a list, a file of many, or one a line.

Chapters and components whose report or book is in the same file are contents of that, not records of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from schemas.errors import ReadError
from schemas.readers.crossref_fields import text, works_of
from schemas.readers.crossref_hosts import FOUND_IN, Deposit, deposit_of, together
from schemas.readers.crossref_work import build
from schemas.reading import Found
from schemas.record import Record

NAME = "crossref"
SUFFIX = ".json"
MEDIA_TYPE = "application/vnd.crossref-api-message+json"
READER = "crossref/2"
SOURCE = "crossref"
"""The source of these records where nobody names one."""

_decode = msgspec.json.Decoder().decode
_SIGNS = ("indexed", "deposited", "member", "prefix", "reference-count", "references-count", "content-domain")
"""Fields that the interface gives and other JSON of works does not have."""
_LISTED = re.compile(rb'"title"\s*:\s*\[\s*"')
_TYPED = re.compile(
    rb'"type"\s*:\s*"(?:book-|edited-book|journal-article|monograph|peer-|posted-|proceedings-|reference-|report-)'
)
"""A title as a list and a type of Crossref's, as a work has them even where only chosen fields were asked for."""


def record_of(work: Mapping[str, Any]) -> Record:
    """Return the record of one work by itself; raises ReadError where it has neither DOI nor title."""
    record = build(work)
    if record.title is None and not record.identifiers:
        raise ReadError("a work without DOI and title")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the works of a file; a work that cannot be read raises ReadError when its turn comes, after those that can."""
    deposits, unreadable = deposits_of(stream.read())
    return _Each([found_of(one) for one in together(deposits)], unreadable)


def deposits_of(data: bytes, place: Any = None) -> tuple[list[Deposit], list[str]]:
    """Return the works in an answer or file, and why others could not be read; raises ReadError where it is no JSON."""
    deposits, unreadable = [], []
    for number, work in enumerate(_works(data), 1):
        try:
            if not isinstance(work, dict):
                raise ReadError(str(work) if isinstance(work, ReadError) else "not an object")
            record_of(work)
            one = deposit_of(work, place)
            if one is None:
                raise ReadError("it has no DOI to be kept under")
            deposits.append(one)
        except ReadError as error:
            unreadable.append(f"work {number}: {error}")
    return deposits, unreadable


def found_of(one: Deposit) -> Found:
    """Return a deposit as what a reader finds."""
    where = {"contents": FOUND_IN} if one.record.contents else {}
    return Found(found_in=where, key=one.doi, origin_datestamp=one.stamp, record=one.record, source=SOURCE)


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins as an answer of the interface, or with a work."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] not in (b"{", b"["):
        return False
    if b'"message-type"' in start and b'"message-version"' in start:
        return True
    if b'"DOI"' not in start:
        return False
    return (
        bool(_LISTED.search(start) and _TYPED.search(start))
        or sum(f'"{name}"'.encode() in start for name in _SIGNS) > 1
    )


def total_and_cursor(data: bytes) -> tuple[int | None, str | None, int]:
    """Return how many works a list has by its own count, the cursor to its next page, and how many this page holds."""
    try:
        value = _decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None, None, 0
    message = value.get("message") if isinstance(value, dict) else None
    if not isinstance(message, dict):
        return None, None, 0
    total, items = message.get("total-results"), message.get("items")
    cursor = text(message, "next-cursor")
    return total if isinstance(total, int) else None, cursor, len(items) if isinstance(items, list) else 0


def _works(data: bytes) -> Iterator[Any]:
    """The works of one JSON value, else of lines that each are one; a line that is none stands as its error."""
    bare = data.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        yield from works_of(_decode(bare))
        return
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        first = bare.partition(b"\n")[0].strip()
        if not (first.startswith(b"{") and first.endswith(b"}")):
            raise ReadError(f"not the JSON of works: {error}") from error
    for number, line in enumerate(bare.split(b"\n"), 1):
        if line.strip():
            try:
                yield from works_of(_decode(line))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
                yield ReadError(f"line {number}: {error}")


class _Each(Iterator[Found]):
    """The records first, then what could not be read."""

    def __init__(self, found: list[Found], unreadable: list[str]) -> None:
        self._found, self._unreadable = iter(found), iter(unreadable)

    def __next__(self) -> Found:
        one = next(self._found, None)
        if one is not None:
            return one
        raise ReadError(next(self._unreadable))
