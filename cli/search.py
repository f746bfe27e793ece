"""`tocsin search`: full-text search over titles, names, contents entries and abstracts."""

from __future__ import annotations

import click

from cli.output import COUNT, format_option, print_rows
from cli.session import Session, pass_session


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=COUNT, default=20, show_default=True, help="At most so many hits.")
@format_option
@pass_session
def search(session: Session, query: tuple[str, ...], limit: int, form: str) -> None:
    """Find records by words, "a phrase" or a prefix*; the id names the contents entry that matched."""
    with session.open() as store:
        hits = store.search(" ".join(query), limit=limit)
        rows = [(f"{hit.id}#{hit.entry_key}" if hit.entry_key else hit.id, hit.title) for hit in hits]
    if not print_rows(("id", "title"), rows, form) and form == "table":
        session.say("nothing found: try fewer words, or a prefix such as partner*")
