"""Names and codes of languages to BCP 47 tags and MARC codes; the common ones by an own table, the rest by ISO 639."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.values.text import clean, fold

# BCP 47, MARC (ISO 639-2/B), other codes and names.
_COMMON = """
en eng english englisch anglais ingles inglese engels inglesa angielski engelska
de ger deu german deutsch allemand aleman tedesco duits alemao niemiecki tyska
fr fre fra french franzosisch francais frances francese frans francuski franska
es spa spanish spanisch espagnol espanol spagnolo spaans espanhol castellano castilian
it ita italian italienisch italien italiano italiaans
pt por portuguese portugiesisch portugais portugues portoghese portugees
nl dut nld dutch niederlandisch neerlandais holandes olandese nederlands flemish
ru rus russian russisch russe ruso russo русскии
zh chi zho chinese chinesisch chinois chino cinese chinees mandarin 中文 汉语
ja jpn japanese japanisch japonais japones giapponese 日本語
ko kor korean koreanisch coreen coreano 한국어
ar ara arabic arabisch arabe arabo العربية
pl pol polish polnisch polonais polaco polacco polski pools
cs cze ces czech tschechisch tcheque checo ceco cestina cesky
sk slo slk slovak slowakisch slovaque eslovaco slovencina
sl slv slovene slovenian slowenisch slovenscina
hr hrv croatian kroatisch croate hrvatski
sr srp serbian serbisch serbe srpski српски
bs bos bosnian bosnisch bosanski
mk mac mkd macedonian mazedonisch македонски
bg bul bulgarian bulgarisch bulgare български
uk ukr ukrainian ukrainisch ukrainien украінська
ro rum ron romanian rumanisch roumain rumano rumeno romana
hu hun hungarian ungarisch hongrois hungaro magyar
el gre ell greek griechisch grec griego greco ελληνικα
tr tur turkish turkisch turc turco turkce
sv swe swedish schwedisch suedois sueco svenska zweeds
da dan danish danisch danois danes dansk deens
no nor norwegian norwegisch norvegien noruego norsk
nb nob
nn nno
fi fin finnish finnisch finnois finlandes suomi
et est estonian estnisch estonien eesti
lv lav latvian lettisch letton
lt lit lithuanian litauisch lituanien lietuviu
is ice isl icelandic islandisch islandais
ga gle irish irisch gaeilge
cy wel cym welsh walisisch gallois cymraeg
ca cat catalan katalanisch catala
eu baq eus basque baskisch euskara
gl glg galician galicisch galego gallego
sq alb sqi albanian albanisch albanais shqip
he heb hebrew hebraisch hebreu hebreo עברית
fa per fas persian persisch farsi فارسی
tg tgk tajik
ur urd urdu
hi hin hindi हिन्दी
bn ben bengali
ta tam tamil
id ind indonesian indonesisch indonesien
ms may msa malay
vi vie vietnamese vietnamesisch
th tha thai
la lat latin lateinisch latino latina
af afr afrikaans
sw swa swahili
ka geo kat georgian
hy arm hye armenian
az aze azerbaijani
kk kaz kazakh
uz uzb uzbek
mn mon mongolian
bo tib bod tibetan
my bur mya burmese
mi mao mri maori
eo epo esperanto
mt mlt maltese
lb ltz luxembourgish
"""
_TAGS: dict[str, str] = {word: line.split()[0] for line in _COMMON.strip().splitlines() for word in line.split()}
_MARC: dict[str, str] = {line.split()[0]: line.split()[1] for line in _COMMON.strip().splitlines()}
_NONE = frozenset(("und", "mul", "zxx", "mis", "xx", "root"))
_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@][\w.@-]*)?")
_TAIL = re.compile(r"\s*[(\[].*|\s*[:.]$")


@lru_cache(maxsize=1024)
def parse_language(printed: str) -> str | None:
    """Return the BCP 47 tag of a code or name ("eng" and "English" are "en", "en_US" is "en-US"); None when unknown."""
    text = clean(printed)
    if text is None:
        return None
    tag = _TAG.fullmatch(text)
    if tag:
        language = _language(tag[1].lower())
        if language:
            parts = (language, tag[2] and tag[2].title(), tag[3] and tag[3].upper())
            return "-".join(part for part in parts if part)
    name = _TAIL.sub("", text)
    return _TAGS.get(fold(name)) or _by_library(name)


def _language(code: str) -> str | None:
    if code in _NONE:
        return None
    return _TAGS.get(code) or _by_library(code)


def _by_library(word: str) -> str | None:
    """Ask ISO 639 for what the table lacks; the library is loaded only then."""
    from iso639 import Lang
    from iso639.exceptions import DeprecatedLanguageValue, InvalidLanguageValue

    try:
        lang = Lang(word if len(word) < 4 else word[:1].upper() + word[1:])
    except (InvalidLanguageValue, DeprecatedLanguageValue):
        return None
    tag: str = lang.pt1 or lang.pt3 or lang.pt2b
    return tag if tag and tag not in _NONE else None


@lru_cache(maxsize=1024)
def marc_language(tag: str) -> str | None:
    """Return the MARC code (ISO 639-2/B) of a BCP 47 tag ("de-AT" is "ger"); None when it has none."""
    language = parse_language(tag)
    if language is None:
        return None
    language = language.split("-")[0]
    if language in _MARC:
        return _MARC[language]
    from iso639 import Lang

    code: str = Lang(language).pt2b
    return code or None
