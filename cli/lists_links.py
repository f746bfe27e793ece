"""`tocsin lists check --links`: the web addresses of items, asked for where nobody did lately, and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from cli.harvest import options_for
from cli.lists_run import written
from cli.output import print_rows
from cli.progress import progress_for
from cli.session import Session
from schemas.envelope import Held
from schemas.lists.links import Pointer, pointers
from schemas.lists.shapes import Item

if TYPE_CHECKING:
    from archive.list_links import LinkState
    from archive.store import Store
    from harvester.links import Look

COLUMNS = ("list", "item", "kind", "id", "title", "what", "link", "checked")
MACHINE = (*COLUMNS, "of", "status", "moved_to", "was", "was_at")
DEFAULT = "7d"


class Linked(msgspec.Struct, frozen=True):
    """An address as an item of a list has it."""

    name: str
    item: Item
    held: Held
    pointer: Pointer


def told_links(
    session: Session, store: Store, names: Sequence[str], rows: list[tuple[Any, ...]], older_than: str | None, form: str
) -> int:
    """Print what waits (`rows`) and what the links are; return the exit code."""
    linked = [one for name in names or store.lists.names() for one in _linked(store, name)]
    urls = list(dict.fromkeys(one.pointer.url for one in linked))
    states, idle = _asked(session, store, urls, older_than)
    said = [_row(one, states[one.pointer.url]) for one in linked if one.pointer.url in states]
    if form == "table":
        said = [row for row in said if row[2] != "link alive" or row[-1]]
        shown = [(*row, "", "") for row in rows] + [row[: len(COLUMNS)] for row in said]
        print_rows(COLUMNS, shown, form)
    else:
        nothing = (None,) * (len(MACHINE) - len(rows[0])) if rows else ()
        print_rows(MACHINE, [(*row, *nothing) for row in rows] + said, form)
    counts = Counter(states[url].outcome for url in urls)
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common()) or "none"
    session.say(f"{len(urls)} links: {told}; {len(urls) - idle} asked now, {idle} as remembered")
    return 1 if rows or counts["gone"] else 0


def _linked(store: Store, name: str) -> Iterator[Linked]:
    shown = store.lists.shown(name)
    for item in shown.list.items():
        held = shown.held[item.number]
        for pointer in pointers(item, held):
            yield Linked(name, item, held, pointer)


def _asked(
    session: Session, store: Store, urls: Sequence[str], older_than: str | None
) -> tuple[dict[str, LinkState], int]:
    """Return the state of each address, and of how many that is remembered."""
    from archive.list_links import LinkState
    from archive.types import instant
    from harvester.links import check_links
    from harvester.schedule import length

    zero = older_than is not None and older_than.strip() in ("0", "0d", "0h")
    age = timedelta(0) if zero else length(older_than or DEFAULT, "--older-than")
    since = instant(store.clock() - age)
    states = {url: one for url, one in store.links.known(urls).items() if not zero and one.at > since}
    missing = [url for url in urls if url not in states]
    idle = len(states)
    if not missing:
        return states, idle
    _, options = options_for(session, "", {})
    with progress_for(session) as progress, written(session, store):

        def found(one: Look) -> None:
            if one.at is None:  # nobody asked: nothing is known of it that was not known before
                states[one.url] = LinkState(url=one.url, outcome=one.outcome, reason=one.reason, at="")
            else:
                states[one.url] = store.links.keep(
                    one.url, at=one.at, outcome=one.outcome, status=one.status, reason=one.reason, reached=one.reached
                )
            if progress:
                progress({"pages_asked": len(states) - idle})

        check_links(missing, options, clock=store.clock, found=found, named=_named(session))
    return states, idle


def _named(session: Session) -> list[tuple[str, int]]:
    """The hosts of the sources in tocsin.toml: the user named them, so they may be on this machine."""
    from harvester.bounds import OutOfBounds, endpoint_of

    found = []
    for source in session.config.source.values():
        try:
            found.append(endpoint_of(source.url))
        except OutOfBounds:
            continue  # a folder
    return found


def _row(one: Linked, state: LinkState) -> tuple[Any, ...]:
    from cli.lists_shown import line_of

    what = " ".join([part for part in (state.reason or "answers", state.reached and f"to {state.reached}") if part])
    if state.changed and state.was:
        what += f" (was {state.was} on {(state.was_at or '')[:10]})"
    record = one.held.record
    title = record.title.main if record.title else line_of(one.item, one.held, None)
    return (
        one.name, one.item.number, f"link {state.outcome}", one.item.id, title, what, one.pointer.url,
        state.at or None, one.pointer.of, state.status, state.reached, state.was, state.was_at,
    )  # fmt: skip
