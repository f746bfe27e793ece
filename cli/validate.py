"""`tocsin validate`: what is wrong with the records, as a list that a cataloguer can work through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from cli.output import format_option, print_rows
from cli.selection import Chosen, select, selection_options
from cli.session import Session, pass_session

if TYPE_CHECKING:
    from schemas.envelope import Held
    from schemas.rules import Finding

COLUMNS = ("id", "code", "severity", "path", "value", "message", "advice")
LEVELS = ("info", "warning", "error")
SHOWN = 60
"""Characters of a value that a table shows; json and csv give it whole."""


@click.command()
@selection_options
@click.option("--finding", "codes", multiple=True, metavar="CODE", help="Only findings of this code.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit 1 where a finding is at least this severe.",
)
@format_option
@pass_session
def validate(session: Session, /, codes: tuple[str, ...], fail_on: str, form: str, **selected: Any) -> None:
    """Check records by the rules of docs/rules.md; exit 1 by --fail-on."""
    codes = tuple(code.upper() for code in codes)
    _refuse_unknown(codes)
    seen: Counter[str] = Counter()
    with session.open() as store:
        chosen = select(store, **selected)
        findings = _findings(_counted(store.heads(chosen.selection), seen), codes, chosen)
        print_rows(_columns(form), (_row(h, f, form) for h, f in _count(findings, seen)), form)
    session.say(
        f"{seen['records']} record{'s' * (seen['records'] != 1)}: "
        + (", ".join(f"{seen[level]} {level}" for level in reversed(LEVELS) if seen[level]) or "no findings")
    )
    if fail_on != "never" and any(seen[level] for level in LEVELS[LEVELS.index(fail_on) :]):
        raise click.exceptions.Exit(1)


def _refuse_unknown(codes: tuple[str, ...]) -> None:
    from schemas.rules import RULES

    known = {rule.code for rule in RULES}
    for code in codes:
        if code not in known:
            raise click.BadParameter(f"{code} is not a rule: docs/rules.md lists them", param_hint="--finding")


def _counted(held: Iterable[Held], seen: Counter[str]) -> Iterator[Held]:
    for one in held:
        seen["records"] += 1
        yield one


def _findings(held: Iterable[Held], codes: tuple[str, ...], chosen: Chosen) -> Iterator[tuple[Held, Finding]]:
    from schemas.rules import check

    today = datetime.now(UTC).date()
    for one in held:
        name = one.envelope.id
        paths = tuple(f"contents[{key}]" for key in chosen.entries_of(name)) if chosen.only_entries(name) else ("",)
        for finding in check(one.record, today=today):
            if finding.path.startswith(paths) and (not codes or finding.code in codes):
                yield one, finding


def _count(findings: Iterable[tuple[Held, Finding]], seen: Counter[str]) -> Iterator[tuple[Held, Finding]]:
    for one, finding in findings:
        seen[finding.severity] += 1
        yield one, finding


def _columns(form: str) -> tuple[str, ...]:
    return COLUMNS[:-1] if form == "table" else COLUMNS


def _row(held: Held, finding: Finding, form: str) -> tuple[Any, ...]:
    from schemas.rules import RULES

    if form == "table":
        value = (
            finding.value if finding.value is None or len(finding.value) <= SHOWN else finding.value[: SHOWN - 1] + "…"
        )
        return held.envelope.id, finding.code, finding.severity, finding.path, value, finding.message
    advice = next(rule.advice for rule in RULES if rule.code == finding.code)
    return held.envelope.id, finding.code, finding.severity, finding.path, finding.value, finding.message, advice
