"""Marks that cataloguing rules (ISBD) put at the ends of values, and brackets around what was supplied, taken off again."""

from __future__ import annotations

import re
from functools import lru_cache

_ABBREVIATED = frozenset(
    "abt aufl bd bearb bros ca cie co coll comp corp dept dir dr ed eds esq etc fl gmbh hg hrsg inc jr ltd mass no nr ph pp prof rev sen sr st suppl "
    "trans transl ts univ vol vols ill mit calif mich minn wis conn tenn ala ariz colo fla neb nev okla tex ont que alta sask wyo".split()
)  # fmt: skip
"""Words whose full stop belongs to them."""
_NOT_KNOWN = re.compile(
    r"\[?\s*(?:s\.\s?[lnae]\.?|n\.\s?p\.?|sine (?:loco|nomine)|(?:place of )?(?:publication|publisher|distributor|manufacturer|date of publication)"
    r"\s+not\s+identified|place not identified|lieu de publication non identifié|editor no identificado|verlag nicht ermittelbar|"
    r"verlagsort nicht ermittelbar|kustantaja tuntematon|n\.\s?d\.?)\s*\]?",
    re.I,
)


@lru_cache(maxsize=2048)
def tidy(text: str | None) -> str | None:
    """Return a value without the marks that end it, brackets of what was supplied kept; None when empty.

    A full stop stays where it is part of an initial or an abbreviation.
    """
    if not text:
        return None
    text = text.rstrip(" /:;,=").removesuffix(". -").removesuffix(".--").rstrip(" /:;,=")
    if text.endswith(".") and not text.endswith(".."):
        word = text[:-1].rpartition(" ")[2].lower().lstrip("([")
        if (len(word) > 1 or word.isdigit()) and "." not in word and word not in _ABBREVIATED:
            text = text[:-1].rstrip()
    return text or None


def supplied(text: str | None) -> str | None:
    """Return a place, name or date without brackets around it; None where it says that it is not known."""
    text = tidy(text)
    if text is None or _NOT_KNOWN.fullmatch(text):
        return None
    if text.startswith("[") and text.endswith("]") and text.count("[") == 1:
        text = tidy(text[1:-1])
    elif text.count("[") != text.count("]"):
        text = tidy(text.strip("[]"))
    return text or None


def joined(parts: list[str], mark: str = ". ") -> str | None:
    """Return values in one text, each without its end mark."""
    tidied = [found for part in parts if (found := tidy(part))]
    return mark.join(tidied) or None
