"""What people type into a search: words, "a phrase", prefix*; parsed here, spelled for either engine.

Every word goes through the folding of words.py, so that no operator of an engine can be reached.
"""

from __future__ import annotations

import re

import msgspec

from archive.words import fold

_TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')


class Term(msgspec.Struct, frozen=True):
    """Words that follow each other; with `prefix` the last one is only the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False

    def fts5(self) -> str:
        """Return the term in the query language of FTS5."""
        return f'"{" ".join(self.words)}"' + ("*" if self.prefix else "")

    def tsquery(self, weight: str = "") -> str:
        """Return the term as a tsquery, of words that have one of the weights."""
        marked = [f"'{word}'" + (f":{weight}" if weight else "") for word in self.words]
        if self.prefix:
            marked[-1] = f"'{self.words[-1]}':*{weight}"
        return f"({' <-> '.join(marked)})"

    def matches(self, words: list[str]) -> bool:
        """Tell whether the term occurs in folded words."""
        size = len(self.words)
        whole, last = self.words[: size - self.prefix], self.words[-1]
        for start in range(len(words) - size + 1):
            if tuple(words[start : start + len(whole)]) == whole and (
                not self.prefix or words[start + size - 1].startswith(last)
            ):
                return True
        return False


def parse(text: str) -> tuple[Term, ...]:
    """Return the terms of a query, all of which must occur; there are none where it has no word in it."""
    terms = []
    for quoted, star, bare in _TERM.findall(text):
        if words := tuple(fold(quoted or bare).split()):
            terms.append(Term(words, prefix=bool(star) or bare.endswith("*")))
    return tuple(dict.fromkeys(terms))
