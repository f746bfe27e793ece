"""`tocsin quarantine`: what could not be read, its bytes, and letting it be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cli.default import WithDefault
from cli.output import COUNT, format_option, print_rows
from cli.session import Session, pass_session

if TYPE_CHECKING:
    from archive.shapes import Quarantined

COLUMNS = ("number", "since", "source", "record", "bytes", "state", "reason", "url")


@click.group(cls=WithDefault)
def quarantine() -> None:
    """What could not be read, with the reason; `tocsin quarantine [SOURCE]` lists it."""


@quarantine.command("list")
@click.argument("source", required=False)
@click.option("--all", "everything", is_flag=True, help="Also what was waived, and what a later reader could read.")
@format_option
@pass_session
def list_quarantine(session: Session, source: str | None, everything: bool, form: str) -> None:
    """List what was set apart: since when, of which source, how many bytes, why. SOURCE is the default command's argument."""
    with session.open() as store:
        rows = [
            (
                one.number,
                one.at[:19] + "Z",
                one.source,
                one.name,
                one.size,
                state(one),
                one.waived or one.reason,
                one.url,
            )
            for one in store.quarantined()
            if (source is None or one.source == source) and (everything or state(one) == "open")
        ]
    if not print_rows(COLUMNS, rows, form) and form == "table":
        session.say("nothing is set apart")


def state(one: Quarantined) -> str:
    """Return whether something that was set apart was waived, could be read later, or is open."""
    return "waived" if one.waived else "read" if one.read else "open"


@quarantine.command()
@click.argument("number", type=COUNT)
@click.option("--reason", required=True, help="Why these bytes may trouble no run.")
@pass_session
def waive(session: Session, number: int, reason: str) -> None:
    """Let bytes that were set apart make no run incomplete, now and when the same bytes come again."""
    from harvester.command import user

    with session.open() as store:
        store.set_apart(number)
        run = store.begin_run(kind="waive", command=session.command, who=user())
        store.waive(number, reason=reason, run=run)
        store.end_run(run, outcome="complete", reason=reason)
    session.say(f"{number}: waived")


@quarantine.command("bytes")
@click.argument("number", type=COUNT)
@pass_session
def bytes_of(session: Session, number: int) -> None:
    """Write the bytes that could not be read to standard output."""
    with session.open() as store:
        one = store.set_apart(number)
        body = store.body(one.capture_id)
    sys.stdout.buffer.write(body if one.start is None else plain_body(body)[one.start : one.stop])


def plain_body(body: bytes) -> bytes:
    """Return the bytes of an answer as those are counted in which damage was found."""
    from harvester.oai.encoding import plain

    return plain(body)
