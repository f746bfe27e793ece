"""Text to XML text: escaping, leaving out what XML 1.0 cannot hold, and the file around records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import BinaryIO

_ILLEGAL = re.compile("[^\t\n\r\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Everything outside Char of XML 1.0, section 2.2, and the controls that it allows and discourages: terminals obey them."""
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
_MARK = "\x00"
"""Stands between texts; one that holds it itself is illegal, and is found so."""
_CONTROLS = bytes({*range(32), 127} - {9, 10})
"""What needs a closer look: illegal, or a carriage return."""
_BATCH = 500
"""Records written at once."""
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def assembled(opening: str, parts: list[str], closing: str, *, clean: bool = False) -> bytes:
    """Return an element as UTF-8 from its parts: (start tag, text, end tag) of each element inside, laid flat.

    An element of whose text nothing is left goes. One look at all the text of a record is much cheaper than one a field;
    `clean` says that `unremarkable` has had it.
    """
    if clean:
        return "".join([opening, *parts, closing]).encode()
    texts = parts[1::3]
    joined = _MARK.join(texts)
    if ("&" in joined or "<" in joined or ">" in joined) and joined.count(_MARK) == len(texts) - 1:
        parts[1::3] = _escaped(joined).split(_MARK)
    try:
        data = "".join([opening, *parts, closing]).encode()
    except UnicodeEncodeError:  # half a surrogate pair
        data = _MARK.encode()
    if _is_odd(data) or "\ufffe" in joined or "\uffff" in joined:
        triples = zip(parts[::3], map(xml, texts), parts[2::3], strict=True)
        data = f"{opening}{''.join(start + text + end for start, text, end in triples if text)}{closing}".encode()
    return data


def _is_odd(data: bytes) -> bool:
    """Tell whether controls stand in it: those of ASCII, or those behind it, whose bytes begin with C2."""
    return len(data) != len(data.translate(None, _CONTROLS)) or (b"\xc2" in data and _C1.search(data) is not None)


def unremarkable(canonical: bytes | None) -> bool:
    """Tell from a record's canonical JSON that none of its texts needs escaping or holds what XML cannot.

    JSON writes control characters and half surrogates with a backslash, and noncharacters begin with EF in UTF-8.
    """
    if canonical is None:
        return False
    find = canonical.find  # looks for one byte each take a third of one look for any of five
    if find(b"&") >= 0 or find(b"<") >= 0 or find(b">") >= 0 or find(b"\\") >= 0 or find(b"\xef") >= 0:
        return False
    return find(b"\x7f") < 0 and (find(b"\xc2") < 0 or _C1.search(canonical) is None)


def xml(text: str) -> str:
    """Return text as element content; characters that XML cannot hold are left out."""
    if not text.isprintable():  # what is printable holds no control characters, surrogates or noncharacters
        text = _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return _escaped(text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(1024)
def language(lang: str | None) -> str:
    """Return an xml:lang attribute with a space before it, nothing where the tag is none (xs:language)."""
    return f' xml:lang="{lang}"' if lang and _LANGUAGE.fullmatch(lang) else ""


def write_records(elements: Iterable[bytes], out: BinaryIO, *, root: str = "records") -> int:
    """Write elements into a root (name and attributes), streamed, and return how many."""
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}>\n'.encode())
    count, waiting = 0, []
    for data in elements:
        waiting.append(data)
        count += 1
        if len(waiting) == _BATCH:
            out.write(b"".join(waiting))
            waiting.clear()
    out.write(b"".join(waiting) + f"</{root.partition(' ')[0]}>\n".encode())
    return count
