"""The words of a query marked in a text, as pieces that a template marks; folded as the index folds them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.query import Term
from archive.words import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
Pieces = list[tuple[str, bool]]
"""A text in its order, each piece with whether it is marked."""


def marked(text: str, terms: Sequence[Term]) -> Pieces:
    """Return a text in pieces; every word that a term has is marked."""
    wanted = {word for term in terms for word in term.words[: len(term.words) - term.prefix]}
    prefixes = tuple(term.words[-1] for term in terms if term.prefix)
    pieces: Pieces = []
    last = 0
    for found in _WORD.finditer(text):
        words = fold(found[0]).split()
        if any(word in wanted or (prefixes and word.startswith(prefixes)) for word in words):
            if found.start() > last:
                pieces.append((text[last : found.start()], False))
            pieces.append((found[0], True))
            last = found.end()
    if last < len(text):
        pieces.append((text[last:], False))
    return pieces


def around(text: str, terms: Sequence[Term], size: int = 260) -> Pieces:
    """Return the part of a running text around its first marked word; nothing where none is marked."""
    pieces = marked(text, terms)
    at = 0
    for piece, is_marked in pieces:
        if is_marked:
            start = 0 if at < size // 3 else text.rfind(" ", 0, at - size // 4) + 1
            end = len(text) if len(text) - start <= size else text.rfind(" ", start, start + size)
            part = text[start : end if end > start else start + size]
            return [
                *([("… ", False)] if start else []),
                *marked(part, terms),
                *([(" …", False)] if end < len(text) else []),
            ]
        at += len(piece)
    return []
