"""A MARC record as ISO 2709 in UTF-8; one that the format cannot hold is refused, never cut."""

from __future__ import annotations

from schemas.writers.marc.record import Marc

MOST = 99_999
"""Bytes of a record: its length has five figures."""
LONGEST = 9_999
"""Bytes of a field with its terminator: its length has four."""


def record_bytes(marc: Marc) -> bytes | str:
    """Return the record, or in words why ISO 2709 cannot hold it."""
    directory: list[str] = []
    at = 0
    data = "\x1e".join([content for _, content in marc.fields]) + "\x1e\x1d"
    if data.isascii():
        sizes = [len(content) + 1 for _, content in marc.fields]
        encoded = data.encode("ascii")
    else:
        encoded = data.encode()
        sizes = [len(content.encode()) + 1 for _, content in marc.fields]
    for (tag, _), size in zip(marc.fields, sizes, strict=True):
        if size > LONGEST:
            return f"field {tag} is longer than ISO 2709 allows (9,999 bytes): export it as marcxml"
        directory.append(f"{tag}{size:04d}{at:05d}")
        at += size
    base = 25 + 12 * len(directory)
    length = base + len(encoded)
    if length > MOST:
        return "the record is longer than ISO 2709 allows (99,999 bytes): export it as marcxml"
    head = marc.leader
    return f"{length:05d}{head[5:12]}{base:05d}{head[17:]}{''.join(directory)}\x1e".encode("ascii") + encoded
