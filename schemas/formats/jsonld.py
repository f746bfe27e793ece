"""jsonld: schema.org in JSON-LD, one graph, a node a line; every property is one that its type has in the vocabulary (30.0).

A report with an ISBN is a Report and a Book, because only a Book has one. Entries stand in `hasPart`, and go out as
Chapters of their own with the report in `isPartOf`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from schemas.crosswalk.json_text import encoded
from schemas.crosswalk.schema_org import node
from schemas.envelope import Held
from schemas.left_out import LeftOut, living, unnoticed

NAME = "jsonld"
SUFFIX = ".jsonld"
MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org"


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one document with a graph of all records and return how many."""
    out.write(f'{{"@context":"{CONTEXT}","@graph":['.encode())
    count = 0
    for held in living(items, left_out):
        out.write((b",\n" if count else b"\n") + encoded(node(held)))
        count += 1
    out.write(b"\n]}\n" if count else b"]}\n")
    return count


def document(held: Held) -> dict[str, Any]:
    """Return one record as a document of its own, as a web page carries it."""
    return {"@context": CONTEXT, **node(held)}
