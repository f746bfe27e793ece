"""Cells of a spreadsheet in both directions: what it made of dates, pages and numbers is understood, nothing of ours runs."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from schemas.crosswalk.plain_text import block
from schemas.identifiers import normalise
from schemas.lists.pages import normal
from schemas.values.date_words import MONTHS
from schemas.values.dates import parse_date, precision
from schemas.values.text import fold

_FORMULA = "=+-@\t\r＝＋－＠"
_INSIDE = re.compile(rf"(;[\s\"']*)(?=[{_FORMULA}])")
_GUARDED = re.compile(rf"(;[\s\"']*)'(?=[{_FORMULA}])")
_NUMBERS = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d\d)(?:[ T]\d.*)?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]\d\d:\d\d.*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})[.\s-]+([^\W\d_]{3,12})\.?")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})[.\s-]+(\d{1,4})")
_ROUNDED = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)
_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
"""Days that spreadsheets count from their epoch, of the years 1954 to 2119."""


class Mangled(ValueError):
    """A cell that cannot be taken for what its column holds; the message says what and what to do."""


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet runs, with an apostrophe before what looks like a formula; `bare` takes it back."""
    text = _INSIDE.sub(r"\1'", block(text))
    return f"'{text}" if text.lstrip("\"' ").startswith(tuple(_FORMULA)) else text


def bare(text: str) -> str:
    """Return the text of a cell without the apostrophes that `guarded` sets."""
    text = text.strip()
    if text.startswith("'") and text[1:].lstrip("\"' ").startswith(tuple(_FORMULA)):
        text = text[1:]
    return _GUARDED.sub(r"\1", text) if ";" in text else text


def words(value: Any) -> str:
    """Return the text of a cell, "" for an empty one; a whole number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return bare(block(str(value)))


def not_rounded(column: str, text: str) -> None:
    """Raise Mangled for a number that the spreadsheet has rounded (9,78E+12)."""
    if _ROUNDED.fullmatch(text):
        raise Mangled(f"{column} {text}: the spreadsheet has rounded it: make the column text and type the ISBN again")


def isbn(value: Any) -> str:
    """Return the text of a cell of ISBNs; raises Mangled for one that the spreadsheet has rounded."""
    text = words(value)
    not_rounded("isbn", text)
    if text.isdecimal() and len(text) < 10:  # as a number it lost what it began with
        text = next((padded for padded in [text.zfill(10)] if normalise("isbn", padded)), text)
    return text


def pages(value: Any, number_format: str = "") -> tuple[str | None, str | None]:
    """Return pages as they are kept, and what to tell where a spreadsheet had made a date of them; raises Mangled."""
    text = words(value)
    if not text:
        return None, None
    ends = _from_day(value, number_format) if isinstance(value, date) else _from_date(text)
    if ends is not None:
        taken = f"{min(ends)}-{max(ends)}"
        shown = text if isinstance(value, date) else f"{text!r}"
        return taken, f"pages: the spreadsheet has made the date {shown} of them: taken as {taken}"
    if (found := normal(text)) is None:
        raise Mangled(f"pages {text!r}: not understood: give 5-9, xii-xv or 5-9, 12")
    return found, None


def _from_day(value: date, number_format: str) -> tuple[int, int]:
    """The two numbers that were typed: day and month, or month and year where the cell shows no day."""
    shows_day = "d" in number_format.lower() or not number_format
    return (value.day, value.month) if shows_day else (value.month, value.year % 100)


def _from_date(text: str) -> tuple[int, int] | None:
    if found := _DAY_MONTH.fullmatch(text):
        month = MONTHS.get(fold(found[2]))
        return (int(found[1]), month) if month else None
    if found := _MONTH_FIRST.fullmatch(text):
        month = MONTHS.get(fold(found[1]))
        return (month, int(found[2]) % 100 if len(found[2]) == 4 else int(found[2])) if month else None
    if found := _ISO.fullmatch(text):
        return int(found[3]), int(found[2])
    if (found := _NUMBERS.fullmatch(text)) and len(found[4]) == 4:
        return int(found[1]), int(found[3])
    return None


def is_day(text: str) -> bool:
    """Tell whether a text is what a spreadsheet writes for a day or a month: `05. Jan`, `May 12`, `3.4.2026`, `01/05/26`."""
    return _from_date(text) is not None or _NUMBERS.fullmatch(text) is not None


def order_of_days(values: list[Any]) -> str | None:
    """Return "dmy" or "mdy" where one of the dates of a file can only be read so, "both" where they contradict."""
    seen = set()
    for value in values:
        if isinstance(value, str) and (found := _NUMBERS.fullmatch(value.strip())):
            if found[2] == "." or int(found[1]) > 12:
                seen.add("dmy")
            elif int(found[3]) > 12:
                seen.add("mdy")
    return "both" if len(seen) == 2 else next(iter(seen), None)


def day(value: Any, order: str | None) -> tuple[str | None, bool]:
    """Return the day that a cell says, and whether day and month had to be guessed; raises Mangled for no day."""
    if value is None or value == "":
        return None, False
    if isinstance(value, date):
        return value.isoformat()[:10], False
    text = words(value)
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIALS:
        return (_EPOCH + timedelta(days=int(text))).isoformat(), False
    if found := _NUMBERS.fullmatch(text):
        return _numbered(text, found, order)
    if found := _ISO.fullmatch(text):
        text = text[:10]
    edtf = parse_date(text).edtf
    if precision(edtf) != "day":
        raise Mangled(f"date {text!r}: not a day: give 2026-10-12")
    return edtf, False


def _numbered(text: str, found: re.Match[str], order: str | None) -> tuple[str, bool]:
    first, second = int(found[1]), int(found[3])
    year = int(found[4]) + (2000 if len(found[4]) == 2 else 0)
    sure = found[2] == "." or first > 12 or second > 12 or first == second
    if not sure and order == "both":
        raise Mangled(f"date {text!r}: day and month may be either way in this file: give 2026-10-12")
    month_first = order == "mdy" if not sure else second > 12
    try:
        made = date(year, *(first, second) if month_first else (second, first))
    except ValueError:
        raise Mangled(f"date {text!r}: there is no such day: give 2026-10-12") from None
    return made.isoformat(), not sure and order is None
