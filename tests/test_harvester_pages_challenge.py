"""Challenge pages are recognised; pages that merely speak of challenges, or carry a challenge's script, are not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.pages import read_page
from harvester.pages.challenge import challenge_reason
from schemas.capture import Capture


def reason(text: str, status: int = 200) -> str | None:
    url = "https://x.example.org/a"
    return challenge_reason(
        Capture(asked=url, url=url, at=datetime(2026, 1, 2, tzinfo=UTC), body=b"", status=status), text
    )


@pytest.mark.parametrize(
    "page",
    [
        "<title>Just a moment...</title>",
        "<TITLE>Attention Required! | Shield</TITLE><body>no",
        "<html><head><title>ARCHIVE: Access Check</title></head><body>Our systems have detected unusual traffic activity",
        "<title>www.example.org</title><script>window._cf_chl_opt={}</script>",
        "<title></title><body>Please verify you are a human to continue",
        "<title>Client Challenge</title><body>Enable JavaScript",
        "<title>Pardon Our Interruption</title>",
        "<p>Checking if the site connection is secure</p>",
        "<title>Access to this page has been denied</title><div id='px-captcha'>",
    ],
)
def test_challenges(page: str) -> None:
    assert reason(page)


@pytest.mark.parametrize(
    "page",
    [
        "<title>Ports in the storm</title><p>By Ana Lima",
        "<title>Just a moment: time in the novel</title><meta name='citation_title' content='Just a moment'>",
        "<title>The captcha wars</title>" + "<p>a long essay about captchas and those who solve them</p>" * 60,
        "<title>Reports</title><script src='https://hcaptcha.com/1.js'></script>" + "<p>comments are guarded</p>" * 200,
        "<title>Reading rooms</title><form class='g-recaptcha'></form>"
        + "<li>another report on reading rooms</li>" * 90,
        "",
    ],
)
def test_pages(page: str) -> None:
    assert reason(page) is None


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_short_page_with_a_status_of_refusal_is_refused(status: int) -> None:
    assert reason("<h1>Sorry</h1>", status) == f"refused with status {status}"


@given(st.text(max_size=300), st.sampled_from([200, 403]))
def test_total(text: str, status: int) -> None:
    reason(text, status)
    reason("<title" + text, status)


@pytest.mark.parametrize("name", ["acs__just-a-moment.html", "jstor__access-check.html"])
def test_real_challenges_are_refused(shared: Path, name: str) -> None:
    url = "https://x.example.org/a"
    body = (shared / "corpus" / "pages" / name).read_bytes()
    reading = read_page(
        Capture(asked=url, url=url, at=datetime(2026, 1, 2, tzinfo=UTC), body=body, media_type="text/html")
    )
    assert reading.kind == "refused"
    assert not reading.found
