"""`tocsin runs`: what was run, by whom, and how it ended."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from cli.default import Told
from cli.output import COUNT, format_option, print_rows, told_option
from cli.session import Session, pass_session

COLUMNS = ("run", "started", "command", "outcome", "reason")
OPEN = "not ended"
"""What a table says of a run that goes on, or that was killed: nobody wrote how it ended."""


@click.group(cls=Told, invoke_without_command=True)
@click.option("--limit", type=COUNT, default=20, show_default=True, help="The latest so many runs.")
@format_option
@click.pass_context
def runs(ctx: click.Context, limit: int, form: str) -> None:
    """List the runs, the latest first."""
    if ctx.invoked_subcommand is None:
        session: Session = ctx.obj
        with session.open() as store:
            rows = [
                (run.number, run.started, run.command, run.outcome or (OPEN if form == "table" else None), run.reason)
                for run in store.runs(limit=limit)
            ]
        print_rows(COLUMNS, rows, form)


@runs.command("show")
@click.argument("number", type=COUNT)
@told_option
@pass_session
def show_run(session: Session, number: int, form: str) -> None:
    """Show one run: who, command line, outcome and its reason, tally, digest."""
    with session.open() as store:
        run: dict[str, Any] = msgspec.to_builtins(store.run(number))
    if form == "json":
        click.echo(msgspec.json.encode(run).decode())
        return
    tally = run.pop("tally", None) or {}
    notes = [("note", note) for note in tally.pop("notes", ())]
    run["outcome"] = run["outcome"] or OPEN
    print_rows(("field", "value"), [*run.items(), *tally.items(), *notes], "table")
