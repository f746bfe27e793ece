"""Text that MARC can hold: no control characters, separators or markup, one line; a record that has none of these is not touched."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import msgspec

from schemas.envelope import Held
from schemas.record import Record
from schemas.values.text import strip_markup

_ODD = re.compile(
    rb"\\u00|\\[bfrt]|<[A-Za-z/!?]|[\x7f]|\xc2[\x80-\x9f\xad]|\xe2\x80[\x8b\x8e\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbf[\xb0-\xbb\xbe\xbf]|\xef\xbb\xbf"
)
"""In JSON: control characters (also C1) but the line feed, tags, invisible marks, noncharacters."""
_REMARKABLE = b"\\<\x7f\xc2\xe2\xef"
"""One of these begins each of them."""
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_encode = msgspec.json.Encoder().encode


def harmless(held: Held) -> Record:
    """Return the record with text that may stand in a field of MARC; of a value nothing is left of, nothing is left."""
    try:
        data = held.canonical or _encode(held.record)
    except UnicodeEncodeError:  # half a surrogate pair
        return _cleaned(held.record) or Record()
    record = held.record
    if b"  " in data or (len(data) != len(data.translate(None, _REMARKABLE)) and _ODD.search(data)):
        return _cleaned(record) or Record()
    if b"\\n" in data:
        if data.count(b"\\n") != sum([one.text.count("\n") for one in record.abstract]):
            return _cleaned(record) or Record()
        # Paragraphs of an abstract are common and no reason to look at everything again.
        return msgspec.structs.replace(record, abstract=_cleaned(record.abstract))
    return record


@lru_cache(maxsize=2)
def harmless_host(host: Held) -> Record:
    """Return the same for the host of entries, which come one after another: a host of 200 entries is looked at once."""
    return harmless(host)


def plain(text: str | None) -> str | None:
    """Return text on one line without control characters, separators and tags; None when nothing is left.

    What looks like a tag and is none that text has (<script>) gets a blank behind its bracket: no browser takes it for one.
    """
    found = strip_markup(text)
    return _TAG.sub("< ", found) if found and "<" in found else found


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        return tuple(kept for item in value if (kept := _cleaned(item)) is not None)
    if isinstance(value, msgspec.Struct):
        fields = {name: _cleaned(getattr(value, name)) for name in value.__struct_fields__}
        return None if any(fields[name] is None for name in _required(type(value))) else type(value)(**fields)
    return value


@lru_cache(maxsize=32)
def _required(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields that a value cannot be without; asking msgspec is dear."""
    return tuple([field.name for field in msgspec.structs.fields(kind) if field.required])
