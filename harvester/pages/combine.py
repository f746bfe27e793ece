"""Several records of one work, each named by where it comes from, to one: field by field, by a stated precedence.

Takes any named records (carriers of a page today, sources later); that they are of one work is decided by the caller.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import astuple

from harvester.pages.joining import (
    join_contributors,
    join_dates,
    join_identifiers,
    join_links,
    join_publisher,
    join_series,
    join_title,
)
from schemas.record import Record

FIELDS = tuple(field for field in Record.__struct_fields__ if field != "deleted")
JOINED: Mapping[str, Callable[[Sequence[Any]], Any]] = {
    "contributors": join_contributors,
    "dates": join_dates,
    "identifiers": join_identifiers,
    "links": join_links,
    "publisher": join_publisher,
    "series": join_series,
    "title": join_title,
}
"""Fields in which the winner is completed from the others; in all other fields the first value stands as it is."""


class Combined(msgspec.Struct, frozen=True, kw_only=True):
    """The combined record; by field the name of the record that won, and the values of those that did not, by name."""

    found_in: Mapping[str, str]
    lost: Mapping[str, Mapping[str, Any]]
    record: Record


def combine(
    named: Mapping[str, Record], precedence: Mapping[str, Sequence[str]], *, with_lost: bool = True
) -> Combined:
    """Combine named records into one.

    `precedence` gives for a field the names from best to worst ("*" for fields that it does not list); names that it
    leaves out do not count for that field. Without `with_lost` the values that lost are not looked for.
    """
    values: dict[str, Any] = {}
    found_in: dict[str, str] = {}
    lost: dict[str, dict[str, Any]] = {}
    for field, held in _by_field(named).items():
        ranked = [(name, held[name]) for name in precedence.get(field) or precedence["*"] if name in held]
        if not ranked:
            continue
        winner, value = ranked[0]
        if len(ranked) > 1:
            if join := JOINED.get(field):
                value = join([v for _, v in ranked])
            if with_lost and (others := {name: v for name, v in ranked if v != value and name != winner}):
                lost[field] = others
        found_in[field], values[field] = winner, value
    return Combined(record=Record(**values), found_in=found_in, lost=lost)


def _by_field(named: Mapping[str, Record]) -> dict[str, dict[str, Any]]:
    """By field, in the order of the fields, the values of the records that have one."""
    found: dict[str, dict[str, Any]] = {field: {} for field in FIELDS}
    for name, record in named.items():
        for field, value in zip(Record.__struct_fields__, astuple(record), strict=True):
            if value is not None and value != () and field in found:
                found[field][name] = value
    return found
