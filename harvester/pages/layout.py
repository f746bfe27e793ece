"""The layout of an HTML page: visible lines with their place in the tree, links and type faces; nothing is read here."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_SKIPPED = frozenset("script style noscript template svg head select option button label textarea iframe object canvas audio video map".split())  # fmt: skip
_BLOCKS = frozenset("html body p div section article main header footer nav aside ul ol li dl dt dd table thead tbody tfoot tr td th caption form fieldset legend figure figcaption h1 h2 h3 h4 h5 h6 blockquote pre address center details summary hr dir menu".split())  # fmt: skip
_APART = frozenset(("a", "span"))
_HEADS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ROWS = frozenset(("li", "tr", "dt", "dd"))
_WHOLE = frozenset(("html", "body", "main"))
_PLACES = re.compile(
    r"(?:^|[\s_-])(?:(nav|navbar|navigation|menu|breadcrumbs?|footer|pager|pagination|sidebar|share|social|cookie|tabs?)|"
    r"(references?|ref-?list|bibliography|citedby|cited-by|citing|related|recommend\w*|similar|further)|"
    r"(toc|tocs|tableofcontents?|table-?of-?contents?|contents?-?list|book-?contents?|inhalt(?:sverzeichnis)?|sommaire))(?=$|[\s_-])",
    re.I,
)
_NO_DIGITS = str.maketrans("", "", "0123456789")
_VARYING = re.compile(r"[\d_-]*(?:\d|\b(?:odd|even|first|last|active|collapsed)\b)[\d_-]*", re.I)

NAV, REFS, TOC = 1, 2, 4
"""What the tags and class names around a line say it is part of (a hint, no proof)."""
BOLD, ITALIC, SUP = 1, 2, 4
"""Type faces of a span."""
_FACES = {"b": BOLD, "strong": BOLD, "i": ITALIC, "em": ITALIC, "cite": ITALIC, "sup": SUP}
MAX_LINES = 20_000
MAX_DEPTH = 250
"""Elements inside one another that are followed."""


class Span(NamedTuple):
    """A run of text with one type face, one link and one class name."""

    text: str
    href: str | None
    face: int
    hint: str


class Place:
    """A block element: how deep it stands, the path of tags and class names to it, the row (li, tr, dt, dd) it is in."""

    __slots__ = ("depth", "flags", "head", "item", "nest", "sign", "tag")

    def __init__(self, up: Place | None, tag: str, known: tuple[str, int], number: int) -> None:
        self.tag = tag
        row = tag in _ROWS
        if up is None:
            self.depth, self.sign, self.flags, self.head, self.item, self.nest = 0, known[0], known[1], 0, number, 0
            return
        self.depth = up.depth + 1
        self.sign = up.sign + known[0]
        self.flags = up.flags | known[1]
        self.head = _HEADS.get(tag) or up.head
        self.item = number if row else up.item
        self.nest = up.nest + 1 if tag == "li" else up.nest


class Line:
    """One visible line; `low` is the depth of the element that it shares with the line before."""

    __slots__ = ("low", "place", "spans", "text")

    def __init__(self, text: str, spans: list[Span], place: Place, low: int) -> None:
        self.text, self.spans, self.place, self.low = text, spans, place, low


class _Walk:
    """One walk over a tree, collecting lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.spans: list[Span] = []
        self.low = self.number = self.deep = 0
        self.known: dict[tuple[str, str | None, str | None, str | None], tuple[str, int]] = {}

    def flush(self, place: Place) -> None:
        """End the line in hand, if it has any text."""
        spans = self.spans
        if spans:
            self.spans = []
            raw = spans[0].text if len(spans) == 1 else "".join([s.text for s in spans])
            if text := " ".join(raw.split()):
                self.lines.append(Line(text, spans, place, min(self.low, place.depth)))
                self.low = place.depth

    def block(self, element: Any, tag: str, up: Place | None, href: str | None = None) -> None:
        """Walk a block element: its own lines, then those of the blocks inside it."""
        if len(self.lines) > MAX_LINES:
            return
        self.number += 1
        hint = element.get("class")
        name = element.get("id")
        key = (
            tag,
            hint.translate(_NO_DIGITS) if hint else None,
            name.translate(_NO_DIGITS) if name else None,
            element.get("role"),
        )
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = _known(*key)
        place = Place(up, tag, known, self.number)
        if up is not None:
            self.flush(up)
            self.low = min(self.low, up.depth)
        self.inside(element, place, href, 0, hint or "")
        self.flush(place)
        if up is not None:
            self.low = min(self.low, up.depth)

    def inside(self, element: Any, place: Place, href: str | None, face: int, hint: str) -> None:
        """Walk what an element holds, with the link and type face that hold for it."""
        if (text := element.text) and (self.spans or not text.isspace()):
            self.add(text, place, href, face, hint)
        if self.deep > MAX_DEPTH:
            return
        self.deep += 1
        beside = False
        for child in element:
            tag = child.tag
            if tag in _BLOCKS:
                self.block(child, tag, place, href)
            elif tag == "br":
                self.flush(place)
            elif tag == "a" and len(child) and child[0].tag in _BLOCKS:
                self.block(child, tag, place, child.get("href") or href)
            elif tag.__class__ is str and tag not in _SKIPPED:
                own = child.get("class")
                link = child.get("href") or href if tag == "a" or "-" in tag else href
                named = tag in _APART and (own is not None or tag == "a")
                if beside and named and _glued(self.spans, child.text):
                    self.spans.append(Span(" ", None, 0, hint))
                beside = tag in _APART
                self.inside(child, place, link, face | _FACES.get(tag, 0), f"{hint} {own}" if own else hint)
            if text := child.tail:
                beside = False
                if self.spans or not text.isspace():
                    self.add(text, place, href, face, hint)
        self.deep -= 1

    def add(self, text: str, place: Place, href: str | None, face: int, hint: str) -> None:
        """Add text to the line in hand; preformatted text has lines of its own."""
        if place.tag != "pre" or "\n" not in text:
            self.spans.append(Span(text, href, face, hint))
            return
        first, *rest = text.split("\n")
        self.spans.append(Span(first, href, face, hint))
        for line in rest:
            self.flush(place)
            self.spans.append(Span(line, href, face, hint))


def _glued(spans: list[Span], text: str | None) -> bool:
    """Tell whether two neighbouring elements with names of their own, which style sheets keep apart, have no space between."""
    return bool(text and spans and text[0].isalnum() and spans[-1].text[-1:].isalnum())


def _known(tag: str, hint: str | None, name: str | None, role: str | None) -> tuple[str, int]:
    """What tag, class, id and role of an element say: its step in the path (without numbers and odd/even marks), its flags."""
    first = _VARYING.sub("", hint.split(None, 1)[0]) if hint and not hint.isspace() else ""
    flags = NAV if tag in ("nav", "footer", "aside") or role == "navigation" else 0
    if tag not in _WHOLE:
        for nav, refs, toc in _PLACES.findall(f"{hint or ''} {name or ''}"):
            flags |= (NAV if nav else 0) | (REFS if refs else 0) | (TOC if toc else 0)
    return f"/{tag}.{first}", flags


def lines_of(body: Any) -> list[Line]:
    """Return the visible lines under an lxml element, in order; scripts, controls and hidden labels are left out."""
    walk = _Walk()
    walk.block(body, body.tag, None)
    return walk.lines
