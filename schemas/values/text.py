"""Running text to clean text: white space, left-over entities and markup, titles; no names, dates or identifiers here."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

from schemas.record import Title

_PASSES = 5
"""Entities escaped more often than this are an attack, not a habit of some template."""

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_C1 = re.compile("[\x80-\x9f]")
# Joiners are letters of the word in Arabic and Indic scripts and noise elsewhere.
_NOISE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ue000-\uf8ff\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]|(?<![\u0590-\u109f])[\u200c\u200d]"
)
_LATIN = bytes((*range(0x20, 0x7F), *range(0x80, 0xC0), *range(0xC3, 0xCC)))
"""The bytes that the UTF-8 of printable ASCII and of U+00C0 to U+02FF is made of; 0xC2 begins what is below."""
_PARAGRAPH = re.compile(r"(?:\r\n?|\n)[^\S\r\n]*(?:\r\n?|\n)\s*|\u2029\s*")
_TAG = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<name>[A-Za-z]{1,7}:[A-Za-z-]{1,30}|a|abbr|b|big|bold|br|cite|code|del|div|em|font|h[1-6]|hr|i|img|inf|ins"
    r"|italic|li|mark|ol|p|q|roman|s|sc|scp|sec|small|span|strike|strong|sub|sup|table|td|th|title|tr|tt|u|ul|underline)(?:\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL,
)
_BREAKS = frozenset(
    "br div h1 h2 h3 h4 h5 h6 hr li ol p sec table td th title tr ul jats:p jats:title jats:sec".split()
)
_ASCII_WORDS = bytes(ord(chr(b).lower()) if b < 0x80 and chr(b).isalnum() else 0x20 for b in range(256))
"""What folding makes of each ASCII character: a small letter or digit, else a space."""
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"}
)


def clean(s: str | None) -> str | None:
    """Return text in NFC on one line, without literal entities, control and zero-width characters; None when empty."""
    if not s:
        return None
    if "&" not in s and (_is_settled(s) if len(s) <= 100 else _is_latin(s) or _is_settled(s)):
        return (" ".join(s.split()) if "  " in s else s.strip()) or None
    return " ".join(_settle(s).split()) or None


def is_plain(s: str) -> bool:
    """Tell whether text is printable throughout; of long Latin text it is told by its bytes, five times as fast."""
    return (len(s) > 100 and _is_latin(s)) or s.isprintable()


def _is_settled(s: str) -> bool:
    return s.isprintable() and (s.isascii() or unicodedata.is_normalized("NFC", s))


def _is_latin(s: str) -> bool:
    """Tell whether text has nothing but printable ASCII and letters from À to U+02FF, which NFC leaves as they are."""
    return not s.encode("utf-8", "surrogatepass").translate(None, _LATIN)


def _settle(s: str) -> str:
    """Decode entities and drop noise until nothing changes: what one step uncovers is the next one's to take."""
    if _C1.search(s):
        s = repair(s)
        s = _C1.sub(_from_windows, s)
    for _ in range(_PASSES):
        settled = unicodedata.normalize("NFC", _NOISE.sub("", s))
        if "&" in settled:
            settled = _ENTITY.sub(lambda m: html.unescape(m[0]), settled)
        if settled == s:
            break
        s = settled
    return s


def _from_windows(found: re.Match[str]) -> str:
    """C1 controls never occur in text: they are Windows-1252 read as Latin-1 (WHATWG Encoding, "latin1")."""
    return found[0].encode("latin-1").decode("cp1252", "ignore") or " "


_UNSORTED = re.compile(r"(?:(?<!\w)˜([^˜œ]{1,12}?)\s?œ|(?<!\w)¬([^¬]{1,12}?)\s?¬|<<([^<>]{1,12})>>)\s*")
"""An article between the marks that say "do not sort this": U+0098 and U+009C as Windows-1252 has them, and those of older systems."""


def without_sorting_marks(s: str) -> str:
    """Return cleaned text with the article of a title as it is printed: "˜Der œStand", "¬Der¬ Stand" and "<<Der>> Stand" are "Der Stand"."""
    if s.isascii() and "<<" not in s:
        return s
    return _UNSORTED.sub(_article, s).strip() if "œ" in s or "¬" in s or "<<" in s else s


def _article(found: re.Match[str]) -> str:
    word = next(group for group in found.groups() if group).rstrip()
    return word if word.endswith(("'", "’", "ʼ", "-")) else f"{word} "


def clean_block(s: str | None) -> str | None:
    """Return text as `clean` does, its paragraphs kept apart by one empty line; None when empty."""
    if not s or ("\n" not in s and "\r" not in s and "\u2029" not in s):
        return clean(s)
    paragraphs = (clean(part) for part in _PARAGRAPH.split(s))
    return "\n\n".join(part for part in paragraphs if part) or None


def strip_markup(s: str | None) -> str | None:
    """Return text without literal tags such as <em> or <jats:p>; comparisons ("p < 0.05") stay; None when empty."""
    s = clean(s)
    if s and "<<" in s:
        s = without_sorting_marks(s)
    while s and "<" in s:
        bare = _TAG.sub(lambda m: " " if (m["name"] or "br").lower() in _BREAKS else "", s)
        if bare == s:
            break
        s = clean(bare)
    return s


