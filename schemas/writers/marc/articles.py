"""Articles at the beginning of titles, language by language: how many characters a catalogue passes over when it files (245, 830).

After appendix E of the MARC 21 format for bibliographic data. An article counts only in a language of the work; where
none is known, only words that are articles in whatever language they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TABLE = """
en a an the
de das dem den der des die ein eine einem einen einer eines
fr l' la le les un une
es el la las lo los un una
it gl' gli i il l' la le lo un un' una uno
pt a as o os um uma
nl 'n 't de een eene het
sv de den det en ett
da de den det en et
no de dei den det ei ein eit en et
nb de den det ei en et
nn dei den det ei ein eit
is hin hina hinar hinir hinn hinna hinnar hinni hið
af 'n die
hu a az egy
ro o un una
ca el els l' la les un una
gl a as o os un unha
el αι ένα ένας η μια μία ο οι τα το
ga an na
gd a' am an na
cy y yr
br al an ar eul eun eur ul un ur
mt id- il- in- ir- is- it- ix- iz- iż- l-
ar ad- al- an- ar- as- at- az- el-
he ha- he-
yi a an der di dos דאס דאָס די דער
eo la
sq nje një
tr bir
haw he ka ke na nā
mi he nga ngā te
lb d' de den déi dat eng en
oc l' la las lo los un una
"""
_ARTICLES = {line.split()[0]: frozenset(line.split()[1:]) for line in _TABLE.strip().splitlines()}
_ANYWHERE = frozenset("the das der les gli het l'".split())
"""What is an article whatever the language."""
_TELLING = {
    "en": "by for from of the to with", "de": "bei der des für im und von vom zum zur", "fr": "aux dans des du et pour",
    "es": "con del las los para y", "it": "degli della delle nel nella per", "pt": "da das do dos uma", "nl": "bij het van voor",
}  # fmt: skip
"""Small words that tell in which language a title is whose language nobody says."""
_HINTS = {code: frozenset(words.split()) for code, words in _TELLING.items()}
_NAMES = re.compile(
    r"a (?:& |l'|la |priori|posteriori|is |isn|to )|el (?:salvador|ni[nñ]o|paso)|la (?:niña|paz|rioja|plata|salle)|las (?:vegas|palmas)|los (?:angeles|ángeles|alamos)"
    r"|lo (?:que|cual)\b|le (?:havre|mans)\b|les (?:cayes)\b",
    re.I,
)
"""Beginnings that are no article: names that have one for good, and what only looks so."""
_FIRST = re.compile(
    r"""(?P<lead>["'“”‘’„«‹\[(¿¡*]*)(?P<word>[^\W\d_]+)(?P<mark>['’ʼ-]| +)(?P<next>["'“‘„«‹\[(]*)(?=[\w.…])"""
)
_CUT = re.compile(r"""(?P<word>['’][nt]) (?=\w)""")
_ARABIC = re.compile(r"ال(?=[\u0620-\u064a]{2})(?!له\b|تزام|تهاب|تحاق|تقاء|كترون|ذي\b|تي\b|ذين\b|آن\b|ى\b)")


@lru_cache(maxsize=4096)
def nonfiling(title: str, languages: tuple[str, ...]) -> int:
    """Return the number of characters (0 to 9) before the first word that counts, for a title in these languages (BCP 47)."""
    codes = tuple(tag.partition("-")[0].lower() for tag in languages)
    if "ar" in codes and _ARABIC.match(title):
        return 2
    cut = _CUT.match(title)
    if cut and any(cut["word"].lower().replace("’", "'") in _ARTICLES.get(code, ()) for code in codes):
        return cut.end()
    found = _FIRST.match(title)
    if found is None or _NAMES.match(title, found.start("word")):
        return 0
    mark = found["mark"]
    word = found["word"].lower() + ("" if mark[0] == " " else "-" if mark == "-" else "'")
    known = any(word in _ARTICLES.get(code, ()) for code in codes) if codes else _is_article(word, title[found.end() :])
    length = found.end()
    return length if known and length < 10 else 0


def _is_article(word: str, rest: str) -> bool:
    """In a language that is not known: an article anywhere, or one of the language that the rest of the title is in."""
    words = rest.lower().split()
    return word in _ANYWHERE or any(
        word in _ARTICLES[code] and not hints.isdisjoint(words) for code, hints in _HINTS.items()
    )


def without_article(title: str, languages: tuple[str, ...]) -> str:
    """Return a title as it stands where no indicator can say what to pass over (773 $t and its like)."""
    count = nonfiling(title, languages)
    bare = title[count:].lstrip("\"'“‘„«")
    return bare[:1].upper() + bare[1:] if count and bare else title
