"""Labelled values on the visible page ("Published: May 2020", a dt and its dd) by field; the words that label are in label_words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from harvester.pages.label_words import LABELS, label_of
from harvester.pages.layout import BOLD, NAV, REFS, Line
from harvester.pages.name_lines import names_in
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.names import looks_like_name

_IN_LISTS = {"from": "publisher", "von": "publisher"}
"""Labels that are one only in a definition list."""
_OPENING = re.compile(
    r"(?P<label>published online|published on|published|veröffentlicht am|herausgegeben am|erschienen am|publié le|paru le|publicado el|publicado em|pubblicato il|last updated|updated|isbn(?:-1[03])?|"
    r"e-?isbn|e?-?issn|doi|posted on|issued|first published|submitted on|received|accepted|released|date)\s+(?P<value>(?:on\s+)?\S.*)$",
    re.I,
)
"""Labels that stand without a colon before their value."""
_STARTS = frozenset(word[:3] for word in "published veröffentlicht herausgegeben erschienen publié paru publicado pubblicato last updated isbn eisbn e-isbn issn eissn e-issn doi "
                    "posted issued first submitted received accepted released date".split())  # fmt: skip
LONGEST = 1_500
"""Characters of a line that can be a label with its value (keywords run long)."""
OF_ANOTHER = re.compile(
    r"(?:journal|story|original|further|article) (?:reference|source|information|paper)s?|more information|references?|source|quelle|publikation zum",
    re.I,
)
"""What stands over the reference of another work, on a news page about it."""
_VALUES_OF = ("authors", "editors", "contributors", "isbn", "issn", "subjects", "doi")
"""Fields of which several lines may follow one label."""
_INNEN = re.compile(r"^(\w{3,20})[:*]in(nen)?\b(?=\s*:)")
"""The gender mark in a label: "Autor:innen"."""
_INSIDE = re.compile(r"(?<=\s)([^\W\d_][^\W\d_()]*):\s")
"""A word before a colon within a line: one more label where the line begins with one ("No: 2 Year: 2014 Pages: 88-97")."""
SHORT = 150
"""Characters of a line that can be made of labels and values."""
PEOPLE = frozenset(("authors", "editors", "contributors"))
"""Fields whose values are names."""
_PAIRED = frozenset(("dt", "th"))
"""Labels of a list or table of pairs, which no menu is."""
_IN_BARS = frozenset(("isbn", "issn", "doi", "publisher", "rights", "issued", "online", "modified", "language"))
"""Fields that a footer or bar can say of a work; "Author: full name" there is a choice in a form."""
_LABEL_TAGS = frozenset("dt th td h2 h3 h4 h5 h6 div span p li body main section article center address".split())
_NAMED = re.compile(r"label|title|header|heading|term|caption|(?:^|[\s._-])(?:key|name)(?:$|[\s_-])", re.I)
_COUNTED = re.compile(r"(?:[ivxlc]+,?\s*)?\d{1,4}\s*(?:p|pp|pages|s|seiten)\b", re.I)


def labelled(lines: Sequence[Line]) -> dict[str, list[str]]:
    """Return the labelled values of a page by field, in order; menus and lists of references are passed over."""
    found: dict[str, list[str]] = {}
    for at, line in enumerate(lines):
        text, flags = line.text, line.place.flags
        if flags & REFS or len(text) > LONGEST:
            continue
        if flags & NAV and ":" not in text and line.place.tag not in _PAIRED:
            told = line.place.head > 1 or line.spans[0].face & BOLD
            if told and len(text) < 45 and (box := _in_box(line, lines, at)) is not None:
                found.setdefault(box[0], []).extend(box[1])
            continue
        for segment in _segments(line):
            field, label, values = _read(segment, line, lines, at)
            if not field or (at and OF_ANOTHER.match(lines[at - 1].text)):
                continue
            if flags & NAV and line.place.tag not in _PAIRED and field not in _IN_BARS and not _named(values):
                continue
            if field == "description":
                field = "extent" if values and _COUNTED.match(values[0]) else None
            if field in ("isbn", "issn") and values:  # the label says what the number names
                values = [f"{label}: {value}" for value in values]
            if field and values:
                found.setdefault(field, []).extend(values)
    return found


def _in_box(line: Line, lines: Sequence[Line], at: int) -> tuple[str, list[str]] | None:
    """Field and values of a heading in a box beside the text, where what follows can be nothing but its value: a menu has
    headings such as Authors and Series, too."""
    if line.place.head < 2 and not all(s.face & BOLD for s in line.spans):
        return None
    field = label_of(line.text)
    if field is None or at + 1 >= len(lines) or lines[at + 1].place.head:
        return None
    values = _following(lines, at, field)
    if field in ("isbn", "issn"):
        values = [f"{line.text}: {value}" for value in values]
    return (field, values) if values and _fits(field, values[0]) else None


def _fits(field: str, value: str) -> bool:
    if field in PEOPLE:
        return bool(names_in(value, weak=True)) and " " in value
    if field in ("issued", "online", "modified"):
        return len(value) < 40 and parse_date(value).edtf is not None
    if field == "language":
        return parse_language(value) is not None
    if field == "doi":
        return "10." in value
    return (
        field in ("extent", "isbn", "issn", "series", "number") and len(value) < 90 and any(c.isdigit() for c in value)
    )


def _named(values: Sequence[str]) -> bool:
    return len(values) == 1 and bool(names_in(values[0]))


def _segments(line: Line) -> list[str]:
    """The parts of a line that begin with labels of their own: "24 March 2021 ISBN: 978... DOI: 10...", "ISBN: ... | DOI: ..."."""
    text = line.text.replace("：", ": ") if "：" in line.text else line.text
    text = _INNEN.sub(r"\1in\2", text) if ":in" in text[:40] or "*in" in text[:40] else text
    several = text.count(":") > 1
    if not several and (":" not in text or (len(line.spans) == 1 and "|" not in text and "•" not in text)):
        return [text]
    starts = [0]
    at = 0
    for span in line.spans:
        begin = text.find(piece, at) if (piece := " ".join(span.text.split())) else -1
        if begin > 0 and ":" in piece and label_of(piece.partition(":")[0]):
            starts.append(begin)
        at = max(at, begin + len(piece)) if begin >= 0 else at
    starts += [m.end() for m in re.finditer(r"[|•]\s*", text) if label_of(text[m.end() :].partition(":")[0])]
    if several and len(text) < SHORT and label_of(text.partition(":")[0]):
        starts += [m.start() for m in _INSIDE.finditer(text) if label_of(m[1])]
    cuts = [*sorted(set(starts)), len(text)]
    return [part for a, b in itertools.pairwise(cuts) if (part := text[a:b].strip(" |•"))]


def _read(text: str, line: Line, lines: Sequence[Line], at: int) -> tuple[str | None, str, list[str]]:
    """(field, label as printed, values) of a line or a part of one; field None where nothing is labelled."""
    head, colon, value = text.partition(":")
    if colon and line.place.tag == "dt" and head.casefold() in _IN_LISTS:
        return _IN_LISTS[head.casefold()], head, _following(lines, at, None)
    if colon and len(head) < 45 and (field := label_of(head)):
        value = value.strip()
        return field, head, [_said(line, field, value)] if value else _following(lines, at, field)
    if line.place.flags & NAV and line.place.tag not in _PAIRED:
        return None, "", []
    if len(text) < 45 and line.place.tag in _LABEL_TAGS and (field := label_of(text)) and _is_label(line, lines, at):
        return field, text, _following(lines, at, field)
    if (first := _first_span(line, text)) and (field := label_of(first)):
        return field, first, [_said(line, field, text[len(first) :].strip())]
    if text[:3].casefold() in _STARTS and (opening := _OPENING.match(text)):
        return LABELS.get(opening["label"].casefold()), text[:40], [opening["value"]]
    return None, "", []


def _first_span(line: Line, text: str) -> str | None:
    """The first words of a line where they are an element of their own, no link, with more behind them."""
    if len(line.spans) < 2:
        return None
    spans = [s for s in line.spans if not s.text.isspace()]
    first = " ".join(spans[0].text.split()) if spans else ""
    apart = len(spans) > 1 and (spans[0].hint != spans[1].hint or spans[0].face != spans[1].face or len(spans) == 2)
    return first if apart and spans[0].href is None and 2 < len(first) < 45 and text.startswith(first) else None


def _said(line: Line, field: str, value: str) -> str:
    """A value as printed; of people the linked names where something else stands beside them (office, affiliation)."""
    if field not in PEOPLE or len(line.spans) == 1 or names_in(value):
        return value
    linked = [name for s in line.spans if s.href and looks_like_name(name := " ".join(s.text.split()))]
    if not linked:
        linked = [
            name for s in line.spans if s.hint.endswith("name") and looks_like_name(name := " ".join(s.text.split()))
        ]
    return "; ".join(linked) if linked else value


def _is_label(line: Line, lines: Sequence[Line], at: int) -> bool:
    """A word without a colon is a label in a definition list or table, or where it is set off from its value."""
    after = lines[at + 1] if at + 1 < len(lines) else None
    place = line.place
    if place.tag == "dt":
        return True
    if after is None or (place.tag != "th" and label_of(after.text)):
        return False
    if place.tag in ("th", "td"):
        return after.place.tag == "td" and after.place.item == place.item
    if len(after.text) > 300:
        return False
    if place.head:
        return not after.place.head
    if all(s.face & BOLD for s in line.spans) and not all(s.face & BOLD for s in after.spans):
        return True
    if after.place.sign != place.sign and _NAMED.search(place.sign.rpartition("/")[2]):
        return True
    return _is_pair(lines, at)


def _is_pair(lines: Sequence[Line], at: int) -> bool:
    """A label and its value, alone together in an element of their own."""
    label, value = lines[at], lines[at + 1]
    end = lines[at + 2].low if at + 2 < len(lines) else 0
    shared = label.place.depth - 1
    return value.low == shared and label.low < shared and end < shared and value.place.depth == label.place.depth


def _following(lines: Sequence[Line], at: int, field: str | None) -> list[str]:
    """The value under a label: the next line, or all lines of the next cells where a field has several values."""
    if field == "doi" and (near := [x.text for x in lines[at + 1 : at + 6] if x.text[:3] == "10."]):
        return near[:1]
    values: list[str] = []
    between = False
    for line in lines[at + 1 : at + 30]:
        tag = line.place.tag
        if label_of(line.text) or (":" in line.text and label_of(line.text.partition(":")[0])) or tag in ("dt", "th"):
            break
        if values and not _goes_on(line, lines[at + 1], field):
            if field in PEOPLE and not between and _beside_name(line, lines[at + 1]):
                between = True
                continue
            break
        between = False
        values.append(_said(line, field or "", line.text))
    return values


def _beside_name(line: Line, first: Line) -> bool:
    """Tell whether a line is what somebody is or where: set otherwise than the names, and no heading."""
    return line.place.sign != first.place.sign and not line.place.head and len(line.text) < 200


def _goes_on(line: Line, first: Line, field: str | None) -> bool:
    """Tell whether a line is one more value of the label that the line `first` follows."""
    if field not in _VALUES_OF:
        return False
    if line.place.tag in ("dd", "li", "td") and line.place.tag == first.place.tag:
        return True
    alike = line.place.sign == first.place.sign
    return field in PEOPLE and alike and (looks_like_name(line.text) or bool(names_in(line.text, weak=True)))
