"""MARC records in ISO 2709 (the exchange format of libraries) to their fields, UTF-8 or MARC-8; lengths that lie are passed over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from schemas.errors import ReadError
from schemas.readers.keys import key_of
from schemas.readers.marc_fields import Field, Marc, said
from schemas.reading import Found
from schemas.record import Record

LEADER = 24
_RECORD_END, _FIELD_END, _SUBFIELD = b"\x1d", b"\x1e", b"\x1f"
LONGEST = 10_000_000
"""Bytes without the end of a record; the format ends at 99,999, and files that exceed it at a few times that."""


class MarcRecords(Iterator[Found]):
    """The records of a stream; one that cannot be read raises ReadError when its turn comes, and the next call goes on."""

    def __init__(self, stream: BinaryIO, record_of: Callable[[Marc], Record]) -> None:
        self._records, self._record_of = enumerate(_pieces(stream), 1), record_of

    def __next__(self) -> Found:
        number, data = next(self._records)
        try:
            marc = marc_of(data)
            record = self._record_of(marc)
        except ReadError as error:
            raise ReadError(f"record {number}: {error}") from error
        return Found(key=(marc.control.get("001") or "").strip() or key_of(record), record=record)


def looks_like_marc(head: bytes) -> bool:
    """Tell whether bytes begin with the leader of a record: its length, two indicators, codes of two, base address, map of entries."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n")[: LEADER + 1]
    return (
        start[:5].isdigit()
        and start[10:12] == b"22"
        and start[12:17].isdigit()
        and start[20:22] == b"45"
        and len(start) > LEADER
    )


def marc_of(data: bytes) -> Marc:
    """Return the fields of one record; raises ReadError where there is no directory to find them by."""
    data = data.lstrip(b"\xef\xbb\xbf \r\n\x00")
    directory, mark, _ = data[LEADER:].partition(_FIELD_END)
    if not mark or len(directory) < 12 or not data[:5].strip().isdigit():
        raise ReadError("no leader and directory of a MARC record")
    entries = [directory[at : at + 12] for at in range(0, len(directory) - 11, 12)]
    if not all(entry[3:].isdigit() for entry in entries):
        raise ReadError("the directory of the MARC record holds what is no number")
    control: dict[str, str] = {}
    fields: dict[str, list[Field]] = {}
    for tag, content in _contents(data, entries, LEADER + len(directory) + 1):
        name = tag.decode("ascii", "replace")
        if name.startswith("00"):
            control.setdefault(name, _decoded(content))
        else:
            fields.setdefault(name, []).append(_field(content))
    if not control and not fields:
        raise ReadError("a MARC record without fields")
    return Marc(control=control, data=fields, leader=data[:LEADER].decode("ascii", "replace"))


def _contents(data: bytes, entries: list[bytes], base: int) -> Iterator[tuple[bytes, bytes]]:
    """The fields by the directory; where its positions do not fit, by their order, which it also tells."""
    placed = [(entry[:3], int(entry[7:12]), int(entry[3:7])) for entry in entries]
    fitting = all(
        data[base + start + length - 1 : base + start + length] == _FIELD_END for _, start, length in placed if length
    )
    if fitting:
        for tag, start, length in placed:
            yield tag, data[base + start : base + start + length].rstrip(_FIELD_END)
        return
    in_order = sorted(placed, key=lambda one: one[1])
    for (tag, _, _), content in zip(in_order, data[base:].split(_FIELD_END), strict=False):
        yield tag, content


def _field(content: bytes) -> Field:
    first, *parts = content.split(_SUBFIELD)
    indicators = first.decode("ascii", "replace")
    texts = [_decoded(part) for part in parts if part]  # each by itself: their delimiter is none of MARC-8's characters
    return Field((indicators[:1] or " "), (indicators[1:2] or " "), tuple((text[:1], said(text[1:])) for text in texts))


def _decoded(content: bytes) -> str:
    """Text as UTF-8 where it is that, whatever the leader says of it: MARC-8 puts marks before letters, which UTF-8 cannot hold."""
    if content.isascii() and b"\x1b" not in content:
        return content.decode("ascii")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        from pymarc.marc8 import marc8_to_unicode

        try:
            return str(marc8_to_unicode(content, hide_utf8_warnings=True))
        except (IndexError, KeyError, ValueError, UnicodeError):
            return content.decode("latin-1")


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes of one record after the other, each without its end."""
    rest = b""
    while block := stream.read(1 << 16):
        *whole, rest = (rest + block).split(_RECORD_END)
        yield from (one for one in whole if one.strip(b" \r\n\x00"))
        if len(rest) > LONGEST:
            yield rest
            return
    if rest.strip(b" \r\n\x00\x1a"):
        yield rest
