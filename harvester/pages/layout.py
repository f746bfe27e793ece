"""The layout of an HTML page: visible lines with their place in the tree, links and type faces; nothing is read here."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import msgspec

_SKIPPED = frozenset("script style noscript template svg head select option button label textarea iframe object canvas audio video map".split())  # fmt: skip
_BLOCKS = frozenset("html body p div section article main header footer nav aside ul ol li dl dt dd table thead tbody tfoot tr td th caption form fieldset legend figure figcaption h1 h2 h3 h4 h5 h6 blockquote pre address center details summary hr dir menu".split())  # fmt: skip
_INLINE, _BLOCK, _UNSEEN, _LINK, _BREAK = range(5)
_KINDS = dict.fromkeys(_BLOCKS, _BLOCK) | dict.fromkeys(_SKIPPED, _UNSEEN) | {"a": _LINK, "br": _BREAK}
"""How an element is walked, by its tag; what is not in here stands within a line."""
_APART = frozenset(("a", "span", "time"))
_HEADS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_ROWS = frozenset(("li", "tr", "dt", "dd"))
_WHOLE = frozenset(("html", "body", "main"))
_MENUS = frozenset(("ul", "ol", "li", "nav"))
"""Where tabs are a menu; in other elements they hold the text that is chosen by it."""
_ASIDE = frozenset(("nav", "footer", "aside"))
_PLACES = re.compile(
    r"(?:^|[\s_-])(?<!\bhas[_-])(?<!\bwith[_-])(?<!\bno[_-])(?:(nav|navbar|navigation|menu|breadcrumbs?|footer|pager|pagination|sidebar|share|social|cookie|tabs?)|"
    r"(references?|ref-?list|bibliography|citedby|cited-by|citing|related|recommend(?!ed[_-]?cit)\w*|similar|further)|"
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


class Span(msgspec.Struct, eq=False, gc=False):
    """A run of text with one type face, one link and one class name."""

    text: str
    href: str | None
    face: int
    hint: str


class Place(msgspec.Struct, eq=False, gc=False):
    """A block element: how deep it stands, the path of tags and class names to it, the row (li, tr, dt, dd) it is in."""

    tag: str
    sign: str
    depth: int = 0
    flags: int = 0
    head: int = 0
    item: int = 0
    nest: int = 0


class Line(msgspec.Struct, eq=False, gc=False):
    """One visible line; `low` is the depth of the element that it shares with the line before."""

    text: str
    spans: list[Span]
    place: Place
    low: int


class _Walk:
    """One walk over a tree, collecting lines; written for speed, because it is a third of what reading a page costs."""

    __slots__ = ("apart", "deep", "lines", "low", "number", "size", "spans")

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.spans: list[Span] = []
        self.low = self.number = self.deep = self.size = 0
        self.apart = False

    def flush(self, place: Place) -> None:
        """End the line in hand."""
        spans, self.spans = self.spans, []
        raw = spans[0].text if len(spans) == 1 else "".join([s.text for s in spans])
        if text := " ".join(raw.split()):
            depth, low = place.depth, self.low
            self.lines.append(Line(text, spans, place, low if low < depth else depth))
            self.low = depth

    def block(self, element: Any, tag: str, up: Place, href: str | None = None) -> None:
        """Walk a block element: its own lines, then those of the blocks inside it."""
        if len(self.lines) > MAX_LINES:
            return
        if self.spans:
            self.flush(up)
        self.number = number = self.number + 1
        if self.low > up.depth:
            self.low = up.depth
        hint = identity = role = ""
        for name, value in element.items():
            if name == "class":
                hint = value
            elif name == "id":
                identity = value
            elif name == "role":
                role = value
        step, flags, head, row, li = _known(tag, hint, identity, role == "navigation")
        if flags and not up.flags and tag not in _ASIDE and self.holds_the_page(element):
            flags &= TOC
        depth = up.depth
        place = Place(
            tag,
            up.sign + step,
            depth + 1,
            up.flags | flags,
            head or up.head,
            number if row else up.item,
            up.nest + li,
        )
        text = element.text
        if text and not text.isspace():
            self.add(text, place, href, 0, hint)
        if len(element):
            self.inside(element, place, href, 0, hint)
        if self.spans:
            self.flush(place)
        if self.low > depth:
            self.low = depth

    def holds_the_page(self, element: Any) -> bool:
        """Tell whether an element has the first heading and most of the text: then its class name ("flex-wrap-footer") says
        nothing about what is inside."""
        if next(element.iter("h1"), None) is None:
            return False
        if not self.size:
            self.size = len("".join(element.getroottree().getroot().itertext("body", *_BLOCKS)))
        return len("".join(element.itertext(*_BLOCKS))) * 2 > self.size

    def inside(self, element: Any, place: Place, href: str | None, face: int, hint: str) -> None:
        """Walk the children of an element, with the link and type face that hold for them."""
        if self.deep > MAX_DEPTH:
            return
        self.deep += 1
        beside = False
        for child in element.getchildren():
            tag = child.tag
            kind = _KINDS.get(tag, _INLINE)
            if kind == _BLOCK:
                self.block(child, tag, place, href)
            elif kind == _LINK and len(child) and _KINDS.get(child[0].tag) == _BLOCK:
                self.block(child, tag, place, child.get("href") or href)
            elif kind == _BREAK:
                if self.spans:
                    self.flush(place)
            elif tag.__class__ is str and (kind != _UNSEEN or (tag == "button" and _opens(child, place))):
                beside = self.inline(child, tag, place, href, face, hint, beside)
            if text := child.tail:
                beside = False
                self.add(text, place, href, face, hint)
        self.deep -= 1

    def inline(self, child: Any, tag: str, place: Place, href: str | None, face: int, hint: str, beside: bool) -> bool:
        """Walk an element within a line; returns whether style sheets can set it apart from one right after it."""
        apart = tag in _APART
        own = None
        for name, value in child.items():
            if name == "class":
                own = value
            elif name == "href" and value and (tag == "a" or "-" in tag):
                href = value
        text = child.text
        if apart and beside:  # settled where the first text stands: here, or in an element within
            self.apart = own is not None or tag == "a" or _changes(self.spans, text)
        if tag in _FACES:
            face |= _FACES[tag]
        if own:
            hint = f"{hint} {own}"
        if text:
            self.add(text, place, href, face, hint)
        if len(child):
            self.inside(child, place, href, face, hint)
        return apart

    def add(self, text: str, place: Place, href: str | None, face: int, hint: str) -> None:
        """Add text to the line in hand; preformatted text has lines of its own."""
        if not self.spans and text.isspace():
            return
        if self.apart:
            self.apart = False
            if _glued(self.spans, text):
                self.spans.append(Span(" ", None, 0, hint))
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


def _changes(spans: list[Span], text: str | None) -> bool:
    """Tell whether an element ends in a figure and the next begins with a capital ("2021" and "ISBN"): no word goes on so."""
    return bool(text and spans and text[:1].isupper() and text[1:2].isalpha() and spans[-1].text[-1:].isdigit())


@lru_cache(maxsize=4096)
def _known(tag: str, hint: str, name: str, navigation: bool) -> tuple[str, int, int, bool, int]:
    """What tag, class, id and role of an element say: its step in the path (without numbers and odd/even marks), its flags;
    then its rank as a heading, whether it is a row, and 1 for an item of a list."""
    return _known_but_numbers(tag, hint.translate(_NO_DIGITS), name.translate(_NO_DIGITS), navigation)


@lru_cache(maxsize=4096)
def _known_but_numbers(tag: str, hint: str, name: str, navigation: bool) -> tuple[str, int, int, bool, int]:
    first = _VARYING.sub("", hint.split(None, 1)[0]) if hint and not hint.isspace() else ""
    flags = NAV if tag in _ASIDE or navigation else 0
    if tag not in _WHOLE:
        for nav, refs, toc in _PLACES.findall(f"{hint} {name}"):
            flags |= (
                (NAV if nav and (tag in _MENUS or nav[:3].lower() != "tab") else 0)
                | (REFS if refs else 0)
                | (TOC if toc else 0)
            )
    return f"/{tag}.{first}", flags, _HEADS.get(tag, 0), tag in _ROWS, int(tag == "li")


def lines_of(body: Any) -> list[Line]:
    """Return the visible lines under an lxml element, in order; scripts, controls and hidden labels are left out."""
    walk = _Walk()
    hint = body.get("class", "")
    sign, flags, *_ = _known(body.tag, hint, body.get("id", ""), body.get("role") == "navigation")
    place = Place(body.tag, sign, flags=flags, item=1)
    walk.number = 1
    if text := body.text:
        walk.add(text, place, None, 0, hint)
    walk.inside(body, place, None, 0, hint)
    if walk.spans:
        walk.flush(place)
    return walk.lines


def _opens(button: Any, place: Place) -> bool:
    """Tell whether a button is the heading over what it shows ("Table of contents" of an accordion)."""
    return bool(place.head) or "accordion" in (button.get("class") or "")
