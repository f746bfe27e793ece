"""`tocsin validate --group`: findings counted by what one fix would settle, by source or by rule."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import msgspec

from cli.findings_shown import rules
from cli.output import print_rows

if TYPE_CHECKING:
    from archive.findings import Found
    from schemas.envelope import Held

BY = ("fix", "source", "rule")
COLUMNS = ("records", "findings", "source", "code", "severity", "place", "what", "certain", "example", "advice", "rule")
TABLE = {
    "fix": ("records", "findings", "source", "code", "severity", "what", "place", "certain", "example"),
    "source": ("records", "findings", "source", "severity"),
    "rule": ("records", "findings", "code", "severity", "what", "advice"),
}
"""The columns of a table; `certain` counts the findings that --fix would settle."""

ORDER = {"error": 0, "warning": 1, "info": 2}


class _Group(msgspec.Struct):
    """What is counted of a group; records come one after another, so the last one tells whether this is another."""

    findings: int = 0
    records: int = 0
    certain: int = 0
    example: str = ""
    last: str = ""


def print_groups(findings: Iterable[tuple[Held, Found]], by: str, form: str) -> None:
    """Print groups of findings, the worst and largest first, each with the documentation of its rule."""
    groups: dict[tuple[str | None, ...], _Group] = {}
    for held, one in findings:
        what, certain = _what(held, one) if by == "fix" else (None, False)
        group = groups.setdefault(_key(held, one, by, what), _Group(example=_name(one)))
        group.findings += 1
        group.certain += certain
        group.records += group.last != one.id
        group.last = one.id
    ordered = sorted(groups.items(), key=lambda pair: _order(*pair))
    names = TABLE[by] if form == "table" else COLUMNS
    print_rows(names, ([_told(key, group)[name] for name in names] for key, group in ordered), form)


def _what(held: Held, one: Found) -> tuple[str, bool]:
    """Return what one fix would settle: in the words of the fix where it is certain, else the rule's title."""
    from schemas.rules.mending import fix_of

    fix = fix_of(held.record, one.code, one.path, one.value)
    return (fix.what, True) if fix else (rules()[one.code].title, False)


def _key(held: Held, one: Found, by: str, what: str | None) -> tuple[str | None, ...]:
    from archive.waivers import in_any_entry

    if by == "source":
        return held.envelope.source, None, one.severity, None, None
    if by == "rule":
        return None, one.code, one.severity, None, rules()[one.code].title
    return held.envelope.source, one.code, one.severity, in_any_entry(one.entry_key, one.place), what


def _name(one: Found) -> str:
    return one.id if one.entry_key is None else f"{one.id}#{one.entry_key}"


def _order(key: tuple[str | None, ...], group: _Group) -> tuple[Any, ...]:
    return ORDER[key[2] or "info"], -group.records, -group.findings, tuple(part or "" for part in key)


def _told(key: tuple[str | None, ...], group: _Group) -> dict[str, Any]:
    from schemas.rules.reference import anchor

    source, code, severity, place, what = key
    rule = rules()[code] if code else None
    return {
        "records": group.records, "findings": group.findings, "source": source, "code": code, "severity": severity,
        "place": place, "what": what, "certain": group.certain, "example": group.example,
        "advice": rule and rule.advice, "rule": rule and f"docs/rules.md#{anchor(rule)}",
    }  # fmt: skip
