"""By-lines under a title: "By A and B", one name a line, names with affiliations; labelled authors are read in labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from harvester.pages.facts import people
from harvester.pages.layout import Line
from harvester.pages.name_lines import names_in
from schemas.record import Contributor
from schemas.values.names import looks_corporate, looks_like_name, parse_name

_BY = re.compile(
    r"^(?:written |report |edited )?(?:by|von|par|por|authors?:?|autor(?:en|es)?:?|auteurs?:?)\s*:?\s+(?=[^\W\d_])",
    re.I,
)
_EDITED = re.compile(r"^edited\b|\((?:eds?|hrsg|hg)\.?\)", re.I)
_NOISE = re.compile(r"@|\[at\]|^(?:e-?mail|tel|phone|orcid|https?:|www\.)|^\W*$", re.I)
NEAR = 12
"""Lines under the title in which a by-line stands."""


def read_bylines(lines: Sequence[Line]) -> tuple[Contributor, ...]:
    """Return the authors that the lines under a title name, () where no line is a by-line."""
    found: list[Contributor] = []
    for line in lines[:NEAR]:
        text = line.text
        if _NOISE.search(text) and not found:
            continue
        if _NOISE.search(text):
            continue
        here = _names(text, bool(found) and bool(found[-1].affiliations))
        if not here:
            if found:
                break
            continue
        found += here
        if _BY.match(text) and len(here) > 1:
            break
    return tuple({c.name: c for c in found}.values())


def _names(text: str, affiliated: bool) -> list[Contributor]:
    """The names of one line; `affiliated`: the name before was followed by an affiliation, so this one may be, too."""
    if len(text) > 600 or len(text) < 4:
        return []
    role = "edt" if _EDITED.search(text) else "aut"
    by = _BY.match(text)
    rest = text[by.end() :] if by else text
    if by and (rest.isupper() or names_in(rest, weak=True)):
        return list(people([rest], role, split=True))
    if names := names_in(text):
        return [parse_name(n, role) for n in names if looks_like_name(n) or by]
    first, comma, place = rest.partition(",")
    if comma and looks_like_name(first.strip()) and names_in(first.strip()) and (looks_corporate(place) or affiliated):
        one = parse_name(first.strip(), role)
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
