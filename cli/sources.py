"""`tocsin sources`: the sources that tocsin.toml names, how each is, and what keeps them in order."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.compare import compare
from cli.config import config_file, parse_config
from cli.default import WithDefault
from cli.kinds import Kind
from cli.named import named_source, named_sources
from cli.output import format_option, print_rows
from cli.prune import prune
from cli.rekey import rekey
from cli.session import Session, pass_session
from schemas.errors import StorageError, UsageError

if TYPE_CHECKING:
    from harvester.sources import SourceState

COLUMNS = (
    "name", "state", "records", "last complete", "age", "failures", "due", "held", "debts", "missing", "deleted",
    "set apart", "stale", "prefix", "note", "address",
)  # fmt: skip
SHORT = ("name", "state", "records", "last complete", "age", "failures", "due", "debts", "missing", "note")
"""What a table shows; machines get everything."""


@click.group(cls=WithDefault)
def sources() -> None:
    """The sources of tocsin.toml; `tocsin sources` lists how each is."""


@sources.command("list")
@click.option(
    "--stale", is_flag=True, help="Only those that have not completed in twice their interval; exit 3 if any."
)
@format_option
@pass_session
def list_sources(session: Session, stale: bool, form: str) -> int:
    """List the sources: state, records, age of the last complete run, failures in a row, when due, held, debts."""
    from harvester.sources import state_of

    named = named_sources(session, ())
    if not named:
        session.say("tocsin.toml names no source: tocsin sources add NAME URL makes one")
        return 0
    with session.open() as store:
        now = store.clock()
        states = [state for one in named if (state := state_of(store, one, now)).stale or not stale]
    columns = SHORT if form == "table" else COLUMNS
    rows = [_row(state, now) for state in states]
    print_rows(columns, [[row[name] for name in columns] for row in rows], form)
    if stale and states:
        session.say(f"{len(states)} of {len(named)} sources are stale")
    return 3 if stale and states else 0


def _row(state: SourceState, now: datetime) -> dict[str, Any]:
    figures = state.figures
    return {
        "name": state.name, "state": state.state, "records": figures.records, "failures": state.failures,
        "last complete": _told(state.last_complete), "age": age(state.last_complete, now), "due": _told(state.due),
        "held": state.held, "debts": figures.debts, "missing": figures.missing, "deleted": figures.deleted,
        "set apart": figures.set_apart, "stale": state.stale, "prefix": state.prefix,
        "note": "; ".join(filter(None, (state.held, state.quiet, state.refused))) or None, "address": state.target,
    }  # fmt: skip


def age(at: datetime | None, now: datetime) -> str | None:
    """Return how long ago a time was, in its largest unit."""
    if at is None:
        return None
    seconds = (now - at).total_seconds()
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f}{unit}"
    return f"{max(seconds, 0):.0f}s"


def _told(at: datetime | None) -> str | None:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


@sources.command("add")
@click.argument("name")
@click.argument("url")
@click.option("--as", "as_", type=Kind(), help="What it is [default: found out by itself].")
@click.option("--every", help="How often: 12h, 7d, or a cron line in UTC.")
@click.option("--sweep", help="How often everything is asked for again: 90d.")
@click.option("--prefix", help="Metadata prefix of an OAI-PMH repository.")
@click.option("--set", "sets", multiple=True, metavar="SPEC", help="Only this set; may be repeated.")
@pass_session
def add(session: Session, /, name: str, url: str, **said: Any) -> None:
    """Add a source to tocsin.toml; `tocsin probe URL` drafts the entry."""
    path = config_file(session.config_path)
    if name in session.config.source:
        raise UsageError(f"{path}: names a source {name} already: change it there")
    entry = entry_text(name, {"url": url, "as": said.pop("as_"), **said})
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        after = f"{before.rstrip()}\n\n{entry}".lstrip()
        _checked(session, name, after, path)
        path.write_text(after, "utf-8")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    session.say(f"{path}: {name} was added; tocsin harvest {name} takes it for the first time")


def entry_text(name: str, said: dict[str, Any]) -> str:
    """Return the table of a source as it stands in tocsin.toml."""
    lines = [f"[source.{name}]"]
    for field, value in said.items():
        if value in (None, (), [], ""):
            continue
        if isinstance(value, list | tuple):
            lines.append(f"{field} = [{', '.join(map(_quoted, value))}]")
        else:
            lines.append(f"{field} = {_quoted(value) if isinstance(value, str) else value}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if not text.isprintable():
        raise UsageError(f"{text!r}: cannot stand in tocsin.toml")
    return f'"{escaped}"'


def _checked(session: Session, name: str, text: str, path: Path) -> None:
    """See that the configuration would be one, and the source can be asked; raises UsageError where not."""
    from harvester.run import SOURCE, check_target

    if not SOURCE.fullmatch(name):
        raise UsageError(f"{name!r} is not the name of a source: lower-case letters, digits, . _ and - make one")
    if "." in name:
        raise UsageError(f"{name!r}: a point would make two names of it in tocsin.toml")
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    tried = Session(command=session.command, db=session.db, verbosity=session.verbosity)
    tried.__dict__["config"] = parse_config(text.encode(), path)
    made = named_source(tried, name)
    check_target(made.target, made.options)


@sources.command()
@click.argument("name")
@click.option("--reason", required=True, help="Why it is harvested again.")
@pass_session
def enable(session: Session, name: str, reason: str) -> None:
    """Let a source that was disabled be refreshed again."""
    _set(session, name, True, reason)


@sources.command()
@click.argument("name")
@click.option("--reason", required=True, help="Why it is not to be harvested.")
@pass_session
def disable(session: Session, name: str, reason: str) -> None:
    """Keep a source from being refreshed; its records stay."""
    _set(session, name, False, reason)


def _set(session: Session, name: str, on: bool, reason: str) -> None:
    from harvester.command import user
    from harvester.sources import set_enabled

    named_source(session, name)
    with session.open() as store:
        run = set_enabled(store, name, on, reason=reason, command=session.command, who=user())
    session.say(f"{name}: {'enabled' if on else 'disabled'} (run {run})")


sources.add_command(compare)
sources.add_command(rekey)
sources.add_command(prune)
