"""`tocsin replay`: the kept bytes read again with today's readers, first as a trial, and what differs field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.log import LOG
from cli.output import plain, summary_option
from cli.progress import progress_for
from cli.selection import select, selection_options
from cli.session import Session, pass_session

if TYPE_CHECKING:
    from archive.selection import Selection
    from archive.store import Store
    from harvester.replay import ReplayResult


@click.command()
@selection_options
@click.option("--dry-run", is_flag=True, help="Say what would change, field by field, and write nothing.")
@click.option("--accept", is_flag=True, help="Write what the guard would hold for a person.")
@summary_option
@pass_session
def replay(session: Session, /, dry_run: bool, accept: bool, form: str, **selected: Any) -> int:
    """Read the kept bytes again with the readers of today; no network.

    ID may also be the name of a source. Without any selection everything is read again. Where nothing
    reads otherwise than before, nothing is written.
    """
    from harvester.replay import replay as run_replay

    with session.open() as store, progress_for(session) as progress:
        source, selection = _chosen(store, selected)
        result = run_replay(
            store, source=source, selection=selection, dry_run=dry_run, accept=accept, progress=progress,
            command=session.command,
        )  # fmt: skip
    say_replay(session, result, form)
    return result.exit_code


def _chosen(store: Store, selected: dict[str, Any]) -> tuple[str | None, Selection | None]:
    """Return the source, or the selection, that was typed; neither where nothing was."""
    said = {name: value for name, value in selected.items() if value}
    if not said:
        return None, None
    if set(said) == {"sources"} and len(said["sources"]) == 1:
        return said["sources"][0], None
    if set(said) == {"names"} and len(said["names"]) == 1 and said["names"][0] in store.sources.names():
        return said["names"][0], None
    return None, select(store, **selected).selection


def say_replay(session: Session, result: ReplayResult, form: str) -> None:
    """Print how reading again ended; what is not complete is told on standard error too."""
    if form == "json":
        click.echo(msgspec.json.encode(result).decode())
    elif session.verbosity >= 0:
        for line in result.summary():
            click.echo(plain(line))
    if result.outcome != "complete":
        LOG.error("%s: %s", result.outcome, result.reason or "")
