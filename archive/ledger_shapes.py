"""What the ledger of lists gives and takes: plain values, nothing is stored here."""

from __future__ import annotations

import msgspec


class ListWindow(msgspec.Struct, kw_only=False):
    """A row of the table list_window, its columns in order (tables.Window says what they mean).

    `state` is open, done, split (its halves are windows of their own), expired (its token was; begun again), short (it
    ended before the origin's own count), limited (by a person), dropped (another walk took its place) or refused (another prefix was taken in its place).
    """

    id: int
    source: str
    prefix: str
    set_spec: str | None
    walk: int
    began: int
    parent: int | None
    verb: str
    first: str | None
    last: str | None
    state: str = "open"
    response_date: str | None = None
    sure: bool = False
    pages: int = 0
    records: int = 0
    size: str | None = None


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """The last page of a window that was kept: its capture, place and token; `next` is known where no bytes are kept."""

    bare: bool
    capture_id: int
    next: str | None
    place: int
    token: str | None


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """When the last walk that reached every end began, by the origin's clock; `sure` where that said its zone."""

    sure: bool
    response_date: str
    walk: int


class Sight(msgspec.Struct, frozen=True):
    """What is known of a record before it is read again."""

    id: int
    raw: bytes | None
    origin_datestamp: str | None
    deleted: bool


class Owed(msgspec.Struct, frozen=True):
    """A row of the table debt, its columns in order."""

    id: int
    source: str
    prefix: str
    name: str
    state: str
    reason: str
    since: str
    run: int
    tries: int
    window_id: int | None
    quarantine_id: int | None
