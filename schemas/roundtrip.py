"""A record written in a format and read back: what came back otherwise, by path; nothing is stored or printed here."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, Literal

import msgspec

from schemas.envelope import Held
from schemas.left_out import LeftOut, unnoticed
from schemas.losses import reader_of
from schemas.record import Record, canonical

TOLD_APART = {
    "contributors": "role", "dates": "kind", "identifiers": "scheme", "links": "rel", "relations": "kind",
}  # fmt: skip
"""Lists whose members a format treats by what they are: `identifiers[doi]`, `contributors[edt]`."""
WEAK = frozenset("kind lang media_type of rel role scheme".split())
"""Fields in which members may agree without being the same one."""

Kind = Literal["lost", "changed", "added", "order"]


class Difference(msgspec.Struct, frozen=True):
    """One value that came back otherwise: lost, changed, added (made up on the way), or in another order."""

    path: str
    kind: Kind
    old: Any = None
    new: Any = None


def there_and_back(
    module: ModuleType, held: Held, left_out: LeftOut = unnoticed, options: Mapping[str, Any] | None = None
) -> Record | None:
    """Return the record that reading gives of what a format writes; None where the format leaves it out.

    Raises ReadError where what was written cannot be read.
    """
    out = io.BytesIO()
    if not module.write([held], out, left_out, **(options or {})):
        return None
    out.seek(0)
    found: Record = next(iter(reader_of(module).read(out))).record
    return found


def differences(before: Record, after: Record) -> Iterator[Difference]:
    """Yield what differs between a record and what came back, by path; the keys of entries apart."""
    yield from _objects(_plain(before), _plain(after), "")


def _plain(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(canonical(record))
    return found


def _objects(old: dict[str, Any], new: dict[str, Any], prefix: str) -> Iterator[Difference]:
    for name in sorted(old.keys() | new.keys()):
        before, after, path = old.get(name), new.get(name), prefix + name
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _objects(before, after, f"{path}.")
        elif isinstance(before or after, list):
            yield from _lists(before or [], after or [], path, name)
        elif before != after:
            yield _difference(path, before, after)


def _difference(path: str, old: Any, new: Any) -> Difference:
    return Difference(path, "lost" if new is None else "added" if old is None else "changed", old, new)


def _lists(old: list[Any], new: list[Any], path: str, name: str) -> Iterator[Difference]:
    pairs = _paired(old, new)
    taken = set(pairs.values())
    for place, one in enumerate(old):
        marked = path + _mark(one, name)
        if place not in pairs:
            yield Difference(marked, "lost", one)
        elif isinstance(one, dict):
            yield from _objects(one, new[pairs[place]], f"{marked}.")
        elif one != new[pairs[place]]:
            yield Difference(marked, "changed", one, new[pairs[place]])
    for place, one in enumerate(new):
        if place not in taken:
            yield Difference(path + _mark(one, name), "added", None, one)
    places = [pairs[place] for place in sorted(pairs)]
    if places != sorted(places):
        yield Difference(path, "order")


def _mark(one: Any, name: str) -> str:
    field = TOLD_APART.get(name)
    return f"[{one.get(field) or '-'}]" if field and isinstance(one, dict) else ""


def _paired(old: list[Any], new: list[Any]) -> dict[int, int]:
    """Which member came back as which: equal ones first, then those most alike, at last one that is left with one."""
    pairs: dict[int, int] = {}
    left = dict(enumerate(new))
    for place, one in enumerate(old):
        found = next((at for at, other in left.items() if other == one), None)
        if found is not None:
            pairs[place] = found
            del left[found]
    rest = [place for place in range(len(old)) if place not in pairs]
    for place in rest:
        best = max(left, key=lambda at: _likeness(old[place], left[at]), default=None)
        if best is not None and _likeness(old[place], left[best]):
            pairs[place] = best
            del left[best]
    rest = [place for place in rest if place not in pairs]
    if len(rest) == len(left) == 1:
        pairs[rest[0]] = next(iter(left))
    return pairs


def _likeness(one: Any, other: Any) -> int:
    if not (isinstance(one, dict) and isinstance(other, dict)):
        return 0
    strong = sum(value == other.get(name) for name, value in one.items() if name not in WEAK)
    return (
        0 if not strong else 10 * strong + sum(value == other.get(name) for name, value in one.items() if name in WEAK)
    )
