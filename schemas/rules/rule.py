"""What a rule is and what it finds; the rules themselves are in the theme files beside this one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from schemas.record import Record
from schemas.rules.facts import Facts

Severity = Literal["error", "warning", "info"]
Spot = tuple[str, str | None, str]
"""Where (path of the field), the value there, and what is wrong with it in one sentence."""
Look = Callable[[Facts], Iterable[Spot]]


class Finding(msgspec.Struct, frozen=True):
    """One fault of a record: the rule's code and severity, the path and value of the field, what is wrong."""

    code: str
    severity: str
    path: str
    value: str | None
    message: str


class Fix(msgspec.Struct, frozen=True):
    """A fix that is certain: the plain value to stand at the finding's place (or at `path`), None to take it away.

    `what` names it for many records at once: "ISSN without hyphen".
    """

    value: Any
    what: str
    path: str | None = None


Mend = Callable[[Record, Finding], Fix | None]
"""Gives the fix of a finding, None where it is not certain."""


class Rule(msgspec.Struct, frozen=True):
    """One rule: its stable code, how bad a finding is, its title, what to do, and a paragraph that explains it.

    `fix` is there where some of its findings can be set right with certainty.
    """

    code: str
    severity: Severity
    title: str
    advice: str
    function: Look
    needs: str
    explanation: str
    fix: Mend | None = None


def rule(
    code: str, severity: Severity, title: str, *, advice: str, needs: str = "record", fix: Mend | None = None
) -> Callable[[Look], Rule]:
    """Make a rule of a function that gives Spots; its docstring explains the rule in docs/rules.md.

    `needs` names the attribute of Facts without which the rule finds nothing: it is then not asked at all.
    """

    def made(function: Look) -> Rule:
        return Rule(code, severity, title, advice, function, needs, inspect.cleandoc(function.__doc__ or ""), fix)

    return made
