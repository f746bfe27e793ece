"""A capture: the bytes that an origin gave, with what is needed to read them again at any time; no network here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

import msgspec

KEPT_HEADERS = (
    "content-type",
    "content-language",
    "content-location",
    "etag",
    "last-modified",
    "link",
    "retry-after",
    "date",
)
"""The response headers that matter later (lower case)."""


class Capture(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One fetched response or file.

    `asked` is the URL (or file: URL) that was asked for, `url` the one reached, `at` the time (UTC, aware),
    `body` the bytes after decompression, `headers` those of KEPT_HEADERS, lower case.
    """

    asked: str
    at: datetime
    body: bytes
    headers: Mapping[str, str] = {}
    media_type: str | None = None
    status: int = 200
    url: str

    @cached_property
    def sha256(self) -> bytes:
        """The SHA-256 of the body, 32 bytes."""
        return hashlib.sha256(self.body).digest()
