"""JSON-LD blocks of a page: which of their nodes is the page's work; the node itself is read in schema_org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from harvester.pages.document import Document, text_of
from harvester.pages.schema_nodes import PLAIN, Node, many, types_of, word, work_type
from harvester.pages.schema_org import record_of
from schemas.record import Record
from schemas.values.text import same_title

NAME = "json-ld"
MAX_NODES = 5_000
_UP = ("mainEntity", "mainEntityOfPage", "@graph", "about")
_FRAME = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")


def read_json_ld(doc: Document) -> Record | None:
    """Return the record of the work that the page's JSON-LD describes, None where it describes none.

    Site, organisation, breadcrumb and list nodes are no works. Of several works the one whose address or title is that
    of the page, else the one of the most telling type, else the first.
    """
    nodes = [node for block in doc.json_ld for node in _nodes(_parsed(block))]
    works = [node for node in nodes if work_type(node)]
    if not works or (any("itemlist" in types_of(node) for node in nodes) and len(works) != 1):
        return None
    index = {i: node for node in nodes if isinstance(i := node.get("@id"), str)}
    best = works[0] if len(works) == 1 else max(works, key=lambda node: _fit(doc, node))
    return record_of(_resolved(best, index))


def _parsed(block: str) -> Any:
    """The data of a block, None where it is no JSON even with its comment frame off and control characters let in."""
    try:
        return msgspec.json.decode(block)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        pass
    text = _FRAME.sub("", _FRAME.sub("", block)).strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(data: Any) -> Iterator[Node]:
    """The nodes of a block that can be its subject: top level, @graph, main entities; not what hangs on other properties."""
    stack, seen = [data], 0
    while stack and seen < MAX_NODES:
        one = stack.pop()
        seen += 1
        if isinstance(one, list):
            stack.extend(reversed(one))
        elif isinstance(one, dict):
            yield one
            for key in _UP:
                if isinstance(inner := one.get(key), (dict, list)) and (key != "about" or "webpage" in types_of(one)):
                    stack.append(inner)


def _fit(doc: Document, node: Node) -> tuple[bool, bool, bool, bool, int]:
    """How well a node fits the page: by its type, then by its address and title; a container only where nothing else does."""
    name = word(node.get("name")) or word(node.get("headline"))
    printed = [doc.meta("citation_title", "og:title"), doc.title, *(text_of(h) for h in doc.h1s[:3])]
    addresses = {doc.canonical, doc.url, doc.meta("og:url")}
    own = any(
        v in addresses for key in ("@id", "url", "mainEntityOfPage") for v in many(node.get(key)) if isinstance(v, str)
    )
    telling = not set(types_of(node)) <= PLAIN
    contained = work_type(node) not in ("series", "journal", "issue")
    return telling, own, any(same_title(name, one) for one in printed), contained, len(node)


def _resolved(node: Node, index: Mapping[str, Node], depth: int = 0) -> Node:
    """The node with references ({"@id": ...} and nothing else) replaced by what they name, four levels deep."""
    if depth > 4 or not index:
        return node
    return {key: _follow(value, index, depth) for key, value in node.items()}


def _follow(value: Any, index: Mapping[str, Node], depth: int) -> Any:
    if isinstance(value, list):
        return [_follow(one, index, depth) for one in value[:MAX_NODES]]
    if isinstance(value, dict):
        target = value
        if len(value) <= 2 and isinstance(name := value.get("@id"), str) and value.keys() <= {"@id", "@type"}:
            target = dict(index.get(name, value))
        return _resolved(target, index, depth + 1)
    return value
