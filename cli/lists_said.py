"""What every harvest and refresh says of reading lists at its end: what changed for their items and waits for a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.output import plain
from cli.session import Session

if TYPE_CHECKING:
    from archive.store import Store


def say_waiting(session: Session, store: Store) -> None:
    """Say what waits of all lists, whenever it changed: it is said until somebody accepts it."""
    for one in store.lists.waiting():
        session.say(plain(f"list {one.list}: item {one.number} {one.id}: {one.kind}: {one.message}"))
