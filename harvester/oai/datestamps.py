"""Datestamps and windows of time in the two granularities of OAI-PMH; total functions, no clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

DAY = "YYYY-MM-DD"
SECONDS = "YYYY-MM-DDThh:mm:ssZ"
OVERLAP = {DAY: timedelta(days=1), SECONDS: timedelta(minutes=10)}
"""How far an increment reaches back before the last harvest began, by granularity."""

_USUAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_GAPS = re.compile(r"\s*([-:T/+.])\s*|\s+(?=[Zz]$)")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?=\D|$)")
_COARSE = re.compile(r"\d{4}(-\d\d)?")


def normal(printed: str | None) -> str | None:
    """Return a datestamp as `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ` in UTC, None where it cannot be read.

    A time without a zone is taken as UTC, which is what the protocol asks for (OAI-PMH 2.0, 3.3).
    """
    text = (printed or "").strip()
    if not text:
        return None
    if len(text) == 20 and text[19] == "Z" and text.isascii() and _USUAL.fullmatch(text):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return None
        return text
    if not _USUAL.fullmatch(text):
        text = _YEAR_FIRST.sub(lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2}", _GAPS.sub(r"\1", text))
        if _COARSE.fullmatch(text):
            text = f"{text}-01" if len(text) == 7 else f"{text}-01-01"
    try:
        at = datetime.fromisoformat(text)
        if len(text) <= 10:
            return at.date().isoformat()
        return f"{at.astimezone(UTC) if at.tzinfo else at:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")
    except (ValueError, OverflowError):
        return None


def has_zone(printed: str | None) -> bool:
    """Say whether a printed time says which zone it is of."""
    return re.search(r"\dT?.*\d([zZ]|[+-]\d\d:?\d\d)\s*$", printed or "") is not None


def moment(stamp: str) -> datetime:
    """Return a normal datestamp as a time; a day is its first second."""
    return datetime.fromisoformat(stamp).replace(tzinfo=UTC)


def spelled(at: datetime, granularity: str) -> str:
    """Return a time as an argument of this granularity."""
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%d}".rjust(10, "0") if granularity == DAY else f"{at:%Y-%m-%dT%H:%M:%SZ}".rjust(20, "0")


def argument(stamp: str, granularity: str, *, last: bool = False) -> str:
    """Return a date or time that a person gave as an argument of this granularity; `last` for the end of a window.

    Raises ValueError for what is no date.
    """
    known = normal(stamp)
    if known is None:
        raise ValueError(f"{stamp!r} is not a date or time (2024-05-31, 2024-05-31T12:00:00Z)")
    if granularity == DAY or len(known) > 10:
        return known[: 10 if granularity == DAY else 20]
    return f"{known}T23:59:59Z" if last else f"{known}T00:00:00Z"


def halves(first: str, last: str, granularity: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """Return the two halves of a window, both ends included; None where it cannot be parted any more."""
    step = timedelta(days=1) if granularity == DAY else timedelta(seconds=1)
    begin, end = moment(first), moment(last)
    if end - begin < step:
        return None
    middle = begin + (end - begin) / 2
    middle = middle.replace(hour=0, minute=0, second=0, microsecond=0) if granularity == DAY else middle
    middle = middle.replace(microsecond=0)
    return (first, spelled(middle, granularity)), (spelled(middle + step, granularity), last)


def next_from(response_date: str, granularity: str, *, sure: bool) -> str:
    """Return where the next increment begins: the overlap before a harvest began.

    A response date that is not `sure` (no zone, a day only, our own clock) may be off by the local time of the
    origin, so a whole day is added.
    """
    back = OVERLAP[granularity] + (timedelta(0) if sure else timedelta(days=1))
    at = moment(response_date)
    earliest = datetime.combine(date(1, 1, 2), datetime.min.time(), UTC)
    return spelled(max(at - back, earliest), granularity)
