"""Places in a record by the paths that findings have: what stands there, and the record with another value there."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from schemas.record import Record

_STEP = re.compile(r"\.?(\w+)(?:\[(\d+)\])?", re.A)
_ENTRY = re.compile(r"contents\[(.+?)\](?=\.|$)", re.S)


def value_at(record: Record, path: str) -> Any:
    """Return the plain value at a path, None where there is none."""
    holder, step = _placed(_plain(record), path)
    try:
        return holder[step]
    except (KeyError, IndexError, TypeError):
        return None


def with_value(record: Record, path: str, value: Any) -> Record:
    """Return the record with another value at a path that it has; None takes the field or the member away."""
    said = _plain(record)
    holder, step = _placed(said, path)
    if value is None:
        del holder[step]
    else:
        holder[step] = value
    return msgspec.convert(said, Record)


def _plain(record: Record) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(record))
    return said


def _placed(said: dict[str, Any], path: str) -> tuple[Any, Any]:
    """Return the object or list that holds what a path names, and its name or position there."""
    holder: Any = {"": said}
    step: Any = ""
    if (entry := _ENTRY.match(path)) and (found := _entry(said.get("contents", ()), entry[1])) is not None:
        holder, step = {"": found}, ""
        path = path[entry.end() :]
    for name, position in _STEP.findall(path):
        holder, step = _inside(holder, step), name
        if position:
            holder, step = _inside(holder, step), int(position)
    return holder, step


def _inside(holder: Any, step: Any) -> Any:
    try:
        return holder[step]
    except (KeyError, IndexError, TypeError):
        return {}


def _entry(entries: Any, key: str) -> dict[str, Any] | None:
    for one in entries:
        if one.get("key") == key:
            found: dict[str, Any] = one
            return found
        if (below := _entry(one.get("entries", ()), key)) is not None:
            return below
    return None
