"""Imprint and citation lines beside a title: journal with volume, issue, year and pages; a report series with its number."""

from __future__ import annotations

import re
from typing import NamedTuple

from schemas.record import Date, Pages, Series
from schemas.values.dates import parse_date
from schemas.values.pages import parse_pages
from schemas.values.text import clean

_NUMBER = r"(?:[A-Z]{1,4}[-/ ]?)?\d[\w./-]*"
_REPORT = re.compile(
    r"(?P<series>(?:[A-ZÀ-Þ][\w'’&.-]*\s+(?:of\s+|for\s+|on\s+|and\s+|the\s+|&\s+)*){0,7}(?:technical |research |working |discussion |policy |occasional |chaillot |"
    r"country |background |briefing |conference |white |green |staff |position |project |final |annual )?"
    r"(?:reports?|papers?|briefs?|memorand(?:um|a)|bulletins?|studies|monographs?|berichte?|papiere?|cahiers?|cuadernos?))"
    rf"(?:\s+series)?[\s,:]*(?:no\.?|nr\.?|n°|n\.|№|number|#|vol\.?)?\s*(?P<number>{_NUMBER})(?=$|[\s,.;:)\]|–—])",
    re.I,
)
_VOLUME = re.compile(
    r"(?P<title>(?:[^\W\d_][^\d()\[\]<>|]{2,90}?)?)[\s,.;:–—-]*(?:\b(?:volume|vol|band|bd|tome|t|v)\b\.?\s*)?(?:\bvol\b\.?\s*)?(?P<volume>\d{1,4})"
    r"\s*(?:\(\s*(?P<issue>[\w./–-]{1,12}(?:\s*[-/–]\s*\d+)?)\s*\)|[,.:;]?\s*\b(?:number|issue|no|nr|n°|heft|numéro|núm)\b\.?\s*(?P<issue2>\d[\w/–-]*))",
    re.I,
)
_VOLUME_ONLY = re.compile(
    r"(?P<title>(?:[^\W\d_][^()|]{2,90}?)?)[\s,.;:–—-]*\b(?:volume|vol|band|bd|tome)\b\.?\s*(?P<volume>\d{1,4})(?:\s*[-/]\s*(?P<issue>\d{1,3})\b)?",
    re.I,
)
_ONLY_ISSUE = re.compile(
    r"^(?P<title>[^\W\d_][^\d()|:]{2,80}?)?[\s,]*\b(?:issue|no|number|heft|nr)\b\.?\s*(?P<issue>\d{1,4})\b", re.I
)
_YEAR_ISSUE = re.compile(
    r"^(?P<title>[^\W\d_][^\d()|]{2,90}?)[\s,]+(?P<year>(?:1[6-9]|20)\d\d)\s*,?\s*\(?(?P<issue>\d{1,4})\)"
)
_YEAR = re.compile(r"(?<![\d.-])(?:1[5-9]|20)\d\d(?![\d-]|\.\d)")
_PAGES = re.compile(
    r"(?:\bpp?\b\.?|\bpages?\b|\bseiten?\b|\bpágs?\b\.?|:)\s*(?P<pages>[A-Za-z]?\d{1,5}\s*[-‐‑‒–—−]\s*[A-Za-z]?\d{1,5})(?![\d-])",
    re.I,
)
_PLACE = re.compile(r"^[A-ZÀ-Þ][^\W\d_]+(?:[ -][A-ZÀ-Þ][^\W\d_]+)?:\s+")
_VERSION = re.compile(r"v\d", re.I)
_MONTH = re.compile(r"[^\W\d_]{3,}")
_DATE_WORDS = re.compile(
    r"(?P<date>(?:\d{1,2}(?:st|nd|rd|th|\.)?\s+)?(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|spring|summer|autumn|fall|winter)"
    r"[^\W\d_]*\.?(?:\s*[/–-]\s*[^\W\d_]+)?\s*(?:\d{1,2}(?:st|nd|rd|th)?,\s*)?,?\s*)(?:1[5-9]|20)\d\d)(?!\d)",
    re.I,
)
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
    if len(text) > MAX or not any(c.isdigit() for c in text):
        return None
    series = _journal(text) or _report(text)
    if series is None:
        return None
    pages = parse_pages(found["pages"]) if series.volume and (found := _PAGES.search(text)) else ()
    return Imprint(series, pages, date_in(text))


def date_in(text: str) -> Date | None:
    """Return the date that stands in a line: with a month where it has one, else its only year."""
    if found := _DATE_WORDS.search(text):
        date = parse_date(found["date"])
        if date.edtf:
            return date
    years = set(_YEAR.findall(text))
    return parse_date(years.pop()) if len(years) == 1 else None


def only_date(text: str) -> Date | None:
    """Return the date that a line consists of ("May/June 2017", "28. Januar 2015"), None for any other line."""
    if len(text) > 40 or not _YEAR.search(text) or len(_MONTH.findall(text)) > 3:
        return None
    date = parse_date(_PLACE.sub("", text))
    if not date.edtf or len(date.edtf) < 6 or len(date.edtf) > 15:  # an interval of days is that of an event
        return None
    words = [w for w in _MONTH.findall(_PLACE.sub("", text)) if not _DATE_WORDS.search(f"{w} 2000")]
    return date if not words else None


def leading_date(text: str) -> Date | None:
    """Return the day that a short line begins with ("5. November 2021, order information")."""
    found = _DATE_WORDS.match(text)
    date = parse_date(found["date"]) if found else None
    return date if date and date.edtf and len(date.edtf) == 10 else None


def _journal(text: str) -> Series | None:
    found = _VOLUME.search(text)
    if found and (found["issue"] or found["issue2"]):
        issue = clean(found["issue"] or found["issue2"])
        if issue and not _YEAR.fullmatch(issue) and not _VERSION.match(issue) and not _DATE_WORDS.search(found[0]):
            return Series(title=_name(found["title"]), volume=found["volume"], issue=issue)
    if (found := _YEAR_ISSUE.match(text)) and _name(found["title"]):
        return Series(title=_name(found["title"]), number=found["issue"])
    if found := _VOLUME_ONLY.match(text):
        return Series(title=_name(found["title"]), volume=found["volume"], issue=found["issue"])
    if (found := _ONLY_ISSUE.match(text)) and _YEAR.search(text):
        return Series(title=_name(found["title"] or ""), number=found["issue"])
    return None


def _report(text: str) -> Series | None:
    found = _REPORT.search(text)
    if found is None or _YEAR.fullmatch(found["number"]) or not re.search(r"[A-ZÀ-Þ]", found["series"][:1]):
        return None
    return Series(title=_name(found["series"]), number=found["number"].rstrip(".,;:"))


def _name(text: str) -> str | None:
    """The name before the numbers; a breadcrumb's last step; the word Volume alone is no name."""
    name = clean(re.split(r"\s[>»|]\s|\s[-–—]\s", text)[-1].strip(" ,.;:-–—>»|[(")) if text else None
    if name and _DATE_WORDS.fullmatch(f"{name.split()[-1]} 2000"):
        return None
    return None if not name or name.casefold() in ("volume", "vol", "issue", "number", "no", "band", "t", "v") else name
