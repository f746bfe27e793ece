"""Printed dates to EDTF (Library of Congress, levels 0 and 1); total functions, no clock."""

from __future__ import annotations

import re
from datetime import date

from schemas.record import Date
from schemas.values.text import clean

_NAMES = (
    "jan|january|januar|janvier|enero|gennaio|januari|janeiro|ene|gen|jänner", "feb|february|februar|février|fevrier|febrero|febbraio|februari|fevereiro|fév|fev",
    "mar|march|märz|mars|marzo|maart|março|mär|mrz|mrt|marco", "apr|april|avril|abril|aprile|avr|abr", "may|mai|mayo|maggio|mei|maio|mag",
    "jun|june|juni|juin|junio|giugno|junho|giu", "jul|july|juli|juillet|julio|luglio|julho|lug|juil", "aug|august|août|aout|agosto|augustus|ago",
    "sep|sept|september|septembre|septiembre|settembre|setembro|set", "oct|october|oktober|octobre|octubre|ottobre|outubro|okt|ott|out",
    "nov|november|novembre|noviembre|novembro", "dec|december|dezember|décembre|decembre|diciembre|dicembre|dezembro|dez|déc|dic",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split("|")}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?![\d])")
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_DMY_NUM = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+\.?")


def parse_date(printed: str, kind: str = "issued") -> Date:
    """Return a Date whose `edtf` has the precision of the printed form, None where it cannot be read."""
    text = clean(printed) or ""
    edtf = _edtf(text)
    return Date(kind=kind, edtf=edtf, as_printed=text if text and text != edtf else None)


def _edtf(text: str) -> str | None:
    if found := _ISO.match(text):
        return _made(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if re.fullmatch(r"\d{4}", text):
        return text
    if found := re.fullmatch(r"(\d{4})\s*[-–/]\s*(\d{4})", text):
        return f"{found[1]}/{found[2]}" if found[1] <= found[2] else None
    if found := _DMY_NUM.search(text):
        return _numeric(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    return _worded(text)


def _numeric(one: int, two: int, year: int) -> str | None:
    """Day and month in either order: only the year is certain where both could be a month."""
    if one > 12:
        return _made(year, two, one)
    if two > 12:
        return _made(year, one, two)
    return f"{year}-{one:02d}-{two:02d}" if one == two else f"{year}"


def _worded(text: str) -> str | None:
    year = _YEAR.search(text)
    if not year:
        return None
    words = [w.rstrip(".").casefold() for w in _WORD.findall(text)]
    month = next((MONTHS[w] for w in words if w in MONTHS), None)
    if month is None:
        season = next((SEASONS[w] for w in words if w in SEASONS), None)
        mark = "~" if re.search(r"\b(circa|ca\.?|c\.)\s*\d", text, re.I) else "?" if "?" in text else ""
        return f"{year[0]}-{season}" if season else f"{year[0]}{mark}"
    rest = text[: year.start()] + " " + text[year.end() :]
    day = re.search(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th|\.)?(?=\D|$)(?!:)", rest)
    return _made(int(year[0]), month, int(day[1]) if day and int(day[1]) else None)


def _made(year: int, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def precision(edtf: str | None) -> str | None:
    """Return "year", "month" or "day", the precision of a single date; None for anything else."""
    found = re.fullmatch(r"\d{4}(-\d\d)?(-\d\d)?[?~%]?", edtf or "")
    return None if not found else "day" if found[2] else "month" if found[1] else "year"


def year(edtf: str | None) -> int | None:
    """Return the year in which a date begins, None where there is none."""
    found = re.match(r"\d{4}", edtf or "")
    return int(found[0]) if found else None
