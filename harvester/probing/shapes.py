"""What a probe tells: plain values; nothing is asked here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from schemas.record import Record
from schemas.rules.rule import Finding


class Offer(msgspec.Struct, frozen=True):
    """One thing that an origin offers, or says of itself."""

    what: str
    value: str


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A record as it would be kept, where it came from, and what the rules say of it."""

    findings: tuple[Finding, ...]
    name: str
    record: Record


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What an origin turned out to be, what it offers, sample records, and the source that is drafted from it.

    `draft` has the names of a source in tocsin.toml; it is empty where nothing was found that can be harvested.
    """

    draft: Mapping[str, Any]
    found: str
    name: str
    notes: tuple[str, ...]
    offers: tuple[Offer, ...]
    samples: tuple[Sample, ...]
    url: str
