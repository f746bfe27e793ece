"""An answer of an OAI-PMH repository that was saved in a file, read as the records that it holds; nothing is asked for behind it."""

from __future__ import annotations

import re
from html import unescape

import msgspec

from harvester.oai.answers import read_answer
from harvester.oai.bytes_path import READER
from harvester.oai.encoding import plain
from harvester.oai.shapes import OaiPage, OaiRecord
from schemas.addresses import source_of
from schemas.errors import ReadError
from schemas.formats import readers
from schemas.identifiers import identify
from schemas.payloads import UNKNOWN, read_payload
from schemas.readers.keys import key_of
from schemas.reading import Found, Kind, Reading
from schemas.record import Identifier, Record

SOURCE = "oai"
"""The source of records of an answer that does not say which repository gave it."""
_REQUEST = re.compile(rb"<(?:[\w.-]+:)?request\b([^<>]*)>\s*([^<>\s]*)")
_PREFIX = re.compile(rb"\bmetadataPrefix\s*=\s*[\"']([\w.~!*'()-]{1,100})[\"']")


def read_saved(body: bytes) -> tuple[Reading, str]:
    """Return what a saved answer holds, and the kind of input that it is: records under one metadata prefix."""
    page = read_answer(body)
    said = _REQUEST.search(plain(body[:16_384]))
    prefix = _PREFIX.search(said[1]) if said else None
    source = source_of(unescape(said[2].decode("utf-8", "replace"))) if said and said[2].startswith(b"http") else None
    found: list[Found] = []
    unreadable = [f"bytes {one.start} to {one.stop}: {one.reason}" for one in page.damage if not one.saved]
    formats: dict[str, None] = {}
    for number, record in enumerate(page.records, 1):
        try:
            found.append(_found(record, source or SOURCE, prefix[1].decode() if prefix else None, formats))
        except ReadError as error:
            unreadable.append(f"record {number}: {error}")
    name = prefix[1].decode() if prefix else next(iter(formats), "unknown")
    reader = readers()[next(iter(formats))].READER if len(formats) == 1 and UNKNOWN not in formats else READER
    if unreadable and not found:
        raise ReadError("; ".join(unreadable[:3]))
    kind: Kind = "listing" if found else "nothing"
    reading = Reading(
        found=tuple(found), kind=kind, reader=reader, reason=None if found else _why(page), unreadable=tuple(unreadable)
    )
    return reading, f"oai:{name}"


def _found(record: OaiRecord, source: str, prefix: str | None, formats: dict[str, None]) -> Found:
    header, read = record.header, Record()
    if record.payload is not None and not header.deleted:
        payload = read_payload(record.payload, prefix=prefix)
        formats[payload.format] = None
        read = payload.record
        if payload.format == UNKNOWN and header.identifier and (own := identify(header.identifier)):
            read = Record(identifiers=(Identifier(scheme=own.scheme, value=own.value),))
    elif record.payload is None and not header.deleted:
        raise ReadError(f"{header.identifier or 'it'} has no metadata")
    key = header.identifier or key_of(read)
    if key is None:
        raise ReadError("it has no identifier to be kept under")
    if header.deleted:
        read = msgspec.structs.replace(read, deleted=True)
    return Found(key=key, origin_datestamp=header.datestamp, record=read, source=source)


def _why(page: OaiPage) -> str:
    if page.errors:
        return f"an answer without records: {page.errors[0]}"
    return "an OAI-PMH answer without records"
