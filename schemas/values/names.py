"""One printed name to a contributor; several names in one string are taken apart in name_lists."""

from __future__ import annotations

import re

from schemas.record import Contributor
from schemas.values.text import clean


def looks_corporate(text: str) -> bool:
    """Tell whether a name is that of an organisation."""
    return bool(re.search(r"\b(University|Institute|Organi[sz]ation|Ministry|Commission|Centre|Center|Agency)\b", text))


def looks_like_name(text: str) -> bool:
    """Tell whether a line can be the name of a person or organisation."""
    return 1 < len(text.split()) < 7 and not re.search(r"\d", text)


def split_names(text: str) -> tuple[str, ...]:
    """Return the names that one string lists."""
    return tuple(part for part in re.split(r"\s*;\s*|\s+(?:and|&|und|et)\s+", text) if part)


def parse_name(printed: str, role: str | None = "aut", *, inverted: bool | None = None) -> Contributor:
    """Return the contributor that a printed name stands for."""
    name = clean(printed) or ""
    if looks_corporate(name):
        return Contributor(kind="organisation", name=name, role=role)
    family, comma, given = name.partition(", ")
    if comma:
        return Contributor(as_printed=name, family=family, given=given, kind="person", name=f"{given} {family}", role=role)
    return Contributor(kind="person", name=name, role=role)
