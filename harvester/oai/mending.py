"""Reading a part of a damaged page alone, and taking out of it what no XML may hold; pure."""

from __future__ import annotations

import html
import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from harvester.oai.reading import parse
from schemas.errors import ReadError

_USED = re.compile(rb"[<\s/]([A-Za-z_][\w.-]{0,60}):[A-Za-z_][\w.-]*(?=[\s=/>])")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&(#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z][\w.-]{0,40});")
_BARE = re.compile(r"&(?!(?:#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,7}|amp|lt|gt|quot|apos);)")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,4000}(?:\[[^\]]{0,100000}\])?\s*>")
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,400}\?>")
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!<!\[CDATA\[|\]\]>).)*)\]\]>", re.S)
_COMMENT = re.compile(r"<!--((?:(?!<!--|-->).)*)-->", re.S)
_NO_TAG = re.compile(r"<(?!/?[A-Za-z_]|\?[A-Za-z])")
_ATTRIBUTE = r"\s+([A-Za-z_][\w:.-]*)\s*=\s*(\"[^\">]*\"|'[^'>]*'|[^\s\"'<>]+)"
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(r"<([A-Za-z_][\w:.-]*)((?:" + re.sub(r"\((?!\?)", "(?:", _ATTRIBUTE) + r")+)(\s*/?>)")
_NAMED = re.compile(r"&(?:#\d{1,8}|#[xX][0-9A-Fa-f]{1,7}|[A-Za-z]\w{0,30});")
_SPACE = re.compile(r"(\sxmlns(?::[\w.-]{1,60})?\s*=\s*)([\"'])([^\"'<]{0,1000})\2")
_NO_ADDRESS = re.compile(r"[^A-Za-z0-9:/?#\[\]@!$'()*+,;=._~%&-]")

KNOWN = {
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/", "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xlink": "http://www.w3.org/1999/xlink", "marc": "http://www.loc.gov/MARC21/slim",
    "mods": "http://www.loc.gov/mods/v3",
}  # fmt: skip
"""What a prefix means that everybody uses and the page forgot to declare."""


def alone(chunk: bytes, spaces: dict[str, str]) -> Any:
    """Return the element in a part of a page, with the namespaces that are declared around it.

    A prefix that nobody declares gets the namespace that everybody uses with it, or one of its own. Raises ReadError where the part is not well-formed.
    """
    used = {name.decode() for name in _USED.findall(chunk)} - {"xml", "xmlns"} - spaces.keys()
    declared = "".join(f" xmlns{':' + p if p else ''}={quoteattr(uri)}" for p, uri in spaces.items())
    declared += "".join(f' xmlns:{p}="{KNOWN.get(p, "urn:x-undeclared:" + p)}"' for p in sorted(used))
    root = parse(b"<part" + declared.encode() + b">" + chunk + b"</part>")
    for child in root:
        if isinstance(child.tag, str):
            if any(isinstance(one, etree._Entity) for one in child.iter(etree.Entity)):
                raise ReadError("has entities that nobody defines")
            return child
    raise ReadError("no element")


def usable(uri: str) -> str:
    """Return a namespace as far as it is an address, which libxml2 wants: up to a gap, without signs that none has."""
    return _NO_ADDRESS.sub("", uri.split(maxsplit=1)[0]) if uri.strip() else ""


def mended(text: str) -> bytes:
    """Return text as UTF-8 without what no XML may hold: forbidden characters, their references, DOCTYPE, bare `&`.

    Namespaces become addresses again.

    Entities are not resolved: one that XML does not define stays as it is spelled.
    """
    text = _CDATA.sub(lambda found: escape(found[1]), _FORBIDDEN.sub("", text))
    text = _DECLARATION.sub("", _without_doctypes(text))
    text = _BARE.sub("&amp;", _REFERENCE.sub(_reference, text))
    if "xmlns" in text:
        text = _SPACE.sub(lambda found: f"{found[1]}{found[2]}{usable(found[3])}{found[2]}", text)
    return text.encode("utf-8", "replace")


def repaired(text: str) -> bytes:
    """Return text as `mended` does, and besides with the signs of markup set right that stand where none may stand.

    A `<` that begins no tag and a `]]>` become text, comments go, an attribute has quotes and stands once (the first).
    """
    for _ in range(3):
        text = _CDATA.sub(lambda found: escape(found[1]), text)
    text = _NO_TAG.sub("&lt;", _COMMENT.sub("", _without_doctypes(text))).replace("]]>", "]]&gt;")
    return mended(_TAG.sub(_tag, text))


def _tag(found: re.Match[str]) -> str:
    kept: dict[str, str] = {}
    for name, value in _ATTRIBUTES.findall(found[2]):
        quoted = value if value[0] in "\"'" else f'"{value.removesuffix("/")}"'
        kept.setdefault(name, quoted.replace("<", "&lt;"))
    return f"<{found[1]}{''.join(f' {name}={value}' for name, value in kept.items())}{found[3]}"


def unescaped(text: str) -> str:
    """Return text with its references undone; `&section=2` in an address that was not escaped is none."""
    return _NAMED.sub(lambda found: html.unescape(found[0]), text)


def _without_doctypes(text: str) -> str:
    """Take out a few: a part full of them is nobody's record."""
    for _ in range(4):
        at = text.find("<!DOCTYPE")
        found = _DOCTYPE.match(text, at) if at >= 0 else None
        if found is None:
            break
        text = text[:at] + text[found.end() :]
    return text


def _reference(found: re.Match[str]) -> str:
    name = found[1]
    if not name.startswith("#"):
        return found[0]
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return found[0] if number <= 0x10FFFF and not _FORBIDDEN.match(chr(number)) else ""
