"""Text for formats made of lines: nothing that a terminal obeys, no line break where a line is a field, no formula in a cell."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters without white space, half surrogates, noncharacters."""
_BREAKS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")

REMARKABLE = bytes([*range(32), 0x7F]) + b"\xc2\xe1\xe2\xe3\xed\xef"
"""Bytes of UTF-8 that ask for a closer look: controls, and what other white space, half surrogates and noncharacters begin with."""


def changing(remarkable: bytes) -> bytes:
    """Return a table for `bytes.translate` that changes these bytes alone: data is free of them if it comes back equal.

    No other look at the bytes of a short text is as cheap; where nothing changes, data itself comes back.
    """
    return bytes([(byte == 0) if byte in remarkable else byte for byte in range(256)])


def line(text: str) -> str:
    """Return text on one line, without control characters."""
    if text.isprintable():
        return text.strip()
    return " ".join(_CONTROLS.sub("", text).split())


def block(text: str) -> str:
    """Return text whose line breaks are all line feeds, without control characters."""
    return text.strip() if text.isprintable() else _CONTROLS.sub("", _BREAKS.sub("\n", text)).replace("\t", " ").strip()
