"""Several records of one work, each named by its carrier, to one: field by field, by a stated precedence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from schemas.record import Record

FIELDS = tuple(field for field in Record.__struct_fields__ if field != "deleted")
MERGED = ("identifiers", "links", "series", "rights", "subjects")
"""Fields to which every carrier adds what the others do not have."""


class Combined(msgspec.Struct, frozen=True, kw_only=True):
    """The combined record, the carrier of each field, and by field the values that lost."""

    found_in: Mapping[str, str]
    lost: Mapping[str, Mapping[str, Any]]
    record: Record


def combine(named: Mapping[str, Record], order: Sequence[str], by_field: Mapping[str, Sequence[str]]) -> Combined:
    """Combine named records: for each field the first carrier of its order (`by_field`, else `order`) that has a value."""
    values: dict[str, Any] = {}
    found_in: dict[str, str] = {}
    lost: dict[str, dict[str, Any]] = {}
    for field in FIELDS:
        ranked = [n for n in by_field.get(field, order) if n in named and getattr(named[n], field) not in (None, ())]
        if not ranked:
            continue
        values[field], found_in[field] = getattr(named[ranked[0]], field), ranked[0]
        if field in MERGED:
            values[field] = _merged(field, [getattr(named[name], field) for name in ranked])
        others = {name: v for name in ranked[1:] if (v := getattr(named[name], field)) != values[field]}
        if others:
            lost[field] = others
    return Combined(record=Record(**values), found_in=found_in, lost=lost)


def _merged(field: str, lists: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Identifiers and links join by value; of the others the first carrier's list stands."""
    if field not in ("identifiers", "links"):
        return lists[0]
    key = (lambda i: (i.scheme, i.value)) if field == "identifiers" else (lambda link: link.url)
    joined: dict[Any, Any] = {}
    for values in lists:
        for value in values:
            joined.setdefault(key(value), value)
    return tuple(joined.values())
