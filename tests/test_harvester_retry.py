"""When to ask again and how long to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.retry import is_retried, retry_after, wait_before

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("1.5", 1.5),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90.0),
        ("Tue, 24 Nov 2026 11:59:00 GMT", 0.0),
        ("Tuesday, 24-Nov-26 12:00:30 GMT", 30.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("99999999999999999999", None),
    ],
)
def test_retry_after(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


@given(st.text())
def test_retry_after_takes_any_text(header: str) -> None:
    waited = retry_after(header, NOW)
    assert waited is None or waited >= 0


def test_what_is_asked_again() -> None:
    assert [s for s in (200, 304, 400, 403, 404, 408, 410, 429, 500, 501, 502, 503, 504, 505, 520) if is_retried(s)] == [
        429, 500, 502, 503, 504, 520,
    ]  # fmt: skip


def test_back_off_doubles_unless_the_origin_says() -> None:
    assert [wait_before(n, backoff=2.0, asked=None) for n in (1, 2, 3, 4)] == [2.0, 4.0, 8.0, 16.0]
    assert wait_before(3, backoff=2.0, asked=7.0) == 7.0
