"""`tocsin sources prune`: old bytes let go by a stated policy."""

from __future__ import annotations

import click

from cli.output import format_option, print_rows
from cli.session import Session, pass_session
from schemas.errors import NotFound, UsageError

COLUMNS = ("source", "captures", "bytes", "versions without bytes")


@click.command()
@click.argument("names", metavar="[NAME...]", nargs=-1)
@click.option("--older", default="365d", show_default=True, help="Captures that are older than this.")
@click.option("--superseded", is_flag=True, help="Also those that only versions which are not in force were read from.")
@click.option("--dry-run", is_flag=True, help="Say how much would go, and let nothing go.")
@click.option("--reason", help="Why; needed for letting go.")
@format_option
@pass_session
def prune(
    session: Session, names: tuple[str, ...], older: str, superseded: bool, dry_run: bool, reason: str | None, form: str
) -> None:
    """Let go of the bytes of old captures [default: of all sources]; their times, addresses and digests stay.

    Never those of a version in force, of what is set apart, held back, unread, or the last answer of its
    address. What older versions were read from goes only with --superseded, and it is said how many versions
    that are.
    """
    from harvester.command import user
    from harvester.schedule import length

    if not dry_run and not reason:
        raise UsageError("what is let go is gone: give --reason, or --dry-run to see how much it is")
    age = length(older, "--older")
    with session.open() as store:
        known = store.sources.captured()
        if unknown := [name for name in names if name not in known]:
            raise NotFound(
                f"{unknown[0]}: there are no captures of such a source (there are of {', '.join(known) or 'none'})"
            )
        before = store.clock() - age
        run = None if dry_run else store.begin_run(kind="prune", command=session.command, who=user())
        pruned = [
            store.sources.prune(name, before=before, superseded=superseded, dry_run=dry_run) for name in names or known
        ]
        if run is not None:
            tally = {
                one.source: {"captures": one.captures, "bytes": one.bytes, "versions": one.versions} for one in pruned
            }
            store.end_run(run, outcome="complete", reason=reason, tally={"pruned": tally})
    print_rows(COLUMNS, [(one.source, one.captures, one.bytes, one.versions) for one in pruned], form)
    if versions := sum(one.versions for one in pruned):
        session.say(f"{versions} versions that are not in force {'would' if dry_run else 'can'} not be read again")
