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
_BODIES = (
    "unusual traffic", "unusual activity", "cf-challenge", "challenge-platform/h/", "_cf_chl_opt", "cf-browser-verification",
    "enable javascript and cookies to continue", "checking if the site connection is secure", "px-captcha", "complete the security check",
    "complete the captcha", "pardon our interruption", "g-recaptcha", "confirm you are human", "confirm you are a human", "confirm that you are",
    "you have been blocked", "checking your browser before", "_incapsula_resource", "datadome", "awswafintegration", "anubis_challenge",
    "verify you are human", "verify you are a human", "verify that you are", "verify that you're", "verify you are not a", "hcaptcha.com",
    "please enable js and disable", "please enable javascript and disable",
)  # fmt: skip
"""What challenges print or load, lower case; plain strings, because every short page is looked through for them."""
_WORKS = ("citation_title", "dc.title", "dc:title", "dcterms.title", "application/ld+json")
_WORKS_BYTES = tuple(mark.encode() for mark in _WORKS)
_UNPRINTED = re.compile(r"<(?:script|style|noscript)\b", re.I)
_END = re.compile(r"</(?:script|style|noscript)\s*>", re.I)
_MARKUP = re.compile(r"<[^<>]*>")
_ONE_WORD = re.compile(r"[^\W\d_]{2,}")
HEAD = 20_000
SHORT = 30_000
"""Bytes: a longer page that merely carries a challenge's script is a page."""
FEW_WORDS = 250
"""Words that a challenge prints at most."""


def carries_work(data: bytes) -> bool:
    """Tell by the bytes of a page whether it has bibliographic metadata, which no challenge has; False is no answer."""
    head = data[:HEAD]
    return any(mark in head for mark in _WORKS_BYTES)


def challenge_reason(capture: Capture, text: str) -> str | None:
    """Return why a page is a challenge, None where it is not one; `text` is its decoded source.

    Two things are needed: what challenges say, in title or body, and the absence of a work (no bibliographic metadata).
    """
    lower = text[:HEAD].lower()
    if any(mark in lower for mark in _WORKS):
        return None
    said = _said(capture, text)
    return said if said and _words(text) < FEW_WORDS else None


def _said(capture: Capture, text: str) -> str | None:
    heading = _heading(text[:HEAD])
    if heading and len(heading) < 100 and _TITLES.search(heading):
        return f"challenge page: {heading}"
    if len(text) < SHORT:
        lower = text.lower()
        if found := next((mark for mark in _BODIES if mark in lower), None):
            return f"challenge page: {found}"
    return f"refused with status {capture.status}" if capture.status in (401, 403, 429, 503) else None


def _heading(head: str) -> str:
    """The text of the title element, "" where there is none."""
    lower = head.lower() if head.isascii() else head.replace("<TITLE", "<title")
    start = lower.find("<title")
    inside = head[head.find(">", start) + 1 :] if start >= 0 and head.find(">", start) >= 0 else ""
    return " ".join(inside.partition("<")[0][:300].split())


def _words(text: str) -> int:
    """The printed words of a short page, roughly; a long page counts as having many."""
    if len(text) > 400_000:
        return FEW_WORDS
    pieces = _UNPRINTED.split(text)
    printed = [pieces[0], *(_END.split(piece, maxsplit=1)[-1] for piece in pieces[1:])]
    return sum(len(_ONE_WORD.findall(_MARKUP.sub(" ", piece))) for piece in printed)
