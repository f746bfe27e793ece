"""`tocsin lists check` and `accept`: what changed for the items of lists, and a person's word on it."""

from __future__ import annotations

import click

from cli.lists_run import written
from cli.output import format_option, print_rows
from cli.session import Session, pass_session
from schemas.errors import NotFound, UsageError

COLUMNS = ("list", "item", "kind", "id", "title", "what")


@click.command()
@click.argument("names", metavar="[NAME...]", nargs=-1)
@click.option("--links", is_flag=True, help="Ask for the items' web addresses too.")
@click.option(
    "--older-than",
    metavar="TIME",
    help="With --links: ask only for those not asked for this long (12h, 7d), 0 for all [default: 7d].",
)
@format_option
@pass_session
def check(session: Session, names: tuple[str, ...], links: bool, older_than: str | None, form: str) -> int:
    """Say what changed for the items of lists since they were added or accepted [default: of all lists].

    Kinds: version (another version), pages (corrected pages), doi (has one now), deleted, missing. Exit 1 where
    something waits; tocsin lists accept takes it.

    With --links also DOIs, landing pages, full texts and addresses in references, asked as a harvest asks (robots.txt,
    one request at a time, contact). Kinds: link gone (404, 410: exit 1), moved (where to), refused (to robots, or
    without a login: nobody knows), unreachable; alive in json and csv only. Answers are remembered.
    """
    if older_than is not None and not links:
        raise UsageError("--older-than says which links are asked for: give it with --links")
    with session.open() as store:
        found = store.lists.waiting(names)
        rows = [(one.list, one.number, one.kind, one.id, one.title, one.message) for one in found]
        if links:
            from cli.lists_links import told_links

            return told_links(session, store, names, rows, older_than, form)
    if not print_rows(COLUMNS, rows, form):
        session.say("nothing waits")
    return 1 if found else 0


@click.command()
@click.argument("name")
@click.argument("items", metavar="[ITEM...]", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Everything that waits.")
@pass_session
def accept(session: Session, name: str, items: tuple[str, ...], every: bool) -> None:
    """Take what changed of items: from now on the version in force is cited. What is gone is cited as it was last."""
    from cli.lists_edit import number_of

    if bool(items) == every:
        raise UsageError("name items (tocsin lists check has their numbers), or give --all")
    with session.open() as store:
        shown = store.lists.shown(name).list
        numbers = [number_of(store, shown, one) for one in items]
        waits = {one.number for one in store.lists.waiting([name])}
        if idle := [one for one in numbers if one not in waits]:
            raise NotFound(f"{name}: nothing waits of item {idle[0]}: tocsin lists check {name} says what does")
        with written(session, store) as run:
            found = store.lists.accept(name, numbers, run=run)
    for one in found:
        session.say(f"{name}: item {one.number}: {one.kind}: accepted")
    if not found:
        session.say("nothing waits")
