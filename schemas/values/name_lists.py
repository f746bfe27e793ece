"""Several names in one string, taken apart; one name is taken apart in names."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.values.name_marks import ADDRESS, without_marks
from schemas.values.name_words import DEGREES, INITIALS, PARTICLES, looks_corporate
from schemas.values.text import clean

_ONE = re.compile(r"(?!By |Authors? )[A-Z][a-z]+(?: [A-Z]\.?)? (?!Esq$)[A-Z][a-z]+", re.A)
"""The shape of most names, in which nothing is left to take apart."""
_HARD = re.compile(r"\s*[;；؛|•·]\s*|\s+/\s+|\s*、\s*")
_JOINED = re.compile(
    r",?\s+(?:and|und|u\.|et|with|AND|UND|ET|и)\s+|\s*,?\s*[&＆]\s*|\s+و\s+|,\s+(?:y|e|en|i)\s+|(?<=\w)\s+(?:y|e|en)\s+(?=\S+\s+\S)"
)
_COMMAS = re.compile(r"\s*[,，،]\s*")
_BY = re.compile(r"(?:[Bb]y|BY|Authors?|AUTHORS?|Edited by|Written by)(?::\s*|\s+)(?=[^\W\d_])")
_OTHERS = re.compile(r"[,;\s]+(?:et\.? al\.?|u\.\s?a\.|and others|et autres|y otros|e\.a\.)\s*$", re.I)
_TAIL = re.compile(
    r"(?:Jr\.?|Sr\.?|II|III|IV|Ph\.?\s?D\.?|M\.?D\.?|(?:[BM]\.?Sc|M\.?A|MBA|MPH)\.?|eds?\.?|editors?|Hrsg\.?)(?:\s*\(.*\))?",
    re.I,
)
_PLACE = re.compile(
    r"universit|institut|department|school of|college|hospital|faculty|cent(?:re|er) |laborator|academy|ministry|inc\.?$|ltd\.?$",
    re.I,
)


@lru_cache(maxsize=2048)
def split_names(text: str) -> tuple[str, ...]:
    """Return the names that one string lists, each as printed but without footnote marks; "Family, Given" stays together.

    An affiliation between commas is left out. What is one name, or cannot be told, comes back as one.
    """
    if _ONE.fullmatch(text):
        return (text,)
    line = clean(text)
    if line is None:
        return ()
    line = ADDRESS.sub("", line) if "@" in line or "://" in line or "www." in line else line
    line = _OTHERS.sub("", _BY.sub("", without_marks(line), count=1) if _BY.match(line) else without_marks(line))
    names: list[str] = []
    for piece in _HARD.split(line):
        if piece.strip(" ,"):
            names += _joined(piece.strip(" ,"))
    return tuple(dict.fromkeys(name for name in names if any(c.isalpha() for c in name)))


def _joined(piece: str) -> list[str]:
    """Split at "and" where both sides can be names; "Food and Agriculture Organization" and "Ortega y Gasset" stay whole."""
    cuts = list(_JOINED.finditer(piece))
    if not cuts:
        return _listed(piece)
    sides = _JOINED.split(piece)
    sides = [side.strip(" ,") for side in sides if side and side.strip(" ,")]
    if looks_corporate(piece):
        sure = all(looks_corporate(side) or _full(side.rpartition(", ")[2]) for side in sides)
        if not sure or not ((looks_corporate(sides[0]) and looks_corporate(sides[-1])) or _full(sides[0])):
            return [piece]
    names: list[str] = []
    for side in sides:
        names += _listed(side, last=sides[-1])
    return names


def _listed(piece: str, last: str = "") -> list[str]:
    """Split at commas by what stands between them: initials, single words, full names."""
    parts = _with_tails([part for part in _COMMAS.split(piece) if part])
    if len(parts) < 2:
        return parts
    if looks_corporate(parts[0]):
        return _all_corporate(piece, parts)
    parts = [part for i, part in enumerate(parts) if not (i and _PLACE.search(part) and looks_corporate(part))]
    if len(parts) == 1:
        return parts
    if len(parts) == 2:
        return [", ".join(parts)] if _is_pair(parts[0], parts[1], last) else parts
    return _pairs(parts) or parts


def _with_tails(parts: list[str]) -> list[str]:
    """Give "Jr." and degrees back to the name before them."""
    whole: list[str] = []
    for part in parts:
        if whole and _TAIL.fullmatch(part):
            whole[-1] += f", {part}"
        else:
            whole.append(part)
    return [DEGREES.sub("", part) if " " in part else part for part in whole]


def _all_corporate(piece: str, parts: list[str]) -> list[str]:
    """ "Ministry of Education, Youth and Sports" is one; several that are organisations each by themselves are several."""
    listed = all(looks_corporate(part) or (part.isupper() and len(part) > 2) for part in parts)
    return parts if listed and not _PLACE.search(parts[0]) else [piece]


def _is_pair(first: str, second: str, last: str) -> bool:
    """Tell "Family, Given" from two names."""
    if _initials(second):
        return True
    if _bare(first) and _bare(second):  # one word each: a pair, unless single words follow ("Smith, Jones and Brown")
        return not (first[0] >= "\u3000" and second[0] >= "\u3000") and not (last and _bare(last))
    if _bare(first):
        return len(second.split()) < 4
    if _bare(second):
        return True
    words = second.split()
    given = _initials(words[-1]) and not _initials(words[0]) and not _initials(first.split()[-1])
    return first.split()[0] in PARTICLES or given


def _pairs(parts: list[str]) -> list[str] | None:
    """Join "Family, Given, Family, Given" where each second part shows by its initials that it is a given name."""
    if len(parts) % 2:
        return None
    families, givens = parts[::2], parts[1::2]
    if any(_initials(family) and "." in family for family in families) or not any(
        _initials(g) or _initials(g.split()[-1]) for g in givens
    ):
        return None
    fits = all(_initials(g) or (_bare(g) or _initials(g.split()[-1])) for g in givens)
    spare = all(_bare(f) or f.split()[0] in PARTICLES or _initials(g) for f, g in zip(families, givens, strict=True))
    return [f"{f}, {g}" for f, g in zip(families, givens, strict=True)] if fits and spare else None


def _bare(name: str) -> bool:
    return " " not in name


def _full(name: str) -> bool:
    """Two words or more, one of them no initial."""
    words = name.split()
    return len(words) > 1 and not all(_initials(word) for word in words) and not looks_corporate(name)


def _initials(text: str) -> bool:
    """Initials alone: N.S, P.K.L, J. M., JA, C.-D."""
    return len(text) < 14 and bool(INITIALS.fullmatch(text)) and (len(text) == 1 or "." in text or text.isupper())
