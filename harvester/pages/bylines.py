"""By-lines under a title: names marked as authors by their class names, "By A and B", one name a line, with affiliations.

Authors with a label are read in labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from harvester.pages.credits import EDITING, INTRO
from harvester.pages.facts import people
from harvester.pages.label_words import label_of
from harvester.pages.layout import NAV, SUP, Line
from harvester.pages.name_lines import MAX, names_in
from schemas.record import Contributor
from schemas.values.names import looks_corporate, looks_like_name, parse_name

_NOISE = re.compile(r"@|\[at\]|^(?:e-?mail|tel|phone|orcid|https?:|www\.)|^\W*$", re.I)
_MARKED = re.compile(
    r"(?:^|[\s._/-])(?:c-)?(?:authors?|creators?|creatibutors?|contrib(?:utor)?s?|byline|autor(?:en|es)?|citation_author)(?:$|[\s_/-])",
    re.I,
)
_NOT_NAMES = re.compile(
    r"affil|institut|e-?mail|info|bio|note|role|editor|reviewer|comment|avatar|social|search|block|related|fn|corresp",
    re.I,
)
_TAIL = re.compile(r"\s*(?:\(?\borcid\b.*|https?://\S+.*|\bna\d\b.*)$", re.I)
_PARTED = re.compile(r"(?:\W|\b(?:by|and|und|et|y|e|en|von|par|por|di)\b)*", re.I)
_AND = re.compile(r",?\s+(?:and|und|et|y|&)\s+|\s*;\s*")
_NUMBERS = re.compile(r"\s*\(\d{1,2}(?:\s*,\s*\d{1,2})*\)")
"""Footnotes of affiliations in brackets."""
_WITHIN = re.compile(r"\d.{0,20}\b(?:authored|written)\s+by\s+")
"""What stands before names behind a day: "posted on 2020-02-11, 10:22 authored by"."""
_DAY_BEHIND = re.compile(
    r"(?<=[^\W\d]),?\s+[(|–—-]?\s?(?:\d{1,2}\.?\s+[^\W\d_]{3,12}\.?,?\s+|[^\W\d_]{3,12}\.?\s+(?:\d{1,2},\s+)?)(?:19|20)\d\d\)?$"
)
"""The day behind the names of a by-line."""
_DOT = re.compile(r"\s+[•|·]\s+")
_BRACKETS = re.compile(r"\s*\([^()]{1,12}\)\s*")
NEAR = 12
"""Lines under the title in which a by-line without marks stands."""
FAR, GAP = 400, 25
"""Lines under the title in which marked names are looked for, and lines without one that end them."""


def read_over(before: Sequence[Line]) -> tuple[Contributor, ...]:
    """Return the names of the line right over the title, where a title page has them, () where that line is anything else."""
    line = before[-1] if before else None
    if line is None or line.place.flags & NAV or line.place.head or len(line.spans) > 3:
        return ()
    text = _printed(line)
    return people([text], "edt" if EDITING.search(text) else "aut", split=True) if _is_over(text) else ()


def _is_over(text: str) -> bool:
    names = names_in(text)
    return bool(names) and all(looks_like_name(name) and not looks_corporate(name) for name in names)


def read_bylines(lines: Sequence[Line], following: Sequence[Line]) -> tuple[Contributor, ...]:
    """Return the authors that the lines under a title name, () where no line is a by-line.

    `following` are all lines after the title: names marked as authors can stand far down among affiliations.
    """
    found = list(_marked(following)) or list(_plain(lines))
    return tuple({c.name: c for c in reversed(found)}.values())[::-1]


def _marked(lines: Sequence[Line]) -> Iterator[Contributor]:
    """Names in elements whose class says author; another heading ends them."""
    last, sign = -1, ""
    for at, line in enumerate(lines[:FAR]):
        if (last >= 0 and (at - last > GAP or line.place.head)) or (last < 0 and at > GAP):
            return
        text = _printed(line) if _is_marked(line) else ""
        text = _beside_facts(text) or _DAY_BEHIND.sub("", text)
        if text and (linked := _linked(line)):
            last = at
            yield from linked
        elif text and (
            names := names_in(text, weak=True)
            or _many(text)
            or ((text,) if sign == line.place.sign and _like_a_name(text) else ())
        ):
            last = at
            sign, role = line.place.sign, "edt" if EDITING.search(text) else "aut"
            yield from (parse_name(name, role) for name in names if " " in name.strip())


def _like_a_name(text: str) -> bool:
    """Tell whether a line among authors' names is one though its words are common ones ("Trevor Back")."""
    words = text.split()
    return 1 < len(words) < 4 and all(word[0].isupper() and word.strip(".'-").isalpha() for word in words)


def _many(text: str) -> tuple[str, ...]:
    """The names of a line that is too long for a line of names: of marked authors there may be a hundred."""
    if len(text) <= MAX:
        return ()
    names = [names_in(part, weak=True) for part in text.split(", ")]
    return tuple(name for one in names for name in one) if all(names) else ()


