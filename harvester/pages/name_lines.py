"""Whether a line, or a part of one, holds the names of authors; the names themselves are parsed in schemas."""

from __future__ import annotations

import re
from functools import lru_cache

from harvester.pages.credits import EDITING, INTRO, TAIL
from schemas.record import Contributor
from schemas.values.name_words import PLACES
from schemas.values.names import looks_corporate, parse_name, split_names

_AND = re.compile(
    r"\s*(?:;|、|，|；|·|•|\||\s/\s|\s&\s|\s(?:and|und|u\.|et|y|e|en|og|och|i|и)\s|,\s*(?:and|und|&)\s)\s*"
)
_INITIALS = re.compile(r"(?:[A-ZÀ-ÞČŠŽА-Я]\.?[\s-]*){1,5}(?:,?\s*(?:Jr|Sr|I{2,3})\.?)?")
_WORD = re.compile(r"[A-ZÀ-ÞĀ-ŽḀ-ỿΑ-ΩА-ЯŞİĞ][\w'’ʼ.\-‐‑]*|(?:Mc|Mac|d['’]|O['’]|al-|el-|ʿ)[A-Z][\w'’-]+")
_SMALL = frozenset("de da di do dos das du del della delle dello des le la las los van von der den ter ten te zu zur zum el al bin ibn ben y e af av und vom 't op".split())  # fmt: skip
_COMMON = frozenset(
    "the a an of in on for to from with by at as and or new is are its their what why how when who where which into after before "
    "introduction preface foreword contents index notes chapter part section editorial review reviews book books abstract report "
    "reports research policy paper papers study studies analysis case cases conclusion conclusions summary bibliography references "
    "appendix annex acknowledgements acknowledgments matter front back table list author authors editor editors overview volume "
    "issue number supplement letter letters news obituary erratum corrigendum correction commentary cover guide theory methods "
    "results discussion history world international national european political social economic global security development "
    "access open full text pdf html download view article articles original short communication note special symposium session "
    "welcome board committee message reviewers announcement announcements international keywords subject published january february "
    "march april june july august september october november december facts findings highlights topics recommendations executive links contacts "
    "events experts programs programmes projects regions tools resources services related latest popular featured subscribe newsletter donate "
    "careers downloads multimedia podcast podcasts videos publications citations metrics statistics figures tables".split()
)
_MARKS = re.compile(
    r"(?<=[\w.)])[\s]*(?:[*†‡§¶¹²³⁰-⁹]+|(?<=[a-z.])\d{1,2}(?:\s*,\s*\d{1,2})*)(?=\s*(?:,|;|&|$|\sand\s))"
)
_UP = "A-ZÀ-ÖØ-ÞČŠŽŁŚŻŐА-ЯЁ"
_OF = r"(?:(?i:van|von|de|der|den|du|da|di|la|le|del|dos|el|al)\s+){0,3}"
_INVERTED = (
    rf"{_OF}[{_UP}][\w'’ʼ\-‐]+(?:[\s-][{_UP}][\w'’\-]+)?,\s*(?:[{_UP}]\.\s?-?\s?){{1,4}}(?:,?\s(?:Jr|Sr)\.)?(?![A-Z]\b)"
)
_PLAIN = rf"(?:[{_UP}]\.\s?-?\s?){{1,4}}{_OF}[{_UP}][\w'’ʼ\-‐]+"
_CYRILLIC = r"[А-ЯЁІЇЄЂЈЉЊЋЏ][\w'’\-]+\s+(?:[А-ЯЁІЇЄЂЈЉЊЋЏ]\.\s?){1,2}(?!\w\.)"
"""Family name and initials without a comma, as in Slavic lists."""
_SHOUTED = rf"[{_UP}][{_UP}'’\-]+(?:,\s*(?:[{_UP}]\.?-?\s?){{1,4}})?(?![\w])"
_JOIN = re.compile(r"\s*(?:,\s*(?:and|&)(?!\w)|,|;|&|(?<=\s)(?:and|und|et|y)(?=\s))\s*")
_BREAK = re.compile(
    r"\s*(?:[.,]?\s*\(?\d{4}[a-z]?\)?\s*[.:,]?\s|[.:]\s+|\s[–—-]+\s|(?<=\.)\s+)\s*(?=[^\W_]|[\"“‘'«(\[¿¡<])"
)
_FIRST = tuple(re.compile(p) for p in (_INVERTED, _CYRILLIC, _SHOUTED))
_NEXT = tuple(re.compile(p) for p in (_INVERTED, _CYRILLIC, _PLAIN, _SHOUTED))
MOST = 40
"""Names in one line."""
_PAIR = re.compile(r"[^\W\d_][\w'’ -]+, (?:[A-Z]\.?-?\s?){1,4}")
_STOP = re.compile(r"(?<=[^\W\d_]{3})(?<!\bJr)(?<!\bSr)\.$")
_COMMA = re.compile(r"\s*,\s*")
_LOOSE_STOP = re.compile(r"(?<=[A-Z])\s+(?=\.)")
_HAN = re.compile(
    "[王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧萧程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎閻余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹"
    "鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文][\u4e00-\u9fff]{1,2}"
)
"""A Chinese name: one of the family names that nearly all have, and one or two characters."""
_JOB = re.compile(
    r"(?:\w+[ -]){0,2}(?:fellow|director|researcher|analyst|professor|lecturer|economist|president|scientist|consultant|adviser|advisor|specialist|"
    r"coordinator|journalist|referent(?:in)?|direktor(?:in)?|directeur|directrice|chercheuse|chercheur|investigador[a]?|direttore)(?:\s(?:emerit(?:us|a)|of|for|at|in)\b.*)?",
    re.I,
)
"""What somebody is: it stands behind names, between commas."""
_NEVER_IN = re.compile(r'[?!:()\[\]{}"“”/\\=+@\d]')
_WORDS = re.compile(r"(?<![\w'’.‐-])(?!dell[ao]|and |und |with )[a-zß-öø-ÿ]{4,}(?![\w'’])|[?!]")
"""A word in small letters as names do not have; most titles have one."""
MAX = 600
"""Characters of the longest line that is looked at as names."""


