"""Versions in force made again after a decision of a person, over what their sources say; what is decided is not known here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from archive.batch import Batch
from archive.database import Rows
from archive.lookup import Prepared
from archive.moments import When
from archive.shapes import Put
from schemas.record import decode, digest

HEAD = (
    "SELECT r.source, r.key, r.input, coalesce(b.text, v.text), v.capture_id, v.reader, v.found_in, v.stub,"
    " v.origin_datestamp, v.origin_sets, CASE WHEN b.version_id IS NULL THEN v.entry_keys ELSE b.entry_keys END, r.raw"
    " FROM record r JOIN version v ON v.id = r.version_id LEFT JOIN beneath b ON b.version_id = v.id WHERE r.id = ?"
)


def said_by_source(rows: Rows, number: int) -> tuple[str, list[str]]:
    """Return the canonical JSON of what the source says in the version in force of a record, and its entry keys."""
    one = prepared(rows, number)
    return one.data.decode(), one.keys or []


def relay(rows: Rows, numbers: Sequence[int], *, run: int, at: When, cause: str) -> list[int]:
    """Give records a version where what is laid over them changes them; return the numbers of those that changed.

    The version is of the same capture and time as the one before it, so that a later sight of the source goes on.
    """
    batch, changed = Batch(rows, run=run, at=at), []
    page = [prepared(rows, number) for number in dict.fromkeys(numbers)]
    batch.load(page)
    for one in page:
        head = batch.find(one.put)
        assert head is not None
        over = batch.layers.over(head.id, one.put.record, one.keys or [], run=run)
        if digest(over.data if over else one.data) == bytes(head.digest):
            continue
        batch.seen[one.put.capture_id] = head.walk, head.seen
        # A tombstone laid over a tombstone tells nobody anything.
        unseen = bool(head.deleted) and (over.record if over else one.put.record).deleted
        batch.add_version(head, one, cause=cause, cosmetic=unseen, basis=None, past=False)
        changed.append(head.id)
    batch.write({})
    return changed


def prepared(rows: Rows, number: int) -> Prepared:
    """Return what the source says in the version in force of a record, to be put once more, with its entry keys."""
    found = rows.first(HEAD, number)
    assert found is not None
    source, key, kind, text, capture, reader, found_in, stub, stamp, sets, packed, raw = found
    put = Put(
        capture_id=capture, found_in=_decoded(found_in, {}), input=kind, key=key, origin_datestamp=stamp,
        origin_sets=tuple(_decoded(sets, ())), raw=bytes(raw) if raw else None, reader=reader, record=decode(text),
        source=source, stub=bool(stub),
    )  # fmt: skip
    data = text.encode()
    return Prepared(put=put, data=data, digest=digest(data), keys=_decoded(packed, []))


def _decoded(text: str | None, empty: Any) -> Any:
    return msgspec.json.decode(text) if text else empty
