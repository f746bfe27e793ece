"""The envelope: what the archive knows about a record beside what its source says; never part of the digest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from schemas.record import Record


class Captured(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The capture that the version in force was read from: address, time (RFC 3339, UTC), SHA-256 (hex), reader."""

    at: str | None = None
    reader: str | None = None
    sha256: str | None = None
    url: str | None = None


class Envelope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Name, version and provenance of a record; `id` is source:key; datestamps are RFC 3339, UTC, to the second."""

    captured: Captured | None = None
    datestamp: str
    found_in: Mapping[str, str] = {}
    id: str
    key: str
    origin_datestamp: str | None = None
    origin_sets: tuple[str, ...] = ()
    source: str
    version: int


class Held:
    """A record as the archive holds it: the version in force, its contents entries bearing their keys.

    `canonical` is the record's canonical JSON where it is at hand and says all that `record` says; `unkeyed` is that
    JSON without the keys of entries, for formats that tell none. `envelope` and `record` are made when they are first
    asked for: a format that needs only one of them, or the canonical JSON, spares the rest. `host` is the record whose
    contents entry this one was made of (schemas/entries.py), for formats that describe a part with its whole, and
    `label` what stands before the entry's title ("Chapter 3"). `entered` is the datestamp of the record's first version
    where this is a later one; `status` is what it is to the one who gets it: new, changed or gone.
    """

    __slots__ = ("_envelope", "_read", "_record", "_tell", "canonical", "entered", "host", "label", "status", "unkeyed")

    def __init__(
        self,
        *,
        envelope: Envelope | None = None,
        record: Record | None = None,
        canonical: bytes | None = None,
        unkeyed: bytes | None = None,
        tell: Callable[[], Envelope] | None = None,
        read: Callable[[], Record] = Record,
        host: Held | None = None,
        label: str | None = None,
        entered: str | None = None,
    ) -> None:
        """Take envelope and record themselves, or `tell` and `read`, which give them when asked for."""
        self._envelope, self._record, self.canonical = envelope, record, canonical
        self.unkeyed = unkeyed or canonical
        self._tell, self._read = tell, read
        self.host, self.label = host, label
        self.entered: str | None = entered if host is None else host.entered
        self.status: Literal["new", "changed", "gone"] | None = None

    @property
    def envelope(self) -> Envelope:
        """What the archive knows about it."""
        if self._envelope is None:
            if self._tell is None:
                raise TypeError("Held without an envelope, and without what tells it")
            self._envelope = self._tell()
        return self._envelope

    @property
    def record(self) -> Record:
        """What the source says."""
        if self._record is None:
            self._record = self._read()
        return self._record

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and (self.envelope, self.record) == (other.envelope, other.record)

    def __hash__(self) -> int:
        return hash((self.envelope.id, self.envelope.version))

    def __repr__(self) -> str:
        return f"Held(envelope={self.envelope!r}, record={self.record!r})"