def names_in(text: str, *, weak: bool = False) -> tuple[str, ...]:
    """Return the names that a whole line consists of, () where it is anything else.

    `weak` takes "Popov, Alexi" and lone words too: where neighbouring lines show that it is a column of names.
    """
    if not text or len(text) > MAX:
        return ()
    by = INTRO.match(text)
    if by is None and _WORDS.search(text if text[-1].isalnum() else TAIL.sub("", text)):
        return ()
    return _names(text[by.end() :] if by else text, weak or by is not None)


@lru_cache(maxsize=2048)
def _names(text: str, weak: bool) -> tuple[str, ...]:
    core = _core(text)
    parts = [p for p in _COMMA.split(_AND.sub(",", core)) if p]
    if parts and not core.isascii() and all(map(_HAN.fullmatch, parts)):
        return tuple(parts) if weak else ()
    if len(parts) > 1 and any(map(_JOB.fullmatch, parts)):
        parts = [p for p in parts if not _JOB.fullmatch(p)]
        core = ", ".join(parts)
    if not parts or not all(map(_part, parts)) or not (weak or _certain(parts)):
        return ()
    return _paired(split_names(core))


def has_job(text: str) -> bool:
    """Tell whether one of the parts between commas says what somebody is ("Senior Fellow")."""
    return "," in text and any(_JOB.fullmatch(part) for part in _COMMA.split(text.strip()))


def _paired(names: tuple[str, ...]) -> tuple[str, ...]:
    """Initials that were taken for a name of their own belong to the name before them."""
    found: list[str] = []
    for name in names:
        if found and _INITIALS.fullmatch(name) and "," not in found[-1]:
            found[-1] = f"{found[-1]}, {name}"
        else:
            found.append(name)
    return tuple(found)


def _core(text: str) -> str:
    """The names without footnote marks and the punctuation around them."""
    text = TAIL.sub("", text) if text[-1:] in ")].," else text
    return _LOOSE_STOP.sub("", _MARKS.sub("", text)).strip(" ,;:|·–—-")


def _part(part: str) -> bool:
    """One piece between commas: initials, or capitalised words that are no common words."""
    if _INITIALS.fullmatch(part) or (not part.isascii() and _HAN.fullmatch(part)):
        return True
    words = part.split()
    if part.casefold() in PLACES:
        return False
    if len(words) > 5 or _NEVER_IN.search(part) or (not part.isascii() and any(c.isdigit() for c in part)):
        return False
    for word in words:
        bare = word.strip(".,").casefold()
        if (bare in _COMMON and len(word) > 2) or not (_WORD.fullmatch(word) or bare in _SMALL):
            return False
    return bool(words) and words[-1].casefold() not in _SMALL and not looks_corporate(part)


def _certain(parts: list[str]) -> bool:
    """At least one piece is a whole name (two words, or initials beside a word)."""
    if any(_INITIALS.fullmatch(p) for p in parts):
        return len(parts) > 1
    return any(len(p.split()) > 1 for p in parts)


def leading_names(text: str) -> tuple[str, str] | None:
    """Return (names, rest) where a line begins with names in a form that titles do not have: "TAN, H.H. & LIM, K. Title"."""
    end = at = 0
    best: tuple[int, int] | None = None
    for n in range(MOST):
        match = next((m for p in (_NEXT if n else _FIRST) if (m := p.match(text, at))), None)
        if match is None:
            break
        end = match.end()
        while end > at and text[end - 1].isspace():
            end -= 1
        if cut := _BREAK.match(text, end):
            best = (end, cut.end())
        joined = _JOIN.match(text, end)
        if joined is None:
            break
        at = joined.end()
    if best is None:
        return None
    names, rest = text[: best[0]].rstrip(), text[best[1] :]
    if len(names) < 4 or not re.search(rf"[{_UP}]\.|,", names):
        return None
    return (names, rest) if any(c.islower() for c in rest) or len(rest) > 3 else None


def people(text: str, names: tuple[str, ...] = ()) -> tuple[Contributor, ...]:
    """Return the contributors that a names line lists, editors as such where it says so."""
    role = "edt" if EDITING.search(text) else "aut"
    if _PAIR.fullmatch(text.strip(" ,;")):
        return (parse_name(text.strip(" ,;"), role, inverted=True),)
    found = names or _paired(split_names(_core(INTRO.sub("", text, count=1))))
    cut = [_STOP.sub("", n.strip(" ,;")) for n in found if n.strip(" ,;.")]
    return tuple(parse_name(n, role, inverted=True if _PAIR.fullmatch(n) else None) for n in cut)
