"""Rows whose title and names stand in one piece: parted by links and type faces, then by the separator that most rows share."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from harvester.pages.layout import BOLD, ITALIC
from harvester.pages.name_lines import leading_names, names_in, people

if TYPE_CHECKING:
    from harvester.pages.rows import Draft

_EDGE = " ,;:.|/–—-·"
ANONYMOUS = re.compile(r"\[?(?:anonym(?:ous|us)?|anon\.?|s\.n\.?|various(?: authors)?|vv\. ?aa\.?|divers)\]?", re.I)
_INITIALS = re.compile(r"(?:(?:Mrs?|Miss|Dr|Prof|Rev|Canon|Sir)\.?\s)?(?:[A-ZÀ-Þ]\.\s?){1,3}[A-ZÀ-Þ]")
_PAGES = re.compile(r"\W*(?:pp?\.?\s*)?(?:[ivxlc]+|\d+)(?:\W+\d+)?\W*", re.I)
_COUNTED = re.compile(r"^(?:no|nr|number|vol|#)\.?\s*\d{1,4}\W+", re.I)
_YEAR = re.compile(r"[\s,]*\(?(?:1[5-9]|20)\d\d[a-z]?\)?[\s.:,]*$")
_BEHIND = re.compile(
    r"(?P<t>.{4,}?)(?:\s+(?:/|\bby)|[,;–—]\s*\b(?:by|von|par|por|di|door|av|af|de|da))\s+(?P<n>[^/]{4,200})$"
)
SAMPLE = 60
"""Rows by which the separator of a list is found."""
TRIES = 12
"""Places in a title at which names can begin."""
Parts = tuple[str, str]
"""(names, title)"""


def split_rows(drafts: Sequence[Draft]) -> None:
    """Part names from titles where a row, or most rows together, show how."""
    left = [d for d in drafts if not _take(d, _by_runs(d) or _surely(d.title or ""))]
    some = left[:SAMPLE]
    need = max(2, 0.5 * len(drafts[:SAMPLE]))
    if len(some) > 2 and all(
        _families_first(d.title or "") for d in some
    ):  # one word is a name only where all rows have one
        for draft in left:
            _take(draft, _families_first(draft.title or ""))
        return
    for split in _SPLITS:
        if sum(split(d.title or "") is not None for d in some) >= need:
            for draft in left:
                _take(draft, split(draft.title or ""))
            return


def _take(draft: Draft, parts: Parts | None) -> bool:
    if parts is None:
        return False
    names, title = parts
    draft.title = title
    if not ANONYMOUS.fullmatch(names):
        draft.contributors = people(names)
    return True


def _by_runs(draft: Draft) -> Parts | None:
    """A linked title with names around it; names in bold or italics before or behind the title."""
    runs = draft.pieces[0].runs if draft.pieces else []
    if not runs:
        return None
    text = draft.title or ""
    while len(runs) > 1 and _PAGES.fullmatch(runs[-1][0]) and runs[-1][0].strip(_EDGE) not in text[-8:]:
        runs = runs[:-1]  # pages that are cut out already
    linked = [r for r in runs if r[1] is not None]
    if linked and len(linked) < len(runs):
        title = "".join(t for t, _, _ in linked).strip()
        begin = text.find(title)
        if title and begin >= 0 and (found := _around(text, title, begin)):
            return found
    first, last = _unlabelled(runs[0][0], draft.label), runs[-1][0].strip(_EDGE)
    rest = text[len(first) :] if text.startswith(first) else text
    if (introduced := _introduced(text)) and introduced[1].strip(_EDGE) == first:
        return introduced
    if runs[0][2] & (BOLD | ITALIC) and text.startswith(first) and re.match(r"\s*[,.:;–—|-]", rest) and _named(first):
        return first, rest.strip(_EDGE)
    slanted = [r[0] for r in runs if r[2] & ITALIC]
    if (
        len(slanted) == 1
        and not runs[0][2]
        and rest.strip(_EDGE) == slanted[0].strip(_EDGE)
        and names_in(first)
        and not names_in(last)
    ):
        return first, slanted[0].strip(_EDGE)
    if runs[-1][2] & (BOLD | ITALIC) and not runs[0][2] and text.rstrip(_EDGE).endswith(last) and names_in(last):
        return last, text[: text.rfind(last)].strip(_EDGE)
    return None


def _unlabelled(text: str, label: str | None) -> str:
    """The first run of a row without the label that is taken off its title already."""
    bare = text.strip(_EDGE)
    return bare[len(label) :].strip(_EDGE + "()") if label and bare.startswith(label) else bare


def _named(text: str) -> bool:
    return bool(names_in(text, weak=True)) or bool(ANONYMOUS.fullmatch(text))


def _around(text: str, title: str, begin: int) -> Parts | None:
    before, after = text[:begin].strip(_EDGE.replace(".", "")), text[begin + len(title) :].strip(_EDGE)
    before = _YEAR.sub("", _COUNTED.sub("", before))
    if before and (_named(before) or (re.match(r"^[^.]{3,60}[.,:–—]?$", before) and leading_names(f"{before}. X y"))):
        return before, title
    if after and names_in(after):
        return after, title
    return None


def _surely(text: str) -> Parts | None:
    """Names in a form that a title does not have, at either end."""
    if found := leading_names(text):
        return found
    return _introduced(text)


def _introduced(text: str) -> Parts | None:
    """A title with names behind it that a slash or a word such as "by" introduces."""
    match = _BEHIND.match(text)
    return (match["n"], match["t"]) if match and names_in(match["n"]) else None


def _before(separator: str) -> Callable[[str], Parts | None]:
    """Names, then the separator, then the title."""

    def split(text: str) -> Parts | None:
        names, mark, title = text.partition(separator)
        return (names, title.strip()) if mark and len(title) > 3 and names_in(names) else None

    return split


def _families_first(text: str) -> Parts | None:
    """Family names alone, a colon, the title: "Ahlers: Deichlast", "Ohlsen / Timm: Sielachten"."""
    names, mark, title = text.partition(": ")
    return (names, title.strip()) if mark and len(title) > 3 and names_in(names, weak=True) else None


def _initials_first(text: str) -> Parts | None:
    """Initials and family name, a comma, the title: "H. Marsh, The bore at Epney"."""
    names, comma, title = text.partition(", ")
    return (
        (names, title.strip()) if comma and _INITIALS.match(names) and names_in(names) and title[:1].isupper() else None
    )


def _behind(separator: str) -> Callable[[str], Parts | None]:
    """The title, then the separator, then names; the longest names that fit."""

    def split(text: str) -> Parts | None:
        at = text.find(separator)
        for _ in range(TRIES):
            if at <= 0:
                break
            if len(names := text[at + len(separator) :]) < 300 and names_in(names):
                return names, text[:at].strip()
            at = text.find(separator, at + 1)
        return None

    return split


_SPLITS = (
    _initials_first, _before(" — "), _before(" – "), _before(" - "), _before(": "), _behind(" — "), _behind(" – "), _behind(" - "), _behind(" | "),
    _before(" | "), _behind(". "), _behind("? "), _behind(", "), _before(". "),
)  # fmt: skip
