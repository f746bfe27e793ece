"""One row of a contents list, as text, to an entry: label, title, authors, pages; which rows there are is decided elsewhere."""

from __future__ import annotations

import re

from schemas.record import ContentsEntry, Pages
from schemas.values.names import looks_like_name, parse_name, split_names
from schemas.values.pages import parse_pages
from schemas.values.text import clean

DASH = "[-‐‑‒–—―−]"
_NUMBER = r"(?:[A-Z]-?)?\d{1,4}|[ivxlc]{1,7}"
_TAIL = re.compile(rf"[\s.…·,;:(–—-]*\(?\s*(?:\bpp?\b\.?|\bpages?\b|\bs\b\.|\bseiten?\b)?\s*(?P<pages>(?:{_NUMBER})(?:\s*{DASH}+\s*(?:{_NUMBER}))?)\s*\)?\s*\.?$", re.I)  # fmt: skip
_LABEL = re.compile(r"^(?P<label>(?:chapter|part|kapitel|teil|appendix|annex|chapitre|section)\s+(?:[\divxlc]+|[a-z]|one|two|three|four|five|six|seven|eight|nine|ten)\b|\d{1,2}(?:\.\d{1,2})*\.?(?=\s)|[IVX]{1,5}\.(?=\s))\s*[.:–—-]?\s+(?P<rest>\S.*)$", re.I)  # fmt: skip
_BY = re.compile(r"\s+(?:/|\bby\b|—|–)\s+(?P<names>[^/]+)$")


def read_entry(row: str) -> ContentsEntry | None:
    """Return the entry that a row of a contents list is, None for a row without a title or pages."""
    text = clean(row) or ""
    pages: tuple[Pages, ...] = ()
    found = _TAIL.search(text)
    if found and (marked := text[: found.start()].strip()) and _are_pages(text, found):
        pages, text = parse_pages(found["pages"]), marked
    label = None
    if named := _LABEL.match(text):
        label, text = named["label"].rstrip("."), named["rest"]
    text, names = _names(text)
    title = text.strip(" .…·|-–—") or None
    if not title and not pages:
        return None
    return ContentsEntry(label=label, title=title, pages=pages, contributors=tuple(parse_name(n) for n in names))


def _are_pages(text: str, found: re.Match[str]) -> bool:
    """A year at the end of a title is not a page; a lone word in roman letters is not one either."""
    between = text[found.start() : found.start("pages")]
    marked = bool(re.search(r"pp?\b|page|seite|\bs\.|\.{2,}|…|\(", between, re.I))
    first = found["pages"]
    if re.fullmatch(r"(1[5-9]|20)\d\d", first) and not marked:
        return False
    return marked or bool(re.search(r"\d", first)) or len(between.strip()) > 0 or bool(re.fullmatch(r"[ivxlc]+", first))


def _names(text: str) -> tuple[str, tuple[str, ...]]:
    found = _BY.search(text)
    if not found:
        return text, ()
    names = split_names(found["names"])
    return (text[: found.start()], names) if names and all(looks_like_name(n) for n in names) else (text, ())
