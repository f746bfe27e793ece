"""What coding a body is in, by its first bytes and by what its header says: headers are left out, and headers lie; pure."""

from __future__ import annotations

import codecs
from typing import NamedTuple

HEAD = 16
"""So many bytes tell a coding from text."""

_SIGNS = ((b"\x1f\x8b\x08", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"))
_ZLIB = (b"x\x01", b"x^", b"x\x9c", b"x\xda")
"""How deflate in its wrapper begins (RFC 1950); two bytes, so other bodies may begin like it."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_CONTROLS = bytes(range(9)) + b"\x0b" + bytes(range(14, 32)) + b"\x7f"


class Coding(NamedTuple):
    """The coding to undo ("" for none), and the one to try where that fails; None where there is no other."""

    name: str
    instead: str | None = None


def coding_of(head: bytes, said: str) -> Coding:
    """Return what to undo in a body that begins with `head` and whose header says `said` ("" where it says nothing).

    gzip and zstd have signs that decide; br has none and deflate a weak one, so these are tried first where said.
    """
    sign = sign_of(head)
    if said in ("br", "deflate"):
        return Coding(said, sign or ("" if is_text(head) else None))
    if sign:
        return Coding(sign)
    if head[:2] in _ZLIB:
        return Coding("deflate", "" if not said or is_text(head) else None)
    return Coding("" if is_text(head) else said)


def sign_of(head: bytes) -> str | None:
    """Return the coding whose sign bytes begin with, None where they have none that is sure."""
    return next((name for sign, name in _SIGNS if head.startswith(sign)), None)


def is_text(head: bytes) -> bool:
    """Say whether bytes can be the beginning of a text: UTF-8 without controls, or marked as UTF-16 or UTF-32."""
    if head.startswith(_WIDE):
        return True
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head[:HEAD])
    except UnicodeDecodeError:
        return False
    return len(head[:HEAD].translate(None, delete=_CONTROLS)) == len(head[:HEAD])


def is_markup(head: bytes) -> bool:
    """Say whether bytes begin as XML, HTML or JSON do."""
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"<", b"{", b"[")
