"""How often is often: lengths of time, cron lines, and waiting after failures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.schedule import length, schedule, wait_after
from schemas.errors import UsageError

AT = datetime(2026, 11, 24, 13, 7, 42, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("7d", "2026-12-01T13:07:42"),
        ("12h", "2026-11-25T01:07:42"),
        ("90m", "2026-11-24T14:37:42"),
        ("2w", "2026-12-08T13:07:42"),
        ("0 3 * * *", "2026-11-25T03:00:00"),
        ("*/15 * * * *", "2026-11-24T13:15:00"),
        ("5/20 13 * * *", "2026-11-24T13:25:00"),
        ("30 6 * * 1-5", "2026-11-25T06:30:00"),
        ("0 4 * * sun", "2026-11-29T04:00:00"),
        ("0 4 * * 7", "2026-11-29T04:00:00"),
        ("0 0 1 jan *", "2027-01-01T00:00:00"),
        ("0 0 29 2 *", "2028-02-29T00:00:00"),
        ("0 0 13 * fri", "2026-11-27T00:00:00"),  # a day of either field, as cron has it
        ("@daily", "2026-11-25T00:00:00"),
        ("8,7 13 24 11 *", "2026-11-24T13:08:00"),
    ],
)
def test_when_it_is_due(text: str, due: str) -> None:
    assert schedule(text).after(AT) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "7", "0d", "d", "7 days", "* * * *", "60 * * * *", "a b c d e", "0 0 31 2 *", "*/0 * * * *", "5-1 * * * *"],
)
def test_what_is_no_schedule(text: str) -> None:
    with pytest.raises(UsageError, match=r"every|cron"):
        schedule(text)


@given(st.text())
def test_any_text_is_a_schedule_or_refused(text: str) -> None:
    try:
        made = schedule(text)
    except UsageError:
        return
    assert made.after(AT) > AT


def test_intervals() -> None:
    assert schedule("7d").interval(AT) == timedelta(days=7)
    assert schedule("0 3 * * 1").interval(AT) == timedelta(days=7)
    assert length("90d", "sweep") == timedelta(days=90)
    with pytest.raises(UsageError, match="sweep = 'often'"):
        length("often", "sweep")


def test_waiting_after_failures() -> None:
    minutes = [wait_after(n).total_seconds() / 60 for n in (1, 2, 3, 4, 7, 8, 100)]
    assert minutes == [15, 30, 60, 120, 960, 1440, 1440]
