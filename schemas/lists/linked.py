"""A list as schema.org in JSON-LD, as its page carries it: what it is, and its items in their order, briefly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.crosswalk.schema_org import node
from schemas.crosswalk.schema_org_parts import bare
from schemas.envelope import Held
from schemas.lists.shapes import ReadingList

CONTEXT = "https://schema.org"
BRIEF = ("@id", "@type", "name", "author", "editor", "datePublished", "isPartOf", "isbn", "pagination", "url")
"""What is said of an item; its own page says the rest."""


def document(
    shown: ReadingList, held: Mapping[int, Held], url: str, urls: Mapping[int, str], changed: str
) -> dict[str, Any]:
    """Return the list at an address; `urls` are the pages of its items by their numbers. What is held back is left out."""
    items = [item for item in shown.items() if not held[item.number].record.deleted]
    return {
        "@context": CONTEXT,
        **bare(
            {
                "@type": "CollectionPage",
                "@id": url,
                "url": url,
                "name": shown.title,
                "inLanguage": shown.about.language,
                "dateModified": changed,
                "mainEntity": {
                    "@type": "ItemList",
                    "name": shown.title,
                    "numberOfItems": len(items),
                    "itemListOrder": f"{CONTEXT}/ItemListOrderAscending",
                    "itemListElement": [
                        {
                            "@type": "ListItem",
                            "position": place,
                            "item": _brief(held[item.number], urls.get(item.number)),
                        }
                        for place, item in enumerate(items, 1)
                    ],
                },
            }
        ),
    }


def _brief(held: Held, url: str | None) -> dict[str, Any]:
    said = node(held)
    return {name: said[name] for name in BRIEF if name in said} | ({"url": url} if url else {})
