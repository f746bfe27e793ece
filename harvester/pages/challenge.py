"""Challenge pages: what a host shows to a robot instead of the page; recognised, never gone around."""

from __future__ import annotations

import re

_TITLES = re.compile(
    r"<title[^>]*>\s*(?:[^<]{0,40}\b(?:access check|client challenge)|just a moment|attention required|are you a robot|"
    r"access denied|security check|bot verification|checking your browser|verify you are human|robot check|please wait)",
    re.I,
)
_BODIES = re.compile(
    r"unusual traffic activity|cf-challenge|challenge-platform/h/|_cf_chl_opt|enable javascript and cookies to continue|"
    r"checking if the site connection is secure|px-captcha|complete the security check|pardon our interruption|"
    r"confirm (?:that )?you are (?:a )?human|you have been blocked",
    re.I,
)
SHORT = 30_000
"""Characters: a longer page that merely carries a challenge's script is a page."""


def challenge_reason(text: str) -> str | None:
    """Return why a page is a challenge, None where it is not one."""
    if found := _TITLES.search(text[:20_000]):
        return "challenge page: " + re.sub(r"<[^>]*>\s*", "", found[0])
    if len(text) < SHORT and (found := _BODIES.search(text)):
        return f"challenge page: {found[0]}"
    return None
