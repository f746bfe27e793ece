"""Imprint and citation lines beside a title: journal with volume, issue, year and pages; a report series with its number."""

from __future__ import annotations

import re
from typing import NamedTuple

from harvester.pages.date_lines import YEAR, date_in, dates_in, is_date_word
from schemas.record import Date, Pages, Series
from schemas.values.pages import parse_pages
from schemas.values.text import clean

_NUMBER = r"(?:(?:19|20)\d\d:\d{1,3}|\d{4}/[A-Z]\s?\d{1,3}|(?:[A-Z]{1,4}[-/ ]?)?\d[\w./-]*)"
_NO = (
    r"(?:number|issue|nos?|nrs?|n|n[°º]|№|#|n[uú]m(?:ero)?|numéro|número|heft|fasc(?:icule|icolo|ículo)?|part|вып(?:уск)?|бр|кн|"
    r"zeszyt|afl(?:evering)?)(?:\.|(?<=[°º№#])|\b)"
)
_VOL = r"(?:volume|vol|band|bd|tome|tomo|tom|t|v|jahrgang|jg|anno|año|ano|jaargang|årgång|том|т|rocznik)"
_REPORT = re.compile(
    r"(?P<series>(?:[A-ZÀ-Þ][\w'’&.-]*\s+(?:of\s+|for\s+|on\s+|and\s+|the\s+|&\s+)*){0,7}(?:[A-ZÀ-Þ]{2,8}-)?(?:technical |research |working |"
    r"discussion |policy |occasional |country |background |briefing |conference |white |green |staff |position |project |final |annual )?"
    r"(?:reports?|papers?|briefs?|briefings?|memorand(?:um|a)|memoirs?|circulars?|bulletins?|studies|analysis|monographs?|insights?|\w*berichte?|\w*papiere?|\w*studien?|analysen?|"
    r"cahiers?|cuadernos?|quadern[io]|cadernos?|études?|informes?|rapports?|documentos? de \w+))"
    rf"(?:\s+series)?[\s,:;.]*(?:(?:[|·•]\s*)?{_NO}|vol\.?)?\s*(?:\((?=\d{{1,4}}\)))?(?P<number>{_NUMBER})(?=$|[\s,.;:)\]|–—])",
    re.I,
)
_REPORT_WORDS = ("report", "paper", "brief", "memorand", "memoir", "circular", "bulletin", "analysis", "studi", "monograph", "insight", "bericht", "papier", "analyse", "cahier",
                 "cuaderno", "quadern", "caderno", "étude", "informe", "rapport", "documento")  # fmt: skip
