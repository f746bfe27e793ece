"""Suppressions that end by themselves: what was held back until a day that has come goes out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.errors import NotFound

if TYPE_CHECKING:
    from archive.store import Store


def let_out(store: Store) -> int:
    """End the suppressions whose day has come, as a run of its own; return how many, 0 nearly always.

    Whoever opens an archive for reading calls it first. Raises StorageError where the archive cannot be written.
    """
    parts = store.suppressions.due()
    if not parts:
        return 0
    run = store.begin_run(kind="suppress", command="suppress --until", who="tocsin")
    try:
        store.suppressions.lift(parts, run=run)
    except NotFound:  # another process was faster
        parts = []
    store.end_run(run, outcome="complete", reason="its day has come", tally={"let_out": len(parts)})
    return len(parts)
