"""unixref: Crossref's XML: deposits (4.x, 5.x), results of queries (unixref, unixsd), and what its OAI-PMH repository bears.

Parts of a book or report that stand in its deposit are its contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from schemas.errors import ReadError
from schemas.readers.unixref_record import key_of, record_from
from schemas.readers.unixref_work import KINDS, deposits_in, held_by, refusal
from schemas.readers.xml_files import XmlRecords, local_name
from schemas.reading import Found
from schemas.record import Record

NAME = "unixref"
SUFFIX = ".xml"
MEDIA_TYPE = "application/vnd.crossref.unixref+xml"
READER = "unixref/2"
NAMESPACES = frozenset(
    {
        "http://www.crossref.org/xschema/1.0",
        "http://www.crossref.org/xschema/1.1",
        "http://www.crossref.org/qrschema/3.0",
    }
)
SPACES = ("http://www.crossref.org/", "https://www.crossref.org/", "http://crossref.org/")
"""Beginnings of namespaces: the schema and its version follow."""
ELEMENTS = frozenset({"crossref", "crossref_result", "doi_records", "doi_record", "doi_batch"})
PREFIXES = frozenset({"cr_unixml", "cr_unixsd", "unixref", "unixsd", "unixml", "crossref"})
"""What repositories call the format, for payloads whose element says nothing."""


def record_of(element: Any) -> Record:
    """Return the record of the first work in a payload; raises ReadError where there is none."""
    for one in held_by(element):
        for deposit in deposits_in(one):
            return record_from(deposit)
    raise ReadError(
        next(
            (why for one in element.iter() if local_name(one.tag) == "error" and (why := refusal(one))), "no work in it"
        )
    )


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the works of a file, in whatever they are wrapped; raises ReadError where one cannot be read or was not found."""
    return XmlRecords(stream, _is_record, _record, key_of, _works)


def _is_record(element: Any) -> bool:
    """A work stands below a wrapper; an answer may say instead why there is none."""
    name, above = local_name(element.tag), element.getparent()
    if name == "query":
        return refusal(element) is not None
    if name == "error":
        return above is not None and local_name(above.tag) in ("crossref", "doi_record")
    return name in KINDS and (above is None or local_name(above.tag) not in KINDS)


def _works(element: Any) -> Iterator[Any]:
    if local_name(element.tag) in ("query", "error"):
        return iter((refusal(element),))
    return deposits_in(element)


def _record(deposit: Any) -> Record:
    if isinstance(deposit, str) or deposit is None:
        raise ReadError(deposit or "no work in it")
    return record_from(deposit)
