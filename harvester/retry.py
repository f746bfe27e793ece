"""When to ask again: which answers are worth it, and how long to wait, by Retry-After or by exponential back-off."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

RETRIED = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
"""Statuses after which a request is tried again; every other answer is an answer."""

_SECONDS = re.compile(r"\d{1,9}(?:\.\d+)?")


def is_retried(status: int) -> bool:
    """Say whether an answer with this status is asked for again: 429 and every 5xx but 501 and 505."""
    return status in RETRIED or (status >= 500 and status not in (501, 505))


def retry_after(header: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (seconds or a date, RFC 9110 10.2.3), None for junk."""
    text = (header or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - now).total_seconds())


def wait_before(attempt: int, *, backoff: float, asked: float | None) -> float:
    """Return the seconds to wait before an attempt (1 is the first retry): what the origin asked, else back-off."""
    return asked if asked is not None else backoff * 2.0 ** (attempt - 1)
