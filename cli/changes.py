"""`tocsin changes`: what was new, changed, deleted, missing, back, moved, joined or split, as a feed that can be gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cli.output import COUNT, format_option, print_rows
from cli.session import Session, pass_session

if TYPE_CHECKING:
    from archive.shapes import Change

COLUMNS = ("cursor", "datestamp", "kind", "id", "version", "cause", "run", "former")
KINDS = ("new", "changed", "deleted", "back", "missing", "moved", "joined", "split")


@click.command()
@click.option(
    "--since",
    metavar="CURSOR|DATE",
    default="0",
    help="What came after this cursor, or from this date or time (UTC) on [default: everything].",
)
@click.option("--source", "sources", multiple=True, help="Changes of this source.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Changes of this kind.")
@click.option("--limit", type=COUNT, help="At most so many changes.")
@format_option
@pass_session
def changes(
    session: Session, since: str, sources: tuple[str, ...], kinds: tuple[str, ...], limit: int | None, form: str
) -> None:
    """List what changed, the oldest first; the cursor of a row says where to go on with --since.

    Changes that are only cosmetic (case, white space, punctuation) are no rows; tocsin show ID --history has them.
    """
    from itertools import islice

    with session.open() as store:
        wanted = (
            one
            for one in store.changes(since)
            if (not kinds or one.kind in kinds) and (not sources or one.id.partition(":")[0] in sources)
        )
        rows = (_row(one) for one in islice(wanted, limit))
        if not print_rows(COLUMNS if form != "table" else COLUMNS[:-1], _narrowed(rows, form), form):
            session.say("nothing changed")


def _row(change: Change) -> tuple[Any, ...]:
    return tuple(getattr(change, name) for name in COLUMNS)


def _narrowed(rows: Iterator[tuple[Any, ...]], form: str) -> Iterator[tuple[Any, ...]]:
    """Leave the former id to machines but where there is one: a table says it beside the id."""
    for row in rows:
        if form != "table":
            yield row
        else:
            *said, former = row
            yield (*said[:3], f"{said[3]} (was {former})" if former else said[3], *said[4:])
