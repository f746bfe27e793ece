"""What several carriers ask of a page's tags: all contents of a name, the nodes of its JSON-LD; no meaning is given here."""

from __future__ import annotations

import json
from typing import Any

from harvester.pages.document import Document
from schemas.values.text import clean


def all_of(doc: Document, *names: str) -> tuple[str, ...]:
    """Return the contents of all meta tags of these names, in page order, each once."""
    return tuple(dict.fromkeys(text for m in doc.metas if m.name in names and (text := clean(m.content))))


def first_of(doc: Document, *names: str) -> str | None:
    """Return the content of the first meta tag of these names, the earlier name before the later."""
    return clean(doc.meta(*names))


def nodes_of(doc: Document) -> tuple[dict[str, Any], ...]:
    """Return every node of the page's JSON-LD, @graph opened; a block that is not JSON is passed over."""
    nodes: list[dict[str, Any]] = []
    for block in doc.json_ld:
        try:
            data = json.loads(block, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in data if isinstance(data, list) else [data]:
            graph = node.get("@graph") if isinstance(node, dict) else None
            nodes += [n for n in (graph if isinstance(graph, list) else [node]) if isinstance(n, dict)]
    return tuple(nodes)
