"""Findings as rows: which columns there are, how one finding fills them, and the words about all of them at the end."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archive.findings import Found, Past
    from schemas.rules import Rule

COLUMNS = (
    "id", "code", "severity", "path", "value", "message", "advice", "entry_key", "field", "state", "since", "ended",
    "back", "waiver",
)  # fmt: skip
TABLE = ("id", "code", "severity", "path", "value", "message")
LEVELS = ("info", "warning", "error")
SHOWN = 60
"""Characters of a value that a table shows; json and csv give it whole."""


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """Return the rules by their codes."""
    from schemas.rules import RULES

    return {one.code: one for one in RULES}


def columns(form: str, states: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns of a form; a table says the state where there may be several."""
    return COLUMNS if form != "table" else TABLE if states == ("open",) else ("state", *TABLE)


def row(one: Found | Past, names: tuple[str, ...], form: str) -> list[Any]:
    """Return the cells of a finding; one that is over has the title of its rule for a message."""
    rule = rules().get(one.code)  # a rule that a later version has no more
    told = {
        "severity": rule and rule.severity, "message": rule and rule.title, "advice": rule and rule.advice,
        "path": _path(one),
        **{name: getattr(one, name) for name in one.__struct_fields__},
    }  # fmt: skip
    if form == "table":
        told["value"] = short(told["value"])
    return [told.get(name) for name in names]


def _path(one: Found | Past) -> str:
    return one.place if one.entry_key is None else f"contents[{one.entry_key}].{one.place}".rstrip(".")


def short(value: str | None) -> str | None:
    """Return as much of a value as a table shows."""
    return value if value is None or len(value) <= SHOWN else value[: SHOWN - 1] + "…"


def summary(seen: Counter[str], waived: Counter[str]) -> str:
    """Return in words how much was found: by severity what is open, by name what is waived."""
    found = ", ".join(f"{seen[level]} {level}" for level in reversed(LEVELS) if seen[level]) or "no findings"
    names = ", ".join(f"{count} {code}" for code, count in sorted(waived.items()))
    return f"{seen['records']} record{'s' * (seen['records'] != 1)}: {found}" + (f"; waived: {names}" if names else "")
