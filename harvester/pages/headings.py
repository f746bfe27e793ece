"""Which visible line is the title of the page's work: the one that a carrier names, else heading, title element, by-line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from harvester.pages.document import Document
from harvester.pages.joining import whole_title
from harvester.pages.layout import NAV, REFS, Line
from harvester.pages.name_lines import names_in
from harvester.pages.site_name import site_names, without_site_name
from schemas.record import Title
from schemas.values.text import fold, strip_markup

_GENERIC = re.compile(
    r"^(?:navigation|menu|main menu|home|homepage|search|search results|contents|table of contents|detail|details|publication|publications|"
    r"authorization required|information|outline|abstract|publikationen?|news|article|login|cookies?.*|skip .*|welcome.*|error.*|page not found|"
    r"hauptmenü|suche|suchergebnisse|results?|document|documents|downloads?|references|related .*|sign in|access|browse.*|about.*|in this issue|"
    r"untitled.*|index|titel|title)$",
    re.I,
)
_BY = re.compile(r"^(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|[Dd]oor)\s+[^\W\d_]")
_LEAD = re.compile(r"^(?:title|titel|titre|publication|publicación|publikation|item|document|record)\s*:\s*", re.I)
"""The word for a title, or for what the page describes, before it."""
_SUB = re.compile(r"sub-?(?:title|head|line)|untertitel|sous-?titre|subt[ií]tulo", re.I)
_CUTS = re.compile(r"\s+[|·•»«]+\s+|\s+[-–—]\s+|\s*\|\s*|\s+:{2,}\s+")
TOP, LIKE = 60, 0.6
"""Lines in which a line like the title element is looked for, and the words that they must have in common."""
NEAR = 15
"""Lines from the top within which a by-line without any heading tells the title."""


class Heading(NamedTuple):
    """The title as printed and the number of its line (None where only the title element has it)."""

    printed: str
    at: int | None
    sure: bool


def find_heading(doc: Document, known: Title | None) -> Heading | None:
    """Return the title of the work as the page prints it, None where nothing tells.

    `known` is the title by a carrier made for works: then only its line is looked for. What OpenGraph and the title
    element say is compared with the headings, because both carry names of sites.
    """
    lines = doc.lines
    if known and known.main:
        return Heading(known.main, _line_of(lines, known), True)
    heads = [(at, line) for at, line in enumerate(lines) if line.place.head == 1]
    heads = [(at, line) for at, line in heads if not line.place.flags & (NAV | REFS)] or heads
    names = site_names(doc)
    good = [(at, line) for at, line in heads if not _GENERIC.match(line.text) and fold(line.text) not in names]
    element = strip_markup(doc.title) or ""
    if whole := _whole_element(doc, lines, element) or _under_site(lines, heads, element):
        return whole
    if good:
        best = _said_elsewhere(doc, good, element)
        found = None if best else _begins_so(good, element, names) or _by_element(doc, lines, element)
        at, line = best or good[0]
        printed, last = _one_heading(lines, at)
        said = [fold(text) for text in (doc.meta("og:title", "twitter:title"), element) if text]
        if best and not any(fold(printed) in text for text in said):
            printed, last = line.text, at
        return found or Heading(
            without_site_name(_LEAD.sub("", printed), doc), last, best is not None or len(good) == 1
        )
    found = _by_element(doc, lines, element) or _by_byline(lines)
    return found or _by_opengraph(doc, lines) or _rest(doc, element)


def _whole_element(doc: Document, lines: Sequence[Line], element: str) -> Heading | None:
    """A heading of any rank that is all that the title element says: the first rank is then the site's or the journal's."""
    wanted = fold(element)
    if len(wanted) < 12 or wanted in site_names(doc) or _GENERIC.match(element):
        return None
    found = [
        (line.place.head, at) for at, line in enumerate(lines) if 0 < line.place.head < 4 and fold(line.text) == wanted
    ]
    at = min(found)[1] if found else None  # a lower one before it is that of a bar or a box
    return Heading(_LEAD.sub("", lines[at].text), at, True) if at is not None else None


def _under_site(lines: Sequence[Line], heads: Sequence[tuple[int, Line]], element: str) -> Heading | None:
    """Where the first heading is the site, with which the title element ends: the lower heading with which it begins."""
    cut = next(reversed(list(_CUTS.finditer(element))), None)
    if cut is None or not any(fold(line.text) == fold(element[cut.end() :]) for _, line in heads):
        return None
    wanted = fold(element[: cut.start()])
    at = next((i for i, line in enumerate(lines) if line.place.head > 1 and fold(line.text) == wanted), None)
    return Heading(lines[at].text, at, True) if at is not None and len(wanted) > len(element) - cut.end() else None


def _one_heading(lines: Sequence[Line], at: int) -> tuple[str, int]:
    """The text of a heading that is set in several lines, and the number of the last; a line marked as such is a subtitle."""
    sign = lines[at].place.sign
    step = sign.rfind("/h1.")
    depth = sign.count("/", 0, step + 1) - 1
    begin, end = at, at + 1
    while step >= 0 and begin > max(0, at - 3) and lines[begin].low >= depth and lines[begin - 1].place.head:
        begin -= 1
    while step >= 0 and end < min(len(lines), at + 4) and lines[end].low >= depth and lines[end].place.head:
        end += 1
    first, *rest = (line.text for line in lines[begin:end])
    parted = any(_SUB.search(line.place.sign.rpartition("/")[2]) for line in lines[begin + 1 : end])
    joint = ": " if parted and first[-1] not in ":?!" else " "
    return joint.join([first, " ".join(rest)]) if rest else first, end - 1


def _said_elsewhere(doc: Document, heads: Sequence[tuple[int, Line]], element: str) -> tuple[int, Line] | None:
    """The longest heading that OpenGraph or the title element repeat (the shorter ones in them are names of sites)."""
    for said in (doc.meta("og:title", "twitter:title"), element):
        inside = [(at, line) for at, line in heads if said and fold(line.text) in fold(said)]
        if inside:
            return max(inside, key=lambda pair: len(pair[1].text))
    return None


def _line_of(lines: Sequence[Line], known: Title) -> int | None:
    """The line that prints a title: a heading before another line, the whole title before its beginning."""
    main, whole = fold(known.main or ""), fold(whole_title(known))
    best: tuple[int, int] | None = None
    least, most, first = len(main) * 0.8, 3 * len(main) + 60, (main[:1], "t")  # t: of the word Title before it
    for at, line in enumerate(lines):
        text = line.text
        if not least <= len(text) <= most:
            continue
        if text[0].isascii() and text[0].isalnum() and text[0].lower() not in first and main:
            continue
        folded = fold(_LEAD.sub("", text))
        if folded != main and not folded.startswith(main):
            continue
        rank = (4 if line.place.flags & (NAV | REFS) else 0) + (0 if line.place.head else 2)
        rank = rank * 3 + (0 if folded == whole else 1 if folded == main else 2)
        if best is None or rank < best[0]:
            best = (rank, at)
    return best[1] if best else None


def _by_element(doc: Document, lines: Sequence[Line], element: str) -> Heading | None:
    """The title element, or what is left of it when names are cut from its ends, where a line of the page says the same."""
    if not element:
        return None
    printed: dict[str, int] = {}
    for at, line in enumerate(lines):
        if not line.place.flags & (NAV | REFS) and 3 < len(line.text) < 400:
            printed.setdefault(fold(line.text), at)
    cuts = [0, *(m.end() for m in _CUTS.finditer(element))]
    ends = [len(element), *(m.start() for m in reversed(list(_CUTS.finditer(element))))]
    spans = [(start, end) for start in cuts[:6] for end in ends[:6] if end > start]
    names = site_names(doc)
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        text = element[start:end].strip()
        if (
            len(text) > 3
            and (where := printed.get(fold(text))) is not None
            and fold(text) not in names
            and not _GENERIC.match(text)
        ):
            return Heading(lines[where].text, where, True)
    return _begun(lines, [element[a:b].strip() for a, b in spans if b - a < len(element)], names)


def _begun(lines: Sequence[Line], parts: Sequence[str], names: frozenset[str]) -> Heading | None:
    """A heading that begins with a part of the title element and goes on with a subtitle."""
    for part in parts:
        wanted = fold(part)
        if len(wanted) < 12 or " " not in wanted or wanted in names or _GENERIC.match(part):
            continue
        for at, line in enumerate(lines):
            if line.place.head and fold(line.text).startswith(f"{wanted} ") and len(line.text) < 4 * len(part):
                return Heading(line.text, at, True)
    return None


def _begins_so(heads: Sequence[tuple[int, Line]], element: str, names: frozenset[str]) -> Heading | None:
    """The heading of the first rank of which the title element, cut at a separator, has only the beginning."""
    cut = _CUTS.search(element)
    wanted = fold(element[: cut.start()]) if cut else ""
    if " " not in wanted or len(wanted) < 12 or wanted in names or _GENERIC.match(wanted):
        return None
    found = [(at, line) for at, line in heads if fold(line.text).startswith(f"{wanted} ")]
    return Heading(found[0][1].text, found[0][0], True) if len(found) == 1 else None


def _by_opengraph(doc: Document, lines: Sequence[Line]) -> Heading | None:
    printed = doc.meta("og:title", "twitter:title")
    text = without_site_name(printed, doc) if printed else ""
    if not text or _GENERIC.match(text) or fold(text) in site_names(doc):
        return None
    return Heading(text, _line_of(lines, Title(main=text)), False)


def _by_byline(lines: Sequence[Line]) -> Heading | None:
    """A line "By ..." near the top: the one or two short lines before it are title and subtitle."""
    for at, line in enumerate(lines[:NEAR]):
        if at and _BY.match(line.text) and len(line.text) < 150 and names_in(line.text):
            before = [
                text
                for x in lines[max(0, at - 2) : at]
                if (text := x.text) and len(text) < 250 and not re.search(r"\d{4}$", text)
            ]
            if before:
                return Heading(": ".join(before), at - 1, True)
    return None


def _rest(doc: Document, element: str) -> Heading | None:
    """The title element without the site's name; the first heading of a lower level."""
    lower = next(
        (
            (at, line)
            for level in (2, 3)
            for at, line in enumerate(doc.lines)
            if line.place.head == level and not line.place.flags & (NAV | REFS) and not _GENERIC.match(line.text)
        ),
        None,
    )
    text = without_site_name(element, doc) if element else ""
    if text and not _GENERIC.match(text) and fold(text) not in site_names(doc):
        likest = _likest(doc.lines, text)
        if likest is None and lower and any(names_in(line.text) for line in doc.lines[lower[0] + 1 : lower[0] + 4]):
            return Heading(lower[1].text, lower[0], True)
        return Heading(text, likest, False)
    return Heading(lower[1].text, lower[0], False) if lower else None


def _likest(lines: Sequence[Line], title: str) -> int | None:
    """The line near the top that has most words in common with the title, None where none has most of them."""
    words = set(fold(title).split())
    best: tuple[float, int] | None = None
    for at, line in enumerate(lines[:TOP]):
        here = set(fold(line.text).split()) if len(line.text) < 2 * len(title) + 40 else set()
        common = len(words & here)
        share = common / min(len(words), len(here)) if common > (1 if line.place.head else 2) else 0.0
        if share >= LIKE and (best is None or share > best[0]):
            best = (share, at)
    return best[1] if best else None
