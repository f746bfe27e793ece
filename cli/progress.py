"""Progress on standard error, only on a terminal; it never writes to standard output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from cli.session import Session

Report = Callable[[Mapping[str, int]], None]
"""Called with the run's tally after each page."""


@contextmanager
def progress_for(session: Session) -> Iterator[Report | None]:
    """Give a function that draws the tally of the running harvest, or None where nothing may be drawn."""
    if not session.on_terminal:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("harvesting")

        def report(tally: Mapping[str, int]) -> None:
            bar.update(task, description=", ".join(f"{name} {count}" for name, count in tally.items() if count))

        yield report
