"""From a report's page to the list that it stands in, its series' or publisher's, by general evidence only; pure."""

from __future__ import annotations

from collections.abc import Iterator

from harvester.pages.document import Document, text_of
from schemas.addresses import canonical_url, site_of
from schemas.capture import Capture
from schemas.reading import Onward, Reading
from schemas.values.text import clean, same_title

MOST = 3
"""Lists that one page may lead to."""

_RELS = frozenset({"up", "collection", "index", "contents"})


def related_lists(capture: Capture, reading: Reading) -> tuple[Onward, ...]:
    """Return the addresses of the lists that the work on this page stands in, at most three, the surest first.

    What the reader says comes first; then links whose text is the title of the work's series, then links that call
    themselves the list of this page (rel up, collection, index, contents). All within the page's own site.
    """
    told = [one for one in reading.onward if one.rel == "related"]
    media_type = capture.media_type or "text/html"
    if not told and "html" in media_type:
        told = list(_on_page(Document(capture), reading))
    kept: dict[str, Onward] = {}
    for one in told:
        url = canonical_url(one.url)
        if url != canonical_url(capture.url) and site_of(url) == site_of(capture.url):
            kept.setdefault(url, one)
    return tuple(kept.values())[:MOST]


def _on_page(doc: Document, reading: Reading) -> Iterator[Onward]:
    titles = [series.title for found in reading.found for series in found.record.series if series.title]
    links = [(a, clean(text_of(a)), doc.absolute(a.get("href"))) for a in doc.anchors]
    for _, said, url in links:
        if url and said and any(same_title(said, title) for title in titles):
            yield Onward(rel="related", url=url, title=said)
    for a, said, url in links:
        if url and _RELS & set((a.get("rel") or "").lower().split()):
            yield Onward(rel="related", url=url, title=said)
    for rel, href in doc.links:
        if _RELS & set(rel.split()) and (url := doc.absolute(href)):
            yield Onward(rel="related", url=url)
