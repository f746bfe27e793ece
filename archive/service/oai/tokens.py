"""Resumption tokens: the whole state of a walk, signed, so that nothing is kept for those who do not come back."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import msgspec

from archive.service.oai.shapes import Place, Refused, Walk

MAC = 16
"""Bytes of the signature."""
FORM = 1
"""Raised when what a token holds changes: those of before are then refused."""


class _State(msgspec.Struct, frozen=True, array_like=True):
    form: int
    made: int
    cursor: int
    first: str | None
    last: str | None
    open: str | None
    place: tuple[str, int, int] | None
    prefix: str
    size: int | None
    spec: str | None
    verb: str


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_State).decode


def written(walk: Walk, key: bytes, now: datetime) -> str:
    """Return the token from which a walk goes on."""
    at = walk.place
    place = (at.stamp, at.kind, at.number) if at else None
    state = _State(
        FORM, int(now.timestamp()), walk.cursor, walk.first, walk.last, walk.open, place, walk.prefix, walk.size,
        walk.spec, walk.verb,
    )  # fmt: skip
    data = _encode(state)
    return base64.urlsafe_b64encode(_signature(data, key) + data).rstrip(b"=").decode()


def read(token: str, verb: str, key: bytes, now: datetime, valid: timedelta) -> Walk:
    """Return the walk that a token of this verb goes on with; raises Refused for one that is not ours, or too old."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("badResumptionToken", "this token was not given here") from error
    data = raw[MAC:]
    if not hmac.compare_digest(raw[:MAC], _signature(data, key)):
        raise Refused("badResumptionToken", "this token was not given here")
    try:
        state = _decode(data)
    except msgspec.MsgspecError as error:
        raise Refused("badResumptionToken", "this token is of an earlier version: begin the list again") from error
    if state.form != FORM:
        raise Refused("badResumptionToken", "this token is of an earlier version: begin the list again")
    if now > datetime.fromtimestamp(state.made, UTC) + valid:
        raise Refused("badResumptionToken", "this token has expired: begin the list again, from where you were")
    if state.verb != verb:
        raise Refused("badResumptionToken", f"this token is one of {state.verb}")
    place = Place(stamp=state.place[0], kind=state.place[1], number=state.place[2]) if state.place else None
    return Walk(
        cursor=state.cursor, first=state.first, last=state.last, open=state.open, place=place, prefix=state.prefix,
        size=state.size, spec=state.spec, verb=state.verb,
    )  # fmt: skip


def _signature(data: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"tocsin oai" + data, hashlib.sha256)[:MAC]
