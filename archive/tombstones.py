"""What became of a record or entry that is no more: who took it away, and whether it had ever been given out."""

from __future__ import annotations

import msgspec

from archive.database import Database
from archive.heads import record_number
from schemas.record import decode

VERSIONS = "SELECT v.number, v.cause, v.datestamp, v.text, v.entry_keys FROM version v WHERE v.record_id = ? AND NOT v.past ORDER BY v.number DESC"  # fmt: skip
HELD_BACK = "SELECT entry_key FROM suppression WHERE record_id = ? AND lifted IS NULL"


class Tombstone(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of something that is no more: since when, and the title where its source deleted it.

    `suppressed` says that a person held it back; `given_out` that it had been in force before.
    """

    given_out: bool
    since: str
    suppressed: bool
    title: str | None = None


def of_record(db: Database, name: str) -> Tombstone:
    """Return what became of a deleted or suppressed record; raises NotFound."""
    with db.reading() as rows:
        number = record_number(rows, name)
        suppressed = (None,) in rows.all(HELD_BACK, number)
        versions = rows.all(VERSIONS, number)
    said = [decode(text) for _, _, _, text, _ in versions]
    since = versions[0][2]
    for (_, _, datestamp, _, _), record in zip(versions, said, strict=True):
        if not record.deleted:
            break
        since = datestamp
    title = said[0].title if said else None
    return Tombstone(
        given_out=any(not record.deleted for record in said), since=since, suppressed=suppressed,
        title=None if suppressed or title is None else title.main or title.as_printed,
    )  # fmt: skip


def of_entry(db: Database, name: str, key: str) -> Tombstone | None:
    """Return what became of an entry that a record has no longer; None where it never had it. Raises NotFound."""
    with db.reading() as rows:
        number = record_number(rows, name)
        suppressed = (key,) in rows.all(HELD_BACK, number)
        versions = rows.all(VERSIONS, number)
    since = versions[0][2] if versions else ""
    for _, _, datestamp, _, keys in versions:
        if keys and key in msgspec.json.decode(keys):
            return Tombstone(given_out=True, since=since, suppressed=suppressed)
        since = datestamp
    return None


def hidden(db: Database, name: str) -> frozenset[str | None]:
    """Return what is held back of a record: keys of entries, None for all of it."""
    with db.reading() as rows:
        return frozenset(key for (key,) in rows.all(HELD_BACK, record_number(rows, name)))
