"""Microdata of a page as schema.org nodes: which of its items is the page's work; the node is read in schema_org.

Reading: WHATWG HTML, "Microdata", without itemref.
"""

from __future__ import annotations

from typing import Any

from harvester.pages.document import Document, text_of
from harvester.pages.schema_nodes import PLAIN, types_of, word, work_type
from harvester.pages.schema_org import record_of
from schemas.record import Record
from schemas.values.text import same_title

NAME = "microdata"
MAX_ITEMS = 2_000
_ADDRESS = {"a": "href", "link": "href", "area": "href", "img": "src", "iframe": "src", "object": "data"}


def read_microdata(doc: Document) -> Record | None:
    """Return the record of the one work that the page's microdata describes, None where it describes none or several.

    Reference lists are marked up as works too: only items that are a property of no other item count.
    """
    if not doc.has_microdata or doc.body is None:
        return None
    works = [node for node in _top_items(doc.root) if work_type(node)]
    telling = [node for node in works if not set(types_of(node)) <= PLAIN]
    works = telling or works
    if len(works) > 1:
        printed = doc.meta("citation_title", "dc.title", "og:title") or doc.title
        works = [node for node in works if same_title(word(node.get("name")) or word(node.get("headline")), printed)]
    return record_of(works[0]) if works and len(works) < 3 else None


def _top_items(root: Any) -> list[dict[str, Any]]:
    """Every item that is no property of another one, with its properties, in one walk."""
    tops: list[dict[str, Any]] = []
    items: dict[Any, dict[str, Any]] = {}
    for el in root.iter():
        attributes = el.attrib
        scope = "itemscope" in attributes
        names = attributes.get("itemprop", "").split()
        if not (scope or names):
            continue
        node: dict[str, Any] | None = None
        if scope:
            if len(items) >= MAX_ITEMS:
                break
            node = items[el] = {"@type": attributes.get("itemtype", "").split(), **_identity(attributes)}
        owner = _owner(el, items) if names else None
        if owner is None:
            if node is not None:
                tops.append(node)
            continue
        for name in names:
            owner.setdefault(name, []).append(node if node is not None else _value(el))
    return tops


def _identity(attributes: Any) -> dict[str, str]:
    return {"@id": identity} if (identity := attributes.get("itemid")) else {}


def _owner(el: Any, items: dict[Any, dict[str, Any]]) -> dict[str, Any] | None:
    """The nearest item around an element."""
    up = el.getparent()
    while up is not None:
        if up in items:
            return items[up]
        up = up.getparent()
    return None


def _value(el: Any) -> str:
    """The value of a property: its content, address, time or text."""
    if (content := el.get("content")) is not None:
        return str(content)
    if (attribute := _ADDRESS.get(el.tag)) is not None:
        return str(el.get(attribute) or "") if el.tag != "a" or not el.text else text_of(el)
    if el.tag == "time" and (moment := el.get("datetime")):
        return str(moment)
    return text_of(el)
