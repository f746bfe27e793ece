"""What citeproc-py does with an item, recorded once for all items that are like it, and filled in for the others.

How a style goes through an item depends on the item's shape, and on what the elements say that print a value. While an
item is recorded, each of these gives a slot in the place of its text, with the same ends, since texts are joined by what
stands at their ends. What comes out is the citation of every item of that shape whose texts are of the same kinds. The
texts are made by the elements of citeproc-py, for each item; the same values give the same text (decision 0074).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from citeproc import NAMES, CitationItem
from citeproc.source import VariableError
from citeproc.source.json import CiteProcJSON
from citeproc.string import SEAM_PUNCTUATION, MixedString, String

FAILURES = (VariableError, AttributeError, TypeError, ValueError, KeyError, IndexError, RecursionError)
"""What the processor raises at records that it does not stand."""
_TWO_WORDS = frozenset(name for name in NAMES if "_" in name)
_ENDS = SEAM_PUNCTUATION | {" "}
_SLOT = re.compile("([\ud800-\udfff])")
_FIRST = 0xD800
"""Slots are signs that no text and no style can have: halves of surrogate pairs."""
_SLOTS = 2000
_REMEMBERED = 5000
"""Values of which an element remembers what it said, and recordings of a style."""


class Cited(CitationItem):  # type: ignore[misc]
    """An item of the processor: its variables, its shape, and the recording of it where there is one."""

    number = ""  # that some styles begin a line with: a list has numbers of its own
    recording: Recording | None = None

    def __init__(self, told: Mapping[str, Any], shape: Any = None) -> None:
        super().__init__(told["id"])
        self.__dict__.update(told=told, shape=shape)

    @property
    def reference(self) -> Any:
        """What the processor reads of the item, made when it is first asked for."""
        known = self.__dict__
        if "made" not in known:
            made = CiteProcJSON([self.told])[self.key]
            # Names of two words are asked for with a hyphen, and kept without.
            made.update({name.replace("_", "-"): made[name] for name in list(made) if name in _TWO_WORDS})
            made.__dict__.update(made)
            known["made"] = made
        return known["made"]


class Said(NamedTuple):
    """What an element said: the kind of it, the text between its ends, all of it, and what is not printed again after."""

    kind: Any
    core: str
    given: Any
    repressed: dict[str, Any]


class Printing:
    """An element that is asked to print values; what it said of the same values is remembered.

    One that is asked as a `whole` reads more than a variable, and what was printed already; that it may add to.
    """

    __slots__ = ("_arguments", "_before", "_element", "_known", "_more", "_names", "_whole")

    def __init__(
        self, element: Any, names: tuple[str, ...], arguments: tuple[Any, ...], more: Any, whole: bool
    ) -> None:
        self._element, self._names, self._whole = element, names, whole
        self._arguments, self._more = arguments, more
        self._before: dict[str, Any] = deepcopy(self._layout.repressed) if whole else {}
        self._known: dict[Any, Said] = {}

    @property
    def _layout(self) -> Any:
        context = self._more.get("context")
        return (self._element if context is None else context).get_layout()

    def said(self, item: Cited) -> Said:
        """Return what the element says of an item."""
        told, known = item.told, self._known
        values = tuple([_value(told.get(name)) for name in self._names])
        said = known.get(values)
        if said is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            said = known[values] = self._ask(item)
        return said

    def shown(self, item: Cited, number: int) -> tuple[Said, Any]:
        """Return what it says of an item that is recorded, and what it gives: a slot, or all of what has none."""
        said = self.said(item)
        if self._whole:
            self._layout.repressed = deepcopy(said.repressed)
        if not said.core:
            return said, said.given
        if number >= _SLOTS:
            return said._replace(kind=(said.kind, said.core)), said.given
        head, tail = _ends(str(said.given))
        form, slot = type(said.given), f"{head}{chr(_FIRST + number)}{tail}"
        return said, MixedString([String(slot)]) if form is MixedString else form(slot)

    def _ask(self, item: Cited) -> Said:
        layout, asked = self._layout, item.told
        before, layout.repressed = layout.repressed, deepcopy(self._before)
        if not self._whole:
            asked = {name: asked[name] for name in ("id", "type", *self._names) if name in asked}
        try:
            given = self._element.plainly(Cited(asked, item.shape), *self._arguments, **self._more)
            kind, core = _kind(given)
        except FAILURES as error:
            given = kind = type(error)
            core = ""
        repressed, layout.repressed = layout.repressed, before
        return Said(kind if repressed == self._before else (kind, str(repressed)), core, given, repressed)


def _value(value: Any) -> Any:
    return value if isinstance(value, str | None) else repr(value)


def _ends(text: str) -> tuple[str, str]:
    return text[:1] if text[:1] in _ENDS else "", text[-1:] if text[-1:] in _ENDS else ""


def _kind(given: Any) -> tuple[Any, str]:
    """What of a text decides how it is joined to others: its class and its ends, or all of it where it is short."""
    form, text = type(given), str(given)
    if form not in (str, String, MixedString) or len(text) < 2 or (form is MixedString and not given[0]):
        return (form, text), ""
    head, tail = _ends(text)
    return (form, head, tail), text[len(head) : len(text) - len(tail)]


class Recording:
    """One way through a style: the elements that printed something, and of what kind it was."""

    def __init__(self, known: dict[Any, Printing]) -> None:
        self._known = known
        self.steps: list[tuple[Printing, Any]] = []
        self.cores: list[str] = []

    def print(
        self,
        item: Cited,
        element: Any,
        names: tuple[str, ...],
        arguments: tuple[Any, ...],
        more: Any,
        whole: bool = False,
    ) -> Any:
        """Return what an element gives in a recording."""
        asked: tuple[Any, ...] = (element, arguments, tuple(more.items()))
        if whole:
            context = more.get("context")
            asked = (*asked, item.shape, str((element if context is None else context).get_layout().repressed))
        printing = self._known.get(asked)
        if printing is None:
            printing = self._known[asked] = Printing(element, names, arguments, more, whole)
        said, given = printing.shown(item, len(self.steps))
        self.steps.append((printing, said.kind))
        self.cores.append(said.core)
        if isinstance(given, type):
            raise given
        return given


class _Step:
    """A step on the ways of a shape: who is asked next, and where the kinds of answers lead; or what comes out there."""

    __slots__ = ("after", "parts", "printing")

    def __init__(self) -> None:
        self.printing: Printing | None = None
        self.after: dict[Any, _Step] = {}
        self.parts: list[str] | None = None


class Replayed:
    """A style that records what it does with an item; `render` is the processor, which gives a text or fails."""

    def __init__(self, render: Callable[[Cited], str | None]) -> None:
        self._render = render
        self._printings: dict[Any, Printing] = {}
        self._first: dict[Any, _Step] = {}
        self._recorded = 0

    def cite(self, item: Cited) -> str | None:
        """Return the citation of an item; None where the processor does not stand it."""
        step, cores = self._first.get(item.shape), []
        while step is not None and step.printing is not None:
            said = step.printing.said(item)
            cores.append(said.core)
            step = step.after.get(said.kind)
        if step is None:
            return self._record(item)
        return _filled(step.parts, cores)

    def _record(self, item: Cited) -> str | None:
        self._recorded += 1
        if self._recorded > _REMEMBERED:
            self._printings, self._first, self._recorded = {}, {}, 1
        recording = item.__dict__["recording"] = Recording(self._printings)
        try:
            text = self._render(item)
        except FAILURES:
            text = None
        step = self._first.setdefault(item.shape, _Step())
        for printing, kind in recording.steps:
            step.printing = printing
            step = step.after.setdefault(kind, _Step())
        step.parts = None if text is None else _SLOT.split(text)
        return _filled(step.parts, recording.cores)


def _filled(parts: list[str] | None, cores: list[str]) -> str | None:
    """Every second part is a slot."""
    if parts is None:
        return None
    made = parts.copy()
    made[1::2] = [cores[ord(slot) - _FIRST] for slot in parts[1::2]]
    return "".join(made)
