"""Which line of a page text is the title of its work, by what stands around it; a line that nothing supports is none."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from harvester.pages.contents_evidence import is_heading
from harvester.pages.credits import INTRO
from harvester.pages.date_lines import only_date
from harvester.pages.imprint import read_imprint
from harvester.pages.name_lines import names_in
from harvester.pages.offers import TYPE_WORDS
from harvester.pages.row_pieces import NEVER, is_button
from harvester.pages.text_facts import is_labelled
from schemas.values.names import looks_corporate
from schemas.values.text import fold

_TRAIL = re.compile(r"\S\s+[>»→›]\s+\S|\S\s\|\s\S.*\s\|\s")
"""A breadcrumb or a menu."""
_ALONE = re.compile(
    r"^\W*(?:edited|written|compiled)?\s*\bby\W*$|^\W*(?:herausgegeben von|hrsg\.? von|a cura di|sous la direction de)\W*$",
    re.I,
)
_GLUED = re.compile(r"^BY(?=[A-Z][a-z])")
_ABSTRACT = re.compile(
    r"^\W*(?:abstract|summary|executive summary|zusammenfassung|résumé|resumen|introduction|description|overview)\W*$",
    re.I,
)
_GENERIC = re.compile(
    r"(?:publications?|reports?|papers?|home|search.*|you are here.*|menu|navigation|documents?|categories|all categories|publication cover|cover|"
    r"contents|table of contents|share.*|download.*|log ?in.*|register.*|transcript|views?|metrics|altmetric|citations?|cookies?.*|skip to.*|javascript.*|"
    r"about.*|contact.*|related.*|further reading|source link|alternative sources|subject.*|keywords?.*|tags?|language.*|english|deutsch|français|"
    r"from the .*|page \d+.*|have (?:library )?access.*|(?:\w+ )?catalog(?:ue)?|my account.*|all content|images|workspace|tools|support|\W*)",
    re.I,
)
PROSE = 160
"""Characters from which a line is a paragraph."""
LONGEST = 260
"""Characters of the longest title."""
NEAR = 12
"""Lines on either side of a title that are about the same work."""
ENOUGH, SURE = 2.0, 3.0
"""Points from which a line is a title, and from which it shows by itself that the text is about a work."""


class TextTitle(NamedTuple):
    """The title as printed, its line, the names of the by-line under it with its text, whether it is certain."""

    printed: str
    at: int
    names: tuple[str, ...]
    said: str
    sure: bool


def find_title(lines: Sequence[str], end: int | None = None) -> TextTitle | None:
    """Return the title of the work that a text is about, None where no line has enough for it.

    `end` is where the contents list begins: its lines are no titles of the work.
    """
    filled = [i for i, line in enumerate(lines) if line and (end is None or i < end)][:400]
    repeated = Counter(fold(lines[i]) for i in filled)
    best: TextTitle | None = None
    top = ENOUGH - 0.01
    for n, i in enumerate(filled):
        line = lines[i]
        after = [lines[j] for j in filled[n + 1 : n + 4]]
        if not _possible(line, journal=n < 6 and bool(after) and _numbered(after[0])):
            continue
        points, names, said = _points(lines, i, after, n)
        points += 0.5 * min(2, repeated[fold(line)] - 1)
        if points > top:
            best, top = TextTitle(line.strip(" :•*"), i, names, said, points >= SURE), points
    return _with_main(lines, filled, best) if best and best.names else best


def _with_main(lines: Sequence[str], filled: Sequence[int], found: TextTitle) -> TextTitle:
    """The title of two lines, where the by-line stands under the second: both are the first lines that are no furniture."""
    n = filled.index(found.at)
    above = lines[filled[n - 1]] if n else ""
    first = n > 0 and _possible(above) and " " in above and not looks_corporate(above) and len(above) < 120
    if not first or any(_possible(lines[i]) for i in filled[: n - 1]) or found.at - filled[n - 1] > 2:
        return found
    joint = " " if above[-1] in ":?!–—-" else ": "
    return found._replace(printed=f"{above.strip(' •*')}{joint}{found.printed}")


def _numbered(line: str) -> bool:
    """Tell whether a short line is one of volume and issue, or of a series' number."""
    imprint = read_imprint(line) if len(line) < 60 else None
    return imprint is not None and imprint.series is not None


def _possible(line: str, *, journal: bool = False) -> bool:
    """Tell whether a line can be a title; the name of a `journal` over its volume can look like one of a person."""
    if not 8 <= len(line) <= LONGEST or line[:1] in "•*·©" or sum(c.isalpha() for c in line) < 0.6 * len(line):
        return False
    if (
        _GENERIC.fullmatch(line)
        or NEVER.fullmatch(line)
        or is_button(line)
        or only_date(line)
        or is_heading(line)
        or _ABSTRACT.match(line)
    ):
        return False
    if _TRAIL.search(line) or TYPE_WORDS.match(line):
        return False
    if (
        is_labelled(line)
        or INTRO.match(line)
        or (len(line) < 60 and not journal and names_in(line))
        or "http" in line
        or "…" in line
        or "..." in line
    ):
        return False
    imprint = read_imprint(line)
    return not (imprint and imprint.series and len(line) < 90) and not (line.endswith(".") and line.count(" ") > 14)


def _points(lines: Sequence[str], at: int, after: Sequence[str], n: int) -> tuple[float, tuple[str, ...], str]:
    """What speaks for a line: a by-line or names under it, an abstract or a paragraph after it, standing alone, standing early."""
    points = 0.5 if n < 10 else 0.0
    names, said = _names(after)
    points += 2.5 if names else 0.0
    alone = (at == 0 or not lines[at - 1]) and (at + 1 >= len(lines) or not lines[at + 1])
    points += 0.8 if alone else 0.0
    if any(_ABSTRACT.match(x) for x in after[:2]):
        points += 2.5
    if after and len(after[0]) > PROSE:
        points += 1.6
    if sum(is_labelled(x) for x in after) > 1:
        points += 2.0
    if n < 6 and after and _numbered(after[0]):
        points += 1.5
    if lines[at].count(" ") >= 3:
        points += 0.5
    if ":" in lines[at] or "?" in lines[at]:
        points += 0.3
    return points, names, said


def _names(after: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The names right under a title: a by-line, or one or more lines of nothing but names."""
    joined = [f"{a} {b}" if _ALONE.match(a) else a for a, b in itertools.pairwise([*after, ""])]
    for line in joined[:2]:
        text = _GLUED.sub("by ", line)
        if INTRO.match(text) and (names := names_in(text)):
            return names, text
    found: list[str] = []
    for line in after:
        names = names_in(line) if len(line) < 120 and not is_labelled(line) else ()
        if not names:
            break
        found += names
    return tuple(found), ""


def own_lines(lines: Sequence[str], at: int | None) -> list[str]:
    """The filled lines near the title, or those at the top where there is no title."""
    begin, end = (0, 2 * NEAR) if at is None else (max(0, at - NEAR), at + NEAR)
    return [line for line in lines[begin:end] if line and len(line) < PROSE]
