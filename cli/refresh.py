"""`tocsin refresh`: what named sources have changed since, for people and timers; and a person's word on what is held."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

import click
import msgspec

from cli.lists_said import say_waiting
from cli.log import LOG
from cli.named import named_source
from cli.output import plain, summary_option
from cli.progress import progress_for
from cli.replay import say_replay
from cli.session import Session, pass_session
from schemas.errors import NoArchive, NotFound, UsageError

if TYPE_CHECKING:
    from archive.store import Store
    from harvester.refresh import Refreshed
    from harvester.sources import NamedSource


@click.command()
@click.argument("names", metavar="[NAME...]", nargs=-1)
@click.option("--due", is_flag=True, help="Only the sources whose time has come.")
@click.option(
    "--accept", is_flag=True, help="Write what was kept back of a source that is held; the origin is not asked."
)
@click.option("--reject", is_flag=True, help="Put back what a source had before the run in which it was held.")
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=4, show_default=True, help="Sources that are refreshed side by side."
)
@summary_option
@pass_session
def refresh(
    session: Session, names: tuple[str, ...], due: bool, accept: bool, reject: bool, jobs: int, form: str
) -> int:
    """Harvest what the named sources have changed since they were last asked [default: all of tocsin.toml].

    Exit 0 only when every source was complete. docs/operations.md has a systemd timer and a cron line.
    """
    if accept or reject:
        return _verdict(session, names, accept=accept, reject=reject, form=form)
    if not session.config.source:
        raise UsageError("tocsin.toml names no source: tocsin sources add NAME URL makes one")
    sources, wrong = _sources(session, names)
    codes = []
    for made in chain(wrong, _refreshed(session, sources, due=due, named=bool(names), jobs=jobs)):
        _say(session, made, form)
        codes.append(made.exit_code)
    if not codes and form == "table":
        session.say("nothing is due")
    if codes:
        _say_lists(session)
    return max(codes, default=0)


def _say_lists(session: Session) -> None:
    """Say what waits of reading lists; where there is no archive nothing does."""
    try:
        with session.open() as store:
            say_waiting(session, store)
    except NoArchive:
        return


def _sources(session: Session, names: tuple[str, ...]) -> tuple[list[NamedSource], list[Refreshed]]:
    """Return the sources, and what is told of those that tocsin.toml says wrong: the others do not wait for them."""
    from harvester.refresh import Refreshed

    sources, wrong = [], []
    for name in names or sorted(session.config.source):
        try:
            sources.append(named_source(session, name))
        except NotFound:
            raise
        except UsageError as error:
            wrong.append(Refreshed(source=name, outcome="failed", exit_code=error.exit_code, reason=str(error)))
    return sources, wrong


def _refreshed(
    session: Session, sources: list[NamedSource], *, due: bool, named: bool, jobs: int
) -> Iterator[Refreshed]:
    """Yield how each source ended: one in this process, several each in its own."""
    from harvester.refresh import refresh as refresh_one

    if not sources:
        return
    with session.open() as store:  # a timer in a wrong folder must not begin a new archive
        told, chosen = _chosen(session, store, sources, due=due, named=named)
        yield from told
        if len(chosen) == 1:
            with progress_for(session) as progress:
                yield refresh_one(store, chosen[0], progress=progress)
            return
    if chosen:
        from cli.workers import side_by_side

        yield from side_by_side(session, chosen, jobs)


def _chosen(
    session: Session, store: Store, sources: list[NamedSource], *, due: bool, named: bool
) -> tuple[list[Refreshed], list[NamedSource]]:
    """Return what is told of sources that back off, and the sources that are to be refreshed."""
    from harvester.refresh import backs_off
    from harvester.sources import is_enabled, state_of

    told, chosen = [], []
    for source in sources:
        if not named and not is_enabled(store, source.name):
            session.say(f"{source.name}: disabled")
        elif not due:
            chosen.append(source)
        else:
            now = store.clock()
            state = state_of(store, source, now)
            if state.is_due(now):
                chosen.append(source)
            elif waits := backs_off(state, now):
                told.append(waits)
    return told, chosen


def _say(session: Session, made: Refreshed, form: str) -> None:
    """Print how a source ended; what is not complete is told on standard error too, where a timer looks for it."""
    if form == "json":
        click.echo(msgspec.json.encode(made).decode())
    elif session.verbosity >= 0:
        for line in made.summary():
            click.echo(plain(line))
    if made.exit_code and made.outcome != "backing off":  # that it failed was told when it did
        LOG.error("%s: %s: %s", made.source, made.outcome, made.reason or "")


def _verdict(session: Session, names: tuple[str, ...], *, accept: bool, reject: bool, form: str) -> int:
    """Settle the holds of the sources that were named."""
    from harvester import verdict

    if accept and reject:
        raise UsageError("--accept and --reject: one of them settles a hold")
    if not names:
        raise UsageError(f"--{'accept' if accept else 'reject'}: name the source that is held")
    codes = []
    with session.open() as store:
        for name in names:
            if accept:
                with progress_for(session) as progress:
                    result = verdict.accept(store, name, command=session.command, progress=progress)
                say_replay(session, result, form)
                codes.append(result.exit_code)
            else:
                done = verdict.reject(store, name, command=session.command)
                if form == "json":
                    click.echo(msgspec.json.encode(done).decode())
                else:
                    click.echo(f"{name}: {done.back} records put back, run {done.run_id}")
    return max(codes, default=0)
