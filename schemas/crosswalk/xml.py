"""Text to XML text: escaping, leaving out what XML 1.0 cannot hold, and the file around records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Everything outside Char of XML 1.0, section 2.2."""
_MARK = "\u241e"
"""A printable character that hardly any text holds: SYMBOL FOR RECORD SEPARATOR."""
_BATCH = 500
"""Records written at once."""
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def escape_texts(parts: list[str]) -> None:
    """Make the texts of a list of (start tag, text, end tag), laid flat, XML text in place.

    An element of whose text nothing is left goes. One test of all the text of a record, and one replacement, are much cheaper than one a field.
    """
    texts = parts[1::3]
    joined = _MARK.join(texts)
    if not joined.isprintable() or joined.count(_MARK) != len(texts) - 1:
        triples = zip(parts[::3], map(xml, texts), parts[2::3], strict=True)
        parts[:] = [part for triple in triples if triple[1] for part in triple]
    elif "&" in joined or "<" in joined or ">" in joined:
        parts[1::3] = _escaped(joined).split(_MARK)


def xml(text: str) -> str:
    """Return text as element content; characters that XML cannot hold are left out."""
    if not text.isprintable():  # what is printable holds no control characters, surrogates or noncharacters
        text = _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _escaped(text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def language(lang: str | None) -> str:
    """Return an xml:lang attribute with a space before it, nothing where the tag is none (xs:language)."""
    return f' xml:lang="{lang}"' if lang and _LANGUAGE.fullmatch(lang) else ""


def write_records(elements: Iterable[str], out: BinaryIO) -> int:
    """Write elements into a root `<records>`, streamed, and return how many."""
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<records>\n')
    count, texts = 0, []
    for text in elements:
        texts.append(text)
        count += 1
        if len(texts) == _BATCH:
            out.write("".join(texts).encode())
            texts.clear()
    out.write("".join(texts).encode() + b"</records>\n")
    return count