_IN_SERIES = re.compile(
    rf"(?:(?:collection|series|reihe|in der reihe|collana|colección|coleção)\s*:?\s+)?(?P<series>[A-ZÀ-ÞА-Я][^\d,;:|()]{{2,70}}?)\s*[,;.]?\s+(?:{_NO}|band|bd\.?|vol\.?)\s*"
    r"(?P<number>\d{1,4}(?:/\d{1,4})?)\W*",
    re.I,
)
"""A whole line that is the name of a series with a number in it ("Quaderni del porto, n. 12")."""
_VOLUME = re.compile(
    rf"(?P<title>(?:[^\W\d_][^\d()\[\]<>|]{{2,90}}?)?)[\s,.;:–—-]*(?:(?:1[6-9]|20)\d\d,\s*)?(?:\b{_VOL}\b\.?\s*)?(?:\bvol\b\.?\s*)?(?<!\d/)(?<!\d)(?<!\d{{4}}-)(?P<volume>\d{{1,4}})"
    rf"\s*(?:\(\s*(?P<issue>[\w./–-]{{1,12}}(?:\s*[-/–]\s*\d+)?)\s*\)|[,.:;]?\s*(?<!\w){_NO}\s*(?P<issue2>\d[\w/–-]*))",
    re.I,
)
_NUMBERS = re.compile(rf"\d\s*(?:\(|[,.:;]?\s*{_NO}\s*\d)", re.I)
"""What stands behind a volume: most lines have none, and looking for its title is dear."""
_VOLUME_ONLY = re.compile(
    rf"(?P<title>(?:[^\W\d_][^()|]{{2,90}}?)?)[\s,.;:–—-]*\b(?![tv]\b){_VOL}\b\.?\s*(?P<volume>\d{{1,4}})(?:\s*[-/]\s*(?P<issue>\d{{1,3}})\b)?",
    re.I,
)
_VOLUME_YEAR = re.compile(
    rf"(?P<title>[^\W\d_][^\d()|]{{2,90}}?)[\s,]+(?:{_VOL}\b\.?\s*)?(?P<volume>\d{{1,4}})\s*\((?:1[6-9]|20)\d\d\)(?:\s*,?\s*(?P<issue>\d{{1,2}}))?\W*",
    re.I,
)
"""A whole line: title, volume, year in brackets, issue."""
_VOLUME_PAGES = re.compile(
    r"(?P<title>[^\W\d_][^\d()|]{2,90}?)[\s,]+(?P<volume>\d{1,4})\s*[,:]\s*(?:pp?\.\s*)?(?P<pages>\d{1,5}\s*[-‐‑–—]\s*\d{1,5})\s*\((?:1[6-9]|20)\d\d\)"
)
"""Title, volume, pages, year in brackets: "Tidal Notes 12, 41–58 (2019)"."""
_PAGED = re.compile(r"\d\s?[-‐‑–—]\s?\d{1,5}\s*\((?:1|2)")
_ONLY_ISSUE = re.compile(
    rf"^(?P<title>[^\W\d_][^\d()|:]{{2,80}}?)?[\s,]*(?<!\w){_NO}\s*(?P<issue>\d{{1,4}}(?:/\d{{1,4}})?)\b", re.I
)
_YEAR_ISSUE = re.compile(
    r"^(?P<title>[^\W\d_][^\d()|]{2,90}?)?[\s,]*(?<!\d)(?P<year>(?:1[6-9]|20)\d\d)(?:/\d{1,2})?\s*[.,]?\s*(?:\((?P<issue>\d{1,4})\)|(?:№|[Nn][°º])\s*(?P<issue2>\d{1,3}))"
)
_PAGES = re.compile(
    r"(?:\bpp?\b\.?|\bpages?\b|\bseiten?\b|\bpágs?\b\.?|:|\d\s?\)\s*,)\s*(?P<pages>[A-Za-z]?\d{1,5}\s*[-‐‑‒–—−]\s*[A-Za-z]?\d{1,5})(?![\d-])",
    re.I,
)
_EASTERN = re.compile(
    r"(?P<title>[\u3040-\u9fff\uac00-\ud7a3]{2,30})?\s*(?:[12]\d{3}\s?[年년]\s*[,，]?\s*)?第?\s*(?P<volume>\d{1,4})\s*[卷巻권]\s*[,，(（]?\s*第?\s*(?P<issue>\d{1,4})\s*[期号號호]"
)
_EASTERN_ISSUE = re.compile(
    r"(?P<title>[\u3040-\u9fff\uac00-\ud7a3]{2,30})?\s*(?:[12]\d{3}\s?[年년]\s*[,，]?\s*)?第?\s*(?P<issue>\d{1,4})\s*[期号號호]"
)
_EASTERN_MARK = re.compile("[期號号호]")
_VOL_WORD = re.compile(rf"\b{_VOL}\b", re.I)
_VANCOUVER = re.compile(
    r"^(?:[^:]{0,40}:\s*)?(?P<title>(?:[^\W\d_][^\d()|:;]{1,80}?)?)[.,]?\s+(?:1[89]|20)\d\d(?:\s[A-Z][a-z]{2,8}(?:\s\d{1,2})?)?;\s*"
    r"(?P<volume>\d{1,4})(?:\((?P<issue>[^()]{1,40})\))?:"
)
"""Title, year, semicolon, volume, issue, colon: "Tidal Notes 2019;12(3):41-58"."""
_ACRONYM = re.compile(r"(?P<series>[A-Z]{2,8})\s+(?P<number>\d{1,4}/(?:19|20)\d\d)(?=$|\s*[|·•,–-])")
"""A series that has initials only: "DTA 101/2021"."""
_LEAD = re.compile(
    r"^(?:(?:in|aus)\s+(?:der|the|dem)\s+(?:reihe|series)|part of (?:the )?(?:book )?series|(?:book )?series|reihe|collection|collana|colección|coleção)\s*:?\s+(?=[A-ZÀ-Þ])",
    re.I,
)
_TAIL = re.compile(r"(?:,?\s+(?:heft|band|bd|nr|no|vol|volume|number|n[°º]|№)\.?|\s+(?:1[6-9]|20)\d\d)$", re.I)
_VERSION = re.compile(r"v\d", re.I)
_WORDS_FOR_NUMBERS = frozenset(
    "volume vol issue number no nr band bd heft t v tom tomo tome zeszyt núm numéro n nº".split()
)
_DIGIT = re.compile(r"\d")
_OF_SERIES = re.compile(
    r"(?:volume|vol\.?|no\.?|number|band|tome|book)\s*(?P<number>\d{1,4})\s+(?:in|of|der|dans)\s+(?:the\s+|la\s+)?(?:(?:book\s+)?series|reihe|collection)\s*:?\s+(?P<series>[A-ZÀ-Þ].{2,80}?)(?=\.\s+[A-ZÀ-Þ]|\.?$)",
    re.I,
)
"""A number before its series: "Volume 5 in the series Polder Media Studies"."""
_CRUMB = re.compile(r"\s[>»|/]\s|[.,?!]?[\"”»]\s+(?=[A-ZÀ-Þ])|\s[-–—]\s")
MAX = 260
"""Characters of an imprint line; longer lines are text."""


