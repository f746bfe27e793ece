"""A parsed HTML page: one tolerant parse, its head matter, its visible lines on demand; no meaning is given here."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml import etree

from harvester.pages.encoding import decoded
from harvester.pages.layout import Line, lines_of
from schemas.capture import Capture

_UNSEEN = (b"&shy;", b"&#173;", b"&#8203;", b"\xc2\xad", b"\xe2\x80\x8b", b"\xef\xbb\xbf")
"""Characters that nobody sees, and that keep words from being known: soft hyphen, zero width space, byte order mark."""
_FRAMES = re.compile(rb"</?(?:noframes|frameset|frame)\b[^>]*>", re.I)


class Meta(NamedTuple):
    """A meta element: its name (lower case; `name` or `property`), content, language and scheme attribute."""

    name: str
    content: str
    lang: str | None
    scheme: str | None


class Document:
    """A page after its one parse.

    `metas`, `json_ld` (raw blocks), `coins` (raw context objects), `title`, `h1s` (elements), `lang`, `canonical`
    (absolute, as the page says it) come from one walk; `lines` and `anchors` are read when first asked for. `source` is
    the page as UTF-8 bytes.
    """

    def __init__(self, capture: Capture, data: bytes | None = None) -> None:
        """Parse the capture's body (`data` where it is decoded already); `root` is None where there is nothing to parse."""
        self.capture = capture
        self.url = capture.url
        if data is None:
            data = decoded(capture.body, capture.headers.get("content-type") or capture.media_type or "")
        self.has_microdata = b"itemscope" in data
        if b"<noframes" in data or b"<NOFRAMES" in data:  # what stands there is the page for those who see no frames
            data = _FRAMES.sub(b"", data)
        for mark in _UNSEEN[:3] if data.isascii() else _UNSEEN:
            if mark in data:
                data = data.replace(mark, b"")
        self.source = data
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        self.root: Any = etree.fromstring(data, parser) if data.strip() else None
        self.metas: list[Meta] = []
        self.json_ld: list[str] = []
        self.coins: list[str] = []
        self.h1s: list[Any] = []
        self.title: str | None = None
        self.canonical: str | None = None
        self.lang: str | None = None
        self.links: list[tuple[str, str]] = []
        self.base: str | None = None
        self.said: str | None = None
        if self.root is not None:
            self.lang = self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang")
            self._walk(b"Z3988" in data)

    def _walk(self, coins: bool) -> None:
        wanted = ("meta", "link", "title", "script", "h1", "base") + (("span",) if coins else ())
        for el in self.root.iter(*wanted):
            tag = el.tag
            if tag == "meta":
                self._meta(el)
            elif tag == "script":
                if "ld+json" in (el.get("type") or "") and el.text:
                    self.json_ld.append(el.text)
            elif tag == "link":
                if (rel := (el.get("rel") or "").lower()) and (href := el.get("href")):
                    self.links.append((rel, href))
            elif tag == "h1":
                self.h1s.append(el)
            elif tag == "span":
                if "Z3988" in (el.get("class") or "") and (title := el.get("title")):
                    self.coins.append(title)
            elif tag == "title" and self.title is None:
                self.title = " ".join("".join(el.itertext()).split()) or None
            elif tag == "base" and self.base is None:
                self.base = el.get("href")
        self.canonical = next((self.absolute(href) for rel, href in self.links if rel == "canonical"), None)
        self.said = self.canonical or self.absolute(self.meta("og:url") or "")  # where a saved page stood

    def _meta(self, el: Any) -> None:
        said = dict(el.items())
        name = said.get("name") or said.get("property")
        content = said.get("content")
        if name and content and not content.isspace():
            lang = said.get("lang") or said.get("{http://www.w3.org/XML/1998/namespace}lang") or said.get("xml:lang")
            self.metas.append(Meta(name.strip().lower(), content.strip(), lang, said.get("scheme")))

    def absolute(self, href: str) -> str | None:
        """Return an address of the page as an absolute one (None where it is not http or cannot be made absolute)."""
        href = "".join(href.split())
        base = self.url if self.url.startswith(("http://", "https://")) else self.said or self.url
        try:
            if self.base:
                base = urljoin(base, self.base)
            url = href if href.startswith(("http://", "https://")) else urljoin(base, href)
        except ValueError:
            return None
        return url if url.startswith(("http://", "https://")) else None

    def target(self, href: str | None) -> str | None:
        """Return the address that a link leads to, one within the page included, None where it leads nowhere."""
        if not href or href.startswith(("javascript:", "mailto:")):
            return None
        if href[0] == "#" and self.base is None:
            return self.url.partition("#")[0] + href if self.url.startswith("http") else None
        return self.absolute(href)

    def meta(self, *names: str) -> str | None:
        """Return the content of the first meta element of one of these names, in the order of the names."""
        first = self._first
        return next((first[name] for name in names if name in first), None)

    @cached_property
    def _first(self) -> dict[str, str]:
        """The content of the first meta element of each name."""
        return {meta.name: meta.content for meta in reversed(self.metas)}

    @cached_property
    def body(self) -> Any:
        """The body element (the root where there is none)."""
        if self.root is None:
            return None
        body = self.root.find("body")
        return self.root if body is None else body

    @cached_property
    def lines(self) -> list[Line]:
        """The visible lines of the page in order, walked once for all readers."""
        return [] if self.body is None else lines_of(self.body)

    @cached_property
    def anchors(self) -> list[Any]:
        """The links of the body (elements with href), in order."""
        return [] if self.body is None else [a for a in self.body.iter("a") if a.get("href")]

    @cached_property
    def text(self) -> str:
        """The printed text, one line a line."""
        return "\n".join(line.text for line in self.lines)


def text_of(element: Any) -> str:
    """Return the text of an element with single spaces, scripts and styles inside it included."""
    return " ".join("".join(element.itertext()).split())
