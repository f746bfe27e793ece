"""`tocsin suppress`: records and entries held back from all that goes out, and let out again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from cli.output import format_option, print_rows
from cli.selection import select, unlisted_selection_options
from cli.session import Session, pass_session
from schemas.errors import NotFound, UsageError

if TYPE_CHECKING:
    from archive.store import Store
    from archive.suppressions import SuppressionRow

COLUMNS = ("number", "id", "entry_key", "until", "who", "at", "reason")


@click.command()
@unlisted_selection_options
@click.option("--reason", help="Why; kept with it.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Until this day (UTC), when it goes out by itself.")
@click.option("--undo", is_flag=True, help="Let what is selected go out again.")
@click.option("--list", "listed", is_flag=True, help="List what is held back.")
@format_option
@pass_session
def suppress(
    session: Session, /, reason: str | None, until: Any, undo: bool, listed: bool, form: str, **selected: Any
) -> None:
    """Hold records or entries back from every export, list and search, for a takedown or an embargo.

    They stay in the archive and are not read again by later harvests. Whoever was given them is given tombstones.
    """
    if undo and until is not None:
        raise UsageError("--until goes with holding back, not with --undo")
    with session.open() as store:
        if listed:
            rows = [tuple(getattr(one, name) for name in COLUMNS) for one in store.suppressions.listed()]
            if not print_rows(COLUMNS, rows, form):
                session.say("nothing is held back")
            return
        if not (reason or "").strip() or not any(selected.values()):
            raise UsageError("give records, and --reason: holding back is a person's word")
        day: date | None = until.date() if until else None
        if day is not None and day <= store.clock().date():
            raise UsageError(f"--until {day}: that day has come already")
        count = _decide(session, store, reason or "", day, undo=undo, **selected)
    session.say(f"{count} record{'s' if count != 1 else ''} {'let out' if undo else 'held back'}")


def _decide(session: Session, store: Store, reason: str, day: date | None, *, undo: bool, **selected: Any) -> int:
    """Hold back or let out what is selected, as a run; return how many records that changes."""
    from harvester.command import user
    from schemas.errors import TocsinError

    parts = _parts(store, undo=undo, **selected)
    if not parts:
        raise NotFound("no such records" + (" are held back: tocsin suppress --list says which are" if undo else ""))
    run = store.begin_run(kind="suppress", command=session.command, who=user())
    try:
        if undo:
            count = store.suppressions.lift(parts, run=run)
        else:
            until = day.isoformat() if day else None
            count = store.suppressions.suppress(parts, run=run, who=user(), reason=reason, until=until)
    except TocsinError as error:
        store.end_run(run, outcome="failed", reason=str(error))
        raise
    store.end_run(run, outcome="complete", reason=reason, tally={"changed": count})
    return count


def _parts(store: Store, *, undo: bool, **selected: Any) -> list[tuple[str, str | None]]:
    """Return the records and entries that are meant; of entries that are held back no name can be found any more."""
    hidden = {(one.id, one.entry_key) for one in store.suppressions.listed()}
    entries = [tuple(name.rpartition("#")[::2]) for name in selected["names"] if "#" in name]
    named = [one for one in entries if undo and one in hidden]
    selected["names"] = tuple(name for name in selected["names"] if tuple(name.rpartition("#")[::2]) not in named)
    if not any(selected.values()):
        return named
    chosen = select(store, **selected)
    ids = [held.envelope.id for held in store.heads(chosen.selection, deleted=True)]
    parts: list[tuple[str, str | None]] = [(one, None) for one in ids if not chosen.only_entries(one)]
    parts += [(one, key) for one in ids for key in sorted(chosen.entries_of(one))]
    if undo and not selected["names"]:
        parts = [one for one in parts if one in hidden]
    return named + parts


def told(one: SuppressionRow) -> str:
    """Return in words what holds a record or an entry of it back."""
    what = f"entry {one.entry_key}" if one.entry_key else "the whole record"
    until = f" until {one.until}" if one.until else ""
    return f"{what}{until} ({one.who}, {one.at}: {one.reason})"


def refuse_suppressed(store: Store, record_id: str) -> None:
    """Raise NotFound where a record, or anything in it, is held back: its past and its bytes would tell what it says."""
    for one in store.suppressions.of(record_id):
        raise NotFound(f"{record_id}: is suppressed: {told(one)}; tocsin suppress --undo lets it go out again")
