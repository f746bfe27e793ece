"""Fixes that are certain, as the rules carry them, laid over a record: what would change, field by field; nothing is kept here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec

from schemas.record import ContentsEntry, Record
from schemas.rules import RULES, Finding, check
from schemas.rules.places import with_value
from schemas.rules.rule import Fix

MOST = 500
"""Fixes of one record: after so many something does not come to an end."""
_FIXED = {one.code: one.fix for one in RULES if one.fix is not None}
Meant = Callable[[Finding], bool]
_Done = tuple[str, str, Fix]
"""The code of a finding that was fixed, the path that the fix changed, and the fix."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A field (as `correct` takes it) of a record or of the entry of a key, its value before and after, and the fixes in it."""

    after: Any
    before: Any
    codes: tuple[str, ...]
    entry_key: str | None
    field: str
    what: tuple[str, ...]


def fix_of(record: Record, code: str, path: str, value: str | None) -> Fix | None:
    """Return the fix of a finding, None where none is certain."""
    make = _FIXED.get(code)
    return make(record, Finding(code, "", path, value, "")) if make else None


def changes(record: Record, today: date, meant: Meant = lambda _: True) -> list[Change]:
    """Return what the certain fixes of those findings that are `meant` would change."""
    mended = record
    done: list[_Done] = []
    while len(done) < MOST and (step := _step(mended, today, meant)):
        mended, one = step
        done.append(one)
    return list(_differing(record, mended, done)) if done else []


def _step(record: Record, today: date, meant: Meant) -> tuple[Record, _Done] | None:
    """Return the record with one finding less; a fix after which anything else is wrong is none."""
    found = check(record, today=today)
    before = Counter(one.code for one in found)
    fixes = [
        (one, fix) for one in found if one.code in _FIXED and meant(one) and (fix := _FIXED[one.code](record, one))
    ]
    for one, fix in sorted(
        fixes, key=lambda pair: pair[1].value is not None
    ):  # mending one of two equals would part them
        path = fix.path or one.path
        try:
            mended = with_value(record, path, fix.value)
        except (msgspec.ValidationError, KeyError, IndexError, TypeError):
            continue
        after = Counter(other.code for other in check(mended, today=today))
        if after[one.code] < before[one.code] and after <= before:
            return mended, (one.code, path, fix)
    return None


def _differing(record: Record, mended: Record, done: list[_Done]) -> Iterator[Change]:
    before, after = _fields(record), _fields(mended)
    for place, value in before.items():
        if (now := after.get(place)) != value:
            key, field = place
            fixes = [(code, fix.what) for code, path, fix in done if _is_of(path, key, field)]
            codes, what = (tuple(dict.fromkeys(one[n] for one in fixes)) for n in (0, 1))
            yield Change(after=now, before=value, codes=codes, entry_key=key, field=field, what=what)


def _is_of(path: str, key: str | None, field: str) -> bool:
    at = f"contents[{key}].{field}" if key is not None else field
    return path.startswith(at) and path[len(at) : len(at) + 1] in ("", ".", "[")


def _fields(record: Record) -> dict[tuple[str | None, str], Any]:
    """Return the fields as `correct` takes them with their plain values; those of entries by the key of the entry."""
    found: dict[tuple[str | None, str], Any] = {}
    _gather(record, None, found)
    return found


def _gather(part: Record | ContentsEntry, key: str | None, found: dict[tuple[str | None, str], Any]) -> None:
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if name in ("contents", "entries"):
            continue
        if isinstance(value, msgspec.Struct):
            found.update({(key, f"{name}.{inner}"): one for inner, one in msgspec.to_builtins(value).items()})
        elif value and name != "key":
            found[key, name] = msgspec.json.decode(msgspec.json.encode(value))
    for entry in part.contents if isinstance(part, Record) else part.entries:
        _gather(entry, entry.key or "", found)
