"""What one item of an export says, and whether two say the same: a record, or an entry with what it shows of its host."""

from __future__ import annotations

from typing import Any

import msgspec

from schemas.envelope import Held
from schemas.record import Record

OF_HOST = (
    "contributors",
    "dates",
    "edition",
    "identifiers",
    "languages",
    "links",
    "publisher",
    "series",
    "title",
    "type",
)
"""Fields of a host that formats name with its part (773 of MARC, the container of a citation), or that say how it is read."""


def said(item: Held) -> dict[str, Any]:
    """Return all that an item says, as plain values: its record, its label, and the fields of its host."""
    host = item.host.record if item.host is not None else None
    whole: dict[str, Any] = {name: getattr(host, name) for name in OF_HOST} if host is not None else {}
    found: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode({"record": item.record, "label": item.label, "host": whole})
    )
    return found


def tombstone(item: Held, *, bare: bool) -> Held:
    """Return what is said of an item that is gone: that it is, and unless `bare` its title and type, to know it by."""
    old = item.record
    record = (
        Record(deleted=True) if bare else Record(deleted=True, languages=old.languages, title=old.title, type=old.type)
    )
    gone = Held(envelope=msgspec.structs.replace(item.envelope, captured=None, found_in={}), record=record)
    gone.status = "gone"
    return gone
