"""Folding of text for comparing and searching, the same for both databases; no SQL here.

Both search engines are fed words that are folded here, so that their own ideas of letters and accents play no part.
A change of this file needs a new WORDS number: the index is then made again.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

WORDS = "1"

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_GAP = re.compile(r"[\W_]+")
_ASCII = bytes(range(128))
_LATIN = "\u024f"
# Scripts written without spaces: each character is a word, a run of them is found as a phrase.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])"
)


def fold(text: str) -> str:
    """Return the words of a text, lower case, without accents and punctuation, one space between them."""
    return _GAP.sub(" ", spaced(text)).strip().lower()


def spaced(text: str) -> str:
    """Return a text in which all that is not ASCII is folded; the rest is as it was.

    A text has few accented letters that differ: each is replaced wherever it stands. In other scripts words are folded,
    because a mark may belong to the letter before it.
    """
    if text.isascii():
        return text
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return _spaced(text)
    letters, plain, others = _latin_1()
    text = data.translate(letters).decode("latin-1")
    for one in set(data.translate(None, plain)):
        text = text.replace(chr(one), others[one])
    return text


@lru_cache(maxsize=1)
def _latin_1() -> tuple[bytes, bytes, dict[int, str]]:
    """Return the letters of Latin-1 folded, those that fold to one of ASCII, and what the others (ß, æ, ¼) fold to."""
    folded = {code: chr(code) if code < 128 else _folded(chr(code)) for code in range(256)}
    others = {code: text for code, text in folded.items() if len(text) != 1 or not text.isascii()}
    letters = bytes(code if code in others else ord(text) for code, text in folded.items())
    return letters, bytes(code for code in folded if code not in others), others


def _spaced(text: str) -> str:
    signs = set(text.encode("utf-8", "replace").translate(None, _ASCII).decode())
    if not signs or max(signs) > _LATIN:
        return " ".join([word if word.isascii() else _folded(word) for word in text.split(" ")])
    for one in signs:
        text = text.replace(one, _folded(one))
    return text


@lru_cache(16384)  # accented letters and the words of other scripts come again and again
def _folded(run: str) -> str:
    letters = unicodedata.normalize("NFKD", run.casefold())
    kept = "".join([c for c in letters if unicodedata.category(c) not in ("Mn", "Me", "Cf")])
    return _GAP.sub(" ", _UNSPACED.sub(r" \1 ", kept.casefold().translate(_LETTERS)))