def fold(s: str) -> str:
    """Return the form for comparing: no case, accents or strokes, every run of punctuation and white space one space."""
    if s.isascii():
        return " ".join(s.encode().translate(_ASCII_WORDS).decode().split())
    return _fold(s)


@lru_cache(maxsize=4096)
def _fold(s: str) -> str:
    s = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", s).casefold().translate(_STROKES)).casefold()
    return unicodedata.normalize("NFKC", " ".join(s.translate(_FOLDED).split()))


class _Folding(dict[int, str | None]):
    """What folding makes of each character that was met: itself, nothing of an accent, a space of any other mark."""

    def __missing__(self, code: int) -> str | None:
        c = chr(code)
        kept = c if c.isalnum() or unicodedata.category(c)[0] == "M" else " "
        self[code] = made = None if unicodedata.combining(c) else kept
        return made


_FOLDED = _Folding()


# UTF-8 read as Windows-1252 or Latin-1: a lead byte and its continuation bytes, as the characters they were taken for.
_WINDOWS = {bytes([b]).decode("cp1252", "ignore") or chr(b): b for b in range(0x80, 0xA0)} | {
    chr(b): b for b in range(0x80, 0x100)
}
_CONT = "[" + re.escape("".join(c for c, b in _WINDOWS.items() if b < 0xC0)) + "]"
_MOJIBAKE = re.compile(f"[\xc2-\xdf]{_CONT}|[\xe0-\xef]{_CONT}{{2}}|[\xf0-\xf4]{_CONT}{{3}}")
# In text that is otherwise sound only these are believed: "IRMÃ»" and "CAFÉ”" are honest Portuguese and French.
_CERTAIN = re.compile(
    "Ã[^\\W\\d_»”’\xc0-\xff]|Ã[\x80-\x9f¡-ª¬-º¼-¿ƒ„†‡ˆ‰‹]|â€[\x80-\xff‚-‰‹-›€ŽžšŠœŒŸ˜™“”‘’–—•…]|Â[ ¡-ª¬-º¼-¿]"
)


def repair(s: str) -> str:
    """Return text with mojibake ("Ã©") set right where it is certain, else unchanged; raw text, before `clean`."""
    if s.isascii() or not _MOJIBAKE.search(s):
        return s
    for _ in range(2):  # twice encoded is common, three times is not
        mended = _repair_whole(s) or _CERTAIN.sub(_repair_run, s)
        if mended == s:
            break
        s = mended
    return s


def _repair_whole(s: str) -> str | None:
    """Read all of it again as UTF-8: possible only when each character beyond ASCII is part of a sequence."""
    try:
        mended = bytes(_WINDOWS.get(c, ord(c)) for c in s).decode("utf-8")
    except (ValueError, UnicodeDecodeError):
        return None
    odd = sum("\u0250" <= c <= "\u02af" or "\u0530" <= c <= "\u058f" for c in mended)
    return None if odd or len(s) == len(mended) else mended


def _repair_run(found: re.Match[str]) -> str:
    try:
        return bytes(_WINDOWS[c] for c in found[0]).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return found[0]


_ARTEFACT = re.compile(r"\s*::(?=\s|$)|(?<=[?!])\s*:(?=\s|$)")
_COLON = re.compile(r"\s*:\s+|\s*：\s*")


def split_title(s: str) -> Title:
    """Return main title and subtitle; a doubled colon, `?:` and `!:` are printing artefacts of joined titles.

    Templates join a title that already ends in a mark with ": " (JSTOR's "China and Russia:: an Eastern ...").
    """
    printed = clean(s)
    if printed is not None and not printed.isascii():
        printed = without_sorting_marks(printed) or None
    if printed is None:
        return Title()
    bare = printed.strip(": ") if printed[0] == ":" or printed[-1] == ":" else printed
    if not bare:
        return Title(main=printed)
    main, sub = _halves(bare) if ":" in bare or "：" in bare else (bare, None)
    joined = f"{main}: {sub}" if sub else main
    return Title(as_printed=printed if printed != joined else None, main=main, sub=sub)


def _halves(s: str) -> tuple[str, str | None]:
    """Split at the first artefact, else at the first colon outside brackets and quotation marks."""
    if "::" in s or "?" in s or "!" in s:
        artefact = _ARTEFACT.search(s)
        if artefact:
            return _at(s, artefact.start(), artefact.end()) or (s, None)
    if "：" in s:
        found = (_at(s, cut.start(), cut.end()) for cut in _COLON.finditer(s))
        return next((one for one in found if one), (s, None))
    at = s.find(": ")
    while at > 0:
        if halves := _at(s, at, at + 2):
            return halves
        at = s.find(": ", at + 2)
    return s, None


def _at(s: str, start: int, end: int) -> tuple[str, str] | None:
    """Split there where both halves say something and no bracket is torn."""
    main, sub = s[:start].rstrip(), s[end:].lstrip(": ")
    if not main or not sub:
        return None
    if "(" in main or ")" in main or "[" in main or "]" in main or not main.isascii():
        whole = all(main.count(a) == main.count(b) for a, b in ("()", "[]", "“”", "«»"))
        return (main, sub) if whole else None
    return main, sub


def same_title(a: str | None, b: str | None) -> bool:
    """Tell whether two titles are equal but for case, accents, punctuation and white space."""
    if not a or not b:
        return False
    return a == b or (fold(a) or a) == (fold(b) or b)
