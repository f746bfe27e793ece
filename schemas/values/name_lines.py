"""Lines of a page that can be names, told from titles, headings and navigation; how a name is read is in names."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.values.name_marks import without_marks
from schemas.values.name_words import FAMILY_FIRST, INITIALS, PARTICLES, PLACES, has_corporate_words

_GLUED = re.compile(r"(?<=[^\W\d_])[\d¹²³⁰⁴-⁹*†‡§,]+$")
_NEVER_IN = re.compile(r"[:!?=@<>|_\n\t]")
_RUNNING = frozenset(
    """
    a an the of and or in on for to from with by at as is are was be how why what when who its their his her
    this that these through between into under
    der die das und oder ein eine für mit von zur zum über aus bei nach nicht les des une et ou dans pour par
    sur avec aux est el los las una y o en por
    para con del sobre il gli un uno nel nella che come het een voor met
    introduction conclusion conclusions preface foreword index notes bibliography contents abstract summary
    figures tables appendix annex glossary
    acknowledgements acknowledgments references editorial references chapter part section volume issue page
    pages download read more view pdf full text
    cite save share email print search home about contact menu login log news events publications publication
    reports report paper papers policy brief
    research article review open access table front back matter cover copyright isbn issn doi published
    publisher date keywords login register subscribe
    january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday
    europe european union russia china security strategy crisis war peace case study analysis overview
    """.split()
)
_ENDINGS = re.compile(
    r"\w{3,}(?:tion|tions|sion|sions|ness|ology|graphy|ities|ments|isms?|ungen|keit|heit|schaft|ical|ional|ysis|ización|ação)|\w{5,}ics",
    re.I,
)
_SMALL = PARTICLES | frozenset("of for and the & für und et y e en on in für la le les des da".split())
_PLAIN_NOUNS = frozenset(
    "policy research security strategy strategic review european europe union peace russia china crisis war".split()
)


@lru_cache(maxsize=2048)
def looks_like_name(text: str) -> bool:
    """Tell whether a line can be one name: an organisation, or two to six words that begin as names do and no running text."""
    text = _GLUED.sub("", text.strip())
    if not 3 < len(text) < 90 or not text[0].isalpha() or _NEVER_IN.search(text):
        return False
    if " ." in text:
        text = without_marks(text)
    words = text.replace(",", " ").split()
    if text.casefold() in PLACES:
        return False
    if len(words) == 1 or text[-1] in ",-":
        return len(words) == 1 and has_corporate_words(text) and text[0].isupper()
    if any(word[0].islower() and word not in _SMALL and not _cased(word) and word != "e.V." for word in words):
        return False
    return _is_person_line(text, words) or _is_organisation_line(text, words)


def _is_organisation_line(text: str, words: list[str]) -> bool:
    """Words of organisations; that every word but the small ones begins with a capital is seen to already."""
    first = words[0].lower()
    if len(words) > 11 or (first in _RUNNING and first not in _PLAIN_NOUNS and first != "the"):
        return False
    return has_corporate_words(text)


def _is_person_line(text: str, words: list[str]) -> bool:
    if not 2 <= len(words) <= 6 or text.count(",") > 2 or words[0] in ("A", "I"):
        return False
    gerund = words[0].endswith("ing") and len(words[0]) > 5 and words[0].isalpha() and "," not in text
    if gerund and words[-1].lower() not in FAMILY_FIRST:
        return False
    inverted = text[len(words[0]) :].startswith(",")  # a family name may be any word: "Back, Trevor"
    return all(_name_word(word) for word in words[inverted:]) and (not inverted or _cased(words[0]))


def _name_word(word: str) -> bool:
    if len(word) < 9 and INITIALS.fullmatch(word):
        return True
    bare = word.strip(".'’‘()*†‡¹²³")
    if not bare or bare.lower() in PARTICLES:
        return bool(bare)
    if bare.lower() in _RUNNING or not all(c.isalpha() or c in "-'’.‐" for c in bare) or bare[-2:] in ("'s", "’s"):
        return False
    return _cased(bare) and (word[-1] != "." or len(word) < 5) and not _ENDINGS.fullmatch(bare.rpartition("-")[2])


def _cased(word: str) -> bool:
    """A capital, a script without capitals, or d'Artagnan."""
    return not word[0].islower() or word[:2] in ("d'", "d’", "l'", "l’")
