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

ISO_639_3 = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "en": "eng", "es": "spa", "fi": "fin", "fr": "fra", "it": "ita", "ja": "jpn",
    "ko": "kor", "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ru": "rus", "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "zho",
}  # fmt: skip
"""What most records are in: an export of nothing else does without loading the whole table, which takes 60 ms."""


@lru_cache(1024)
def iso639_3(tag: str) -> str:
    """Return the ISO 639-3 code of a BCP 47 tag's language; a tag that is not known is returned as it is."""
    language = tag.partition("-")[0].lower()
    return ISO_639_3.get(language) or _looked_up(language) or tag


def _looked_up(language: str) -> str | None:
    from iso639 import Lang
    from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue

    try:
        return str(Lang(language).pt3)
    except (InvalidLanguageValue, DeprecatedLanguageValue):
        return None
