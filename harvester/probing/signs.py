"""What one page shows of itself: carriers of metadata, feeds, addresses of interfaces, validators; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from harvester.oai.finding import looks_like_endpoint
from harvester.oai.protocol import base_url
from harvester.pages.document import Document
from harvester.probing.shapes import Offer
from schemas.addresses import site_of
from schemas.capture import Capture

FEEDS = {"application/rss+xml": "RSS", "application/atom+xml": "Atom", "application/feed+json": "JSON feed"}
GUESSES = ("/oai", "/oai/request", "/oai2d", "/oai-pmh", "/server/oai/request", "/index.php/index/oai")
"""Paths where the programs of repositories commonly have their OAI-PMH interface."""

MOST_GUESSES = 8
_TAG = re.compile(r"(?:dc|dcterms)[.:]", re.I)


def carriers(doc: Document) -> Iterator[Offer]:
    """Yield the carriers of metadata that a page has, each with how much of it there is."""
    counts = {
        "citation_* tags": sum(meta.name.startswith("citation_") for meta in doc.metas),
        "Dublin Core tags": sum(_TAG.match(meta.name) is not None for meta in doc.metas),
        "OpenGraph tags": sum(meta.name.startswith("og:") for meta in doc.metas),
        "JSON-LD blocks": len(doc.json_ld),
        "COinS": len(doc.coins),
    }
    yield from (Offer(name, str(count)) for name, count in counts.items() if count)
    if doc.has_microdata:
        yield Offer("microdata", "yes")


def feeds(doc: Document) -> Iterator[Offer]:
    """Yield the feeds that a page links to."""
    root = doc.root
    for link in root.iter("link") if root is not None else ():
        name = FEEDS.get((link.get("type") or "").lower().strip())
        address = doc.absolute(link.get("href") or "")
        if name and address and "alternate" in (link.get("rel") or "").lower():
            yield Offer(f"feed ({name})", address)


def validators(capture: Capture) -> Iterator[Offer]:
    """Yield what lets the next visit ask only whether something has changed."""
    names = {"etag": "ETag", "last-modified": "Last-Modified"}
    said = [f"{names[name]} {capture.headers[name]}" for name in names if capture.headers.get(name)]
    yield Offer("conditional requests", "; ".join(said) or "no ETag, no Last-Modified: every page is sent each time")


def endpoints(doc: Document | None, url: str) -> list[str]:
    """Return the addresses of the site where an OAI-PMH interface may be: those that the page links to, then common ones."""
    linked = [address for a in doc.anchors if (address := doc.absolute(a.get("href") or ""))] if doc is not None else []
    told = [
        base_url(address) for address in linked if site_of(address) == site_of(url) and looks_like_endpoint(address)
    ]
    parts = urlsplit(url)
    guessed = [urljoin(f"{parts.scheme}://{parts.netloc}", path) for path in GUESSES]
    return list(dict.fromkeys([*told[:3], *guessed]))[:MOST_GUESSES]
