"""Validation: one small function a finding code, in a file a theme; a finding never raises and drops nothing."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from itertools import groupby
from operator import attrgetter

from schemas.record import Record
from schemas.rules.facts import Facts
from schemas.rules.rule import Finding, Rule

__all__ = ["RULES", "Finding", "Rule", "check"]


def _rules() -> tuple[Rule, ...]:
    """Every Rule of every theme file in this folder, by code: a new rule is registered nowhere."""
    names = [
        info.name for info in pkgutil.iter_modules(__path__) if info.name not in ("reference", "mending")
    ]  # they are made from the rules
    themes = (importlib.import_module(f"{__name__}.{name}") for name in names)
    found = {one.code: one for theme in themes for one in vars(theme).values() if isinstance(one, Rule)}
    return tuple(sorted(found.values(), key=attrgetter("code")))


RULES: tuple[Rule, ...] = _rules()
_BY_NEED = tuple(
    (need, tuple((one, one.function) for one in group))
    for need, group in groupby(sorted(RULES, key=attrgetter("needs", "code")), key=attrgetter("needs"))
)


def check(record: Record, *, today: date, data: bytes | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with a record, by code; nothing for a tombstone, which keeps the last record as it was.

    `data` is its canonical JSON where that is made already: most of what a text can have is looked for there.
    Paths are those of the record's JSON: positions count from 0, contents entries are named by key where they have one.
    """
    if record.deleted:
        return ()
    facts = Facts(record, today, data)
    found = []
    for need, rules in _BY_NEED:
        if getattr(facts, need):
            for one, function in rules:
                for path, value, message in function(facts):
                    found.append(Finding(one.code, one.severity, path, value, message))
    if len(found) > 1:
        found.sort(key=attrgetter("code"))
    return tuple(found)
