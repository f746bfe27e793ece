"""`tocsin db`: create, upgrade or copy the archive, check it, say how large it is."""

from __future__ import annotations

from datetime import timedelta

import click
import msgspec

from cli.default import Told
from cli.output import COUNT, format_option, print_rows, told_option
from cli.session import Session, pass_session


@click.group(cls=Told)
def db() -> None:
    """Look after the archive's database."""


@db.command()
@click.argument("target", metavar="PATH|URL")
@told_option
@pass_session
def copy(session: Session, target: str, form: str) -> None:
    """Copy the archive into a new file or an empty database, as it is in one moment: backup, restore and move in one.

    Counts and digests of every table are compared. Harvests may go on meanwhile.
    """
    with session.open() as store:
        copied = store.copy(target)
    if form == "json":
        click.echo(msgspec.json.encode(copied).decode())
    elif session.verbosity >= 0:
        rows = [(one.table, one.rows, one.digest[:16]) for one in copied]
        print_rows(("table", "rows", "digest"), rows, "table")
    session.say("copied; the digests of both sides are the same")


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
@click.option("--sources", "by_source", is_flag=True, help="Source by source, and what came of late.")
@click.option("--days", type=COUNT, default=30, show_default=True, help="How long ago is of late.")
@format_option
@pass_session
def stats(session: Session, by_source: bool, days: int, form: str) -> None:
    """Say what the archive holds and what grows."""
    with session.open() as store:
        if by_source:
            grown = store.sources.growth(store.clock() - timedelta(days=days))
            late = f"in {days} days" if form == "table" else "since"
            rows = [
                (one.source, one.records, one.captures, one.captures_since, one.bytes, one.bytes_since, one.versions,
                 one.versions_since)
                for one in grown
            ]  # fmt: skip
            names = [part for name in ("captures", "bytes", "versions") for part in (name, f"{name} {late}")]
            print_rows(("source", "records", *(name.replace(" since", "_since") for name in names)), rows, form)
            return
        figures = store.stats()
    if form == "json":
        click.echo(msgspec.json.encode(figures).decode())
    else:
        print_rows(("what", "how much"), list(figures.items()), form)
