"""`tocsin validate`: what is wrong with the records, as a list that a cataloguer can work through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.completeness import print_completeness
from cli.findings_shown import LEVELS, columns, row, rules, summary
from cli.fix import offer
from cli.groups import BY, print_groups
from cli.output import format_option, print_rows
from cli.selection import Chosen, select, selection_options
from cli.session import Session, pass_session
from cli.sheet import worklist_rows, write_sheet
from schemas.errors import UsageError

if TYPE_CHECKING:
    from archive.findings import Found, Past
    from archive.store import Store
    from schemas.envelope import Held

STATES = {
    "open": ("open",),
    "waived": ("waived",),
    "fixed": ("fixed", "gone"),
    "all": ("open", "waived", "fixed", "gone"),
}
"""What --state asks for; `gone` is what was found of records that are deleted or suppressed since."""


@click.command()
@selection_options
@click.option("--finding", "codes", multiple=True, metavar="CODE", help="Only findings of this code.")
@click.option(
    "--state",
    type=click.Choice(list(STATES)),
    default="open",
    show_default=True,
    help="Findings of this state; fixed are those that an earlier validate saw.",
)
@click.option(
    "--group",
    type=click.Choice(BY),
    is_flag=False,
    flag_value=BY[0],
    help=f"Count by one fix, by source or by rule [{BY[0]} without a word].",
)
@click.option("--completeness", is_flag=True, help="Instead of findings: which fields are filled, by source.")
@click.option("--fix", is_flag=True, help="Show the findings whose fix is certain, and how.")
@click.option("--yes", is_flag=True, help="With --fix: keep what is shown as corrections.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "never"]),
    default="error",
    show_default=True,
    help="Exit 1 where an open finding is at least this severe.",
)
@click.option(
    "--worklist",
    metavar="F.csv|F.xlsx",
    type=click.Path(path_type=Path),
    help="Write the findings to a spreadsheet in which corrections are typed: tocsin correct --from takes it back.",
)
@format_option
@pass_session
def validate(
    session: Session, /, codes: tuple[str, ...], state: str, group: str | None, completeness: bool, fix: bool,
    yes: bool, fail_on: str, worklist: Path | None, form: str, **selected: Any,
) -> None:  # fmt: skip
    """Check records by the rules of docs/rules.md; exit 1 by --fail-on.

    What is found is kept, so that the next time says what is fixed. tocsin waive lets findings be; docs/worklist.md
    has the day of a cataloguer.
    """
    codes = known(codes)
    _refuse_together(group is not None, completeness, fix, yes, worklist is not None)
    with session.open() as store:
        chosen = select(store, **selected)
        if completeness:
            print_completeness(store, chosen.selection, form)
        elif fix:
            offer(session, store, chosen, codes, form, take=yes)
        else:
            seen = _judge(session, store, chosen, codes, state, group, worklist, form)
            if fail_on != "never" and any(seen[level] for level in LEVELS[LEVELS.index(fail_on) :]):
                raise click.exceptions.Exit(1)


def _judge(
    session: Session, store: Store, chosen: Chosen, codes: tuple[str, ...], state: str, group: str | None,
    worklist: Path | None, form: str,
) -> Counter[str]:  # fmt: skip
    """Print findings, or groups of them, or write them to a worklist, and return how many are open, by severity."""
    seen: Counter[str] = Counter()
    waived: Counter[str] = Counter()
    findings = _counted(found_of(store, chosen, codes, seen, keep=True), seen, waived)
    shown = ((held, one) for held, one in findings if one.state in STATES[state])
    if group is not None:
        print_groups(shown, group, form)
    elif worklist is not None:
        write_sheet(session, worklist, worklist_rows(shown), worklist=True)
    else:
        names = columns(form, STATES[state])
        print_rows(names, (row(one, names, form) for one in _with_past(store, chosen, codes, shown, state)), form)
    if store.findings.unkept:
        session.say(f"what was found is not kept: {store.findings.unkept}")
    session.say(summary(seen, waived))
    return seen


def known(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes as rules have them; raises BadParameter for what is no rule."""
    codes = tuple(code.upper() for code in codes)
    for code in codes:
        if code not in rules():
            raise click.BadParameter(f"{code} is not a rule: docs/rules.md lists them", param_hint="--finding")
    return codes


def found_of(
    store: Store, chosen: Chosen, codes: tuple[str, ...], seen: Counter[str], *, keep: bool = False
) -> Iterator[tuple[Held, Found]]:
    """Yield what is found of what was chosen, and count the records; with `keep` the states of all findings move."""
    for judged in store.findings.judged(chosen.selection, keep=keep):
        seen["records"] += 1
        for one in judged.found:
            if _is_meant(one, chosen, codes):
                yield judged.held, one


def _is_meant(one: Found | Past, chosen: Chosen, codes: tuple[str, ...]) -> bool:
    if codes and one.code not in codes:
        return False
    return not chosen.only_entries(one.id) or one.entry_key in chosen.entries_of(one.id)


def _counted(
    findings: Iterable[tuple[Held, Found]], seen: Counter[str], waived: Counter[str]
) -> Iterator[tuple[Held, Found]]:
    for held, one in findings:
        if one.state == "open":
            seen[one.severity] += 1
        else:
            waived[one.code] += 1
        yield held, one


def _with_past(
    store: Store, chosen: Chosen, codes: tuple[str, ...], shown: Iterable[tuple[Held, Found]], state: str
) -> Iterator[Found | Past]:
    for _, found in shown:
        yield found
    if "fixed" in STATES[state]:
        yield from (one for one in store.findings.past(chosen.selection) if _is_meant(one, chosen, codes))


def _refuse_together(group: bool, completeness: bool, fix: bool, yes: bool, worklist: bool) -> None:
    if group + completeness + fix + worklist > 1:
        raise UsageError("--group, --completeness, --fix and --worklist: one of them at a time")
    if yes and not fix:
        raise UsageError("--yes goes with --fix")
