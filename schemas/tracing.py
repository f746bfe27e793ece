"""Which elements of a payload each value came from: found out by reading it without them, whatever its format; pure."""

from __future__ import annotations

import copy
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

import msgspec

from schemas.errors import ReadError
from schemas.readers.xml_files import local_name
from schemas.record import Record

MOST_ELEMENTS = 20_000
"""A larger payload (a whole text) is not traced."""
MOST_NAMES = 300
"""So many names of elements are tried."""
MOST_ALIKE = 50
"""So many elements of one name are told apart."""
SHOWN = 200
"""Characters of an element's text that are told."""

Read = Callable[[Any], Record]
"""Reads a payload; may raise ReadError."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An element that a value came from: its name as a person knows it (`dc:date`, `245 $a`), and the text in it."""

    element: str
    text: str


def traced(payload: Any, read: Read) -> Mapping[str, tuple[Place, ...]]:
    """Return for each field that a payload gives the elements without which its value would be another.

    A value that stands in several elements, so that it is the same without any of them, is from all that give it alone;
    one that the reader gives without any element is from none.
    """
    leaves = list(_leaves(payload))
    names: dict[str, list[int]] = {}
    for number, leaf in enumerate(leaves):
        names.setdefault(_name(leaf, payload), []).append(number)
    if sum(1 for _ in payload.iter()) > MOST_ELEMENTS or len(names) > MOST_NAMES:
        return {}
    trace = _Trace(payload, read, len(leaves))
    found: dict[str, set[int]] = {field: set() for field in Record.__struct_fields__ if getattr(trace.whole, field)}
    for numbers in names.values():
        for field in trace.differing(frozenset(numbers)):
            if field in found:
                found[field] |= trace.told_apart(numbers, field)
    for field in [field for field, numbers in found.items() if not numbers and not trace.alone(frozenset(), field)]:
        found[field] = {n for numbers in names.values() if trace.alone(frozenset(numbers), field) for n in numbers}
    places = [Place(element=name, text="") for name in names]
    by_number = {n: place for place, numbers in zip(places, names.values(), strict=True) for n in numbers}
    return {
        field: tuple(Place(element=by_number[n].element, text=_text(leaves[n])) for n in sorted(numbers))
        for field, numbers in found.items()
    }


class _Trace:
    """Reads a payload without some of its elements."""

    def __init__(self, payload: Any, read: Read, count: int) -> None:
        self._payload, self._read, self._count = payload, read, count
        self._without: dict[frozenset[int], Record | None] = {}
        self.whole = self._record(frozenset()) or Record()

    def differing(self, numbers: frozenset[int]) -> list[str]:
        """Return the fields that have another value without these elements."""
        record = self._record(numbers)
        if record is None:
            return []
        return [f for f in Record.__struct_fields__ if getattr(record, f) != getattr(self.whole, f)]

    def told_apart(self, numbers: list[int], field: str) -> set[int]:
        """Return those of elements of one name that matter to a field; all, where none of them does alone."""
        if not 1 < len(numbers) <= MOST_ALIKE:
            return set(numbers)
        return {n for n in numbers if field in self.differing(frozenset((n,)))} or set(numbers)

    def alone(self, numbers: frozenset[int], field: str) -> bool:
        """Say whether these elements give a value of the field without all others."""
        record = self._record(frozenset(range(self._count)) - numbers)
        return record is not None and bool(getattr(record, field))

    def _record(self, without: frozenset[int]) -> Record | None:
        if without not in self._without:
            try:
                self._without[without] = self._read(_less(self._payload, without))
            except ReadError:
                self._without[without] = None
        return self._without[without]


def _less(payload: Any, without: Container[int]) -> Any:
    """Return a copy of a payload that lacks some of its leaves."""
    made = copy.deepcopy(payload)
    for number, leaf in enumerate(list(_leaves(made))):
        if number in without and leaf is not made:
            leaf.getparent().remove(leaf)
    return made


def _leaves(payload: Any) -> Iterator[Any]:
    """Yield the elements that hold text or attributes and no other elements."""
    return (one for one in payload.iter() if isinstance(one.tag, str) and not len(one))


def _name(leaf: Any, payload: Any) -> str:
    """Return what a person calls an element: field and subfield of MARC, a name with its prefix, or the path to it."""
    parent, local = leaf.getparent(), local_name(leaf.tag)
    if local in ("subfield", "controlfield", "leader") and leaf is not payload:
        field = parent if local == "subfield" else leaf
        return (
            " ".join(filter(None, (field.get("tag"), f"${leaf.get('code')}" if local == "subfield" else ""))) or local
        )
    if parent is payload or leaf is payload:
        said = f"{leaf.prefix}:{local}" if leaf.prefix else local
        refined = next((value for name in ("qualifier", "type") if (value := leaf.get(name))), None)
        return f"{said}.{refined}" if refined else said
    steps = [_step(one) for one in leaf.iterancestors() if one is not payload and payload in one.iterancestors()]
    return "/".join([*reversed(steps), _step(leaf)])


def _step(element: Any) -> str:
    kind = element.get("type")
    return f"{local_name(element.tag)}[{kind}]" if kind else local_name(element.tag)


def _text(leaf: Any) -> str:
    """Return the text of an element in one line, else what its attributes say."""
    text = " ".join((leaf.text or " ".join(map(str, leaf.attrib.values()))).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]} ..."
