"""--level: reports, their contents entries as records of their own, or both; shared by the commands that write records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from cli.selection import Chosen
from schemas.envelope import Held
from schemas.left_out import LeftOut

level_option = click.option(
    "--level",
    type=click.Choice(["report", "entry", "both"]),
    default="report",
    show_default=True,
    help="Reports, their titled contents entries as records of their own, or both.",
)


def levels(held: Iterable[Held], level: str, chosen: Chosen, left_out: LeftOut) -> Iterator[Held]:
    """Yield what goes out of each record: by the level, or the entries that were chosen by name."""
    from schemas.combining import entries_under_own_names
    from schemas.entries import entries_of

    if level == "report" and not chosen.entries:
        yield from held
        return
    for report in held:
        name = report.envelope.id
        if chosen.only_entries(name):
            yield from _named(report, chosen.entries_of(name), left_out)
            continue
        if level != "entry":
            yield report
        if level == "entry" and report.record.deleted:
            left_out(report, "a deleted record has no entries")
        elif level != "report":
            yield from entries_under_own_names(entries_of(report, left_out))
        elif keys := chosen.entries_of(name):
            yield from _named(report, keys, left_out)


def _named(report: Held, keys: frozenset[str], left_out: LeftOut) -> Iterator[Held]:
    from schemas.entries import entries_of

    wanted = {f"{report.envelope.id}#{key}" for key in keys}

    def left(entry: Held, reason: str) -> None:
        if entry.envelope.id in wanted:
            left_out(entry, reason)

    yield from (entry for entry in entries_of(report, left) if entry.envelope.id in wanted)
