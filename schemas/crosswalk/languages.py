"""Language tags in the words of other formats: ISO 639-3 codes (OpenAIRE, dc:language), names of babel (biblatex)."""

from __future__ import annotations

from functools import lru_cache

BABEL = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese", "pt-BR": "brazilian",
    "nl": "dutch", "da": "danish", "sv": "swedish", "no": "norwegian", "nb": "norwegian", "nn": "nynorsk", "fi": "finnish",
    "is": "icelandic", "pl": "polish", "cs": "czech", "sk": "slovak", "sl": "slovene", "hr": "croatian", "sr": "serbian",
    "bg": "bulgarian", "ru": "russian", "uk": "ukrainian", "hu": "hungarian", "ro": "romanian", "el": "greek", "tr": "turkish",
    "ca": "catalan", "eu": "basque", "gl": "galician", "et": "estonian", "lv": "latvian", "lt": "lithuanian", "la": "latin",
    "en-GB": "british", "en-US": "american", "de-AT": "austrian", "de-CH": "nswissgerman",
}  # fmt: skip
"""Languages that biblatex knows, by tag; others have no name there."""


@lru_cache(1024)
def iso639_3(tag: str) -> str:
    """Return the ISO 639-3 code of a BCP 47 tag's language; a tag that is not known is returned as it is."""
    from iso639 import Lang
    from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue

    try:
        return str(Lang(tag.partition("-")[0].lower()).pt3) or tag
    except (InvalidLanguageValue, DeprecatedLanguageValue):
        return tag
