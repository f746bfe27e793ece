"""datacite-json: DataCite's JSON, as its REST interface gives it (`data`, `attributes`) and as registrations bear it.

What is written is what `datacite` writes, field by field: one array, a work a line, each valid by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from schemas.crosswalk.json_text import encoded
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.left_out import LeftOut, living, unnoticed
from schemas.readers.datacite_work import build
from schemas.readers.json_files import JsonRecords, starts_as_json
from schemas.readers.keys import key_of
from schemas.reading import Found
from schemas.record import Record
from schemas.writers import datacite as writing
from schemas.writers.datacite_json import work_of

NAME = "datacite-json"
SUFFIX = ".json"
MEDIA_TYPE = "application/vnd.datacite.datacite+json"
READER = "datacite-json/3"
_SIGNS = (b'"creators"', b'"titles"', b'"publicationYear"', b'"resourceTypeGeneral"', b'"nameType"', b'"identifierType"', b'"relatedIdentifiers"',
          b'"rightsList"', b'"schemaVersion"')  # fmt: skip


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one array of works and return how many."""
    count = 0
    for held in living(items, left_out):
        if reason := writing.refused(held.record):
            left_out(held, reason)
            continue
        out.write((b",\n" if count else b"[\n") + encoded(work_of(held)))
        count += 1
    out.write(b"\n]\n" if count else b"[]\n")
    return count


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins with works as DataCite names their fields."""
    start = starts_as_json(head)
    return sum(sign in start for sign in _SIGNS) > 1


def record_of(work: Mapping[str, Any]) -> Record:
    """Return the record of one work; raises ReadError where it has neither title nor identifiers."""
    record = build(work)
    if record.title is None and not record.identifiers:
        raise ReadError("a work without title and identifiers")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the works of a file; one that cannot be read raises ReadError when its turn comes, and the next call goes on."""
    return JsonRecords(stream, _works, _found)


def _works(value: Any) -> Iterator[Any]:
    """The works in an answer, a list or a line."""
    if isinstance(value, list):
        for one in value:
            yield from _works(one)
    elif isinstance(value, dict) and isinstance(value.get("data"), (list, dict)):
        yield from _works(value["data"])
    elif isinstance(value, dict) and isinstance(value.get("attributes"), dict):
        yield {"id": value.get("id")} | value["attributes"]
    else:
        yield value


def _found(work: Mapping[str, Any]) -> Found:
    record = record_of(work)
    return Found(key=key_of(record), record=record)
