"""Records that were exported with their envelopes come back: version number, datestamp, provenance and entry keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from archive import statements
from archive.batch import Batch
from archive.chain import START, link
from archive.database import Database, Rows
from archive.lookup import Prepared
from archive.moments import When
from archive.shapes import Put, PutTally
from archive.types import instant, kept
from archive.versions import named, refuse, write
from schemas.envelope import Captured, Held
from schemas.record import canonical, digest, walk


def restore(db: Database, page: Sequence[Held], *, run: int, at: When) -> PutTally:
    """Write records with the envelopes they had; a record that is here already gets a version where it differs.

    Their captures come back without bytes. Raises StorageError; nothing is written then.
    """
    tally = PutTally()
    with db.writing() as rows:
        captures = _captures(rows, page, run)
        puts = [_put_of(held, capture) for held, capture in zip(page, captures, strict=True)]
        prepared = [_prepared(held, put, tally) for held, put in zip(page, puts, strict=True)]
        write(Batch(rows, run=run, at=at), puts, prepared, tally)
    return tally


def _put_of(held: Held, capture_id: int | None) -> Put:
    envelope = held.envelope
    return Put(
        source=envelope.source, key=envelope.key, capture_id=capture_id, record=held.record, found_in=envelope.found_in,
        reader=envelope.captured.reader if envelope.captured else None,
        origin_datestamp=envelope.origin_datestamp and kept(envelope.origin_datestamp), origin_sets=envelope.origin_sets,
    )  # fmt: skip


def _prepared(held: Held, put: Put, tally: PutTally) -> Prepared | None:
    try:
        named(put)
    except ValueError as error:
        refuse(put, error, tally)
        return None
    data = canonical(held.record)
    keys = [entry.key for entry in walk(held.record.contents) if entry.key]
    whole = len(keys) == sum(1 for _ in walk(held.record.contents)) and len(set(keys)) == len(keys)
    return Prepared(
        put=put, data=data, digest=digest(data), number=held.envelope.version, stamp=held.envelope.datestamp,
        keys=[kept(key) for key in keys] if whole else None,
    )  # fmt: skip


def _captures(rows: Rows, page: Sequence[Held], run: int) -> list[int | None]:
    """Write the captures that envelopes name, without bytes, and return the number of each record's."""
    last, before = rows.first("SELECT id, link FROM capture ORDER BY id DESC LIMIT 1") or (0, START)
    numbers: list[int | None] = []
    known: dict[Captured, int] = {}
    made: list[tuple[Any, ...]] = []
    for held in page:
        captured = held.envelope.captured
        if captured is None or captured.url is None or captured.at is None:
            numbers.append(None)
            continue
        if captured not in known:
            last = known[captured] = last + 1
            at = instant(datetime.fromisoformat(captured.at))
            sha256 = bytes.fromhex(captured.sha256 or "")
            source, url, reader = (kept(one or "") for one in (held.envelope.source, captured.url, captured.reader))
            said = (last, run, source, url, url, at, 200, None, None, sha256)
            before = link(bytes(before), said)
            made.append(
                (
                    *said,
                    None,
                    before,
                    True,
                    reader if captured.reader else None,
                    msgspec.json.encode([held.envelope.id]).decode(),
                )
            )
        numbers.append(known[captured])
    rows.many(statements.INSERT_CAPTURE, made)
    return numbers
