"""Where in a line its pages stand: labelled, alone, at the end, behind a volume; which of these a list means is decided elsewhere."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import msgspec

from schemas.record import Pages
from schemas.values.pages import page_number, parse_pages

DASH = r"(?:[-‐‑‒–—―−]{1,2}|\bto\b|\bà\b|\bbis\b|\bat[ée]\b|\ba\b(?=\s*\d))"
_ROMAN = r"(?:(?=[ivxlc]{2})c{0,2}(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})|[ivx])(?![\w])"
_ONE = rf"(?:[A-Z]{{1,2}}[-.]?\d{{1,4}}|e\d{{2,7}}|\d{{1,6}}[a-z]?(?![\w])|\d{{1,5}}|{_ROMAN}|{_ROMAN.upper().replace('W', 'w')})"
_RANGE = rf"{_ONE}(?:\s*{DASH}\s*{_ONE})?"
_SPAN = rf"{_ONE}\s*{DASH}\s*{_ONE}"
# p, pp, page, pg, Seite, S., págs, página, blz, стр; by first letters, because a pattern is looked for by its first letter
_WORD = (
    r"[PpSsBbсС](?<![\w-].)(?:(?<=[Pp])(?:[Pp]?|ages?|gs?|[áa]gs?|[áa]ginas?|agine?)|(?<=P)AGES?|(?<=[Ss])eiten?"
    r"|(?<=S)S?(?=\.\s*\d)|(?<=s)(?=\.\s*\d{1,4}\s*(?:[-‐‑–—]\s*\d|[)\]]*$))|(?<=[Bb])lz|(?<=с)тр|(?<=[Сс])(?=\.\s*\d))"
)
_LABELLED = re.compile(
    rf"{_WORD}(?:\s*[.:]{{1,2}}\s*|\s+|(?=\d))(?P<p>{_RANGE}(?:\s*[,;&]\s*{_RANGE})*)(?![\w-])\]?\)?"
)
_ALONE = re.compile(rf"[\s(\[]*(?P<p>{_RANGE})[\s)\].]*")
_NOTE = r"(?:\s*\((?![\d\s.]+[KkMm])[^()]{3,90}\))?[\s.]*$"
_SPANNED = re.compile(rf"(?P<s>\s*[:,.;…·|]+[\s.…·]*|\s{{1,}}|(?<=[a-z)?!]))\(?(?P<p>{_SPAN})\)?{_NOTE}")
_DASHED = re.compile(r"[-‐‑‒–—―−]\s*[A-Z]{0,2}[-.]?[\divxlcIVXLCe]")
_WORDED = re.compile(r"\s(?:to|à|bis|at[ée]|a)\b")
_DOTTED = re.compile(rf"\s*(?:(?:[.·_]\s?){{3,}}|…[\s.…]*)\s*(?P<p>{_RANGE}){_NOTE}")
_NUMBER = re.compile(rf"(?P<s>\s*[:,;|–—]\s*|\.?\s+|(?<=[a-z)?!])(?=\d))(?P<p>{_ONE}){_NOTE}")
_CITED = re.compile(
    rf"\b(?:\d{{1,4}}(?:[-/]\d+)?\s*(?:\(\s*[\w./–-]{{1,9}}\s*\))?)\s*[:,]\s*(?:pp?\.\s*)?(?P<p>{_SPAN})(?![\w-])"
)
_LEADING = re.compile(rf"^(?P<p>{_RANGE})(?:\s*[.:|–—]\s+|\s+)(?=[^\W\d_]|[\"“‘'«(\[¿¡])")
_PLAIN = re.compile(r"[Pp](?<![A-Za-z0-9_-].)p?\.\s?([1-9]\d{0,4})-(\d{1,5})[)\]]?[\s.]*$", re.A)
_COUNT = re.compile(r"[\dxvi]\s*\+?\s*$")
_PAGER = re.compile(r"\s*(?:of|/|von|de)\s*\d")
TAIL = 140
"""Characters at the end of a line in which pages without a label stand, a note in brackets behind them included."""
LONGEST = 2000
"""Characters of the longest line that is looked at."""
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DIGIT = re.compile(r"\d")
_ROMAN_AFTER = re.compile(r"\W[ivxlcIVXLC]+(?!\w)")
_ROMAN_FIRST = re.compile(r"[ivxlcIVXLC]+(?!\w)")
KINDS = ("label", "alone", "dots", "span", "cited", "number", "leading")
"""Kinds of marks, the surer before the less sure."""


class Mark(msgspec.Struct, frozen=True, gc=False):
    """Pages in a line: the ranges, where their text begins and ends in it, how they stand there, and what orders them.

    `at` is (0 for roman and 1 for other numbers, the number of the first page).
    """

    pages: tuple[Pages, ...]
    start: int
    end: int
    kind: str
    at: tuple[int, int]


def mark_in(text: str, kinds: Iterable[str] = KINDS) -> Mark | None:
    """Return the first mark of these kinds in a line; a count of pages ("52 pp."), a year and a price are none."""
    if len(text) > LONGEST or not _has_number(text):
        return None
    for kind in kinds:
        if mark := _FINDERS[kind](text):
            return mark
    return None


def marks_in(text: str, kinds: Iterable[str] = KINDS) -> dict[str, Mark]:
    """Return the marks of a line by kind."""
    if len(text) > LONGEST or not _has_number(text):
        return {}
    return {kind: mark for kind in kinds if (mark := _FINDERS[kind](text))}


@lru_cache(maxsize=1024)
def _has_number(text: str) -> bool:
    """Tell whether a digit or a roman numeral is in a text: what spares most lines all other patterns."""
    found = _DIGIT.search(text) or _ROMAN_AFTER.search(text) or _ROMAN_FIRST.match(text)
    return found is not None


def _has_range(text: str) -> bool:
    """Tell whether a text can have a range of pages in it: what spares most lines the patterns for ranges."""
    return _DASHED.search(text) is not None or _WORDED.search(text) is not None


def _last(found: Iterable[re.Match[str]]) -> re.Match[str] | None:
    return next(reversed(list(found)), None)


def _mark(match: re.Match[str] | None, kind: str, begin: int | None = None) -> Mark | None:
    if match is None:
        return None
    pages = parse_pages(match["p"].strip())
    number = page_number(pages[0].first) if pages else None
    if number is None:
        return None
    start = match.start() if begin is None else begin
    return Mark(pages, start, match.end(), kind, (number[0] != "roman", number[1]))


@lru_cache(maxsize=512)
def _label(text: str) -> Mark | None:
    """The last labelled mark; "141 pp. 230 figs" is a count. A line is asked for it two or three times."""
    if ("p." in text or "P." in text) and (match := _PLAIN.search(text)) and len(match[2]) >= len(match[1]):
        begin = _bracket(text, match.start())
        return Mark((Pages(first=match[1], last=match[2]),), begin, match.end(), "label", (1, int(match[1])))
    for match in reversed(list(_LABELLED.finditer(text))):
        begin = _bracket(text, match.start())
        counted = _COUNT.search(text[:begin]) and not re.search(DASH, match["p"])
        if not counted and not _PAGER.match(text, match.end()):
            return _mark(match, "label", begin)
    return None


def _bracket(text: str, begin: int) -> int:
    """Where a label begins with the bracket before it."""
    return begin - 1 if begin and text[begin - 1] in "([（" else begin


def _alone(text: str) -> Mark | None:
    match = _ALONE.fullmatch(text) if len(text) < 24 else None
    return _mark(match, "alone") if match else None


def _span(text: str) -> Mark | None:
    """A range at the end; a span of years or of dates at the end of a title is none."""
    begin = max(0, len(text) - TAIL)
    if not _has_range(text[begin:]):
        return None
    match = _SPANNED.search(text, begin)
    mark = _mark(match, "span")
    if match is None or mark is None:
        return None
    page = mark.pages[0]
    years = bool(_YEAR.fullmatch(page.first) and _YEAR.fullmatch(page.last or ""))
    if (years and not re.search(r"[:…]|\.{2}", match["s"])) or not _rises(page):
        return None
    return mark


def _rises(page: Pages) -> bool:
    first, last = page_number(page.first), page_number(page.last or page.first)
    return first is not None and last is not None and (first[0] != last[0] or first[1] <= last[1])


def _number(text: str) -> Mark | None:
    match = _NUMBER.search(text, max(0, len(text) - TAIL))
    if match is None or (match["p"].isalpha() and not match["p"].islower()) or match.start() == 0:
        return None
    return _mark(match, "number")


_FINDERS: dict[str, Callable[[str], Mark | None]] = {
    "label": _label,
    "alone": _alone,
    "dots": lambda text: _mark(_DOTTED.search(text, max(0, len(text) - 2 * TAIL)), "dots"),
    "span": _span,
    "cited": lambda text: _mark(_last(_CITED.finditer(text)), "cited") if _has_range(text) else None,
    "number": _number,
    "leading": lambda text: _mark(_LEADING.match(text), "leading"),
}


def order(marks: Sequence[Mark]) -> float:
    """Return how many of the steps from mark to mark go forward, 0 to 1 (1.0 for fewer than two)."""
    steps = [b.at >= a.at for a, b in itertools.pairwise(marks)]
    return sum(steps) / len(steps) if steps else 1.0
