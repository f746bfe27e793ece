"""The chain of digests: each capture and version is linked to the one before, each sealed run to the run before.

A link is the SHA-256 over the link before and over what the row says, so that a row that was altered, removed or put
between is named. What is set later (that a capture was read, and what it gave) is no part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from archive import statements
from archive.database import Database, Rows

START = bytes(32)
"""What the first row is linked to."""

SEALED = (
    "number, kind, command, who, source, program, started, ended, outcome, reason, tally, place,"
    " first_capture, first_version"
)
EVENT = "id, record_id, kind, cause, at, after, detail"
SAMENESS = "id, low, high, reason"
DECIDED = (
    "SELECT id, record_id, entry_key, field, op, value, before, base, at, who, reason FROM correction WHERE run = ? ORDER BY id",
    "SELECT id, state FROM correction WHERE ended = ? ORDER BY id",
    "SELECT id, record_id, entry_key, until, at, who, reason FROM suppression WHERE run = ? ORDER BY id",
    "SELECT id FROM suppression WHERE lifted = ? ORDER BY id",
    "SELECT id, code, source, record_id, entry_key, place, value, until, at, who, reason FROM waiver WHERE run = ? ORDER BY id",
    "SELECT id FROM waiver WHERE lifted = ? ORDER BY id",
    "SELECT id, record_id, name_id FROM given_name WHERE run = ? ORDER BY id",
)
BENEATH = (
    "SELECT b.version_id, b.digest FROM beneath b JOIN version v ON v.id = b.version_id"
    " WHERE b.version_id >= ? AND v.run = ? ORDER BY b.version_id"
)

_encode = msgspec.msgpack.Encoder().encode


def link(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """Return the SHA-256 over the link of the row before and what this row says."""
    return hashlib.sha256(previous + _encode(row)).digest()


def seal(rows: Rows, run: int, previous: bytes) -> bytes:
    """Return the digest of a run: over the run before, what the run says, and the links of all that it wrote, and its events."""
    said = rows.first(f"SELECT {SEALED} FROM run WHERE number = ?", run)
    assert said is not None
    total = hashlib.sha256(previous + _encode(said))
    for table, first in (("capture", said[-2]), ("version", said[-1])):
        for one in _links_of(rows, table, first, run):
            total.update(one)
    for row in rows.all(f"SELECT {EVENT} FROM event WHERE run = ? ORDER BY id", run):
        total.update(_encode(row))
    for *said_of, together in rows.all(f"SELECT {SAMENESS}, together FROM sameness WHERE run = ? ORDER BY id", run):
        total.update(_encode((*said_of, bool(together))))
    for row in (row for sql in DECIDED for row in rows.all(sql, run)):
        total.update(_encode(row))
    for number, digest in rows.all(BENEATH, said[-1], run):
        total.update(_encode((number, bytes(digest))))
    return total.digest()


def _links_of(rows: Rows, table: str, first: int, run: int) -> Iterator[bytes]:
    """Yield the links of all that a run wrote to a table, in flat memory."""
    sql = f"SELECT id, link FROM {table} WHERE id > ? AND run = ? ORDER BY id LIMIT 5000"
    last = first - 1
    while found := rows.all(sql, last, run):
        yield from (one for _, one in found)
        last = found[-1][0]


def misfits(db: Database, rows: Rows) -> list[str]:
    """Return the first capture, the first version and the first run that do not fit."""
    captures, versions = statements.CAPTURE_COLUMNS.split(", "), statements.VERSION_COLUMNS.split(", ")
    sealed = {"capture": captures[: captures.index("body_id")], "version": versions[: versions.index("link")]}
    firsts = (*(_links(db, rows, table, tuple(names)) for table, names in sealed.items()), _seals(rows))
    return [found for found in (next(problems, None) for problems in firsts) if found]


def _links(db: Database, rows: Rows, table: str, names: tuple[str, ...]) -> Iterator[str]:
    flags = [position for position, name in enumerate(names) if name in ("cosmetic", "past", "stub")]
    before, last = START, 0
    for found in db.stream(rows, f"SELECT {', '.join(names)}, link FROM {table} ORDER BY id"):
        for *said, kept in found:
            for position in flags:  # SQLite has no truth values, only 0 and 1
                said[position] = bool(said[position])
            if said[0] != last + 1:
                yield f"{table} {last + 1}: was removed"
            before, last = link(before, tuple(said)), said[0]
            if before != bytes(kept):
                yield f"{table} {last}: does not fit the chain: it, or what was before it, was altered"


def _seals(rows: Rows) -> Iterator[str]:
    before, count = START, 0
    for count, (number, place, digest) in enumerate(
        rows.all("SELECT number, place, digest FROM run WHERE place IS NOT NULL ORDER BY place"), 1
    ):
        if place != count:
            yield f"run before {number}: was removed from the chain"
        if seal(rows, number, before) != bytes(digest):
            yield f"run {number}: does not fit the chain: it, or what it wrote, was altered or removed"
        before = bytes(digest)
