"""jsonl: one record a line, envelope and record in one flat object; lossless, streamed both ways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from schemas.crosswalk.json_text import escaped
from schemas.envelope import Captured, Envelope, Held
from schemas.errors import ReadError
from schemas.left_out import LeftOut, unnoticed
from schemas.record import Record

NAME = "jsonl"
SUFFIX = ".jsonl"
MEDIA_TYPE = "application/x-ndjson"
LOSSES: dict[str, str] = {}
"""What does not come back when this is read again, and why (schemas/losses.py)."""
BATCH = 500
"""Lines written at once."""


class Head(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The part of a line that is not the record: the envelope in reading order, and `deleted`, which is always said."""

    id: str
    source: str
    key: str
    version: int
    deleted: bool
    datestamp: str
    origin_datestamp: str | None = None
    origin_sets: tuple[str, ...] = ()
    captured: Captured | None = None
    found_in: Mapping[str, str] = {}


class _Read(Head, frozen=True, kw_only=True):
    """A head as it may come back: `deleted` may be absent."""

    deleted: bool = False


_encode = msgspec.json.Encoder().encode
_head = msgspec.json.Decoder(_Read).decode
_record = msgspec.json.Decoder(Record).decode


def head_of(held: Held, *, deleted: bool) -> Head:
    """Return what a line says beside the record."""
    e = held.envelope
    return Head(
        id=e.id, source=e.source, key=e.key, version=e.version, deleted=deleted, datestamp=e.datestamp,
        origin_datestamp=e.origin_datestamp, origin_sets=e.origin_sets, captured=e.captured, found_in=e.found_in,
    )  # fmt: skip


def line(held: Held) -> bytes:
    """Return the record's line, with its line end."""
    tail = _canonical(held)
    deleted = tail is None and held.record.deleted
    if tail is None:
        record = held.record
        tail = _encode(msgspec.structs.replace(record, deleted=False) if deleted else record)  # the head says it
    # Two JSON objects become one by their brackets: no field of an envelope has the name of one of a record.
    data = _encode(head_of(held, deleted=deleted))[:-1] + (b"," + tail[1:] if len(tail) > 2 else b"}") + b"\n"
    return escaped(data)


def _canonical(held: Held) -> bytes | None:
    """The canonical JSON as it is kept, where the line needs nothing else: not of a deleted record."""
    data = held.canonical
    return None if data is None or b'"deleted":true' in data else data


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one line a record and return how many; nothing is left out."""
    count, lines = 0, []
    for held in items:
        lines.append(line(held))
        if len(lines) == BATCH:
            out.write(b"".join(lines))
            count += BATCH
            lines.clear()
    out.write(b"".join(lines))
    return count + len(lines)


def parse_line(data: bytes) -> Held:
    """Return the record that a line holds, entry keys included; null means the same as absent.

    Raises ReadError where the line is not a record.
    """
    try:
        try:
            head, record = _head(data), _record(data)
        except msgspec.ValidationError:
            bare = _without_nulls(msgspec.json.decode(data))
            head, record = msgspec.convert(bare, _Read), msgspec.convert(bare, Record)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ReadError(f"not a line of {NAME}: {error}") from error
    envelope = Envelope(
        id=head.id, source=head.source, key=head.key, version=head.version, datestamp=head.datestamp,
        origin_datestamp=head.origin_datestamp, origin_sets=head.origin_sets, captured=head.captured,
        found_in=head.found_in,
    )  # fmt: skip
    return Held(envelope=envelope, record=record)


def read(stream: BinaryIO) -> Iterator[Held]:
    """Read the records of a stream of lines; empty lines are passed over.

    A bad line raises ReadError with its number when its turn comes; the next call goes on behind it, so that
    one bad record costs one record.
    """
    numbered = enumerate(stream, 1)
    return map(_numbered, (one for one in numbered if one[1].strip(b" \t\r\n\xef\xbb\xbf")))


def _numbered(one: tuple[int, bytes]) -> Held:
    number, data = one
    try:
        return parse_line(data.removeprefix(b"\xef\xbb\xbf") if number == 1 else data)
    except ReadError as error:
        raise ReadError(f"line {number}: {error}") from error


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value
