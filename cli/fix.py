"""`tocsin validate --fix`: fixes that are certain, shown first and kept as corrections only where a person says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from cli.findings_shown import short
from cli.output import print_rows
from cli.selection import Chosen
from cli.session import Session
from schemas.errors import UsageError

if TYPE_CHECKING:
    from archive.findings import Judged
    from archive.store import Store
    from schemas.rules.mending import Change

    Offered = tuple[str, Change]

COLUMNS = ("id", "entry_key", "field", "current", "new", "code", "what")
AT_ONCE = 200
"""Corrections that are written in one transaction."""


def offer(session: Session, store: Store, chosen: Chosen, codes: tuple[str, ...], form: str, *, take: bool) -> None:
    """Print what the certain fixes of open findings would change; with `take` keep it as corrections, as a run."""
    count: Counter[str] = Counter()
    offered = _offered(store, chosen, codes)
    kept = _taken(session, store, offered, count) if take else offered
    print_rows(COLUMNS, (_row(name, change, form) for name, change in kept), form)
    if take:
        session.say(f"{count['corrected']} correction{'s' * (count['corrected'] != 1)} taken")
        if count["refused"]:
            raise UsageError(f"{count['refused']} refused: the lines above say which")
    else:
        session.say("nothing is kept yet: --yes keeps what is shown as corrections")


def _offered(store: Store, chosen: Chosen, codes: tuple[str, ...]) -> Iterator[Offered]:
    from schemas.rules.mending import changes

    today = store.clock().date()
    for one in store.findings.judged(chosen.selection):
        if one.found:
            name = one.held.envelope.id
            for change in changes(one.held.record, today, _meant(one, chosen, codes)):
                yield name, change


def _meant(one: Judged, chosen: Chosen, codes: tuple[str, ...]) -> Any:
    """Return which findings of a record are to be fixed: what is waived is right as it stands."""
    from archive.findings import place_of

    waived = {(found.code, found.entry_key, found.place, found.value) for found in one.found if found.state == "waived"}
    name = one.held.envelope.id

    def meant(finding: Any) -> bool:
        key, place = place_of(finding.path)
        if (codes and finding.code not in codes) or (finding.code, key, place, finding.value) in waived:
            return False
        return not chosen.only_entries(name) or key in chosen.entries_of(name)

    return meant


def _taken(session: Session, store: Store, offered: Iterator[Offered], count: Counter[str]) -> Iterator[Offered]:
    """Keep what is offered as corrections, and yield what was taken; what is refused is named."""
    from archive.corrections import Wanted
    from harvester.command import user

    if not (page := list(islice(offered, AT_ONCE))):
        return
    run = store.begin_run(kind="correct", command=session.command, who=user())
    while page:
        wanted = [
            Wanted(
                current=change.before, entry_key=change.entry_key, field=change.field, id=name,
                reason=f"fix: {', '.join(change.codes)}", value=change.after,
            )
            for name, change in page
        ]  # fmt: skip
        for offer_, done in zip(page, store.corrections.correct(wanted, run=run, who=user()), strict=True):
            count["refused" if done.refused else "corrected"] += 1
            if done.refused:
                session.say(done.refused)
            else:
                yield offer_
        page = list(islice(offered, AT_ONCE))
    outcome = "complete" if count["corrected"] else "failed"
    store.end_run(run, outcome=outcome, reason="fixes that are certain", tally=dict(count))


def _row(name: str, change: Change, form: str) -> list[Any]:
    values = [change.before, change.after]
    if form != "json":
        values = [one if one is None or isinstance(one, str) else msgspec.json.encode(one).decode() for one in values]
    if form == "table":
        values = [short(one) for one in values]
    return [name, change.entry_key, change.field, *values, ", ".join(change.codes), ", ".join(change.what)]
