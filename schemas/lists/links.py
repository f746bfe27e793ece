"""The web addresses that an item of a reading list sends its readers to; pure, nothing is asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from schemas.crosswalk.citing import values
from schemas.crosswalk.uris import web
from schemas.envelope import Held
from schemas.identifiers import find_identifiers
from schemas.lists.shapes import Item
from schemas.record import Record

SENT = (None, "landing", "fulltext")
"""What a link of a record may be (`rel`) for a reader to be sent there; a cover or a related work is not read."""
_TYPED = re.compile(r"https?://[^\s<>\"]+", re.I)
_PAIRS = {")": "(", "]": "["}


class Pointer(msgspec.Struct, frozen=True, kw_only=True):
    """An address and what it is to the item: doi, landing, fulltext, or reference where it was typed in."""

    of: str
    url: str


def pointers(item: Item, held: Held) -> tuple[Pointer, ...]:
    """Return the addresses of an item, each once; of a part that has none those of its whole; none of what is held back."""
    if held.record.deleted:
        return ()
    found = [*_typed(item.typed or ""), *_of(held.record)]
    if not found and held.host is not None:
        found = list(_of(held.host.record))
    return tuple({one.url: one for one in reversed(found)}.values())[::-1]


def _of(record: Record) -> Iterator[Pointer]:
    for doi in values(record, "doi"):
        if url := web(f"https://doi.org/{doi}"):
            yield Pointer(of="doi", url=url)
    for link in record.links:
        if link.rel in SENT and (url := web(link.url)):
            yield Pointer(of=link.rel or "landing", url=url)
    for address in values(record, "url"):
        if url := web(address):
            yield Pointer(of="landing", url=url)


def _typed(text: str) -> Iterator[Pointer]:
    for found in _TYPED.finditer(text):
        if url := web(_ended(found[0])):
            yield Pointer(of="reference", url=url)
    if "://" not in text:
        for one in find_identifiers(text):
            if one.scheme == "doi" and (url := web(f"https://doi.org/{one.value}")):
                yield Pointer(of="doi", url=url)


def _ended(text: str) -> str:
    """An address without the punctuation of the sentence that it ends; a bracket stays where it was opened within."""
    while text and (
        text[-1] in ".,;:!?'’”*" or (text[-1] in _PAIRS and text.count(_PAIRS[text[-1]]) < text.count(text[-1]))
    ):
        text = text[:-1]
    return text
