"""What changed, counted field by field with examples, real changes apart from cosmetic ones; nothing is compared here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from archive.differences import Difference

EXAMPLES = 3
"""So many examples of each field are kept."""

SHOWN = 70
"""Characters of a value that are shown to a person."""


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One change of a field: the record, the path in it, and the value before and after."""

    id: str
    new: Any
    old: Any
    path: str


class FieldChanges(msgspec.Struct, kw_only=True):
    """How many records have this field changed, filled where it was empty, emptied, or only printed otherwise."""

    changed: int = 0
    cosmetic: int = 0
    emptied: int = 0
    examples: list[Example] = []
    filled: int = 0


class Sheet:
    """Counts of kinds (new, changed, cosmetic, deleted, back, past) and, of changed records, of fields."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.fields: dict[str, FieldChanges] = {}

    def add(self, name: str, kind: str, found: Iterable[Difference]) -> None:
        """Add a record that changed; of one that is new only its kind is counted."""
        self.kinds[kind] += 1
        if kind not in ("changed", "cosmetic", "past"):
            return
        by_field: dict[str, list[Difference]] = {}
        for one in found:
            by_field.setdefault(one.field, []).append(one)
        for field, ones in by_field.items():
            self._count(self.fields.setdefault(field, FieldChanges()), name, ones)

    def _count(self, into: FieldChanges, name: str, ones: list[Difference]) -> None:
        if all(one.cosmetic for one in ones):
            into.cosmetic += 1
        elif all(one.old in (None, []) for one in ones) and ones[0].path == ones[0].field:
            into.filled += 1
        elif all(one.new in (None, []) for one in ones) and ones[0].path == ones[0].field:
            into.emptied += 1
        else:
            into.changed += 1
        if len(into.examples) < EXAMPLES:
            shown = next((one for one in ones if not one.cosmetic), ones[0])
            into.examples.append(Example(id=name, path=shown.path, old=shown.old, new=shown.new))

    def as_told(self) -> dict[str, Any]:
        """Return what is counted as it is stored and given to machines."""
        fields = {name: msgspec.to_builtins(self.fields[name]) for name in sorted(self.fields)}
        return {"kinds": dict(sorted(self.kinds.items())), "fields": fields}


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield what `as_told` gave as a person reads it: a line for each field, with its examples below."""
    for field, said in told["fields"].items():
        counts = ", ".join(
            f"{said[name]} {name}" for name in ("filled", "changed", "emptied", "cosmetic") if said[name]
        )
        yield f"{field}: {counts}"
        for example in said["examples"]:
            path = "" if example["path"] == field else f" {example['path']}"
            yield f"  {example['id']}{path}: {short(example['old'])} -> {short(example['new'])}"


def short(value: Any) -> str:
    """Return a value in one line, cut where it is long."""
    if value in (None, []):
        return "-"
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
