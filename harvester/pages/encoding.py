"""From the bytes of a page to UTF-8 bytes: what the page and the response say about its encoding is tried, not believed."""

from __future__ import annotations

import codecs
import re

_CHARSET = re.compile(rb"(?i)charset\s*=\s*[\"']?\s*([\w:.-]{2,40})")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEAD = 4096
_ASCII = bytes(range(128))
_RUNS = re.compile(rb"[\x80-\xff]{3,}")
_VOWELS = frozenset("аеиоуыэюя")
_EASTERN = (
    ("shift_jis", "ぁ", "ヺ"),
    ("euc-jp", "ぁ", "ヺ"),
    ("euc-kr", "가", "힣"),
    ("gb18030", "一", "龥"),
    ("big5", "一", "龥"),
)
"""Encodings of East Asia with the letters of which their text has many, in the order in which they exclude each other."""
_WESTERN = frozenset({"iso8859-1", "ascii", "cp1252"})
"""Names under which pages are declared that are in truth Windows-1252 (WHATWG Encoding Standard, 4.2)."""


def decoded(body: bytes, content_type: str = "") -> bytes:
    """Return the page as UTF-8 bytes without BOM and NULs; total: what cannot be decoded becomes U+FFFD.

    Order: BOM; UTF-16 by its NULs; UTF-8 where the bytes are valid as such (whatever is declared, because long text of
    another encoding is never valid UTF-8 by chance); else what the response or the page declares; else one of
    Cyrillic or East Asian that its bytes show; else Windows-1252.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return _tidy(body[len(bom) :].decode(name, "replace").encode("utf-8", "replace"))
    if (wide := _utf16(body[:200])) is not None:
        return _tidy(body.decode(wide, "replace").encode("utf-8", "replace"))
    if _is_utf8(body) and not (b"\x1b" in body and _declared(body, content_type) == "iso2022_jp"):
        return _tidy(body)
    declared = _declared(body, content_type)
    if declared is None or declared in _WESTERN:
        declared = _guessed(body) or "cp1252"
    if declared == "utf-8" and _is_damaged(body):  # declared as what it is not
        declared = _guessed(body) or "cp1252"
    text = body.decode(declared, "replace")
    if declared != "cp1252" and text.count("\ufffd") > 20 + len(text) // 500:
        text = body.decode("cp1252", "replace")
    return _tidy(text.encode("utf-8", "replace"))


def _is_damaged(body: bytes) -> bool:
    """Tell whether most of what is beyond ASCII is no UTF-8: then the page is in another encoding, else a few bytes are wrong."""
    text = body.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    return wrong > 2 and wrong > sum(c > "\x7f" for c in text) - wrong


def _guessed(body: bytes) -> str | None:
    """The encoding of a page that declares none, where its letters beyond ASCII stand together as those of Latin scripts do not."""
    high = body.translate(None, _ASCII)
    if len(high) < 40 or sum(map(len, _RUNS.findall(body))) < 0.5 * len(high):
        return None
    for name in ("cp1251", "koi8-r"):
        text = high.decode(name, "replace")
        small = sum("а" <= c <= "я" for c in text)
        if small > 0.7 * len(text) and 0.3 < sum(c in _VOWELS for c in text) / small < 0.6:
            return name
    for name, first, last in _EASTERN:
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            continue
        beyond = [c for c in text if ord(c) > 127]
        if sum(first <= c <= last for c in beyond) > 0.3 * len(beyond):
            return name
    return None


def _tidy(data: bytes) -> bytes:
    return data.replace(b"\0", b"") if b"\0" in data else data


def _is_utf8(body: bytes) -> bool:
    if body.isascii():
        return True
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf16(head: bytes) -> str | None:
    """Markup in UTF-16 without BOM has a NUL beside nearly every letter."""
    if head.count(b"\0") * 3 < len(head) or len(head) < 8:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _declared(body: bytes, content_type: str) -> str | None:
    for where in (content_type.encode("utf-8", "replace"), body[:_HEAD]):
        if match := _CHARSET.search(where):
            try:
                name = codecs.lookup(match[1].decode("ascii")).name
            except (LookupError, UnicodeDecodeError):
                continue
            if not name.startswith(("utf-16", "utf-32")) and _is_text_codec(
                name
            ):  # readable as ASCII, so it is neither
                return name
    return None


def _is_text_codec(name: str) -> bool:
    return bool(getattr(codecs.lookup(name), "_is_text_encoding", True))
