"""The words of a query marked in a text, as pieces that a template marks; folded as the index folds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.query import Term
from archive.words import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MOST = 4096
"""Words of which is kept whether they are marked."""
Pieces = list[tuple[str, bool]]
"""A text in its order, each piece with whether it is marked."""


def marked(text: str, terms: Sequence[Term]) -> Pieces:
    """Return a text in pieces; every word that a term has is marked."""
    pieces: Pieces = []
    last = 0
    for start, end in _places(text, terms):
        if start > last:
            pieces.append((text[last:start], False))
        pieces.append((text[start:end], True))
        last = end
    if last < len(text):
        pieces.append((text[last:], False))
    return pieces


def around(text: str, terms: Sequence[Term], size: int = 260) -> Pieces:
    """Return the part of a running text around its first marked word; nothing where none is marked."""
    at, _ = next(_places(text, terms), (-1, -1))
    if at < 0:
        return []
    start = 0 if at < size // 3 else text.rfind(" ", 0, at - size // 4) + 1
    end = len(text) if len(text) - start <= size else text.rfind(" ", start, start + size)
    end = end if end > start else start + size
    head: Pieces = [("… ", False)] if start else []
    tail: Pieces = [(" …", False)] if end < len(text) else []
    return [*head, *marked(text[start:end], terms), *tail]


def _places(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Yield where the words stand that a term has."""
    met = _met(tuple(terms))
    if text.isascii():
        yield from met.found(text)
        return
    for word in _WORD.finditer(text):
        if met[word[0]]:
            yield word.span()


class _Met(dict[str, bool]):
    """Word -> whether a term has it: the words of a language come again and again."""

    def __init__(self, terms: Sequence[Term]) -> None:
        super().__init__()
        self._wanted = {word for term in terms for word in term.words[: len(term.words) - term.prefix]}
        self._prefixes = tuple(term.words[-1] for term in terms if term.prefix)
        whole = [rf"{re.escape(one)}(?![^\W_])" for one in self._wanted]
        self._sought = re.compile(
            rf"(?<![^\W_])(?:{'|'.join([*whole, *map(re.escape, self._prefixes)]) or '(?!)'})", re.I | re.A
        )

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where those words stand in an ASCII text, of which only they are looked at."""
        at = 0
        while found := self._sought.search(text, at):
            begin = max(at, text.rfind(" ", 0, found.start()) + 1)
            at, end = next(one.span() for one in _WORD.finditer(text, begin) if one.end() > found.start())
            yield at, end
            at = end

    def __missing__(self, word: str) -> bool:
        if len(self) > MOST:
            self.clear()
        self[word] = met = any(one in self._wanted or one.startswith(self._prefixes) for one in fold(word).split())
        return met


_met = lru_cache(maxsize=32)(_Met)
