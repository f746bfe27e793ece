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
from schemas.identifiers import doi
from schemas.values.names import looks_corporate
from schemas.values.text import fold

_RUBRIC = re.compile(
    r"(?:special|original|research|review|regular|feature|short)\s(?:issues?|sections?|articles?|papers?|communications?|features?)\b|articles?$|themen?heft\b|dossier\b",
    re.I,
)
"""What stands over a title in a journal: the section of the issue."""
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
    r"from the .*|page \d+.*|have (?:library )?access.*|(?:\w+ )?(?:online )?cat[aá]log(?:ue|o|o de .*|ue of .*)?|my account.*|all content|images|workspace|tools|support|\W*)",
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
        after = [lines[j] for j in filled[n + 1 : n + 7]]
        if not _possible(line, journal=n < 6 and bool(after) and _numbered(after[0])):
            continue
        points, names, said = _points(lines, i, after, n)
        points += 0.5 * min(2, repeated[fold(line)] - 1)
        if points > top:
            best, top = TextTitle(line.strip(" :•*"), i, names, said, points >= SURE), points
    return _with_main(lines, filled, best) if best and (best.names or best.sure) else best


def _with_main(lines: Sequence[str], filled: Sequence[int], found: TextTitle) -> TextTitle:
    """The title of two lines, where what tells it stands under the second: in one paragraph, or both the first lines of the text."""
    n = filled.index(found.at)
    above = lines[filled[n - 1]] if n else ""
    first = (
        _possible(above, journal=True)
        and not _RUBRIC.match(above)
        and " " in above
        and not looks_corporate(above)
        and len(above) < 120
    )
    apart = found.at - filled[n - 1] - 1
    begins = not any(_possible(lines[i]) and not _of_series(lines, filled, m) for m, i in enumerate(filled[: n - 1]))
    if not n or not first or apart > 1 or (apart and not begins):
        return found
    joint = " " if above[-1] in ":?!–—-" else ": "
    return found._replace(printed=f"{above.strip(' •*')}{joint}{found.printed}")


def _of_series(lines: Sequence[str], filled: Sequence[int], n: int) -> bool:
    """Tell whether a line is the name of a series: its date or number stands under it."""
    return any(_between(lines[i]) or lines[i].isdigit() for i in filled[n + 1 : n + 3])


def _between(line: str) -> bool:
    """Tell whether a line can stand between a title and the names: its kind, its date, its imprint, a labelled value."""
    if len(line) > 90:
        return False
    kind = TYPE_WORDS.match(line.partition("|")[0].strip()) is not None
    return kind or only_date(line) is not None or _numbered(line) or is_labelled(line) or bool(doi(line))


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
    if after and is_labelled(after[0]) and sum(is_labelled(x) for x in after[:3]) > 1:
        points += 2.0
    if n < 6 and after and _numbered(after[0]):
        points += 1.5
    if lines[at].count(" ") >= 3:
        points += 0.5
    if ":" in lines[at] or "?" in lines[at]:
        points += 0.3
    return points, names, said


def _names(after: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The names under a title: a by-line, or one or more lines of nothing but names; kind, date and imprint may stand between."""
    skipped = 0
    while skipped < min(3, len(after)) and _between(after[skipped]):
        if INTRO.match(after[skipped]) or _ALONE.match(after[skipped]):
            break
        skipped += 1
    rest = after[skipped:]
    joined = [f"{a} {b}" if _ALONE.match(a) else a for a, b in itertools.pairwise([*rest, ""])]
    for line in joined[:2]:
        text = _GLUED.sub("by ", line)
        if INTRO.match(text) and (names := names_in(text)):
            return names, text
    found: list[str] = []
    office = False
    for line in rest:
        names = names_in(line) if len(line) < 120 and not is_labelled(line) else ()
        if (
            not names and found and not office and len(line) < 120 and looks_corporate(line)
        ):  # where the one before works
            office = True
            continue
        if not names:
            break
        found, office = [*found, *names], False
    return tuple(found), ""


def own_lines(lines: Sequence[str], at: int | None) -> list[str]:
    """The filled lines near the title, or those at the top where there is no title."""
    begin, end = (0, 2 * NEAR) if at is None else (max(0, at - NEAR), at + NEAR)
    return [line for line in lines[begin:end] if line and len(line) < PROSE]
