"""Do the carriers of a page speak of one work? What speaks of another one is left out before the records are combined."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from harvester.pages.joining import name_key, whole_title
from harvester.pages.schema_nodes import PLAIN
from schemas.record import Record, Title
from schemas.values.text import fold

SURE = ("highwire", "dublin-core")
"""Carriers written for the work of the page; the others can describe its site, a reference or a neighbour."""
_DOMAIN = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.I)
ALIKE = 0.5
"""Share of common words from which on two titles are taken for titles of one work."""


def agreeing(named: Mapping[str, Record], order: tuple[str, ...]) -> dict[str, Record]:
    """Return the records that agree with the surest one about the title, each without what the others show to be wrong."""
    reference = next((record.title for name in order if (record := named.get(name)) and record.title), None)
    kept = {
        name: record
        for name, record in named.items()
        if name in SURE or reference is None or record.title is None or titles_agree(record.title, reference)
    }
    named_publishers = {p.name for name, record in kept.items() if (p := record.publisher) and p.name}
    return {
        name: _without_domain_as_publisher(
            _without_accounts(name, _without_publisher_as_author(record, kept), kept.get("visible")), named_publishers
        )
        for name, record in kept.items()
    }


def titles_agree(one: Title, other: Title) -> bool:
    """Tell whether two titles can be of one work: equal, one within the other, or with half of their words in common."""
    a, b = fold(whole_title(one)), fold(whole_title(other))
    if not a or not b or a in b or b in a:
        return True
    first, second = set(a.split()), set(b.split())
    return len(first & second) / min(len(first), len(second)) >= ALIKE


def _without_domain_as_publisher(record: Record, publishers: set[str]) -> Record:
    """ "GOV.UK" is where a page stands; it gives way where another carrier names a body."""
    name = record.publisher.name if record.publisher else None
    if name and _DOMAIN.fullmatch(name) and any(not _DOMAIN.fullmatch(other) for other in publishers):
        return msgspec.structs.replace(record, publisher=None)
    return record


def _without_accounts(name: str, record: Record, visible: Record | None) -> Record:
    """Who wrote a page into its system is no author where the page itself names others under the title."""
    told = record.type_as_printed is not None and record.type_as_printed.casefold() not in PLAIN
    if visible is None or name not in ("json-ld", "microdata", "opengraph") or told:
        return record
    printed = {name_key(c.name) for c in visible.contributors if c.kind == "person"}
    if printed and record.contributors and printed.isdisjoint(name_key(c.name) for c in record.contributors):
        return msgspec.structs.replace(record, contributors=())
    return record


def _without_publisher_as_author(record: Record, named: Mapping[str, Record]) -> Record:
    """An author that is the publisher's name again gives way where another carrier names persons."""
    if not record.contributors or any(c.kind != "organisation" for c in record.contributors):
        return record
    persons = any(c.kind == "person" for other in named.values() for c in other.contributors)
    publishers = {name_key(p.name) for other in named.values() if (p := other.publisher) and p.name}
    if persons and all(name_key(c.name) in publishers for c in record.contributors):
        return msgspec.structs.replace(record, contributors=())
    return record
