"""`tocsin waive`: findings that are right as they stand, left alone with a reason, and taken up again."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from cli.output import format_option, print_rows
from cli.selection import Chosen, select, unlisted_selection_options
from cli.session import Session, pass_session
from cli.validate import found_of, known
from schemas.errors import NotFound, TocsinError, UsageError

if TYPE_CHECKING:
    from archive.findings import Found
    from archive.store import Store
    from archive.waivers import Reach, WaiverRow

COLUMNS = ("number", "state", "covers", "finding", "field", "value", "until", "who", "at", "reason")


@click.command()
@unlisted_selection_options
@click.option("--finding", "codes", multiple=True, metavar="CODE", help="The rule whose findings are meant.")
@click.option("--field", metavar="PATH", help="Only the findings there as they are now: another value is open again.")
@click.option("--reason", help="Why; kept with the waiver.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Until this day (UTC), when they count again.")
@click.option("--undo", is_flag=True, help="Take back the waivers of what is selected.")
@click.option("--list", "listed", is_flag=True, help="List the waivers.")
@format_option
@pass_session
def waive(
    session: Session, /, codes: tuple[str, ...], field: str | None, reason: str | None, until: Any, undo: bool,
    listed: bool, form: str, **selected: Any,
) -> None:  # fmt: skip
    """Let findings be: validate counts them apart and does not fail for them.

    With records or entries: what the rule finds there, whatever it is. With --source alone: what it finds in the whole
    source, in records to come too, as validate --group shows it; --field then says where.
    """
    codes = known(codes)
    with session.open() as store:
        if listed:
            _print_list(session, store, form)
            return
        day: date | None = until.date() if until else None
        _refuse(store, codes, reason, day, undo, selected)
        if undo:
            numbers = _numbers(store, codes, field, selected)
            count = _written(session, store, reason or "", partial(store.findings.waivers.lift, numbers))
            session.say(f"{count} waiver{'s' * (count != 1)} taken back")
            return
        reaches, found = _reaches(store, codes, field, selected)
        ends = day.isoformat() if day else None
        _written(session, store, reason or "", partial(_waive, store, reaches, reason or "", ends))
    session.say(f"waived: {', '.join(f'{count} {code}' for code, count in sorted(found.items()))}")


def _refuse(
    store: Store, codes: tuple[str, ...], reason: str | None, day: date | None, undo: bool, selected: dict[str, Any]
) -> None:
    if not (reason or "").strip() or not any(selected.values()) or not (codes or undo):
        what = "records or --source" if undo else "records or --source, --finding CODE"
        raise UsageError(f"give {what}, and --reason: a waiver is a person's word")
    if day is not None and undo:
        raise UsageError("--until goes with waiving, not with --undo")
    if day is not None and day <= store.clock().date():
        raise UsageError(f"--until {day}: that day has come already")


def _waive(store: Store, reaches: list[Reach], reason: str, until: str | None, *, run: int) -> int:
    from harvester.command import user

    return store.findings.waivers.waive(reaches, run=run, who=user(), reason=reason, until=until)


def _written(session: Session, store: Store, reason: str, write: Any) -> int:
    """Do what writes, as a run of its own; return how many."""
    from harvester.command import user

    run = store.begin_run(kind="waive", command=session.command, who=user())
    try:
        count: int = write(run=run)
    except TocsinError as error:
        store.end_run(run, outcome="failed", reason=str(error))
        raise
    store.end_run(run, outcome="complete", reason=reason, tally={"waivers": count})
    return count


def _of_sources(selected: dict[str, Any]) -> bool:
    """Say whether whole sources were named, and nothing that chooses records of them."""
    return bool(selected["sources"]) and not any(value for name, value in selected.items() if name != "sources")


def _reaches(
    store: Store, codes: tuple[str, ...], field: str | None, selected: dict[str, Any]
) -> tuple[list[Reach], Counter[str]]:
    """Return what is to be waived, each once, and what of it is found now, by rule; raises NotFound where nothing is."""
    chosen = select(store, **selected)
    whole = _of_sources(selected)
    found: Counter[str] = Counter()
    reaches: dict[Reach, None] = {}
    for _, one in found_of(store, chosen, codes, Counter()):
        if field is None or field in _places(one):
            found[one.code] += 1
            reaches[_reach(one, chosen, field, whole)] = None
    if not found:
        where = f" at {field}" if field else ""
        raise NotFound(f"no finding of {', '.join(codes)}{where} there: tocsin validate says what there is")
    return list(reaches), found


def _places(one: Found) -> tuple[str, ...]:
    """Return the names under which a finding's place may be given: with position or without, with its entry or in any."""
    from archive.waivers import in_any_entry

    return one.path, one.place, one.field, in_any_entry(one.entry_key, one.place)


def _reach(one: Found, chosen: Chosen, field: str | None, whole: bool) -> Reach:
    from archive.waivers import Reach, in_any_entry

    if whole:
        place = in_any_entry(one.entry_key, one.place) if field is not None else None
        return Reach(code=one.code, source=one.id.partition(":")[0], place=place)
    if field is not None:
        return Reach(code=one.code, id=one.id, entry_key=one.entry_key, place=one.place, value=one.value)
    return Reach(code=one.code, id=one.id, entry_key=one.entry_key if chosen.only_entries(one.id) else None)


def _numbers(store: Store, codes: tuple[str, ...], field: str | None, selected: dict[str, Any]) -> list[int]:
    """Return the waivers of what is selected: of sources those of the source, of records those of the records."""
    rows = [one for one in store.findings.waivers.listed() if not codes or one.reach.code in codes]
    if field is not None:
        rows = [one for one in rows if one.reach.place is not None and field in _spelled(one.reach)]
    meant = [one for one in rows if one.reach.source in selected["sources"]] if _of_sources(selected) else []
    meant = meant or _of_records(store, rows, selected)
    if not meant:
        raise NotFound("nothing of that is waived: tocsin waive --list says what is")
    return [one.number for one in meant]


def _of_records(store: Store, rows: list[WaiverRow], selected: dict[str, Any]) -> list[WaiverRow]:
    """Return the waivers of records and entries that are selected; an entry that is gone has no name any more."""
    gone = [one for one in rows if one.reach.entry_key and _covered(one) in selected["names"]]
    left = tuple(name for name in selected["names"] if name not in set(map(_covered, gone)))
    named = {**selected, "names": left}
    if not any(named.values()):
        return gone
    chosen = select(store, **named)
    ids = {held.envelope.id for held in store.heads(chosen.selection, deleted=True)}
    return gone + [one for one in rows if one.reach.id in ids and one not in gone and _is_chosen(one, chosen)]


def _is_chosen(one: WaiverRow, chosen: Chosen) -> bool:
    name = one.reach.id or ""
    return not chosen.only_entries(name) or one.reach.entry_key in chosen.entries_of(name)


def _spelled(reach: Reach) -> tuple[str, ...]:
    from archive.waivers import in_any_entry

    place = reach.place or ""
    return place, in_any_entry(reach.entry_key, place), place.partition("[")[0]


def _print_list(session: Session, store: Store, form: str) -> None:
    rows = [
        (one.number, one.state, _covered(one), one.reach.code, one.reach.place, one.reach.value, one.until, one.who,
         one.at, one.reason)
        for one in store.findings.waivers.listed()
    ]  # fmt: skip
    if not print_rows(COLUMNS, rows, form):
        session.say("nothing is waived")


def _covered(one: WaiverRow) -> str:
    reach = one.reach
    if reach.source is not None:
        return f"source {reach.source}"
    return f"{reach.id}#{reach.entry_key}" if reach.entry_key else str(reach.id)
