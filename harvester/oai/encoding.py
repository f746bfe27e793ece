"""Which encoding a page of XML really has, where its declaration cannot be believed; pure."""

from __future__ import annotations

import re

_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})")
_LIKE_ASCII = re.compile(
    r"utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|windows-?125\d|cp125\d|latin-?\d|koi8-[ru]|gb(k|2312|18030)|big5"
    r"|euc-(jp|kr)|shift_jis",
    re.I,
)
"""Encodings in which the characters of markup are those of ASCII, so that a DOCTYPE can be seen in the bytes."""

_SINGLE = re.compile(r"us-ascii|ascii|iso-?8859-?\d{1,2}|windows-?125\d|cp125\d|latin-?\d|koi8-[ru]", re.I)
_BEFORE = re.compile(rb"\A(?:\xef\xbb\xbf|[ \t\r\n])+")
_WIDE_BEGIN = {
    "utf-16-le": re.compile(rb"(?:[ \t\r\n]\0)*<\0[^\0]"), "utf-16-be": re.compile(rb"(?:\0[ \t\r\n])*\0<\0[^\0]"),
    "utf-32-le": re.compile(rb"<\0\0\0[^\0]"), "utf-32-be": re.compile(rb"\0\0\0<\0\0\0[^\0]"),
}  # fmt: skip
_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def plain(body: bytes) -> bytes:
    """Return the bytes of a page from its first tag on, in an encoding whose markup is ASCII."""
    if codec := _wide(body):
        body = body.decode(codec, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    return _BEFORE.sub(b"", body, count=1)


def _wide(body: bytes) -> str | None:
    """Return the encoding of a page whose letters take two or four bytes each."""
    if body[:4] in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return next((codec for codec, begin in _WIDE_BEGIN.items() if begin.match(body)), None)


def believed(body: bytes) -> str | None:
    """Return the encoding to read a plain page in, None where its declaration can be believed.

    UTF-8 is recognised by its bytes: text of another encoding is hardly ever valid UTF-8.
    """
    found = _DECLARED.match(body)
    said = found[1].decode("ascii") if found else "utf-8"
    if not _LIKE_ASCII.fullmatch(said):
        return "utf-8"
    if _SINGLE.fullmatch(said) and not body.isascii() and _is_utf8(body):
        return "utf-8"
    return None


def decoded(chunk: bytes, page: bytes) -> str:
    """Return a part of a page that cannot be read as it stands: in its declared encoding, what is no text replaced.

    A page without one valid letter of UTF-8 beyond ASCII is of Windows-1252, whatever it says.
    """
    found = _DECLARED.match(page)
    said = found[1].decode("ascii") if found else "utf-8"
    if not _LIKE_ASCII.fullmatch(said) or re.fullmatch("utf-?8", said, re.I):
        said = "utf-8" if page.isascii() or _WIDE.search(page) else "windows-1252"
    try:
        return chunk.decode(said, "replace")
    except LookupError:
        return chunk.decode("utf-8", "replace")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
