"""json: one document, an array of records for people and small programs; fields in reading order, streamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, BinaryIO

import msgspec

from schemas.crosswalk.json_text import escaped
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.formats.jsonl import head_of, parse_line
from schemas.left_out import LeftOut, unnoticed

NAME = "json"
SUFFIX = ".json"
MEDIA_TYPE = "application/json"
LOSSES: dict[str, str] = {}
"""What does not come back when this is read again, and why (schemas/losses.py)."""

ORDER = (
    "key", "type", "type_as_printed", "label", "title", "alternative_titles", "main", "sub", "name", "family",
    "given", "suffix", "contributors", "kind", "scheme", "edtf", "dates", "publisher", "place", "series",
    "volume", "issue", "number", "issn", "value", "of", "edition", "identifiers", "page_count", "extent",
    "pages", "first", "last", "role", "affiliations", "languages", "subjects", "term", "abstract", "text",
    "lang", "rights", "statement", "uri", "url", "rel", "media_type", "links", "to", "relations", "extract",
    "contents", "entries", "as_printed",
)  # fmt: skip
"""The order of fields, of every object alike; the value as printed comes last."""
_RANK = {name: rank for rank, name in enumerate(ORDER)}


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one JSON array of records, two spaces a level, and return how many; what is not known is absent."""
    count = 0
    for held in items:
        out.write(b",\n" if count else b"[\n")
        out.write(escaped(msgspec.json.format(msgspec.json.encode(document(held)), indent=2)))
        count += 1
    out.write(b"\n]\n" if count else b"[]\n")
    return count


def read(stream: BinaryIO) -> Iterator[Held]:
    """Read the records of an array, entry keys included; raises ReadError for what is none."""
    try:
        found = msgspec.json.decode(stream.read(), type=tuple[msgspec.Raw, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"not an array of records: {error}") from error
    return map(parse_line, map(bytes, found))


def document(held: Held) -> dict[str, Any]:
    """Return a record as one plain object: the envelope, then the record, in reading order."""
    record: dict[str, Any] = ordered(msgspec.to_builtins(held.record))
    record.pop("deleted", None)
    head: dict[str, Any] = msgspec.to_builtins(head_of(held, deleted=held.record.deleted))
    return head | record


def ordered(value: Any) -> Any:
    """Return a plain value with the fields of its objects in reading order."""
    if isinstance(value, dict):
        return {name: ordered(value[name]) for name in _in_reading_order(tuple(value))}
    return [ordered(inner) for inner in value] if isinstance(value, list | tuple) else value


@lru_cache(maxsize=4096)
def _in_reading_order(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of an object's fields in reading order; few sets of names fill an archive, and each is sorted once."""
    return tuple(sorted(names, key=lambda name: _RANK.get(name, len(_RANK))))
