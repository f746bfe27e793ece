"""What citation formats say alike, to the parts of a record: names by their parts, the host of a part, numbers, terms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from schemas.identifiers import kept
from schemas.readers.addresses import link, named
from schemas.readers.dc_relations import address
from schemas.readers.texts import is_placeholder, line
from schemas.record import Contributor, Identifier, Relation, Series, Subject
from schemas.values.names import parse_name
from schemas.values.text import clean, fold

_APART = re.compile(r"[\s,;/|]+(?=97[89]|\d|[Xx]\b)")
_SUFFIX = re.compile(r"(?<=[^\W\d_]{2}|\w\.),?\s+((?:[JS]r|jr|sr)\.?|Junior|I{2,3}|IV)$")
"""What follows a name and is no part of the family name or the given names, with which some carriers put it."""
_SENTENCE = 60
"""Characters; a longer term in a list parted by commas is none."""


def person(family: str, given: str | None, suffix: str | None, role: str | None) -> Contributor:
    """Return a person whose name comes in parts."""
    family, given, suffix = clean(family) or "", clean(given), clean(suffix)
    if (told := _SUFFIX.search(family)) or (given and (told := _SUFFIX.search(given))):
        suffix = suffix or told[1]
        family, given = _SUFFIX.sub("", family), _SUFFIX.sub("", given) if given else None
    name = " ".join([part for part in (given, family) if part])
    return Contributor(family=family, given=given, kind="person", name=name, role=role, suffix=suffix)


def whole(
    name: str, role: str | None, *, inverted: bool | None = None, publisher: str | None = None
) -> Contributor | None:
    """Return the contributor of a name that comes in one piece; None of one that only fills its field.

    What bears the name of the publisher is that body, even if it looks like a person ("Environment Canada").
    """
    name = clean(name) or ""
    if publisher and name and fold(name) == fold(publisher):
        return Contributor(kind="organisation", name=name, role=role)
    return None if not name or is_placeholder(name) else parse_name(name, role, inverted=inverted)


def hosted(title: str | None, marks: Iterable[Identifier]) -> tuple[Relation, ...]:
    """Return the whole that a part stands in, by its title and each of its numbers."""
    to = [address(one) for one in marks]
    if to:
        return tuple(Relation(kind="isPartOf", title=title, to=one) for one in dict.fromkeys(to))
    return (Relation(kind="isPartOf", title=title),) if title else ()


def numbers(scheme: str, said: Iterable[str]) -> list[Identifier]:
    """Return the identifiers of a scheme in fields that may hold several."""
    found = [kept(scheme, one.strip()) for text in said for one in _APART.split(text) if one.strip()]
    return list(dict.fromkeys([one for one in found if one]))


def doi_of(said: str) -> Identifier | None:
    """Return a DOI, however its address is written."""
    return kept("doi", said.strip()) or named(said).identifier


def subjects(said: Iterable[str]) -> tuple[Subject, ...]:
    """Return terms, of which one field may hold several: parted by semicolons, else by commas."""
    found: dict[str, Subject] = {}
    for text in said:
        parts = text.split(";") if ";" in text else text.split(",")
        if (";" not in text and any(len(part) > _SENTENCE for part in parts)) or (
            "," in text and ";" not in text and text.count(",") == 1 and ", " not in text
        ):
            parts = [text]
        for part in parts:
            if term := line(part):
                found.setdefault(term, Subject(term=term))
    return tuple(found.values())


def address_of(said: str, made: dict[str, Any], rel: str | None = None) -> None:
    """Put an address into the record that is being made: an identifier where it holds one, and a link but to a resolver of DOIs."""
    found = named(said)
    if found.identifier is not None:
        made.setdefault("identifiers", []).append(found.identifier)
    if said.strip().startswith(("http://", "https://")) and (
        found.identifier is None or found.identifier.scheme != "doi" or "doi.org/" not in said[:30]
    ):
        made.setdefault("links", []).append(link(said.strip(), rel))


def series(**said: str | None) -> tuple[Series, ...]:
    """Return a series or journal, where anything is said of it."""
    one = Series(**{name: line(value) for name, value in said.items() if value and line(value)})
    return (one,) if one != Series() else ()
