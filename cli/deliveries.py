"""`tocsin deliveries`: what `export --delta` gave last under each name."""

from __future__ import annotations

import click

from cli.output import format_option, print_rows
from cli.session import Session, pass_session

COLUMNS = ("name", "number", "at", "new", "changed", "gone", "file", "run", "delivers")


@click.command()
@format_option
@pass_session
def deliveries(session: Session, form: str) -> None:
    """List the deliveries of export --delta: what each name delivers, and its last delivery that held something."""
    with session.open() as store:
        rows = [
            (one.name, one.number, one.at, one.new, one.changed, one.gone, one.file, one.run, f"{one.form} {one.terms}".strip())
            for one in store.deliveries.listed()
        ]  # fmt: skip
    if not print_rows(COLUMNS, rows, form):
        session.say("nothing was delivered yet: export FORMAT --delta NAME -o FILE is the first delivery of a name")
