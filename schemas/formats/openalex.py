"""openalex: works as OpenAlex gives them: one, an answer with many, or one a line as in its snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from schemas.errors import ReadError
from schemas.readers.json_files import JsonRecords, starts_as_json
from schemas.readers.keys import key_of
from schemas.readers.openalex_work import build, own_id, works_in
from schemas.reading import Found
from schemas.record import Record

NAME = "openalex"
SUFFIX = ".json"
MEDIA_TYPE = "application/vnd.openalex.work+json"
READER = "openalex/2"
_SIGNS = (
    b'"authorships"',
    b'"abstract_inverted_index"',
    b'"primary_location"',
    b'"host_venue"',
    b'"publication_year"',
    b'"cited_by_count"',
)


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins with works as OpenAlex names their fields."""
    start = starts_as_json(head)
    return b"openalex.org/" in start and sum(sign in start for sign in _SIGNS) > 1


def record_of(work: Mapping[str, Any]) -> Record:
    """Return the record of one work; raises ReadError where it has neither title nor identifiers."""
    record = build(work)
    if record.title is None and not record.identifiers:
        raise ReadError("a work without title and identifiers")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the works of a file; one that cannot be read raises ReadError when its turn comes, and the next call goes on."""
    return JsonRecords(stream, works_in, _found)


def _found(work: Mapping[str, Any]) -> Found:
    record = record_of(work)
    return Found(key=own_id(work) or key_of(record), record=record)
