"""The grammar of schema.org nodes: values, texts and types of a node as dicts hold them; what they mean is read in schema_org."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from schemas.values.text import clean

Node = Mapping[str, Any]
WORKS = {
    "report": "report", "techreport": "report", "book": "book", "ebook": "book", "audiobook": "book", "chapter": "chapter", "thesis": "thesis",
    "scholarlyarticle": "article", "medicalscholarlyarticle": "article", "techarticle": "article", "dataset": "dataset",
    "publicationissue": "issue", "publicationvolume": "issue", "periodical": "journal", "bookseries": "series", "creativeworkseries": "series",
    "article": "article", "newsarticle": "post", "reportagenewsarticle": "post", "analysisnewsarticle": "post", "blogposting": "post",
    "socialmediaposting": "post", "legislation": "other", "digitaldocument": "other", "presentationdigitaldocument": "other",
    "creativework": "other", "policy": "report",
}  # fmt: skip
"""schema.org types (lower case) that are works, and what they are here."""
MAX_DEPTH = 6
"""Levels of nodes within nodes that are followed."""
PLAIN = frozenset(
    {
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "blogposting",
        "socialmediaposting",
        "creativework",
    }
)
"""Types that every content management system gives to every page: no evidence of a work by themselves."""


def types_of(node: Node) -> list[str]:
    """Return the types of a node, lower case, without their namespace."""
    said = node.get("@type")
    return [_bare(said)] if said.__class__ is str else [_bare(str(one)) for one in many(said)]


@lru_cache(maxsize=512)
def _bare(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1].casefold()


def work_type(node: Node) -> str | None:
    """Return what work a node is, None where it is none; of several types the most telling."""
    said = node.get("@type")
    if said.__class__ is str:
        return WORKS.get(_bare(said))
    found = [t for t in types_of(node) if t in WORKS]
    best = next((t for t in found if t not in PLAIN), found[0] if found else None)
    return WORKS[best] if best else None


def many(value: Any) -> list[Any]:
    """Return a value of JSON-LD as a list."""
    return [] if value is None else value if isinstance(value, list) else [value]


def word(value: Any, depth: int = 0) -> str | None:
    """Return the text of a value: a string, a number, or what names a node (names of names only a few levels deep)."""
    if value is None:
        return None
    if value.__class__ is str and depth < MAX_DEPTH:
        return clean(value)
    if value.__class__ is int:
        return str(value)
    for one in many(value) if depth < MAX_DEPTH else ():
        if isinstance(one, str):
            if text := clean(one):
                return text
        elif isinstance(one, (int, float)) and not isinstance(one, bool):
            return str(int(one)) if one == int(one) else str(one)
        elif isinstance(one, Mapping):
            for key in ("@value", "name", "headline", "alternateName"):
                if text := word(one.get(key), depth + 1):
                    return text
    return None


def words(value: Any) -> list[str]:
    """Return the texts of all values."""
    if value is None:
        return []
    return [text for one in many(value) if (text := word(one))]


def strings(value: Any) -> list[str]:
    """Every string in a value: itself, or the value or address of a node."""
    out: list[str] = []
    for one in many(value):
        if isinstance(one, str):
            out.append(one)
        elif isinstance(one, Mapping):
            out += [v for key in ("value", "@id", "url") if isinstance(v := one.get(key), str)]
    return out


def raw(value: Any) -> str | None:
    """Return the first text of a value with its paragraphs and markup."""
    for one in many(value):
        if isinstance(one, str) and one.strip():
            return one
        if isinstance(one, Mapping) and (text := word(one)):
            return text
    return None
