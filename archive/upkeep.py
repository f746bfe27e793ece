"""Looking after the archive: what does not fit, and how much there is of everything."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from archive import chain as chain_
from archive.captures import unpacked
from archive.database import Database, Rows
from schemas.record import decode, walk

COUNTED = {
    "runs": "run",
    "captures": "capture",
    "captures without bytes": "capture WHERE body_id IS NULL",
    "captures unread": "capture WHERE NOT read",
    "captures quarantined": "quarantine",
    "bodies": "body",
    "records": "record WHERE NOT deleted",
    "records deleted": "record WHERE deleted",
    "records known from listings only": "record WHERE stub",
    "versions": "version",
    "other names": "alias",
    "identifiers": "identifier",
}
SUMS = {
    "bytes of bodies as they came": "SELECT sum(size) FROM body",
    "bytes of bodies as kept": "SELECT sum(length(data)) FROM body",
    "bytes of versions": "SELECT sum(length(text)) FROM version",
}
SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
INDEXED = {
    "sqlite": ("SELECT id FROM words_docsize", "SELECT id FROM words_titles_docsize"),
    "postgresql": ("SELECT version_id FROM words", "SELECT version_id FROM words_titles"),
}
MISFITS = (
    ("record {}: its version in force is missing", "SELECT r.id FROM record r LEFT JOIN version v ON v.id = r.version_id"
     " WHERE v.id IS NULL OR v.record_id <> r.id OR v.number <> r.number"),
    ("record {}: differs from its version in force", "SELECT r.id FROM record r JOIN version v ON v.id = r.version_id"
     " WHERE v.digest <> r.digest"),
    ("record {}: counts fewer versions than it has", "SELECT r.id FROM record r"
     " WHERE r.last < (SELECT max(number) FROM version v WHERE v.record_id = r.id)"),
    ("version {}: its record is missing", "SELECT v.id FROM version v LEFT JOIN record r ON r.id = v.record_id WHERE r.id IS NULL"),
    ("version {}: its capture is missing", "SELECT v.id FROM version v LEFT JOIN capture c ON c.id = v.capture_id"
     " WHERE v.capture_id IS NOT NULL AND c.id IS NULL"),
    ("capture {}: its bytes are missing", "SELECT c.id FROM capture c LEFT JOIN body b ON b.id = c.body_id"
     " WHERE c.body_id IS NOT NULL AND b.id IS NULL"),
    ("capture {}: its bytes are of another digest", "SELECT c.id FROM capture c JOIN body b ON b.id = c.body_id"
     " WHERE b.sha256 <> c.sha256"),
)  # fmt: skip


def check(db: Database, *, chain: bool) -> list[str]:
    """Return what does not fit: references, digests, entry keys and index; with `chain` also what was altered or removed."""
    with db.reading() as rows:
        found = [f"database: {one[0]}" for one in _damage(rows)]
        for message, sql in MISFITS:
            found += [message.format(number) for (number,) in rows.all(sql + " ORDER BY 1 LIMIT 20")]
        indexed = "SELECT version_id FROM record WHERE NOT deleted AND (version_id NOT IN ({}) OR version_id NOT IN ({})) LIMIT 20"
        found += [
            f"version {number}: is not in the search index: tocsin db upgrade"
            for (number,) in rows.all(indexed.format(*INDEXED[rows.dialect]))
        ]
        found += _each(db, rows, "SELECT id, codec, data, sha256 FROM body", _body)
        found += _each(db, rows, "SELECT id, text, digest, entry_keys FROM version", _version)
        beneath = "SELECT version_id AS id, text, digest, entry_keys FROM beneath"
        found += _each(db, rows, beneath, _version)
        if chain:
            found += chain_.misfits(db, rows)
    return found


def _damage(rows: Rows) -> list[tuple[Any, ...]]:
    if rows.dialect != "sqlite":
        return []
    return [one for one in rows.all("PRAGMA integrity_check") if one[0] != "ok"]


def _each(db: Database, rows: Rows, sql: str, judge: Callable[..., str | None]) -> Iterator[str]:
    for found in db.stream(rows, sql + " ORDER BY id"):
        yield from (problem for row in found if (problem := judge(*row)))


def _body(number: int, codec: str, data: bytes, sha256: bytes) -> str | None:
    try:
        fits = hashlib.sha256(unpacked(codec, data)).digest() == bytes(sha256)
    except ValueError:
        fits = False
    return None if fits else f"body {number}: is damaged: its bytes are not those of its digest"


def _version(number: int, text: str, digest: bytes, entry_keys: str | None) -> str | None:
    if hashlib.sha256(text.encode()).digest() != bytes(digest):
        return f"version {number}: was altered: its text is not that of its digest"
    keys = msgspec.json.decode(entry_keys) if entry_keys else []
    if len(keys) != len(set(keys)) or len(keys) != sum(1 for _ in walk(decode(text).contents)):
        return f"version {number}: its entry keys do not fit its contents"
    return None


def stats(db: Database) -> dict[str, int]:
    """Return how much there is of everything."""
    with db.reading() as rows:
        figures = {
            name: int((rows.first(f"SELECT count(*) FROM {table}") or (0,))[0]) for name, table in COUNTED.items()
        }
        for name, sql in {**SUMS, "bytes of the database": SIZE[db.dialect]}.items():
            figures[name] = int((rows.first(sql) or (0,))[0] or 0)
    return figures
