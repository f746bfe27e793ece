"""Challenge pages: what a host shows to a robot in place of the page; recognised whatever their status, never gone around."""

from __future__ import annotations

import re

from schemas.capture import Capture

_TITLES = re.compile(
    r"(?:^|[:|–—-]\s*)(?:access check|client challenge|just a moment|attention required|are you (?:a )?(?:robot|human)|access (?:to this page )?"
    r"(?:has been )?denied|security (?:check|verification|challenge)|bot (?:verification|check|detection)|checking your browser|verify(?:ing)? "
    r"(?:that )?you are (?:a )?human|human verification|robot (?:check|or human)|please (?:wait|verify)|ddos[- ]guard|pardon our interruption|"
    r"(?:one|un) moment,? please|einen moment,? bitte|sicherheitsüberprüfung|request rejected|you have been blocked|validate user|radware|"
    r"making sure you're not a bot|captcha|incapsula|page blocked|forbidden|unusual traffic)",
    re.I,
)
_BODIES = re.compile(
    r"unusual (?:traffic|activity)|cf-challenge|challenge-platform/h/|_cf_chl_opt|cf-browser-verification|enable javascript and cookies to continue|"
    r"checking if the site connection is secure|px-captcha|complete the (?:security check|captcha)|pardon our interruption|g-recaptcha|"
    r"confirm (?:that )?you are (?:a )?human|you have been blocked|checking your browser before|_incapsula_resource|datadome|awswafintegration|"
    r"verify (?:that )?you(?:'re| are) (?:a |not a )?(?:human|robot|bot)|anubis_challenge|hcaptcha\.com|please enable (?:js|javascript) and disable",
    re.I,
)
_TITLE = re.compile(r"<title[^>]*>([^<]{0,300})", re.I)
_WORK = re.compile(r"<meta[^>]{0,80}(?:citation_title|dc\.title|dc:title|dcterms\.title)|application/ld\+json", re.I)
_UNPRINTED = re.compile(r"<(?:script|style|noscript)\b", re.I)
_END = re.compile(r"</(?:script|style|noscript)\s*>", re.I)
_MARKUP = re.compile(r"<[^<>]*>")
_ONE_WORD = re.compile(r"[^\W\d_]{2,}")
SHORT = 30_000
"""Bytes: a longer page that merely carries a challenge's script is a page."""
FEW_WORDS = 250
"""Words that a challenge prints at most."""


def challenge_reason(capture: Capture, text: str) -> str | None:
    """Return why a page is a challenge, None where it is not one; `text` is its decoded source.

    Two things are needed: what challenges say, in title or body, and the absence of a work (no bibliographic metadata).
    """
    said = _said(capture, text)
    if said is None or _WORK.search(text[:20_000]) or _words(text) >= FEW_WORDS:
        return None
    return said


def _said(capture: Capture, text: str) -> str | None:
    title = _TITLE.search(text[:20_000])
    heading = " ".join(title[1].split()) if title else ""
    if heading and len(heading) < 100 and _TITLES.search(heading):
        return f"challenge page: {heading}"
    if len(text) < SHORT and (found := _BODIES.search(text)):
        return f"challenge page: {' '.join(found[0].split())}"
    return f"refused with status {capture.status}" if capture.status in (401, 403, 429, 503) else None


def _words(text: str) -> int:
    """The printed words of a short page, roughly; a long page counts as having many."""
    if len(text) > 400_000:
        return FEW_WORDS
    pieces = _UNPRINTED.split(text)
    printed = [pieces[0], *(_END.split(piece, maxsplit=1)[-1] for piece in pieces[1:])]
    return sum(len(_ONE_WORD.findall(_MARKUP.sub(" ", piece))) for piece in printed)
