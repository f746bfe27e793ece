"""Printed pages to ranges and counts: roman, arabic, prefixed, abbreviated; nothing about contents lists here."""

from __future__ import annotations

import re

from schemas.record import Pages
from schemas.values.text import clean

_DASH = "‐‑‒–—―−﹣－~〜"
_HYPHENS = str.maketrans(dict.fromkeys(_DASH, "-"))
_BRACKET = re.compile(r"(?<![^\s-])\[|\](?![^\s-])")
_LABEL = re.compile(
    r"(?:pp?|pages?|pgs?|seiten?|s|ss|páginas?|paginas?|págs?|pags?|pagg|pagine|pagina's|bladzijden?|blz|str|стр|с|pag|sid)"
    r"(?:\.\s*|\s*:\s*|\s+)|pp?(?=\d)",
    re.IGNORECASE,
)
_ROMAN = r"(?=[mdclxvi])m{0,4}(?:cm|cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_ROMAN_ONLY = re.compile(_ROMAN, re.IGNORECASE)
_NUMBER = rf"(?:(?![ivxlcdm]+-|[Pp]{{1,2}}\d|(?i:pp?|pgs?|ss?|sid|str|blz|pags?)\.)[A-Za-z]{{1,3}}[-.]?\d{{1,9}}|\d{{1,6}}[A-EG-Za-eg-z]?|(?i:{_ROMAN})(?![a-z]))"
_PLAIN = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_RANGE = re.compile(
    rf"({_NUMBER})(?:\s*(?:-{{1,3}}|\b(?:to|bis|à|a|até|al)\b)\s*({_NUMBER}))?(?:\s*ff?\.?|\s*sqq?\.?)?\.?"
)
_SECTIONED = re.compile(r"(\d{1,3}-\d{1,4})\s*(?:--?|[‒–—―])\s*(\d{1,3}-\d{1,4})")
_PARTS = re.compile(r"\s*[,;]\s*|\s+(?:and|und|et|y|&)\s+")
_PREFIXED = re.compile(r"([A-Za-z]{1,3}[-.]?)?(\d+)([A-Za-z]?)")


def parse_pages(printed: str) -> tuple[Pages, ...]:
    """Return the page ranges that the text is made of, or () when anything else stands there too."""
    text = printed if printed.isascii() and printed.isalnum() else clean(printed) or ""
    plain = _PLAIN.fullmatch(text)
    if plain:
        return (_pages(text, plain[1], plain[2]),)
    bare = text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text
    label = _LABEL.match(bare)
    bare = bare[label.end() :] if label else bare
    found = []
    for part in _PARTS.split(bare):
        match = _SECTIONED.fullmatch(part) or _RANGE.fullmatch(_BRACKET.sub("", part.translate(_HYPHENS)))
        if not match:
            return ()
        found.append(_pages(part, match[1], match[2]))
    return (_pages(text, found[0].first, found[0].last),) if len(found) == 1 else tuple(found)


def _pages(printed: str, first: str, last: str | None) -> Pages:
    """Build one range; a last page printed short ("123-5", "S12-8") is completed from the first."""
    if last is not None:
        last = _complete(first, last)
    normal = first if last is None else f"{first}-{last}"
    return Pages(as_printed=printed if printed != normal else None, first=first, last=last)


def _complete(first: str, last: str) -> str:
    start, end = _PREFIXED.fullmatch(first), _PREFIXED.fullmatch(last)
    if not start or not end or (end[1] and end[1] != start[1]) or (start[1] and end[3]):
        return last
    digits = end[2]
    if len(digits) < len(start[2]):
        longer = start[2][: -len(digits)] + digits
        digits = longer if int(longer) >= int(start[2]) else digits
    return (start[1] or "") + digits + end[3]


def page_number(label: str) -> tuple[str, int] | None:
    """Return the sort group of a page label ("roman", "arabic" or its own prefix) and its number; None if it is none."""
    if label.isascii() and label.isdigit():
        return ("arabic", int(label)) if len(label) < 10 else None
    roman = _ROMAN_ONLY.fullmatch(label)
    if roman:
        return "roman", _roman(label.lower())
    match = _PREFIXED.fullmatch(label)
    if not match or len(match[2]) > 9:
        return None
    return (match[1] or "arabic").rstrip("-."), int(match[2])


def _roman(numeral: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[letter] for letter in numeral]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


_UNIT = (
    r"(?:pp?|pages?|pgs?|seiten?|s|páginas?|paginas?|págs?|pags?|pagine|pagina's|bladzijden|blz|str(?:on|an)?|стр|с|sidor|sider|sivua|oldal"
    r"|leaves)"
)
_COUNTED = re.compile(
    rf"(?:(?<![\d-])|(?<=[IVXLCivxlc]-))(\d{{1,3}},\d{{3}}|\d{{1,5}})\]?\s*(?:{_UNIT}(?![^\W\d_])|页|頁|ページ|쪽)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:(?:pages|pp|seiten|páginas|pagine|number of pages|extent)\s*[.:]\s*)?(?:\(?[ivxlc]+\)?\s*[,+]\s*)?(\d{1,5})",
    re.IGNORECASE,
)
_ONE_PAGE = re.compile(r"(?:pp?|s)\.\s*\d+", re.IGNORECASE)


def page_count(printed: str) -> int | None:
    """Return the number of pages that an extent states ("xii, 120 p." is 120: the arabic ones); None for a range."""
    text = clean(printed)
    if text is None:
        return None
    text = text.translate(_HYPHENS)
    bare = _BARE.fullmatch(text)
    if bare:
        return None if _ONE_PAGE.fullmatch(text) else int(bare[1]) or None
    counted = _COUNTED.search(text)
    return int(counted[1].replace(",", "")) or None if counted else None
