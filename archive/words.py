"""Folding of text for comparing and searching, the same for both databases; no SQL here.

Both search engines are fed words that are folded here, so that their own ideas of letters and accents play no part.
A change of this file needs a new WORDS number: the index is then made again.
"""

from __future__ import annotations

import re
import unicodedata

WORDS = "1"

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_GAP = re.compile(r"[\W_]+")
# Scripts written without spaces: each character is a word, a run of them is found as a phrase.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


def fold(text: str) -> str:
    """Return the words of a text, lower case, without accents and punctuation, one space between them."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold())
        text = (
            "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf"))
            if not text.isascii()
            else text
        )
        text = _UNSPACED.sub(r" \1 ", text.casefold().translate(_LETTERS))
    return _GAP.sub(" ", text).strip().lower()
