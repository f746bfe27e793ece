"""The visible lines of an HTML page, each with its place in the tree and its links and type faces; nothing is read here."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_SKIPPED = frozenset(("script", "style", "noscript", "template", "svg", "head", "select", "option", "button", "label", "textarea", "iframe", "object", "canvas", "audio", "video", "map"))  # fmt: skip
_BLOCKS = frozenset(("html", "body", "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "form", "fieldset", "legend", "figure", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "address", "center", "details", "summary", "hr", "dir", "menu"))  # fmt: skip
_HEADS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_FURNITURE = frozenset(("nav", "footer", "aside"))
_NAV = re.compile(r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|footer|pager|pagination|sidebar|share|social|cookie|tabs?)(?:$|[\s_-])", re.I)  # fmt: skip
_REFS = re.compile(r"(?:^|[\s_-])(?:references?|ref-?list|bibliography|citedby|cited-by|citing|related|recommend\w*|similar|further|also)(?:$|[\s_-])", re.I)  # fmt: skip
_TOC = re.compile(r"(?:^|[\s_-])(?:toc|tocs|tableofcontents?|table-?of-?contents?|contents?-?list|book-?contents?|inhalt(?:sverzeichnis)?|sommaire)(?:$|[\s_-])", re.I)  # fmt: skip

NAV, REFS, TOC = 1, 2, 4
"""What the tags and class names around a line say it is part of (a hint, no proof)."""
BOLD, ITALIC, SUP = 1, 2, 4
"""Type faces of a span."""
_FACES = {"b": BOLD, "strong": BOLD, "i": ITALIC, "em": ITALIC, "cite": ITALIC, "sup": SUP}
MAX_LINES = 20_000
MAX_DEPTH = 200


class Span(NamedTuple):
    """A run of text with one type face, one link and one class name."""

    text: str
    href: str | None
    face: int
    hint: str


class Line:
    """One visible line: its spans and its text, and where it stands.

    `depth` is that of its block element, `low` that of the element it shares with the line before, `sign` the path
    of tags and class names, `nest` the number of list items around it, `item` tells rows apart (li, tr, dt, dd).
    """

    __slots__ = ("depth", "flags", "head", "item", "low", "nest", "sign", "spans", "tag", "text")

    def __init__(self, spans: list[Span], place: _Place, low: int) -> None:
        self.spans = spans
        self.text = " ".join("".join([s.text for s in spans]).split())
        self.depth, self.sign, self.flags, self.head = place.depth, place.sign, place.flags, place.head
        self.item, self.nest, self.tag, self.low = place.item, place.nest, place.tag, low


class _Place:
    """The block element that is being walked."""

    __slots__ = ("depth", "flags", "head", "hint", "item", "nest", "sign", "tag")

    def __init__(self, up: _Place | None, tag: str, hint: str, number: int) -> None:
        self.tag, self.hint = tag, hint
        self.depth = up.depth + 1 if up else 0
        self.sign = f"{up.sign}/{tag}.{_first(hint)}" if up else tag
        self.flags = up.flags if up else 0
        self.head = _HEADS.get(tag, 0) or (up.head if up else 0)
        row = tag in ("li", "tr", "dt", "dd")
        self.item = number if row or not up else up.item
        self.nest = (up.nest if up else 0) + (tag == "li")


def _first(hint: str) -> str:
    """The first class name without the numbers and the odd/even marks that tell equal rows apart."""
    return _VARYING.sub("", hint.split(" ", 1)[0]) if hint else ""


_VARYING = re.compile(r"[\d_-]*(?:\d|\b(?:odd|even|first|last|active|collapsed)\b)[\d_-]*", re.I)


class _Walk:
    """One walk over a tree, collecting lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.spans: list[Span] = []
        self.low = 0
        self.number = 0

    def flush(self, place: _Place) -> None:
        """End the line in hand, if it has any text."""
        if self.spans:
            line = Line(self.spans, place, min(self.low, place.depth))
            self.spans = []
            if line.text:
                self.lines.append(line)
                self.low = place.depth

    def block(self, element: Any, up: _Place | None) -> None:
        """Walk a block element: its own lines, then those of the blocks inside it."""
        tag = element.tag
        if up and (up.depth >= MAX_DEPTH or len(self.lines) > MAX_LINES):
            return
        hint = element.get("class") or ""
        self.number += 1
        place = _Place(up, tag, hint, self.number)
        if tag not in ("html", "body", "main"):
            _flag(place, element, hint)
        if up:
            self.flush(up)
            self.low = min(self.low, up.depth)
        self.inside(element, place, None, 0, hint)
        self.flush(place)
        if up:
            self.low = min(self.low, up.depth)

    def inside(self, element: Any, place: _Place, href: str | None, face: int, hint: str) -> None:
        """Walk what an element holds, with the link and type face that hold for it."""
        if element.text:
            self.spans.append(Span(element.text, href, face, hint))
        for child in element:
            tag = child.tag
            if tag.__class__ is str and tag not in _SKIPPED:
                if tag in _BLOCKS:
                    self.block(child, place)
                elif tag == "br":
                    self.flush(place)
                else:
                    self.inline(child, tag, place, href, face, hint)
            if child.tail:
                self.spans.append(Span(child.tail, href, face, hint))

    def inline(self, child: Any, tag: str, place: _Place, href: str | None, face: int, hint: str) -> None:
        """Walk an inline element; one inside too many others is passed over."""
        self.number += 1
        own = child.get("class")
        if len(hint) < 400:
            self.inside(
                child,
                place,
                child.get("href") or href if tag == "a" else href,
                face | _FACES.get(tag, 0),
                f"{hint} {own}" if own else hint,
            )


def _flag(place: _Place, element: Any, hint: str) -> None:
    tag = place.tag
    if tag in _FURNITURE or element.get("role") == "navigation":
        place.flags |= NAV
    words = f"{hint} {element.get('id') or ''}"
    if words != " ":
        if _NAV.search(words):
            place.flags |= NAV
        if _REFS.search(words):
            place.flags |= REFS
        if _TOC.search(words):
            place.flags |= TOC


def lines_of(root: Any) -> list[Line]:
    """Return the visible lines under an lxml element, in order; scripts, forms' controls and hidden labels are left out."""
    walk = _Walk()
    body = root.find("body")
    walk.block(root if body is None else body, None)
    return walk.lines
