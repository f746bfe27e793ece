"""Language tags to ISO 639-3 codes, the form that OpenAIRE asks for in dc:language."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(1024)
def iso639_3(tag: str) -> str:
    """Return the ISO 639-3 code of a BCP 47 tag's language; a tag that is not known is returned as it is."""
    from iso639 import Lang
    from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue

    try:
        return str(Lang(tag.partition("-")[0].lower()).pt3) or tag
    except (InvalidLanguageValue, DeprecatedLanguageValue):
        return tag
