"""A spreadsheet of corrections that comes back: its rows as what they ask for, each wrong row named; nothing is looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

import msgspec

from schemas.errors import UsageError
from schemas.lists import cells
from schemas.lists.sheets import Row
from schemas.page_ends import ENDS
from schemas.values.text import fold

COLUMNS = ("id", "entry key", "field", "current", "new", "op", "reason")
"""What is read; `id`, `field` and `new` are needed."""
OPS = ("set", "add", "remove")
MOST_ROWS = 200_000
_NAMES = MappingProxyType({fold(name): name for name in COLUMNS} | {"entry": "entry key", "entrykey": "entry key"})
_PAGED = frozenset({"pages", *ENDS})
_FAULTS = frozenset({"#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NULL!", "#NUM!"})
"""What a spreadsheet writes for a formula that fails."""
_ROUNDED = re.compile(r"\d[.,]\d+E\+?\d+", re.IGNORECASE)
_DIGITS = 15
"""So many digits of a number a spreadsheet keeps."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a row asks for, by its number in the file.

    `current` is None where the file has no such column, and where a member that comes or goes has nothing there.
    """

    current: str | None
    entry_key: str | None
    field: str
    id: str
    new: str
    op: str
    reason: str
    row: int


class Refused(msgspec.Struct, frozen=True):
    """A row that cannot be taken, with the reason."""

    row: int
    why: str
    id: str = ""
    entry_key: str = ""
    field: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """The rows of a file that ask for something, those that cannot, and how many ask for nothing."""

    asked: tuple[Asked, ...]
    refused: tuple[Refused, ...]
    skipped: int


def read(rows: Sequence[Row]) -> Sheet:
    """Return what the rows of a table ask for; its first row names the columns, in any order and case, among others.

    Nothing is asked by a row with neither `new` nor `op`, nor by one without `op` whose `new` is its `current`.
    Raises UsageError for a table without the columns.
    """
    places = _places([cells.words(one) for one in rows[0].cells] if rows else [])
    asked, refused, skipped = [], [], 0
    for row in rows[1:]:
        said = {name: (row.cells[at], row.format_of(at)) for name, at in places.items() if at < len(row.cells)}
        if _asks_nothing(said):
            skipped += 1
            continue
        try:
            asked.append(_asked(row.number, said, "current" in places))
        except UsageError as error:
            refused.append(Refused(row.number, str(error), *(_text(said, one) for one in COLUMNS[:3])))
    return Sheet(tuple(asked), tuple(refused), skipped)


def _places(head: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, label in enumerate(head):
        name = _NAMES.get(fold(label.replace("_", " ")))
        if name in places:
            raise UsageError(f"has two columns {name!r}: leave one of them")
        if name:
            places[name] = at
    if missing := [name for name in ("id", "field", "new") if name not in places]:
        raise UsageError(f"has no column {missing[0]!r}: the first line names the columns {', '.join(COLUMNS)}")
    return places


def _text(said: dict[str, tuple[Any, str]], name: str) -> str:
    return cells.words(said.get(name, ("", ""))[0])


def _asks_nothing(said: dict[str, tuple[Any, str]]) -> bool:
    new = _text(said, "new")
    return not _text(said, "op") and (not new or new == _text(said, "current"))


def _asked(number: int, said: dict[str, tuple[Any, str]], has_current: bool) -> Asked:
    name, key, field, op = (_text(said, one) for one in ("id", "entry key", "field", "op"))
    field, op = field.lower(), op.lower() or "set"
    if op not in OPS:
        raise UsageError(f"{op} is no op: set, add or remove")
    if not name:
        raise UsageError("has no id")
    new = _cell("new", field, *said.get("new", ("", "")))
    if op == "remove" and key and field in ("", "contents") and not new:
        new, key, field = key, "", "contents"  # the entry itself
    if not field:
        raise UsageError("has no field")
    if op != "set" and not new:
        raise UsageError(f"says {op} and not what: fill in new")
    current = _cell("current", field, *said.get("current", ("", ""))) if has_current else ""
    return Asked(
        current=current if current or (has_current and op == "set") else None,
        entry_key=key or None, field=field, id=name, new=new, op=op, reason=_text(said, "reason"), row=number,
    )  # fmt: skip


def _cell(column: str, field: str, value: Any, form: str) -> str:
    """Return the text of a cell; raises UsageError for one that the spreadsheet has made something else of."""
    for is_so, what in _MADE:
        if is_so(value, field):
            if what == "date" and field == "dates" and isinstance(value, date):
                return _day(value, form)
            raise UsageError(
                f"{field}: {column} came back as a {what} ({cells.words(value)}): make the cell text and type it again"
            )
    return cells.words(value)


def _day(value: date, form: str) -> str:
    """A day, or a month where the cell shows no day."""
    return value.isoformat()[:10] if "d" in form.lower() or not form else value.isoformat()[:7]


def _is_rounded(value: Any, field: str) -> bool:
    if isinstance(value, str):
        return field == "identifiers" and _ROUNDED.fullmatch(value.strip()) is not None
    return isinstance(value, int | float) and abs(value) >= 10**_DIGITS


_MADE: tuple[tuple[Callable[[Any, str], bool], str], ...] = (
    (lambda value, field: isinstance(value, bool), "truth value"),
    (lambda value, field: isinstance(value, date | datetime | time | timedelta), "date"),
    (lambda value, field: field in _PAGED and isinstance(value, str) and cells.is_day(value.strip()), "date"),
    (lambda value, field: isinstance(value, str) and value.strip() in _FAULTS, "formula that fails"),
    (_is_rounded, "rounded number"),
)
