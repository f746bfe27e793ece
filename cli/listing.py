"""`tocsin list`: one line a record."""

from __future__ import annotations

from typing import Any

import click

from cli.output import format_option, print_rows
from cli.selection import select, selection_options
from cli.session import Session, pass_session
from schemas.record import Record


@click.command("list")
@selection_options
@click.option("--limit", type=click.IntRange(1), help="At most so many records.")
@click.option("--deleted", is_flag=True, help="Also records that the source has deleted.")
@format_option
@pass_session
def list_command(session: Session, /, limit: int | None, deleted: bool, form: str, **selected: Any) -> None:
    """List records: id, date, type, number of contents entries, title."""
    from itertools import islice

    with session.open() as store:
        held = islice(store.heads(select(store, **selected), deleted=deleted), limit)
        rows = (
            (h.envelope.id, citation_date(h.record), h.record.type, len(h.record.contents), title_of(h.record))
            for h in held
        )
        if not print_rows(("id", "date", "type", "entries", "title"), rows, form) and form == "table":
            session.say("no records fit")


def title_of(record: Record) -> str:
    """Return title and subtitle in one line; a record without a title says so."""
    title = record.title
    text = ": ".join(part for part in (title.main, title.sub) if part) if title else ""
    return text + (" (deleted)" if record.deleted else "") or "[no title]"


def citation_date(record: Record) -> str | None:
    """Return the date that a citation would take: the first of the kinds in their order."""
    from schemas.record import DATE_KINDS

    order = {kind: position for position, kind in enumerate(DATE_KINDS)}
    dates = sorted(record.dates, key=lambda date: order.get(date.kind, len(order)))
    return next((date.edtf or date.as_printed for date in dates), None)