def _is_marked(line: Line) -> bool:
    """The class of the line's block, or of all its words, says author and not something about authors."""
    marked, other = _says(line.place.sign)
    for span in line.spans:
        if span.hint and not span.text.isspace():
            here = _says(span.hint)
            marked, other = marked or here[0], other or here[1]
    return marked and not other


@lru_cache(maxsize=2048)
def _says(hint: str) -> tuple[bool, bool]:
    """Whether the last two steps of a path, or a class name, say author, and whether they say what is no author."""
    last = hint.rsplit("/", 2)[-2:] if hint[0] == "/" else [hint]
    return any(_MARKED.search(one) for one in last), any(_NOT_NAMES.search(one) for one in last)


def _printed(line: Line) -> str:
    """The text of a line without superscripts, ORCIDs and what follows them."""
    text = " ".join(
        "".join(
            [s.text for s in line.spans if not (s.face & SUP or "nvisible" in s.hint or "sr-only" in s.hint)]
        ).split()
    )
    return _TAIL.sub("", _NUMBERS.sub("", text) if "(" in text else text).strip(" ,;&")


def _plain(lines: Sequence[Line]) -> Iterator[Contributor]:
    found = affiliated = cell = False
    for line in lines[:NEAR]:
        after_label, text = cell, _printed(line)
        cell = label_of(line.text) is not None and (line.place.tag in ("dt", "th", "td") or line.text.endswith(":"))
        if _NOISE.search(text) or (after_label and line.place.tag in ("dd", "td")):  # the value of another label
            continue
        if any(s.href and s.href[0] == "#" for s in line.spans) and not INTRO.match(text):  # a menu of sections
            continue
        here = _named(line) or _names(text, affiliated) or _linked(line)
        if not here and found:
            return
        yield from here
        found = found or bool(here)
        affiliated = bool(here) and bool(here[-1].affiliations)
        if len(here) > 1 and INTRO.match(text):
            return


def _linked(line: Line) -> list[Contributor]:
    """The names of a line in which links and what parts them are all there is: a rank in brackets may stand with a name."""
    linked = [name for s in line.spans if s.href and (name := " ".join(s.text.split()))]
    rest = "".join(s.text for s in line.spans if not s.href)
    if len(linked) < 2 or not _PARTED.fullmatch(rest):
        return []
    whole = all(names_in(_BRACKETS.sub(" ", name)) for name in linked)
    return [parse_name(name, "aut") for name in linked] if whole else []


def _named(line: Line) -> list[Contributor]:
    """The names of a line whose elements say which is the name and which the affiliation."""
    if len(line.spans) < 2 or not any("affil" in s.hint for s in line.spans):
        return []
    names = [" ".join(s.text.split()) for s in line.spans if s.hint.endswith("name")]
    return [parse_name(name, "aut") for name in names if looks_like_name(name)]


def _beside_facts(text: str) -> str | None:
    """The names of a line that has a day or a number of pages as well, parted by bars or dots."""
    parts = _DOT.split(text)
    if len(parts) < 2 or not any(c.isdigit() for c in text):
        return None
    named = [part for part in parts if not any(c.isdigit() for c in part) and names_in(part)]
    return named[0] if len(named) == 1 else None


def _with_offices(text: str, role: str) -> list[Contributor]:
    """Several names with their bodies behind them: "Lars Ekman, University of the Fjords, and Noor Haddad, Gulf College"."""
    parts = [part.partition(",") for part in _AND.split(text)]
    whole = len(parts) > 1 and all(
        comma and names_in(name) and not looks_corporate(name) and looks_corporate(place)
        for name, comma, place in parts
    )
    return [parse_name(name.strip(), role) for name, _, _ in parts] if whole else []


def _names(text: str, affiliated: bool) -> list[Contributor]:
    """The names of one line; `affiliated`: the name before was followed by an affiliation, so this one may be, too."""
    if len(text) > 600 or len(text) < 4:
        return []
    role = "edt" if EDITING.search(text) else "aut"
    by = INTRO.match(text) or (_WITHIN.search(text) if "by " in text and len(text) < 200 else None)
    rest = text[by.end() :] if by else text
    if alone := _beside_facts(rest):
        text, rest = text.replace(rest, alone) if by else alone, alone
    if by and (rest.isupper() or names_in(rest, weak=True)):
        return list(people([rest], role, split=True))
    if names := names_in(text):
        return [parse_name(n, role) for n in names if looks_like_name(n) or by]
    if offices := _with_offices(rest, role):
        return offices
    first, comma, place = rest.partition(",")
    first = first.strip()
    if (
        comma
        and looks_like_name(first)
        and names_in(first)
        and (affiliated or (looks_corporate(place) and not any(c.isdigit() for c in place)))
    ):
        one = parse_name(first, role)
        return [
            Contributor(
                name=one.name,
                family=one.family,
                given=one.given,
                kind="person",
                role=role,
                affiliations=(place.strip(),),
            )
        ]
    return []
