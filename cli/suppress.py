"""`tocsin suppress`: records and entries held back from all that goes out, and let out again."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from cli.output import format_option, print_rows
from cli.selection import select, unlisted_selection_options
from cli.session import Session, pass_session
from schemas.errors import UsageError

COLUMNS = ("number", "id", "entry_key", "until", "who", "at", "reason")


@click.command()
@unlisted_selection_options
@click.option("--reason", help="Why; kept with it.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Hold back until this day; --due lets it out then.")
@click.option("--undo", is_flag=True, help="Let what is selected go out again.")
@click.option("--due", is_flag=True, help="Let go out what was held back until a day that has come.")
@click.option("--list", "listed", is_flag=True, help="List what is held back.")
@format_option
@pass_session
def suppress(
    session: Session, /, reason: str | None, until: Any, undo: bool, due: bool, listed: bool, form: str, **selected: Any
) -> None:
    """Hold records or entries back from every export; they stay in the archive, and are tombstones for all others."""
    from harvester.command import user

    with session.open() as store:
        if listed:
            rows = [tuple(getattr(one, name) for name in COLUMNS) for one in store.suppressions.listed()]
            if not print_rows(COLUMNS, rows, form):
                session.say("nothing is held back")
            return
        if not due and (not reason or not any(selected.values())):
            raise UsageError("give records, and --reason: holding back is a person's word")
        parts = store.suppressions.due() if due else []
        if not due:
            chosen = select(store, **selected)
            ids = [held.envelope.id for held in store.heads(chosen.selection, deleted=True)]
            parts = [(one, None) for one in ids if not chosen.only_entries(one)]
            parts += [(one, key) for one in ids for key in sorted(chosen.entries_of(one))]
        run = store.begin_run(kind="suppress", command=session.command, who=user())
        if undo or due:
            count = store.suppressions.lift(parts, run=run)
        else:
            day: date | None = until.date() if until else None
            count = store.suppressions.suppress(
                parts, run=run, who=user(), reason=reason or "", until=day.isoformat() if day else None
            )
        store.end_run(run, outcome="complete", reason=reason, tally={"changed": count})
    session.say(f"{count} record{'s' if count != 1 else ''} {'let out' if undo or due else 'held back'}")
