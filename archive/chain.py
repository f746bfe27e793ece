"""The chain of digests: each capture and version is linked to the one before, each sealed run to the run before."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from archive.database import Rows

START = bytes(32)
"""What the first row is linked to."""

SEALED = "number, kind, command, who, source, program, started, ended, outcome, reason, tally, place, first_capture, first_version"

_encode = msgspec.msgpack.Encoder().encode


def link(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """Return the SHA-256 over the link of the row before and what this row says."""
    return hashlib.sha256(previous + _encode(row)).digest()


def seal(rows: Rows, run: int, previous: bytes) -> bytes:
    """Return the digest of a run: over the run before, what the run says, and the links of all that it wrote."""
    said = rows.first(f"SELECT {SEALED} FROM run WHERE number = ?", run)
    assert said is not None
    total = hashlib.sha256(previous + _encode(said))
    for table, first in (("capture", said[-2]), ("version", said[-1])):
        for (one,) in rows.all(f"SELECT link FROM {table} WHERE id >= ? AND run = ? ORDER BY id", first, run):
            total.update(one)
    return total.digest()
