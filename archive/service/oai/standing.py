"""What an archive keeps of being a repository: the key that signs tokens, and since when records are given out."""

from __future__ import annotations

import secrets
from datetime import datetime

import msgspec

from archive.database import Database
from archive.types import instant, to_second
from schemas.errors import StorageError, UsageError

MARK = "oai"
READ_ONLY = ("read-only", "permission denied")
"""What an archive says that we may read and not write; any other trouble passes."""


class Standing(msgspec.Struct, frozen=True):
    """The signing key, and the second from which on records may have been given out (None: nobody knows)."""

    key: bytes
    since: str | None


def standing(db: Database, now: datetime, key: bytes | None) -> Standing:
    """Return what is kept, or make it at the first time; a `key` that is handed in goes before the kept one.

    Raises UsageError where nothing is kept, the archive may not be written and no key is handed in; StorageError.
    """
    found = _kept(db)
    if found is None:
        made = msgspec.json.encode({"key": secrets.token_hex(32), "since": to_second(instant(now))}).decode()
        try:
            with db.writing() as rows:
                rows.do("INSERT INTO mark (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", MARK, made)
        except StorageError as error:
            if not any(sign in str(error) for sign in READ_ONLY):
                raise  # busy: the next request tries again
            if key is None:
                raise UsageError(f"{db.name}: cannot be written, so a key for tokens must be handed in") from error
            return Standing(key, None)
        found = _kept(db) or made
    said = msgspec.json.decode(found)
    return Standing(key or bytes.fromhex(said["key"]), said["since"])


def _kept(db: Database) -> str | None:
    with db.reading() as rows:
        row = rows.first("SELECT value FROM mark WHERE name = ?", MARK)
    return row[0] if row else None
