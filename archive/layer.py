"""What people decided, laid over what a source says: corrections by field, suppressions; pure, nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from archive.cosmetic import alike
from archive.keys import with_keys
from schemas.record import Record, canonical, walk

IN_FORCE = ("active", "conflict", "orphan")
"""States of corrections that are not over: applied; applied though the source says another thing since; entry gone.

Over are `retired` (the source agrees), `undone` (by a person) and `replaced` (by a later correction of the field).
"""


class Laid(msgspec.Struct, kw_only=True):
    """A correction as it is laid over a record; `state` and `theirs` are what laying it found."""

    base: Any
    before: Any
    entry_key: str | None
    field: str
    id: int
    op: str
    state: str
    theirs: Any
    value: Any


class Layered(msgspec.Struct, frozen=True, kw_only=True):
    """A record with the layer over it, the keys of its entries, and its canonical JSON."""

    data: bytes
    keys: list[str]
    record: Record


def lay(record: Record, keys: Sequence[str], corrections: Sequence[Laid], hidden: Sequence[str | None]) -> Layered:
    """Lay corrections, in their order, and suppressions (`hidden`: entry keys, None for the whole record) over a record.

    The state of each correction is set. Raises msgspec.ValidationError where a value does not fit its field.
    """
    said = plain(with_keys(record, keys))
    keyed = any(one.entry_key is not None for one in corrections)
    index = _index(said) if keyed else {}
    for one in corrections:
        _lay_one(said, one, index)
        if keyed and one.field.partition(".")[0] in ("contents", "entries"):
            index = _index(said)  # entries have come or gone
    for key in hidden:
        if key is not None:
            _drop(said, key)
    made = msgspec.convert(said, Record)
    if None in hidden:
        made = Record(deleted=True)
    # Keys are no part of canonical JSON: taken away here, which costs a tenth of what leaving them to it does.
    return Layered(
        data=canonical(with_keys(made, ())), keys=[entry.key or "" for entry in walk(made.contents)], record=made
    )


def plain(value: Any) -> Any:
    """Return a part of a record as its JSON has it: nothing that is empty, tuples as lists."""
    return msgspec.json.decode(msgspec.json.encode(value))


def place_of(said: dict[str, Any], entry_key: str | None, field: str) -> tuple[dict[str, Any], str] | None:
    """Return the object that has the field, and its name there; None where the entry is gone."""
    holder = said if entry_key is None else entry_of(said, entry_key)
    return None if holder is None else _place_in(holder, field)


def _place_in(holder: dict[str, Any], field: str) -> tuple[dict[str, Any], str]:
    *way, name = field.split(".")
    for step in way:
        inner = holder.get(step)
        holder[step] = holder = inner if isinstance(inner, dict) else {}
    return holder, name


def entry_of(said: dict[str, Any], key: str) -> dict[str, Any] | None:
    """Return the entry of a key."""
    return next((entry for _, entry in _entries(said.get("contents", [])) if entry.get("key") == key), None)


def same(one: Any, other: Any, field: str) -> bool:
    """Tell whether two values of a field are equal after normalisation, the keys of entries apart."""
    return alike(_keyless(one), _keyless(other), field)


def found_in(members: Sequence[Any], wanted: Any, field: str) -> int | None:
    """Return the place of a member in a list: the one that is equal, or the only one that has all that `wanted` says."""
    if isinstance(wanted, dict) and wanted.keys() == {"key"}:
        return next((place for place, one in enumerate(members) if one.get("key") == wanted["key"]), None)
    wanted = _keyless(wanted)
    equal = [place for place, one in enumerate(members) if same(one, wanted, field)]
    if equal or not isinstance(wanted, dict):
        return equal[0] if equal else None
    like = [
        place
        for place, one in enumerate(members)
        if all(name in one and same(one[name], value, name) for name, value in wanted.items())
    ]
    return like[0] if len(like) == 1 else None


def _lay_one(said: dict[str, Any], one: Laid, index: dict[str, dict[str, Any]]) -> None:
    whole = said if one.entry_key is None else index.get(one.entry_key)
    if whole is None:
        one.state = "orphan"
        return
    holder, name = _place_in(whole, one.field)
    if one.op == "set":
        _set(holder, name, one)
    else:
        _change_list(holder, name, one)
    if holder.get(name) in (None, [], ""):
        holder.pop(name, None)
    if whole.get(first := one.field.partition(".")[0]) == {}:
        del whole[first]  # an object that has become empty, such as a title without its only part


def equal(one: Any, other: Any) -> bool:
    """Tell whether two values are the same to the letter, the keys of entries apart."""
    return bool(_keyless(one) == _keyless(other))


def agrees(source: Any, one: Laid) -> bool:
    """Tell whether a source says what a correction that sets a field does, in whatever print.

    Where the correction is about nothing but the print (case, marks), the source must have its very words.
    """
    name = one.field.rpartition(".")[2]
    if same(one.base, one.value, name):
        return equal(source, one.value)
    return same(source, one.value, name)


def _set(holder: dict[str, Any], name: str, one: Laid) -> None:
    source = holder.get(name)
    if agrees(source, one):
        one.state, one.theirs = "retired", None
        return
    moved_on = not same(source, one.base, name)
    one.state, one.theirs = ("conflict", source) if moved_on else ("active", None)
    holder[name] = one.value


def _change_list(holder: dict[str, Any], name: str, one: Laid) -> None:
    members = list(holder.get(name) or [])
    at = found_in(members, one.value, name)
    if (at is None) == (one.op == "remove"):
        one.state = "retired"
        return
    one.state = "active"
    if at is not None:
        members.pop(at)
    else:
        before = found_in(members, one.before, name) if one.before is not None else None
        members.insert(len(members) if before is None else before, one.value)
    holder[name] = members


def _index(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the entries of a record by their keys: looked for one by one, many corrections would cost their square."""
    return {str(entry.get("key")): entry for _, entry in reversed([*_entries(said.get("contents", []))])}


def _drop(said: dict[str, Any], key: str) -> None:
    for members, entry in list(_entries(said.get("contents", []))):
        if entry.get("key") == key:
            members.remove(entry)


def _entries(members: list[Any]) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """Yield each entry with the list that it stands in, each before the entries within it."""
    for entry in members:
        yield members, entry
        yield from _entries(entry.get("entries", []))


def _keyless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _keyless(one) for name, one in value.items() if name != "key"}
    return [_keyless(one) for one in value] if isinstance(value, list) else value
