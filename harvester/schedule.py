"""How often a source is due: a length of time such as 7d, or a cron line in UTC; pure, the time is handed in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import msgspec

from schemas.errors import UsageError

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_LENGTH = re.compile(r"(\d{1,5})\s*([mhdw])")
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_NAMED = {
    name: number
    for names in ("jan feb mar apr may jun jul aug sep oct nov dec", "sun mon tue wed thu fri sat")
    for number, name in enumerate(names.split(), names.startswith("jan"))
}
_SHORT = {"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *"}

FIRST_WAIT = timedelta(minutes=15)
"""How long a source waits after its first failure; each further one doubles it."""

LONGEST_WAIT = timedelta(days=1)


class Schedule(msgspec.Struct, frozen=True):
    """When a source is due: after a length of time, or at the minutes that a cron line names."""

    length: timedelta | None = None
    fields: tuple[frozenset[int], ...] = ()
    any_day: bool = True

    def after(self, at: datetime) -> datetime:
        """Return when a source is due that was asked at this time."""
        if self.length is not None:
            return at + self.length
        return self._minute_after(at.astimezone(UTC))

    def interval(self, at: datetime) -> timedelta:
        """Return how long it is from one time due to the next, around this time."""
        if self.length is not None:
            return self.length
        first = self.after(at)
        return self.after(first) - first

    def _minute_after(self, at: datetime) -> datetime:
        minutes, hours, days, months, weekdays = self.fields
        now = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
        for _ in range(366 * 8 + 3000):
            if now.month not in months or not self._is_day(now, days, weekdays):
                now = now.replace(hour=0, minute=0) + timedelta(days=1)
            elif now.hour not in hours:
                now = now.replace(minute=0) + timedelta(hours=1)
            elif now.minute not in minutes:
                later = min((m for m in minutes if m > now.minute), default=None)
                now = now.replace(minute=later) if later is not None else now.replace(minute=0) + timedelta(hours=1)
            else:
                return now
        raise UsageError("a cron line names a day that does not come")

    def _is_day(self, now: datetime, days: frozenset[int], weekdays: frozenset[int]) -> bool:
        """Say whether a day fits: by both fields, or where both are bounded by one of them, as cron has it."""
        day, weekday = now.day in days, (now.isoweekday() % 7) in weekdays
        return day and weekday if self.any_day else day or weekday


def schedule(text: str) -> Schedule:
    """Return the schedule that `every` says; raises UsageError for what is neither a length of time nor a cron line."""
    if found := _LENGTH.fullmatch(text.strip().lower()):
        length = int(found[1]) * UNITS[found[2]]
        if length:
            return Schedule(length=length)
    words = _SHORT.get(text.strip().lower(), text).split()
    try:
        if len(words) != len(_RANGES):
            raise ValueError
        fields = [_field(word.lower(), *span) for word, span in zip(words, _RANGES, strict=True)]
    except ValueError:
        raise UsageError(
            f"every = {text!r}: give a length of time (30m, 12h, 7d, 2w) or a cron line (0 3 * * 1, in UTC)"
        ) from None
    made = Schedule(
        fields=(*fields[:4], frozenset(number % 7 for number in fields[4])),
        any_day=words[2].startswith("*") or words[4].startswith("*"),
    )
    made.after(datetime(2026, 1, 1, tzinfo=UTC))
    return made


def length(text: str, name: str) -> timedelta:
    """Return a length of time; raises UsageError, which says what it is of, for anything else."""
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        raise UsageError(f"{name} = {text!r}: give a length of time such as 12h, 90d or 13w")
    return int(found[1]) * UNITS[found[2]]


def wait_after(failures: int) -> timedelta:
    """Return how long a source waits after so many failures in a row: 15 minutes, doubled each time, a day at most."""
    doubled: int = 2 ** min(failures - 1, 10)
    return min(LONGEST_WAIT, FIRST_WAIT * doubled)


def _field(word: str, first: int, last: int) -> frozenset[int]:
    found: set[int] = set()
    for part in word.split(","):
        span, _, step = part.partition("/")
        low, dash, high = span.partition("-")
        start, end = (first, last) if span == "*" else (_number(low), _number(high) if dash else _number(low))
        if step and not dash and span != "*":
            end = last
        if not (first <= start <= end <= last) or (step and int(step) < 1):
            raise ValueError(word)
        found.update(range(start, end + 1, int(step) if step else 1))
    return frozenset(found)


def _number(word: str) -> int:
    return _NAMED[word] if word in _NAMED else int(word)