class Imprint(NamedTuple):
    """What one line says: the series or journal, the pages in it, and the date."""

    series: Series | None
    pages: tuple[Pages, ...]
    date: Date | None


def read_imprint(text: str) -> Imprint | None:
    """Return what an imprint line says, None for a line that is none.

    "Acta Palaeontologica Polonica 68 (4), 2023: 709-718"; "Issue 58, Fall 2013"; "Technical Report AI-08-001, X, May 2008".
    """
    if len(text) > MAX or not _DIGIT.search(text):
        return None
    series = _journal(text) or _report(text)
    if series is None:
        return None
    found = (_PAGES.search(text) or _VOLUME_PAGES.search(text)) if series.volume else None
    pages = parse_pages(found["pages"]) if found else ()
    return Imprint(series, pages, date_in(text))


def _journal(text: str) -> Series | None:
    if _OF_SERIES.fullmatch(text):
        return None
    if (
        not text.isascii()
        and _EASTERN_MARK.search(text)
        and (found := _EASTERN.search(text) or _EASTERN_ISSUE.search(text))
    ):
        volume = found.groupdict().get("volume")
        title = _name(found["title"])
        return (
            Series(title=title, volume=volume, issue=found["issue"])
            if volume
            else Series(title=title, number=found["issue"])
        )
    found = _VOLUME.search(text) if _NUMBERS.search(text) else None
    if found and (found["issue"] or found["issue2"]):
        issue = clean(found["issue"] or found["issue2"])
        if issue and YEAR.fullmatch(found["volume"]) and found["issue2"] and not _VOL_WORD.search(found[0]):
            return Series(title=_name(found["title"]), number=issue)
        if issue and not YEAR.fullmatch(issue) and not _VERSION.match(issue) and not dates_in(found[0]):
            return Series(title=_name(found["title"]), volume=found["volume"], issue=issue)
    if ";" in text and (found := _VANCOUVER.match(text)):
        return Series(title=_name(found["title"]), volume=found["volume"], issue=clean(found["issue"]))
    if (found := _YEAR_ISSUE.match(text)) and (_name(found["title"]) or found["issue2"]):
        return Series(title=_name(found["title"]), number=found["issue"] or found["issue2"])
    if _PAGED.search(text) and (found := _VOLUME_PAGES.search(text)):
        return Series(title=_name(found["title"]), volume=found["volume"])
    if found := _VOLUME_YEAR.fullmatch(text) or _VOLUME_ONLY.match(text):
        return Series(title=_name(found["title"]), volume=found["volume"], issue=found["issue"])
    if (found := _ONLY_ISSUE.match(text)) and YEAR.search(text):
        return Series(title=_name(found["title"]), number=found["issue"])
    return None


def _report(text: str) -> Series | None:
    lower = text.lower()
    found = _IN_SERIES.fullmatch(text) or _OF_SERIES.fullmatch(text)
    if found is None and any(word in lower for word in _REPORT_WORDS):
        found = _REPORT.search(text)
    found = found or _ACRONYM.match(text)
    if found is None or YEAR.fullmatch(found["number"]) or not re.search(r"[A-ZÀ-ÞА-Я]", found["series"][:1]):
        return None
    if is_date_word(re.split(r"[\W\d]", found["number"], maxsplit=1)[0]):
        return None
    return Series(title=_name(found["series"]), number=found["number"].rstrip(".,;:"))


def _name(text: str | None) -> str | None:
    """The name before the numbers; a breadcrumb's last step; the word Volume alone is no name."""
    name = clean(_CRUMB.split(text.rstrip(" /"))[-1].strip(" ,.;:-–—>»|/[(")) if text else None
    name = _TAIL.sub("", _LEAD.sub("", name)) or name if name else None
    if name and is_date_word(name.split()[-1]):
        return None
    return None if not name or name.casefold() in _WORDS_FOR_NUMBERS else name
