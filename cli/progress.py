"""Progress on standard error, only on a terminal; it never writes to standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from cli.session import Session

Report = Callable[[Mapping[str, int]], None]
"""Called with the run's tally after each page."""

SHOWN = (
    ("pages_asked", "asked"), ("pages_fetched", "fetched"), ("pages_unchanged", "unchanged"), ("pages_read", "read"),
    ("pages_refused", "refused"), ("pages_failed", "failed"), ("records_new", "new"), ("records_changed", "changed"),
)  # fmt: skip
"""What of a tally is drawn, and as which word: what fits into a line of a terminal."""


@contextmanager
def progress_for(session: Session) -> Iterator[Report | None]:
    """Give a function that draws the tally of the running harvest, or None where nothing may be drawn."""
    if not session.on_terminal:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("harvesting")

        def report(tally: Mapping[str, int]) -> None:
            bar.update(task, description=told(tally))

        yield report


def told(tally: Mapping[str, int]) -> str:
    """Return what a line of progress says of a tally."""
    return ", ".join(f"{tally[name]} {word}" for name, word in SHOWN if tally.get(name)) or "harvesting"
