"""A MARC record as ISO 2709 in UTF-8; one that the format cannot hold is refused, never cut."""

from __future__ import annotations

from itertools import accumulate

from schemas.writers.marc.record import Marc

MOST = 99_999
"""Bytes of a record: its length has five figures."""
LONGEST = 9_999
"""Bytes of a field with its terminator: its length has four."""


def record_bytes(marc: Marc) -> bytes | str:
    """Return the record, or in words why ISO 2709 cannot hold it."""
    fields = marc.fields
    encoded = ("\x1e".join([content for _, content in fields]) + "\x1e\x1d").encode()
    sizes = [len(content) + 1 for content in encoded.split(b"\x1e")[:-1]]
    if max(sizes) > LONGEST:
        tag = fields[sizes.index(max(sizes))][0]
        return f"field {tag} is longer than ISO 2709 allows (9,999 bytes): export it as marcxml"
    base = 25 + 12 * len(fields)
    length = base + len(encoded)
    if length > MOST:
        return "the record is longer than ISO 2709 allows (99,999 bytes): export it as marcxml"
    places = zip(fields, sizes, accumulate(sizes, initial=0), strict=False)
    directory = "".join([f"{field[0]}{size:04d}{at:05d}" for field, size, at in places])
    head = marc.leader
    return f"{length:05d}{head[5:12]}{base:05d}{head[17:]}{directory}\x1e".encode("ascii") + encoded
