"""`tocsin same`: which records of several sources are of one work, by what they share, and what a person says of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from cli.output import format_option, print_rows
from cli.selection import part_of
from cli.session import Session, pass_session
from schemas.errors import UsageError

if TYPE_CHECKING:
    from archive.same import Group
    from archive.store import Store


@click.group()
def same() -> None:
    """Group records of several sources that are of one work.

    Records that share a DOI, an ISBN or a JSTOR id of the whole work are one group, unless something speaks against it:
    parts with the ISBN of their host, volumes, editions, translations, other titles. A title alone joins nothing.
    """


@same.command("list")
@click.argument("names", metavar="[ID...]", nargs=-1)
@click.option("--apart", is_flag=True, help="Records that share an identifier and are kept apart, and why.")
@format_option
@pass_session
def list_groups(session: Session, names: tuple[str, ...], apart: bool, form: str) -> None:
    """List groups with their evidence: all, or those of some records."""
    with session.open() as store:
        ids = [_record(store, name) for name in names]
        if apart:
            if not print_rows(("one", "other", "why"), _apart(store, ids), form):
                session.say("nothing that is shared is kept apart")
            return
        groups = store.same.groups() if not ids else _groups_of(store, ids)
        rows = (row for group in groups for row in _rows(group))
        if not print_rows(("group", "member", "why"), rows, form):
            session.say("no groups")


@same.command()
@click.argument("names", metavar="ID ID...", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; kept with the join.")
@pass_session
def join(session: Session, names: tuple[str, ...], reason: str) -> None:
    """Say that records are of one work; this lasts through every refresh, until they are split."""
    count = _said(session, names, reason, lambda store, ids, run: store.same.join(ids, reason=reason, run=run))
    session.say(f"joined {count + 1} records")


@same.command()
@click.argument("names", metavar="ID [ID...]", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why; kept with the split.")
@pass_session
def split(session: Session, names: tuple[str, ...], reason: str) -> None:
    """Say that a record is not of one work with others, by default all of its group; this lasts until they are joined."""
    count = _said(session, names, reason, lambda store, ids, run: store.same.split(ids, reason=reason, run=run))
    session.say(f"split from {count} record{'s' if count != 1 else ''}")


def _said(session: Session, names: tuple[str, ...], reason: str, say: Callable[[Store, list[str], int], int]) -> int:
    """Write what a person says as a run of its own, and return how many pairs of records that was."""
    from harvester.command import user
    from schemas.errors import TocsinError

    if not reason.strip():
        raise UsageError("give a --reason: it is kept, and shown as evidence")
    with session.open() as store:
        ids = [_record(store, name) for name in names]
        run = store.begin_run(kind="same", command=session.command, who=user())
        try:
            count = say(store, ids, run)
        except TocsinError as error:
            store.end_run(run, outcome="failed", reason=str(error))
            raise
        store.end_run(run, outcome="complete", reason=reason, tally={"pairs": count})
    return count


def _record(store: Store, name: str) -> str:
    record, entry = part_of(store, store.one(name))
    if entry is not None:
        raise UsageError(f"{name}: is an entry: groups are of whole records, such as {record}")
    return record


def _groups_of(store: Store, ids: list[str]) -> Iterator[Group]:
    shown: set[str] = set()
    for name in ids:
        group = store.same.group(name)
        if group is not None and group.id not in shown:
            shown.add(group.id)
            yield group


def _rows(group: Group) -> Iterator[tuple[str, str, str]]:
    """One row a member: what joins it with those before it, or where only later ones do with these."""
    place = {name: number for number, name in enumerate(group.members)}
    for name in group.members:
        ties = [tie for tie in group.ties if name in (tie.one, tie.other)]
        before = [tie for tie in ties if place[tie.one if tie.other == name else tie.other] < place[name]]
        why = dict.fromkeys(tie.why for tie in (before or (ties if place[name] else [])))
        yield group.id, name, "; ".join(why) or "the oldest"


def _apart(store: Store, ids: list[str]) -> Iterator[tuple[Any, ...]]:
    for pair in store.same.apart():
        if not ids or {pair.one, pair.other} & set(ids):
            yield pair.one, pair.other, pair.why
    if not ids:
        for scheme, value, count in store.same.crowded():
            yield f"{scheme}:{value}", None, f"{count} records share it: it says nothing of any"
