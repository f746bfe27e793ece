"""Contributors and publisher by the visible page: by-lines under the title, labelled values; other fields are read elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from harvester.pages.beside import Beside
from harvester.pages.bylines import read_bylines, read_over
from harvester.pages.facts import people
from harvester.pages.imprint import Imprint
from harvester.pages.joining import name_key
from harvester.pages.name_lines import has_job, names_in
from harvester.pages.statement import Statement
from schemas.record import ContentsEntry, Contributor, Publisher
from schemas.values.names import looks_corporate, looks_like_name
from schemas.values.text import clean


def contributors_of(
    values: Mapping[str, Sequence[str]], beside: Beside, imprints: Sequence[Imprint]
) -> tuple[Contributor, ...]:
    """Return the contributors; in a journal the editor that a page names is the one who handled the article."""
    authors = people(map(_without_office, values.get("authors", ())), split=True)
    authors = tuple(
        a
        for a in authors
        if looks_like_name(a.name) or _caseless(a.name) or (a.kind == "organisation" and not _ADDRESS.search(a.name))
    )
    journal = any(one.series and one.series.volume for one in imprints)
    editors = () if journal else people(values.get("editors", ()), "edt", split=True)
    bodies = _editing_bodies(values) if "publisher" not in values else ()
    editors = tuple(e for e in editors if looks_like_name(e.name) and "," not in e.name and e.name not in bodies)
    others = tuple(c for c in people(values.get("contributors", ()), "ctb", split=True) if looks_like_name(c.name))
    named = {name_key(e.name) for e in editors}
    lines = [c for c in read_bylines(beside.after, beside.all_after) if name_key(c.name) not in named]
    labelled, seen = {name_key(c.name) for c in authors}, {name_key(c.name) for c in lines}
    if not authors and not lines and not editors:
        lines = list(read_over(beside.before))
    if authors and (not labelled & seen or seen < labelled):
        lines = []  # what is labelled is surer than what looks like a by-line
    found: dict[str, Contributor] = {}
    for one in (*(lines or authors), *editors, *others):
        found.setdefault(name_key(one.name), one)
    return tuple(found.values())


def _editing_bodies(values: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The body labelled "Editor" beside labelled authors: in several languages that is the word for a publisher."""
    said = values.get("editors", ()) if "authors" in values else ()
    return tuple(said) if len(said) == 1 and looks_corporate(said[0]) else ()


def _without_office(value: str) -> str:
    """A labelled name without the body it belongs to ("Nell Ashworth, Eastern Shore Law School")."""
    if has_job(value) and (names := names_in(value)):
        return "; ".join(names)
    name, comma, rest = value.partition(",")
    alone = comma and names_in(name) and not looks_corporate(name) and looks_corporate(rest) and ";" not in rest
    return name if alone else value


def _caseless(name: str) -> bool:
    """Tell whether a name is in a script without capitals, by which other names are told."""
    return not name.isascii() and name.upper() == name.lower() and len(name) < 60 and not any(c.isdigit() for c in name)


def without_entries(
    contributors: tuple[Contributor, ...], contents: Sequence[ContentsEntry]
) -> tuple[Contributor, ...]:
    """Return the contributors without those who are only authors of entries of the contents list."""
    names = {name_key(c.name) for entry in contents for c in entry.contributors}
    return tuple(c for c in contributors if c.role == "edt" or name_key(c.name) not in names)


_ADDRESS = re.compile(r",.*\d{3}.*,|(?:,.*){4}")
"""An organisation with so many commas, or a number between them, is a postal address."""
_PLACED = re.compile(
    r"(?P<place>[A-ZÀ-Þ][^\W\d_]+(?:[ -][A-ZÀ-Þ][^\W\d_]+)?(?:, [A-ZÀ-Þ][\w. ]{1,20})?): (?P<name>[A-ZÀ-Þ].{2,})"
)
"""A place before the name of a publisher, as libraries write it: "San José, C.R.: Centro Costero"."""
DATED = re.compile(r",\s*(?:c|©)?\s*((?:1[5-9]|20)\d\d)\.?$")
"""A year behind the name of a publisher."""


def publisher_of(values: Mapping[str, Sequence[str]], statements: Sequence[Statement] = ()) -> Publisher | None:
    """Return the labelled publisher and place, else those of a statement of publication."""
    said = values.get("publisher", ()) or _editing_bodies(values)
    name = clean(next((v for v in said if 2 < len(v) < 120 and not v[0].isdigit()), None))
    name = DATED.sub("", name) or name if name else None
    place = clean(next((v for v in values.get("place", ()) if len(v) < 60), None))
    if name is None and statements:
        return statements[0].publisher
    if name and place is None and (placed := _PLACED.fullmatch(name)) and not looks_corporate(placed["place"]):
        name, place = placed["name"], placed["place"]
    return Publisher(name=name, place=place) if name or place else None
