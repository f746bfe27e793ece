"""The envelope: what the archive knows about a record beside what its source says; never part of the digest."""

from __future__ import annotations

from collections.abc import Mapping

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


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A record as the archive holds it: the version in force, its contents entries bearing their keys."""

    envelope: Envelope
    record: Record
