"""`tocsin sources compare`: the archive against what the origin of a source says it has."""

from __future__ import annotations

import click
import msgspec

from cli.named import named_source
from cli.output import format_option, print_rows
from cli.session import Session, pass_session

COLUMNS = ("window", "set", "there", "here", "difference", "state")


@click.command()
@click.argument("name")
@click.option("--all", "everything", is_flag=True, help="Also windows in which nothing differs.")
@format_option
@pass_session
def compare(session: Session, name: str, everything: bool, form: str) -> int:
    """Compare a source with its origin's own counts, year by year: held, missing, stale, or moved on there.

    The origin is asked, by all manners; nothing is kept. Exit 3 where something is missing or stale.
    """
    from harvester.compare import compare as run_compare

    named = named_source(session, name)
    with session.open() as store:
        found = run_compare(store, named)
    short = [one for one in found.windows if one.state in ("missing", "stale")]
    if form == "json":
        click.echo(msgspec.json.encode(found).decode())
        return 3 if short or found.open else 0
    rows = [
        (one.window, one.set_spec, one.there, one.here, None if one.there is None else one.there - one.here, one.state)
        for one in found.windows
        if everything or one.state != "held" or one.window == "all"
    ]
    print_rows(COLUMNS, rows, form)
    if form == "table":
        for window in found.open:
            times = f"{window.first or 'the beginning'} to {window.last or 'now'}"
            click.echo(
                f"the list {times} is {window.state}: {window.records} records came; the next refresh goes on with it"
            )
        if found.walked_until:
            click.echo(f"walked to its end at {found.walked_until}")
        advice = {
            "missing": f"tocsin harvest {name} --full asks for everything again",
            "stale": f"tocsin refresh {name} brings it",
        }
        for state, said in advice.items():
            if any(one.state == state for one in short):
                click.echo(f"{state}: {said}")
    return 3 if short or found.open else 0
