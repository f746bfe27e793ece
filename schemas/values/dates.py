"""Printed dates to EDTF (levels 0 and 1), in an own grammar; the words of the languages are in date_words."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from functools import lru_cache

from schemas.record import Date
from schemas.values.date_words import kind_of
from schemas.values.text import clean

_TIME = r"(?:T|\s+|,\s*)(?:at\s+)?\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|CES?T|E[SD]T|[+-]\d{2}:?\d{2})?"
_ISO = re.compile(rf"(\d{{4}})(?:([-/.‐‑–])(\d{{1,2}})(?:\2(\d{{1,2}}))?)?(?:{_TIME}|Z|[+-]\d\d:\d\d)?", re.ASCII)
_TIME_AT_END = re.compile(rf"{_TIME}$")
_COMPACT = re.compile(r"([12]\d{3})(0[1-9]|1[0-2])([0-3]\d)?(?:T?\d{6}Z?)?", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})\.?", re.ASCII)
_SEASON_BEFORE = re.compile(r"^(?:spring|summer|fall|autumn|winter)\s+(?=\d{1,2}-)", re.I)
"""A season before the month in figures ("Summer 7-2009"): the month is finer."""
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년](?:\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?)?")
_DECADE = re.compile(r"(?:the\s+)?(\d{3})(?:0['’]?s|0er(?: Jahre)?|-\??)", re.ASCII)
_CENTURY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|\.|e|ème)\s?(?:century|Jahrhundert|siècle|eeuw)", re.ASCII | re.IGNORECASE
)
_PART = r"(?:\d{4}(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?)?|\d{3}X|\d\dXX)[~?%]?"
_EDTF = re.compile(rf"({_PART})|({_PART}|\.\.|)/({_PART}|\.\.|)", re.ASCII)
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[-–—/‐‑−]+|[?~]")
_UNDATED = re.compile(
    r"^\[?(?:o\.\s?[JD]\.|n\.\s?d\.|s\.\s?[ad]\.|b\.\s?r\.|u\.\s?å\.|без даты|б\.\s?г\.)[\s,;:]*(?=[\[(]?\D{0,8}\d{3})",
    re.I,
)
"""What says that the work bears no date, before one that was found elsewhere: "o. J. [ca. 1990]"."""
_EITHER = re.compile(r"\[?(\d{4})\??\s*(?:or|oder|ou|o|of|eller|nebo|или)\s*(\d{4})\s*\??\]?\.?", re.I)
_BETWEEN = re.compile(
    r"\[?(?:between|zwischen|entre|tra|tussen|mellem|mellan)\s*(\d{4})\s*(?:and|und|et|y|e|en|og|och)\s*(\d{4})\s*(\??)\]?\.?",
    re.I,
)
_CIRCA = re.compile(r"\bc\.\s*(?=\d{4})")


def parse_date(printed: str, kind: str = "issued") -> Date:
    """Return a printed date as EDTF beside its printed form; what cannot be read, or cannot be, has no EDTF.

    The time of day is left out and the day is that of the printed offset. Day and month in doubt (03/04/2018) give the year.
    """
    if len(printed) == 4 and printed.isascii() and printed.isdigit() and printed != "0000":
        return Date(edtf=printed, kind=kind)
    text = clean(printed)
    if text is None:
        return Date(kind=kind)
    edtf = _edtf(text) if len(text) < 100 else None
    return Date(as_printed=text if text != edtf else None, edtf=edtf, kind=kind)


@lru_cache(maxsize=2048)
def _edtf(text: str) -> str | None:
    if not text.isascii():
        text = "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)
    iso = _ISO.fullmatch(text)
    if iso:
        return _from_iso(iso)
    if _EDTF.fullmatch(text):
        return _checked(text)
    text = _UNDATED.sub("", text, count=1)
    return _from_numbers(text) or _from_alternatives(text) or _from_words(text)


def _from_alternatives(text: str) -> str | None:
    """One of two years is the first in doubt, as level 1 has no sets; a year between two has an X for each figure not known."""
    if found := _EITHER.fullmatch(text):
        return f"{found[1]}?" if found[1] < found[2] and found[1] != "0000" else None
    if found := _BETWEEN.fullmatch(text):
        same = next((known for known in (3, 2) if found[1][:known] == found[2][:known]), 0)
        return found[1][:same] + "X" * (4 - same) if same and found[1] < found[2] else None
    return None


def _from_iso(iso: re.Match[str]) -> str | None:
    """Year first. Zero stands for not known; a second number that is no month ends a range of years (2012-13)."""
    y, m, d = int(iso[1]), int(iso[3] or 0), int(iso[4] or 0)
    if m <= 12 or iso[4]:
        return _day(y, m, d)
    if 21 <= m <= 24 and iso[2] == "-":
        return f"{iso[1]}-{m}"
    return _span(iso[1], f"{iso[1][:2]}{m:02d}")


def _day(y: int, m: int = 0, d: int = 0) -> str | None:
    """Return year, month and day as far as they are given and if the calendar has them."""
    if not 0 < y <= 9999 or m > 12 or (d and not m) or (d and d > monthrange(y, m)[1]):
        return None
    return f"{y:04d}" if not m else f"{y:04d}-{m:02d}" if not d else f"{y:04d}-{m:02d}-{d:02d}"


def _span(start: str | None, end: str | None) -> str | None:
    """Return an interval, None when its end does not come after its beginning."""
    if start is None or end is None or start[:4] > end[:4] or (start > end and len(start) == len(end)):
        return None
    return f"{start}/{end}" if start != end else start


def _checked(text: str) -> str | None:
    """Return EDTF as it is when each part of it exists and an interval does not run backwards."""
    parts = text.split("/")
    if not any(part.strip(".") for part in parts):
        return None
    for part in parts:
        numbers = re.split("-", part.rstrip("~?%").strip("."))
        y, m, d = ([n for n in numbers if n] + ["XX", "XX", "XX"])[:3]
        whole = y.isdigit()
        season = len(numbers) == 2 and m.isdigit() and 21 <= int(m) <= 24
        known = [int(n) if n.isdigit() else 0 for n in (m, d)]
        if whole and (
            y == "0000" or (not season and ("00" in (m, d) or not _day(int(y), known[0], known[1] if known[0] else 0)))
        ):
            return None
        if d.isdigit() and not m.isdigit():
            return None
    if len(parts) == 2 and parts[0][:4].isdigit() and parts[1][:4].isdigit():
        plain = [part.rstrip("~?%") for part in parts]
        return text if _span(plain[0], plain[1]) and plain[0] != plain[1] else None
    return text


def _from_numbers(text: str) -> str | None:
    text = _SEASON_BEFORE.sub("", text)
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        return _from_day_first(int(numeric[1]), int(numeric[3]), int(numeric[4]), numeric[2])
    if found := _MONTH_YEAR.fullmatch(text):
        return _day(int(found[2]), int(found[1]))
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3] or 0))
    if found := _EAST_ASIAN.search(text):
        return _day(int(found[1]), int(found[2] or 0), int(found[3] or 0))
    if found := _DECADE.fullmatch(text):
        return f"{found[1]}X"
    if found := _CENTURY.fullmatch(text):
        return f"{int(found[1]) - 1:02d}XX" if 0 < int(found[1]) < 30 else None
    return None


def _from_day_first(a: int, b: int, y: int, mark: str) -> str | None:
    """Dots are used where the day comes first; with other marks only a number above 12, or two equal ones, settle it."""
    if mark == "." or a > 12 or a == b:
        return _day(y, b, a) if a and b else None
    if b > 12:
        return _day(y, a, b) if a else None
    return _day(y) if a and b else None


def _from_words(text: str) -> str | None:
    """Read a date with words by the order of its parts; any word that does not belong to dates gives None."""
    text = _TIME_AT_END.sub("", _CIRCA.sub("ca ", text))
    parts: list[tuple[str, int]] = []
    for token in _TOKEN.findall(text):
        part = _part(token)
        if part[0] == "!":
            return None
        if part[0]:
            parts.append(part)
    doubt = "".join(sorted({kind for kind, _ in parts if kind in "?~"}))
    parts = [part for part in parts if part[0] not in "?~"]
    shape = "".join(kind for kind, _ in parts).strip("-" if parts[-1:] != [("-", 0)] or len(parts) > 2 else "")
    build = _SHAPES.get(shape)
    found = build(*(number for kind, number in parts if kind not in "-O")) if build else None
    if found and doubt and "S" in shape:
        found = found[:4]  # a season cannot be in doubt in EDTF, a year can
    if found and doubt:
        mark = {"?": "?", "~": "~", "?~": "%"}[doubt]
        start, slash, end = found.partition("/")
        return start + mark + slash + end if not start.endswith("X") or slash else None
    return found


def _part(token: str) -> tuple[str, int]:
    """Return kind and number of one token: Y(ear), d (one or two digits), those of date_words, or "!" for what is none."""
    if token[0].isdigit():
        kind = {1: "d", 2: "d", 4: "Y"}.get(len(token), "!") if token.isascii() else "!"
        return kind, int(token) if kind != "!" else 0
    if token[0] in "-–—/‐‑−":
        return "-", 0
    if token in "?~":
        return token, 0
    kind, number = kind_of(token)
    return ("!" if kind == "?" else kind), number


def _short(y: int, end: int) -> str | None:
    return _span(_day(y), _day(y // 100 * 100 + end))


def _season(s: int, y: int, *_: int) -> str | None:
    return f"{y:04d}-{s}" if y else None


_SHAPES: dict[str, Callable[..., str | None]] = {
    "Y": _day,
    "Y-": lambda y: f"{y:04d}/..",
    "Y-O": lambda y: f"{y:04d}/..",
    "Y-Y": lambda a, b: _span(_day(a), _day(b)),
    "Y-d": _short,
    "YM": _day,
    "Y-M": _day,
    "MY": lambda m, y: _day(y, m),
    "M-Y": lambda m, y: _day(y, m),
    "YMd": _day,
    "Y-M-d": _day,
    "YdM": lambda y, d, m: _day(y, m, d),
    "dMY": lambda d, m, y: _day(y, m, d),
    "d-M-Y": lambda d, m, y: _day(y, m, d),
    "MdY": lambda m, d, y: _day(y, m, d),
    "M-d-Y": lambda m, d, y: _day(y, m, d),
    "ddY": lambda a, b, y: _from_day_first(a, b, y, " "),
    "d-dMY": lambda a, b, m, y: _span(_day(y, m, a), _day(y, m, b)),
    "Md-dY": lambda m, a, b, y: _span(_day(y, m, a), _day(y, m, b)),
    "YMd-d": lambda y, m, a, b: _span(_day(y, m, a), _day(y, m, b)),
    "d-ddY": lambda a, b, m, y: _span(_day(y, m, a), _day(y, m, b)),
    "M-MY": lambda m, n, y: _span(_day(y, m), _day(y, n)),
    "YM-M": lambda y, m, n: _span(_day(y, m), _day(y, n)),
    "MY-MY": lambda m, y, n, z: _span(_day(y, m), _day(z, n)),
    "dM-dMY": lambda a, m, b, n, y: _span(_day(y, m, a), _day(y, n, b)),
    "Md-MdY": lambda m, a, n, b, y: _span(_day(y, m, a), _day(y, n, b)),
    "dMY-dMY": lambda a, m, y, b, n, z: _span(_day(y, m, a), _day(z, n, b)),
    "MdY-MdY": lambda m, a, y, n, b, z: _span(_day(y, m, a), _day(z, n, b)),
    "SY": _season,
    "S-Y": _season,
    "YS": lambda y, s: _season(s, y),
    "SY-d": _season,
    "SY-Y": _season,
    "QdY": lambda q, n, y: _day(y),
    "dQY": lambda n, q, y: _day(y),
    "YQd": lambda y, q, n: _day(y),
}  # fmt: skip


def precision(edtf: str | None) -> str | None:
    """Return "year", "month" or "day" of a date, of an interval that of its beginning; a season or decade is "year"."""
    start = (edtf or "").removeprefix("../").removeprefix("/").partition("/")[0].rstrip("~?%")
    numbers = [part for part in start.split("-") if part.isdigit()]
    if not numbers or not start[:2].isdigit():
        return "year" if start[:2].isdigit() else None
    month = len(numbers) > 1 and int(numbers[1]) <= 12
    return "day" if month and len(numbers) > 2 else "month" if month else "year"


def year(edtf: str | None) -> int | None:
    """Return the year of a date, of an interval its first known one; None for decades and centuries."""
    found = re.match(r"(?:\.\.)?/?(\d{4})", edtf or "")
    return int(found[1]) if found else None
