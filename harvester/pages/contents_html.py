"""Contents lists in plain HTML to entries: lists under a heading that says so; menus, references and sections are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from harvester.pages.contents_text import read_entry
from harvester.pages.document import Document, text_of
from harvester.pages.tags import first_of
from schemas.record import ContentsEntry
from schemas.values.text import clean

_HEADING = re.compile(r"^\s*(table of )?contents\s*:?$|^(list of contents|inhalt(sverzeichnis)?|sommaire|table des matières|índice|in this (issue|report))\s*:?$", re.I)  # fmt: skip
_SECTIONS = re.compile(r"^(abstract|introduction|methods?|materials and methods|results|discussion|references|acknowledge?ments?|conclusions?|figures?|supplementary.*)$", re.I)  # fmt: skip
LIMIT = 600
"""Characters of a row that can be an entry; longer ones are running text."""


def read_contents(doc: Document) -> tuple[ContentsEntry, ...]:
    """Return the entries of the page's contents list, () where there is none."""
    for tag in doc.body.iter("h1", "h2", "h3", "h4", "h5", "strong", "b", "p", "caption", "div", "dt", "legend"):
        if len(tag) <= 1 and _HEADING.match(text_of(tag) if len(tag) else tag.text or ""):
            rows = _following(tag)
            entries = tuple(e for row in rows if (e := read_entry(row)))
            if len(entries) >= 2 and _plausible(entries, doc):
                return entries
    return ()


def _following(tag: Any) -> Sequence[str]:
    """The rows of the list or table that stands next after a heading, at most two levels up."""
    node = tag
    for _ in range(3):
        sibling = node.getnext()
        while sibling is not None:
            target = sibling if sibling.tag in ("ul", "ol", "table", "dl") else next(sibling.iter("ul", "ol", "table", "dl"), None)
            if target is not None:
                return [text for row in target.iter("li", "tr", "dd") if (text := clean(_own_text(row))) and len(text) < LIMIT]
            sibling = sibling.getnext()
        node = node.getparent()
        if node is None or node.tag == "body":
            break
    return ()


def _own_text(row: Any) -> str:
    """The text of a row without that of lists inside it."""
    parts = [row.text or ""]
    for child in row:
        if child.tag not in ("ul", "ol") and isinstance(child.tag, str):
            parts.append(text_of(child))
            parts.append(" ")
        parts.append(child.tail or "")
    return " ".join(parts)


def _plausible(entries: Sequence[ContentsEntry], doc: Document) -> bool:
    """Pages are evidence; without them the list must not be the sections of an article."""
    if sum(bool(e.pages) for e in entries) * 2 >= len(entries):
        return True
    sections = sum(bool(_SECTIONS.match(e.title or "")) for e in entries)
    return sections < 2 and not first_of(doc, "citation_journal_title")
