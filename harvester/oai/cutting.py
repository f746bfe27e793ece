"""The bytes of one record cut out of an answer that has many, for a person who wants to see what it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harvester.oai.encoding import plain
from harvester.oai.mending import unescaped

_TAGS = re.compile(rb"<(/?)(?:[\w.-]+:)?record(?=[\s>/])[^>]*?(/?)>")
_NAME = re.compile(rb"<(?:[\w.-]+:)?identifier[^>]*>\s*(.*?)\s*</", re.S)


def record_in(body: bytes, key: str) -> bytes | None:
    """Return the record of this identifier as its bytes stand in an answer, None where it cannot be cut out."""
    for part in _records(plain(body)):
        found = _NAME.search(part)
        if found and unescaped(found[1].decode("utf-8", "replace")) == key:
            return part
    return None


def _records(body: bytes) -> Iterator[bytes]:
    """Yield the outermost records: a payload may hold elements of the same name."""
    depth = start = 0
    for tag in _TAGS.finditer(body):
        closes, empty = tag[1], tag[2]
        if closes:
            depth -= 1
            if depth == 0:
                yield body[start : tag.end()]
        elif not empty:
            if depth == 0:
                start = tag.start()
            depth += 1
