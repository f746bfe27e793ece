"""The agents of a schema.org node: contributors with their roles, publishers; other properties are read in schema_org."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from harvester.pages.facts import people
from harvester.pages.schema_nodes import MAX_DEPTH, Node, many, strings, types_of, word, words, work_type
from schemas.identifiers import orcid
from schemas.record import Contributor, Identifier, Publisher
from schemas.values.text import strip_markup

_ROLES = (
    ("author", "aut"),
    ("creator", "aut"),
    ("editor", "edt"),
    ("translator", "trl"),
    ("illustrator", "ill"),
    ("contributor", "ctb"),
)


def contributors_of(node: Node) -> tuple[Contributor, ...]:
    """Return the people and organisations of a node with their roles, in order, each once."""
    found: dict[str, Contributor] = {}
    for key, role in _ROLES:
        if key not in node or (key == "editor" and work_type(node) == "article"):  # who handled it, not who made it
            continue
        values = many(node.get(key))
        for value in values:
            if value.__class__ is str:
                for one in people([value], role, split=len(values) == 1):
                    found.setdefault(one.name, one)
                continue
            for one in _agents(value, role, split=len(values) == 1):
                found.setdefault(one.name, one)
    return tuple(found.values())


def _agents(value: Any, role: str, *, split: bool, depth: int = 0) -> Iterator[Contributor]:
    if isinstance(value, str):
        yield from people([value], role, split=split)
        return
    if not isinstance(value, Mapping) or depth > MAX_DEPTH:
        return
    types = types_of(value)
    if "role" in types:  # schema.org Role: the person stands inside under the same property
        for key, _ in _ROLES:
            for inner in many(value.get(key)):
                yield from _agents(inner, role, split=False, depth=depth + 1)
        return
    name, family, given = word(value.get("name")), word(value.get("familyName")), word(value.get("givenName"))
    printed = f"{family}, {given}" if family and given else name
    for one in people([printed] if printed else []):
        organisation = any(t.endswith("organization") for t in types)
        yield Contributor(
            name=one.name, role=role, as_printed=one.as_printed if printed == name else None, suffix=one.suffix,
            family=None if organisation else family or one.family, given=None if organisation else given or one.given,
            kind="organisation" if organisation else "person" if "person" in types and one.kind is None else one.kind,
            affiliations=tuple(dict.fromkeys(words(value.get("affiliation")))), identifiers=_agent_ids(value) or one.identifiers,
        )  # fmt: skip


def _agent_ids(value: Node) -> tuple[Identifier, ...]:
    texts_ = [t for key in ("@id", "sameAs", "identifier", "url") for t in strings(value.get(key))]
    found = next(
        (o for t in texts_ if "orcid" in t.casefold() or re.fullmatch(r"[\dX-]{19}", t) if (o := orcid(t))), None
    )
    return (Identifier(scheme="orcid", value=found),) if found else ()


def publisher_of(node: Node) -> Publisher | None:
    """Return the publisher that a node names."""
    name = strip_markup(word(node.get("publisher"))) or strip_markup(word(node.get("sourceOrganization")))
    return Publisher(name=name) if name and "://" not in name else None
