"""LaTeX in a BibTeX field to text: accents, letters, signs; commands for looks go, their words stay; nothing is run."""

from __future__ import annotations

import re
import unicodedata

_TOKEN = re.compile(r"\\([a-zA-Z]+)\*?[ \t]*|\\(.)|([{}$~])|(---?|``|'')", re.S)
_ACCENTS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307", "c": "\u0327", "v": "\u030c",
            "H": "\u030b", "u": "\u0306", "k": "\u0328", "r": "\u030a", "d": "\u0323", "b": "\u0331", "t": "\u0361"}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ",
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "textendash": "–", "textemdash": "—", "ldots": "…",
    "dots": "…", "textellipsis": "…", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”",
    "guillemotleft": "«", "guillemotright": "»", "copyright": "©", "textregistered": "®", "texttrademark": "™", "textdegree": "°", "pounds": "£",
    "euro": "€", "texteuro": "€", "S": "§", "P": "¶", "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^", "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">", "textquotedbl": '"', "slash": "/",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "alpha": "α", "beta": "β", "gamma": "γ", "mu": "μ", "lambda": "λ", "times": "×", "pm": "±",
}  # fmt: skip
_GONE = frozenset("noopsort SortNoop".split())
"""Commands that only help to sort: what stands in their braces goes too."""
_RAISED = {ord("_"): None, ord("^"): None}
"""In a formula they set figures low and high, as <sub> and <sup> do, which leave the figures: H$_2$O is H2O."""
_SIGNS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}
_BROKEN = re.compile(r"\$\\backslash\$[rnt](?![a-z])")
"""A line break that a program took for text (Mendeley)."""
_LINE = frozenset(" \t\n\\/-,!;:>")


def plain(raw: str) -> str:
    """Return what is printed of a field: one line of text in NFC."""
    if not any(char in raw for char in "\\{}$~-`'"):
        return " ".join(raw.split())
    if "\\backslash" in raw:
        raw = _BROKEN.sub(" ", raw)
    return " ".join(unicodedata.normalize("NFC", "".join(_pieces(raw))).split())


def _pieces(raw: str) -> list[str]:
    out: list[str] = []
    at, accent, gone, waits = 0, "", 0, False
    formulas, inside = raw.count("$") - raw.count("\\$"), False
    for found in _TOKEN.finditer(raw):
        said = raw[at : found.start()]
        accent = _put(out, said.translate(_RAISED) if inside else said, accent, gone)
        at = found.end()
        word, sign, brace, marks = found.groups()
        inside = not inside if brace == "$" and formulas % 2 == 0 else inside
        if brace in ("{", "}"):
            gone = gone + (1 if brace == "{" else -1) if gone else int(waits)
            waits = False
            continue
        if word in _GONE:
            waits = raw[at : at + 1] == "{"
        elif (word or sign) in _ACCENTS and not (word and raw[at : at + 1].isspace()):
            accent = _ACCENTS[word or sign] + accent  # of two the inner one stands next to the letter
        else:
            accent = _put(out, _told(word, sign, brace, marks), accent, gone)
    _put(out, raw[at:], accent, gone)
    return out


def _told(word: str | None, sign: str | None, brace: str | None, marks: str | None) -> str:
    if word is not None:
        return _LETTERS.get(word, "" if word.islower() else word)
    if sign is not None:
        return " " if sign in _LINE else sign
    return _SIGNS.get(marks or brace or "", "")


def _put(out: list[str], text: str, accent: str, gone: int) -> str:
    """Put text out, its first letter under the accent that waits; returns the accent that still waits."""
    if gone or not text:
        return accent
    if accent:
        bare = text.lstrip()
        if not bare:
            return accent
        text = {"ı": "i", "ȷ": "j"}.get(bare[0], bare[0]) + accent + bare[1:]
    out.append(text)
    return ""
