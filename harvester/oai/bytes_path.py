"""Comparing a page with what is kept by bytes alone: its records parted, named and hashed without reading them.

Any doubt (CDATA, a record tag with attributes, a reference in a name, something between records) means that the page
is read as a whole.
"""

from __future__ import annotations

import re
from hashlib import sha256

import msgspec

READER = "oai/1"
"""Part of every digest: what an older reader made of the same bytes is read again."""

_OPEN, _CLOSE = b"<record>", b"</record>"
_SPACES = re.compile(rb"\sxmlns(?::[\w.-]+)?\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_KEY = re.compile(rb"\s*<header(?: status=[\"']deleted[\"'])?>\s*<identifier>\s*([^<>&]+?)\s*</identifier>")


class Parted(msgspec.Struct, frozen=True):
    """The records of a page by their bytes: names and digests in their order, and the page without them."""

    keys: tuple[str, ...]
    digests: tuple[bytes, ...]
    skeleton: bytes


def parted(body: bytes, context: str) -> Parted | None:
    """Part a page into its records; `context` goes into each digest with the namespaces around; None in any doubt."""
    head, *parts = body.split(_OPEN)
    if not parts or b"<![CDATA[" in body or (b"<!--" in head and head.rfind(b"-->") < head.rfind(b"<!--")):
        return None
    seed = sha256(b"".join([READER.encode(), context.encode(), *_SPACES.findall(head)])).digest()
    keys, digests, rest = [], [], b""
    for part in parts:
        if rest.strip() or (end := part.rfind(_CLOSE)) < 0:
            return None
        end += len(_CLOSE)
        rest, part = part[end:], part[:end]
        key = _KEY.match(part)
        if key is None:
            return None
        keys.append(key[1])
        digests.append(sha256(seed + part).digest()[:16])
    try:
        return Parted(tuple(key.decode() for key in keys), tuple(digests), head + rest)
    except UnicodeDecodeError:
        return None
