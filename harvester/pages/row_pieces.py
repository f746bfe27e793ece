"""The pieces of a row of a list (title, names, pages ... each still unnamed), without buttons and download links."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from harvester.pages.layout import BOLD, ITALIC, SUP, Line, Span
from harvester.pages.page_marks import mark_in

_ACTION = (
    r"(?:downloads?(?:\s+(?:pdf|file|document|chapter|article|issue|citation|this|the|full|brief|report|now)\b.{0,20})?|pdf|html?|abs|e-?pub|xml|mobi|kindle|"
    r"full[\s-]?text(?:\s*\(?(?:pdf|html|xml)\)?)?|(?:article\s+)?abstracts?|(?:view|show|read|hide|get|see|open|browse)\b.{0,30}|more(?:\s+info\w*)?|continue reading|"
    r"cite(?: this(?: \w+)?)?|citations?|cited by.{0,12}|save|share|e-?mail|print|references|supplement(?:ary|al)?(?: \w+){0,2}|supp|doi|bib(?:tex)?|ris|"
    r"code|data|video|slides|posters?|photos|arxiv|pub|ps|preview|extract|summary|free(?: access| article| content)?|open access|restricted access|"
    r"purchase|buy\b.{0,20}|add to\b.{0,20}|request\b.{0,25}|(?:rights|permissions?)(?: and permissions)?|first page|figures?|tables?|links?|"
    r"resum[eo]n?|résumé|zusammenfassung|texto(?: completo)?|texte intégral|volltext|inglês|português|español|english|select|access|metrics|graphical abstract|"
    r"[\d.,]+\s*[kmg]i?b(?:ytes)?|\(\d+\))"
)
_PARTS = re.compile(
    r"(?:executive )?summary|abstracts?|résumé|resumen|resumo|zusammenfassung|references|(?:list of )?(?:figures|tables)",
    re.I,
)
"""Words on buttons that are titles as well, where nothing but pages stands beside them."""
_SEPARATOR = r"[\s\[\](){},;|丨/·•–—:.»«←→↑+&-]*"
_FIRST = re.compile(r"\d+|[^\W\d_]+")
_BUTTON_WORDS = frozenset(
    "download downloads pdf html htm abs e epub xml mobi kindle full fulltext article abstract abstracts view show read hide get see open browse more "
    "continue cite citation citations cited save share email mail print references supplement supplementary supplemental supp doi bib bibtex ris code "
    "data video slides poster posters photos arxiv pub ps preview extract summary free restricted purchase buy add request rights permission permissions "
    "first figure figures table tables link links resumen resumo résumé zusammenfassung texto texte volltext inglês português español english select "
    "access metrics graphical kb mb".split()
)
"""The words that a button can begin with."""
_BUTTONS = re.compile(rf"{_SEPARATOR}(?:{_ACTION}{_SEPARATOR})*", re.I)
NEVER = re.compile(r"(?:downloads?\b.*|pdf|html|epub|full text.*|view\b.*|read (?:more|online).*|next|previous|prev|top|back(?: to.*)?|home|search|log ?in|sign ?in|register|subscribe.*|share.*|cite|save|print|buy\b.*|add to.*|(?:front |back )?cover(?: image)?|select all|export.*|open access|all issues|archive|menu|close|skip to.*)", re.I)  # fmt: skip
"""Texts that are no entry even where nothing else stands in the row."""
_LEFT = re.compile(
    r"\s*[\[(]\s*(?:(?:pdf|html|[,;|/\s]|[\d.,]+\s*[kmg]i?b(?:ytes)?)\s*)+[\])]\s*\.?|\s*[\[(]\s*[\])]", re.I
)
_BRACKETS = re.compile(r"\s*\[\s*([^\[\]]{2,40}?)\s*\]")
_TITLE = re.compile(r"title|heading", re.I)
_TELLING = re.compile(r"\bby\b|auth|contrib|creator|byline|title|titre|titel|page|date|code|file|pdf|abstract|doi|section|type|size|cite|volume|issue|number|label|chapter|journal", re.I)  # fmt: skip


class Piece(msgspec.Struct, eq=False):
    """A piece of a row: its text, its address, the column it stands in, and the runs of one face that it is made of."""

    text: str
    href: str | None = None
    hint: str = ""
    face: int = 0
    head: int = 0
    column: tuple[str, str, bool, int] = ("", "", False, 0)
    names: tuple[str, ...] | None = None
    runs: Sequence[tuple[str, str | None, int]] = ()

    def cut(self, text: str) -> Piece:
        """Return a piece of the same kind with other text."""
        return Piece(text, self.href, self.hint, self.face, self.head, self.column)


def _made(text: str, href: str | None, line: Line, hint: str, face: int) -> Piece:
    place = line.place
    column = (place.sign, hint, href is not None, face & (BOLD | ITALIC))
    return Piece(text, href, hint, face, place.head, column)


def is_button(text: str) -> bool:
    """Tell whether a text consists of the words on buttons and links beside an entry (PDF, Abstract, 441 KB)."""
    if len(text) > 90:
        return False
    word = text.partition(" ")[0]
    if word.isalpha():
        return word.casefold() in _BUTTON_WORDS and _BUTTONS.fullmatch(text) is not None
    first = _FIRST.search(text)
    if first is None or first[0].isdigit():
        return _BUTTONS.fullmatch(text) is not None
    return first[0].casefold() in _BUTTON_WORDS and _BUTTONS.fullmatch(text) is not None


def _only_pages(text: str) -> bool:
    return len(text) < 16 and mark_in(text, ("alone", "label")) is not None


def pieces_of(lines: list[Line]) -> list[Piece]:
    """Return the pieces of a row; buttons are left out where anything else stands in it."""
    pieces: list[Piece] = []
    buttons: list[Piece] = []
    seen: set[str] = set()
    for line in lines:
        for spans in _parted(line.spans):
            piece = _piece(line, spans)
            if piece is None or (line.text in seen and piece.text == line.text):
                continue
            named = not is_button(piece.text) or piece.head or _TITLE.search(piece.hint)
            (pieces if named else buttons).append(piece)
        seen.add(line.text)
    if len(buttons) == 1 and pieces and all(_only_pages(p.text) for p in pieces) and _PARTS.fullmatch(buttons[0].text):
        return [buttons[0], *pieces] if pieces[0].text != lines[0].text else [*pieces, buttons[0]]
    if pieces or len(buttons) != 1:
        return pieces
    return [b for b in buttons if not NEVER.fullmatch(b.text.strip(" []()."))]


def _parted(spans: list[Span]) -> list[list[Span]]:
    """Part the spans of a line where an inline class name tells another kind of value."""
    if len(spans) == 1:
        return [spans]
    hints = [s.hint for s in spans]
    if hints.count(hints[0]) == len(hints):
        return [spans]
    cuts = _cuts(tuple(hints), tuple([not s.text.strip(" \n\t\r,;&|.·") for s in spans]))
    return [spans[a:b] for a, b in cuts]


@lru_cache(maxsize=1024)
def _cuts(hints: tuple[str, ...], blank: tuple[bool, ...]) -> tuple[tuple[int, int], ...]:
    """Where spans of these class names are parted; remembered, because the rows of a list are alike."""
    base = len(min(hints, key=len))
    begins: list[int] = []
    last = None
    for i, said in enumerate(hints):
        hint = said[base:] if _TELLING.search(said[base:]) else ""
        if not begins or (hint != last and (hint or not blank[i])):
            begins.append(i)
            last = hint
    return tuple(itertools.pairwise([*begins, len(hints)]))


def _piece(line: Line, spans: list[Span]) -> Piece | None:
    span = spans[0]
    if len(spans) == 1:
        text = _printed(span)
        return _made(text, span.href, line, span.hint, span.face) if text.strip(" |,;·•[]().-–—") else None
    hint = max([s.hint for s in spans], key=len)
    printed = [s for s in spans if not s.text.isspace()]
    if len(printed) == 1 and not printed[0].face & SUP:
        span = printed[0]
        text = _printed(span).strip(" |丨·•")
        whole = text.strip(" ,;[]().-–—")
        return _made(text, span.href, line, hint, span.face & (BOLD | ITALIC)) if whole else None
    return _of_runs(
        line, [s for s in spans if s.href is None or not is_button(s.text.strip()) or _whole(s, spans)], hint
    )


def _printed(span: Span) -> str:
    text = " ".join(span.text.split())
    return _unbracketed(text) if "[" in text or "(" in text else text


def _of_runs(line: Line, spans: list[Span], hint: str) -> Piece | None:
    """A piece of several links or faces: its address where it is that of a third of it, its face that of the longest run."""
    runs = _runs(spans)
    text = "".join([t for t, _, _ in runs])
    text = _unbracketed(text) if "[" in text or "(" in text else text
    text = text.strip(" |丨·•")
    if not text.strip(" ,;[]().-–—"):
        return None
    ordered = sorted(runs, key=lambda r: -len(r[0]))
    linked = next((h for _, h, _ in ordered if h is not None), None)
    share = sum(len(t) for t, h, _ in runs if h is not None) / max(1, len(text))
    piece = _made(text, linked if share > 0.3 or linked is None else None, line, hint, ordered[0][2])
    piece.runs = runs if len(runs) > 1 else ()
    return piece


def _unbracketed(text: str) -> str:
    """Take off what stands in brackets and is the words on a button: [pdf, 441 KB], [Texte intégral]."""
    text = _LEFT.sub("", text)
    return _BRACKETS.sub(lambda m: "" if is_button(m[1]) else m[0], text)


def _whole(span: Span, spans: list[Span]) -> bool:
    """A linked word such as "Abstract" that is all there is in the line."""
    return not any(s is not span and s.text.strip(" \n\t\r|,;·•[]().") for s in spans)


def _runs(spans: list[Span]) -> list[tuple[str, str | None, int]]:
    """Join neighbouring spans of one link and face; white space becomes single; footnote marks set high are left out."""
    runs: list[tuple[str, str | None, int]] = []
    for span in spans:
        text, href, face = span.text, span.href, span.face
        if face & SUP and len(text.strip()) < 6 and re.fullmatch(r"[\s\d,;*†‡§a-d]*", text):
            continue
        plain = " ".join(text.split())
        lead = " " if text[:1].isspace() and runs and not runs[-1][0].endswith(" ") else ""
        tail = " " if text[-1:].isspace() and plain else ""
        value = lead + plain + tail
        if not value:
            continue
        if runs and (runs[-1][1:] == (href, face & (BOLD | ITALIC)) or not plain):
            runs[-1] = (runs[-1][0] + value, *runs[-1][1:])
        else:
            runs.append((value, href, face & (BOLD | ITALIC)))
    return runs
