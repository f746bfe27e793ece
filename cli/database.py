"""`tocsin db`: create or upgrade the archive, check it, say how large it is."""

from __future__ import annotations

import click
import msgspec

from cli.output import print_rows
from cli.session import Session, pass_session


@click.group()
def db() -> None:
    """Look after the archive's database."""


@db.command()
@pass_session
def upgrade(session: Session) -> None:
    """Create the archive, or bring it to the schema of this version."""
    with session.open(create=True, upgrade=True) as store:
        version = store.upgrade()
        session.say(f"{store.db.name}: schema {version}")


@db.command()
@click.option(
    "--chain", is_flag=True, help="Also verify the digest chain over all runs; names the first row that does not fit."
)
@pass_session
def check(session: Session, chain: bool) -> None:
    """Check the archive: every reference, digest and index; exit 1 where something does not fit."""
    with session.open() as store:
        problems, name = store.check(chain=chain), store.db.name
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.exceptions.Exit(1)
    session.say(f"{name}: no problem found")


@db.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Form of the output.",
)
@pass_session
def stats(session: Session, form: str) -> None:
    """Say what the archive holds and what grows."""
    with session.open() as store:
        figures = store.stats()
    if form == "json":
        click.echo(msgspec.json.encode(figures).decode())
    else:
        print_rows(("what", "how much"), list(figures.items()), "table")
