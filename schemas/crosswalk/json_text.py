"""JSON that may stand anywhere: in a terminal, in HTML, in a script; what it says is the formats'."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from schemas.crosswalk.plain_text import block

_ODD = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xef\xbf[\xbe\xbf]|[<>&]")
"""Bytes of JSON that need a second look: controls and noncharacters, and what HTML would take for its own."""
_C1 = re.compile(rb"\x7f|\xc2[\x80-\x9f]")
_REMARKABLE = b"\x7f\xc2\xef<>&"
"""Bytes without which nothing of that is there: looking for them is much cheaper."""
_HTML = ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026"))
_encode = msgspec.json.Encoder().encode


def encoded(value: dict[str, Any]) -> bytes:
    """Return JSON without control characters that may stand anywhere: in a terminal, in HTML, in a script."""
    try:
        data = _encode(value)
    except UnicodeEncodeError:  # half a surrogate pair
        data = _encode(_cleaned(value))
    if _is_odd(data):
        data = _encode(_cleaned(value))
        for char, escape in _HTML:
            data = data.replace(char, escape)
    return data


def escaped(data: bytes) -> bytes:
    """Return JSON with the control characters that JSON leaves as they are escaped: it says the same, and no terminal obeys."""
    if b"\xc2" not in data and b"\x7f" not in data:
        return data
    return _C1.sub(lambda found: b"\\u00%02x" % found[0][-1], data)


def _is_odd(data: bytes) -> bool:
    """Tell whether something stands in JSON that may not: a control character, or what HTML or JavaScript would read as its own."""
    if b"\\u00" in data or b"\xe2\x80\xa8" in data or b"\xe2\x80\xa9" in data:
        return True
    return len(data) != len(data.translate(None, _REMARKABLE)) and _ODD.search(data) is not None


def _cleaned(value: Any) -> Any:
    """The value without control characters, and without what nothing is left of."""
    if isinstance(value, str):
        return block(value)
    if isinstance(value, dict):
        return {name: inner for name, one in value.items() if (inner := _cleaned(one)) or inner == one}
    return [inner for one in value if (inner := _cleaned(one)) or inner == one] if isinstance(value, list) else value
