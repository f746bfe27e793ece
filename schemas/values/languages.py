"""Language names and codes to BCP 47; total functions."""

from __future__ import annotations

import re

from schemas.values.text import clean

_COMMON = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt", "dutch": "nl", "russian": "ru",
    "chinese": "zh", "deutsch": "de", "français": "fr", "español": "es", "eng": "en", "ger": "de", "deu": "de", "fre": "fr", "fra": "fr",
    "spa": "es", "ita": "it", "por": "pt", "dut": "nl", "nld": "nl", "rus": "ru", "chi": "zh", "zho": "zh", "en": "en", "de": "de", "fr": "fr",
}  # fmt: skip


def parse_language(printed: str) -> str | None:
    """Return the BCP 47 tag of a language name or code, None where it is not known."""
    text = (clean(printed) or "").casefold().replace("_", "-")
    base, _, region = text.partition("-")
    tag = _COMMON.get(text) or _COMMON.get(base) or _registered(base)
    if tag and re.fullmatch(r"[a-z]{2}", region):
        return f"{tag}-{region.upper()}"
    return tag


def _registered(word: str) -> str | None:
    if not re.fullmatch(r"[^\W\d_]{2,40}", word):
        return None
    from iso639 import Lang
    from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue

    try:
        lang = Lang(word if len(word) < 4 else word.capitalize())
    except (InvalidLanguageValue, DeprecatedLanguageValue):
        return None
    return str(lang.pt1 or lang.pt3)
