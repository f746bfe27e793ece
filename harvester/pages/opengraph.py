"""OpenGraph tags to a record: the last resort, title and description only, and only of what calls itself an article or book."""

from __future__ import annotations

import re

from harvester.pages.document import Document
from harvester.pages.tags import first_of
from schemas.record import Link, Record, Text
from schemas.values.text import fold, split_title


def read_opengraph(doc: Document) -> Record | None:
    """Return title and description, the site's name cut from the title's end; None without a title."""
    title, site = first_of(doc, "og:title"), first_of(doc, "og:site_name")
    if not title:
        return None
    for mark in (" | ", " - ", " – ", " — ", " :: "):
        head, found, tail = title.rpartition(mark)
        if found and head and (site is None or fold(tail) == fold(site)) and (site or re.fullmatch(r"[\w.& ]{2,40}", tail)):
            title = head
            break
    said, url = first_of(doc, "og:description"), doc.canonical or doc.url
    return Record(
        title=split_title(title), abstract=(Text(text=said),) if said else (), links=(Link(url=url, rel="landing"),) if url.startswith("http") else ()
    )
