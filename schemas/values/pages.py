"""Printed page ranges to Pages; total functions."""

from __future__ import annotations

import re

from schemas.record import Pages
from schemas.values.text import clean

DASH = "[-‐‑‒–—―−]"
_LABEL = r"(?:[A-Za-z]{0,3}[-.]?\d{1,5}[a-z]?|[ivxlcdmIVXLCDM]{1,9})"
_PREFIX = re.compile(r"^\(?\s*(?:pages?|seiten?|pp?|s|págs?|pgs?)\s*[.:]*\s*(?=[\divxlcA-Z])", re.I)
_RANGE = re.compile(rf"({_LABEL})(?:\s*{DASH}+\s*({_LABEL}))?")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def parse_pages(printed: str) -> tuple[Pages, ...]:
    """Return the ranges that a printed form names, () where it is not pages."""
    text = _PREFIX.sub("", clean(printed) or "").rstrip(" .)")
    found = []
    for part in re.split(r"\s*[,;&]\s*", text) if text else ():
        match = _RANGE.fullmatch(part)
        if not match:
            return ()
        found.append(Pages(first=match[1], last=_whole(match[1], match[2])))
    return tuple(found)


def _whole(first: str, last: str | None) -> str | None:
    """123-5 means 123-125."""
    if last and first.isdigit() and last.isdigit() and len(last) < len(first):
        return first[: len(first) - len(last)] + last
    return last


def page_number(label: str) -> tuple[str, int] | None:
    """Return (group, number) of a page label for comparing: roman, arabic or its prefix; None where it is neither."""
    text = label.strip().casefold()
    if text.isdecimal() and text.isascii():
        return "arabic", int(text)
    if text and set(text) <= set(_ROMAN):
        values = [_ROMAN[c] for c in text]
        return "roman", sum(-v if any(v < w for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))
    found = re.fullmatch(r"([a-z]+[-.]?)(\d+)[a-z]?", text, re.A)
    return (found[1], int(found[2])) if found else None


def page_count(printed: str) -> int | None:
    """Return the number of (arabic) pages that an extent such as "xii, 120 p." names."""
    found = re.search(r"(?<!\d)(\d{1,5})(?=\s*(?:pages?|pp?\b|seiten|s\.|páginas|$))", clean(printed) or "", re.I | re.A)
    return int(found[1]) or None if found else None
