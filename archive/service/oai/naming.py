"""Names of records and sets as OAI-PMH writes them, and back; pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

_SAFE = "-_.!~*'();/:@&=+$,"
"""What stands for itself in a local identifier (oai-identifier.xsd); the rest is percent-encoded, `?` too."""
_AS_IT_IS = re.compile(r"[A-Za-z0-9\-_.!~*'();/:@&=+$,]*")
_PLAIN = re.compile(r"[A-Za-z0-9.\-]")
_CODE = re.compile(r"~([0-9a-f]{2})|_|[A-Za-z0-9.\-]")


def identifier(namespace: str, source: str, key: str) -> str:
    """Return the identifier of a record: `oai:NAMESPACE:source:key`."""
    if not _AS_IT_IS.fullmatch(key):
        key = quote(key, safe=_SAFE, errors="replace")
    return f"oai:{namespace}:{_source(source)}:{key}"


@lru_cache(1024)
def _source(source: str) -> str:
    return quote(source, safe="-_.!~*", errors="replace")


def name_of(namespace: str, said: str) -> tuple[str, str] | None:
    """Return source and key of an identifier of ours as it was given out, None for any other."""
    begin = f"oai:{namespace}:"
    source, colon, key = said.removeprefix(begin).partition(":")
    if not said.startswith(begin) or not colon:
        return None
    found = unquote(source, errors="replace"), unquote(key, errors="replace")
    return found if identifier(namespace, *found) == said and "\0" not in said + "".join(found) else None


@lru_cache(4096)
def spelled(value: str) -> str:
    """Return a value as a part of a setSpec: a space as `_`, bytes that it cannot hold as `~` and two digits."""
    out = []
    for one in value:
        if _PLAIN.fullmatch(one):
            out.append(one)
        elif one == " ":
            out.append("_")
        else:
            out += [f"~{byte:02x}" for byte in one.encode("utf-8", "replace")]
    return "".join(out)


def unspelled(part: str) -> str | None:
    """Return the value that a part of a setSpec spells, None where none is spelled so."""
    data, at = bytearray(), 0
    for found in _CODE.finditer(part):
        if found.start() != at:
            return None
        at = found.end()
        data += bytes.fromhex(found[1]) if found[1] else b" " if found[0] == "_" else found[0].encode()
    try:
        value = data.decode()
    except UnicodeDecodeError:
        return None
    return value if at == len(part) and spelled(value) == part and "\0" not in value else None
