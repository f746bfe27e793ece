"""What the archive takes and gives beside Capture, Record and Held: plain values, nothing is stored or read here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from schemas.record import Record


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """A record to be written under its name `source:key`, with the capture and reader that it comes from.

    `aliases` are its other names (canonical URL, DOI, file name); `input` is the kind of input, of which a source
    has one; a `stub` (an item of a listing) never replaces what was read from the work's own page; `raw` is the digest
    of the bytes that it was read from and of their reader, where equal bytes need not be read again; `data` is the
    canonical JSON of the record where that is made already.
    """

    aliases: tuple[str, ...] = ()
    capture_id: int | None = None
    data: bytes | None = None
    found_in: Mapping[str, str] = {}
    input: str = "page"
    key: str
    origin_datestamp: str | None = None
    origin_sets: tuple[str, ...] = ()
    raw: bytes | None = None
    reader: str | None
    record: Record
    source: str
    stub: bool = False


class PutTally(msgspec.Struct, kw_only=True):
    """What became of the records of one put: each is counted once, and `ids` names them in their order.

    `suppressed` ones were passed over; `cosmetic` changes make a version but move no datestamp; `outranked` stubs met a record of the work's own page;
    `older` ones made a version of the past (a capture read again) and left the head as it is; `messages` says why
    a record was refused.
    """

    changed: int = 0
    cosmetic: int = 0
    duplicate: int = 0
    ids: list[str | None] = []
    messages: list[str] = []
    new: int = 0
    older: int = 0
    outranked: int = 0
    refused: int = 0
    suppressed: int = 0
    unchanged: int = 0


class LatestCapture(msgspec.Struct, frozen=True, kw_only=True):
    """The latest answer with bytes for an address: what a conditional request needs, and what it gave.

    `deleted` says that a record that it gave has been deleted since: the same answer would bring it back.
    """

    at: datetime
    deleted: bool = False
    etag: str | None
    gave: tuple[str, ...]
    id: int
    last_modified: str | None
    reader: str | None
    sha256: bytes


class CaptureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A capture without its bytes."""

    asked: str
    at: str
    id: int
    media_type: str | None
    read: bool
    reader: str | None
    run: int
    sha256: str
    source: str | None
    status: int
    url: str


class RunRow(msgspec.Struct, frozen=True, kw_only=True):
    """A run as it is told: who ran what when, how it ended, its tally and its digest (hex)."""

    number: int
    kind: str
    command: str
    who: str
    source: str | None
    program: str
    started: str
    ended: str | None
    outcome: str | None
    reason: str | None
    digest: str | None
    tally: Mapping[str, object]


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A version in the history of a record; `sha256` is that of its capture, `digest` that of its canonical JSON."""

    capture_id: int | None
    cause: str
    cosmetic: bool
    datestamp: str
    deleted: bool
    digest: str
    number: int
    reader: str | None
    run: int
    seen: str
    sha256: str | None
    title: str | None


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the change feed: `kind` is new, changed, deleted, back, missing, moved, joined or split.

    `cursor` is where to go on, `former` the id that a record had before it moved.
    """

    cause: str
    cursor: str
    datestamp: str
    former: str | None = None
    id: str
    kind: str
    run: int
    version: int


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a capture's bytes: where it stands, its SHA-256, and the record that it is of where that is known."""

    digest: bytes
    name: str | None = None
    start: int
    stop: int


class Quarantined(msgspec.Struct, frozen=True, kw_only=True):
    """A capture, or its bytes from `start` to `stop`, that could not be read, and why; `waived` says why it may.

    `read` is set where a later reader could read the capture.
    """

    at: str
    capture_id: int
    name: str | None = None
    number: int
    read: bool = False
    reason: str
    run: int
    size: int = 0
    source: str | None = None
    start: int | None = None
    stop: int | None = None
    url: str
    waived: str | None = None


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A record that a search finds; `entry_key` names the contents entry that matched where its title did not."""

    entry_key: str | None
    id: str
    snippet: str
    title: str
