"""Every text of a record with its path, in the words of the record's JSON; used only where a quick test has fired."""

from __future__ import annotations

from typing import Any

import msgspec

from schemas.record import ContentsEntry, Record

_CODED = frozenset({"key", "scheme", "kind", "role", "edtf", "lang", "type", "rel", "url", "uri", "media_type"})
"""Fields that hold codes and addresses, not text."""


def texts_of(record: Record) -> list[tuple[str, str]]:
    """Return every text with its path; addresses and codes are left out."""
    found: list[tuple[str, str]] = []
    _gather(record, "", found)
    return found


def _gather(part: Any, at: str, found: list[tuple[str, str]]) -> None:
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if not value or name in _CODED:
            continue
        path = f"{at}.{name}" if at else name
        if isinstance(value, str):
            found.append((path, value))
        elif isinstance(value, msgspec.Struct):
            _gather(value, path, found)
        elif isinstance(value, tuple):
            _gather_list(value, path, found)


def _gather_list(values: tuple[Any, ...], path: str, found: list[tuple[str, str]]) -> None:
    for number, value in enumerate(values):
        here = f"{path}[{number}]"
        if isinstance(value, ContentsEntry) and value.key:
            here = f"contents[{value.key}]"
        if isinstance(value, str):
            found.append((here, value))
        else:
            _gather(value, here, found)
