"""What one OAI-PMH answer holds: plain values; nothing is read or asked here."""

from __future__ import annotations

from typing import Any

import msgspec


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A resumptionToken: its value without outer white space (empty ends the list) and the hints beside it, as sent."""

    cursor: str | None = None
    size: str | None = None
    value: str = ""


class OaiError(msgspec.Struct, frozen=True, kw_only=True):
    """An error of the protocol: its code and its text."""

    code: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.text}" if self.text else self.code


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The header of a record: `datestamp` in its normal form, `as_sent` where the origin spells it otherwise."""

    as_sent: str | None = None
    datestamp: str | None = None
    deleted: bool = False
    identifier: str | None = None
    sets: tuple[str, ...] = ()


class OaiRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record of a list: header, the payload's element, and the digest of its bytes where those are known apart."""

    header: Header
    payload: Any = None
    raw: bytes | None = None


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a page that is not well-formed: where its bytes stand, what is wrong, whether its record was saved.

    `identifier` names the record where its header can still be read.
    """

    identifier: str | None = None
    reason: str
    saved: bool = False
    start: int
    stop: int


class OaiPage(msgspec.Struct, frozen=True, kw_only=True):
    """One answer.

    `verb` is what the answer says that it answers; `cut` is set where the page breaks off before its end, so that a
    missing token does not mean the end of the list; `rooted` tells whether there is an OAI-PMH element at all.
    """

    about: Any = None
    cut: bool = False
    damage: tuple[Damage, ...] = ()
    errors: tuple[OaiError, ...] = ()
    headers: tuple[Header, ...] = ()
    records: tuple[OaiRecord, ...] = ()
    response_date: str | None = None
    rooted: bool = True
    token: Token | None = None
    verb: str | None = None
