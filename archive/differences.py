"""What differs between two canonical records, field by field, what is only printed otherwise told apart; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from archive.cosmetic import alike


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One field that differs: its path (`title.main`, `contents[p5].title`), its value before and after.

    Of a list only the members that went and those that came are given; where both are empty its order changed.
    `cosmetic` is a difference in case, white space, punctuation or composition of letters.
    """

    cosmetic: bool
    new: Any
    old: Any
    path: str

    @property
    def field(self) -> str:
        """The top-level field of the path."""
        return self.path.partition(".")[0].partition("[")[0]


def differences(
    old: bytes | str | None, new: bytes | str | None, old_keys: Sequence[str] = (), new_keys: Sequence[str] = ()
) -> list[Difference]:
    """Return what differs between two canonical records; the keys name their entries, in the order of the contents."""
    before: dict[str, Any] = msgspec.json.decode(old) if old else {}
    after: dict[str, Any] = msgspec.json.decode(new) if new else {}
    contents = before.pop("contents", []), after.pop("contents", [])
    return [*_fields(before, after, ""), *_contents(*contents, old_keys, new_keys)]


def _fields(old: dict[str, Any], new: dict[str, Any], prefix: str) -> Iterator[Difference]:
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before == after:
            continue
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _fields(before, after, f"{prefix}{name}.")
            continue
        printed_only = name == "as_printed" and (before is None or after is None) and bool(prefix)
        cosmetic = printed_only or alike(before, after, name)
        if isinstance(before, list) and isinstance(after, list):
            before, after = _without(before, after), _without(after, before)
        yield Difference(path=prefix + name, old=before, new=after, cosmetic=cosmetic)


def _without(some: list[Any], others: list[Any]) -> list[Any]:
    left = list(others)
    kept = []
    for one in some:
        if one in left:
            left.remove(one)
        else:
            kept.append(one)
    return kept


def _contents(old: list[Any], new: list[Any], old_keys: Sequence[str], new_keys: Sequence[str]) -> Iterator[Difference]:
    before, after = dict(_flat(old, iter(old_keys), "")), dict(_flat(new, iter(new_keys), ""))
    for key in dict.fromkeys([*before, *after]):
        if key not in before or key not in after:
            yield Difference(path=f"contents[{key}]", old=before.get(key), new=after.get(key), cosmetic=False)
        else:
            yield from _fields(before[key], after[key], f"contents[{key}].")
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield Difference(path="contents", old=[], new=[], cosmetic=False)


def _flat(entries: list[dict[str, Any]], keys: Iterator[str], within: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each entry by its key (by its place where it has none), without those below it, which follow it."""
    for place, entry in enumerate(entries, 1):
        key = next(keys, None) or f"{within}{place}"
        yield key, {name: value for name, value in entry.items() if name not in ("entries", "key")}
        yield from _flat(entry.get("entries", []), keys, f"{key}.")
