"""EDTF to W3CDTF: only what says the same; nothing uncertain becomes certain."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from schemas.record import DATE_KINDS, Date

_OFFSET = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))"  # as far as xs:dateTime goes
_PLAIN = re.compile(rf"(\d{{4}})(?:-(\d\d)(?:-(\d\d)(T\d\d:\d\d:\d\d{_OFFSET})?)?)?", re.A)
_PART = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T[0-9:Z+-]+)?)?)?([~?%]?)", re.A)
_OPEN = re.compile(r"(?<=\d)/(?:\.\.)?$")
_RANK = {kind: rank for rank, kind in enumerate(DATE_KINDS)}


def w3cdtf(edtf: str | None) -> str | None:
    """Return a date in W3CDTF (year, month, day or time), None where that form cannot say it or the day is none."""
    return edtf if is_day(edtf) else _w3cdtf(edtf)


def is_day(edtf: str | None) -> bool:
    """Tell whether a date is one to the day, as nearly all are; far quicker than taking it apart."""
    if edtf is None or len(edtf) != 10 or not edtf[4] == edtf[7] == "-":
        return False
    try:
        date.fromisoformat(edtf)
    except ValueError:
        return False
    return True


@lru_cache(4096)
def _w3cdtf(edtf: str | None) -> str | None:
    found = _PLAIN.fullmatch(edtf or "")
    if not edtf or not found:
        return None
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        if found[4]:
            datetime.fromisoformat(edtf)
    except ValueError:
        return None
    return edtf


def chosen(dates: tuple[Date, ...]) -> str | None:
    """Return the one date that a citation would choose (DATE_KINDS), in W3CDTF."""
    if len(dates) == 1:
        return w3cdtf(dates[0].edtf)
    for one in sorted(dates, key=lambda d: _RANK.get(d.kind, 99)):
        if found := w3cdtf(one.edtf):
            return found
    return None


def cited(dates: tuple[Date, ...]) -> Date | None:
    """Return the date that a citation would choose (DATE_KINDS): the first that could be read, else the first as printed."""
    if len(dates) == 1 and dates[0].edtf:
        return dates[0]
    ranked = sorted(dates, key=lambda d: _RANK.get(d.kind, 99)) if len(dates) > 1 else dates
    return next((one for one in ranked if one.edtf), None) or next((one for one in ranked if one.as_printed), None)


def worded(date: Date) -> str | None:
    """Return a date as printed, else its EDTF, an interval without end as people write it: `1901-`."""
    if date.as_printed or not date.edtf:
        return date.as_printed
    return _OPEN.sub("-", date.edtf)


class Parts(NamedTuple):
    """A date as citation formats take it apart; `end` where it is an interval; seasons are 1 (spring) to 4 (winter)."""

    start: tuple[int, ...]
    end: tuple[int, ...] = ()
    season: int | None = None
    about: bool = False


@lru_cache(16384)
def parts(edtf: str | None) -> Parts | None:
    """Return year, month and day of an EDTF date or interval; None where no year is certain enough to be a number."""
    if edtf and is_day(edtf):
        return Parts((int(edtf[:4]), int(edtf[5:7]), int(edtf[8:])))
    start, slash, end = (edtf or "").partition("/")
    first, last = _PART.fullmatch(start), _PART.fullmatch(end) if end else None
    if not first or (slash and not last):
        return None
    begin, finish = _numbers(first), _numbers(last) if last else ()
    if begin is None or finish is None:
        return None
    season = begin[1] - 20 if len(begin) > 1 and begin[1] > 20 else None
    if (season and season > 4) or (len(finish) > 1 and finish[1] > 12):
        return None
    return Parts(begin[:1] if season else begin, finish, season, bool(first[4] or (last and last[4])))


def _numbers(found: re.Match[str]) -> tuple[int, ...] | None:
    """The numbers of a date, of those that there are; seasons stay 21 to 24."""
    numbers = tuple([int(part) for part in found.groups()[:3] if part])
    if len(numbers) > 1 and numbers[1] > 12:
        return numbers if len(numbers) == 2 and numbers[1] > 20 else None
    try:
        date(numbers[0], *(*numbers[1:], 1, 1)[:2])
    except ValueError:
        return None
    return numbers
