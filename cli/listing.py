"""`tocsin list`: one line a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.output import COUNT, format_option, print_rows
from cli.selection import Chosen, select, selection_options
from cli.session import Session, pass_session
from schemas.errors import NotFound
from schemas.record import ContentsEntry, Record, walk

if TYPE_CHECKING:
    from schemas.envelope import Held


@click.command("list")
@selection_options
@click.option("--limit", type=COUNT, help="At most so many records.")
@click.option("--deleted", is_flag=True, help="Also records that the source has deleted.")
@click.option("--missing", is_flag=True, help="Only records that their source has no longer, and has not deleted.")
@format_option
@pass_session
def list_command(
    session: Session, /, limit: int | None, deleted: bool, missing: bool, form: str, **selected: Any
) -> None:
    """List records: id, date, type, number of contents entries at any depth, title."""
    from itertools import islice

    with session.open() as store:
        chosen = select(store, **selected)
        selection = msgspec.structs.replace(chosen.selection, missing=missing)
        held = islice(store.heads(selection, deleted=deleted), limit)
        rows = (row for one in held for row in _rows(one, chosen))
        if not print_rows(("id", "date", "type", "entries", "title"), rows, form) and form == "table":
            session.say("no records fit")


def _rows(held: Held, chosen: Chosen) -> Iterator[tuple[Any, ...]]:
    """Yield the row of a record, or those of the entries of it that were chosen by name."""
    name, record = held.envelope.id, held.record
    if not chosen.only_entries(name):
        yield name, citation_date(record), record.type, sum(1 for _ in walk(record.contents)), title_of(record)
    for key in sorted(chosen.entries_of(name)):
        entry = entry_of(record, key)
        dates = record if not entry.dates else Record(dates=entry.dates)
        inner = sum(1 for _ in walk(entry.entries))
        yield f"{name}#{key}", citation_date(dates), "entry", inner, entry.title or "[title unknown]"


def entry_of(record: Record, key: str) -> ContentsEntry:
    """Return the contents entry of a key; raises NotFound where the record has none such."""
    waiting = list(record.contents)
    while waiting:
        entry = waiting.pop()
        if entry.key == key:
            return entry
        waiting.extend(entry.entries)
    raise NotFound(f"#{key}: the record has no such entry now: tocsin show --history says when it changed")


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
