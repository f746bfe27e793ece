"""`tocsin roundtrip`: records written in a format, read back and compared, and what the format did not hold."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.format_options import options_of
from cli.levels import level_option, levels
from cli.output import format_option, plain, print_rows
from cli.selection import select, selection_options
from cli.session import Session, pass_session
from schemas.errors import ReadError

if TYPE_CHECKING:
    from schemas.envelope import Held
    from schemas.left_out import Tally
    from schemas.roundtrip import Difference

COLUMNS = ("field", "what", "count", "example", "why")
MORE = ("before", "after")
"""Columns of the machine forms: what the example said, and what came back."""
UNDECLARED = "NOT DOCUMENTED"


class Seen:
    """What was seen on the way: by path and kind how often, with the first record that showed it."""

    def __init__(self, module: ModuleType, options: Mapping[str, Any]) -> None:
        self.module, self.options = module, options
        self.records = self.equal = self.left_out = 0
        self.counts: dict[tuple[str, str], int] = {}
        self.examples: dict[tuple[str, str], tuple[str, Difference]] = {}
        self.unreadable: list[str] = []

    def take(self, held: Held, left_out: Tally) -> None:
        """Write a record, read it back, and count what differs."""
        from schemas.roundtrip import differences, there_and_back

        self.records += 1
        try:
            back = there_and_back(self.module, held, left_out, self.options)
        except ReadError as error:
            self.unreadable.append(f"{held.envelope.id}: {error}")
            return
        if back is None:
            self.left_out += 1
            return
        found = list(differences(held.record, back))
        self.equal += not found
        for one in found:
            seen = one.path, one.kind
            self.counts[seen] = self.counts.get(seen, 0) + 1
            self.examples.setdefault(seen, (held.envelope.id, one))

    def rows(self) -> list[tuple[Any, ...]]:
        """Return what was seen: what is not declared first, then by how often."""
        from schemas.losses import declared

        made = []
        for (path, kind), count in self.counts.items():
            name, one = self.examples[path, kind]
            why = declared(self.module.LOSSES, path)
            made.append((path, kind, count, name, why or UNDECLARED, _short(one.old), _short(one.new)))
        return sorted(made, key=lambda row: (row[4] != UNDECLARED, -row[2], row[0]))


@click.command()
@click.argument("form_", metavar="FORMAT")
@selection_options
@level_option
@format_option
@pass_session
def roundtrip(session: Session, /, form_: str, level: str, form: str, **selected: Any) -> None:
    """Write records in a format, read them back, and list what the format did not hold.

    With --level entry (or both) each titled contents entry is written and read back as a record of its own.

    Exits 1 where something was lost that is no documented loss (docs/losses.md).
    """
    from schemas.left_out import Tally

    module = _module(form_)
    seen, left_out = Seen(module, options_of(module, level, session)), Tally()
    with session.open() as store:
        chosen = select(store, **selected)
        for held in levels(store.heads(chosen.selection), level, chosen, left_out):
            seen.take(held, left_out)
    rows = seen.rows()
    wide = form != "table"
    print_rows((*COLUMNS, *MORE) if wide else COLUMNS, rows if wide else [row[:5] for row in rows], form)
    undeclared = sum(row[4] == UNDECLARED for row in rows)
    session.say(
        f"{seen.records} record{'s' if seen.records != 1 else ''}: {seen.equal} came back equal,"
        f" {seen.left_out} left out, {len(seen.unreadable)} could not be read back,"
        f" {undeclared} loss{'es' if undeclared != 1 else ''} not documented"
    )
    for line in (*left_out.lines(), *seen.unreadable[:20]):
        session.say(plain(line))
    if undeclared or (seen.unreadable and "record" not in seen.module.LOSSES):
        raise click.exceptions.Exit(1)


def _module(name: str) -> ModuleType:
    from schemas.formats import formats
    from schemas.losses import round_trips

    known = round_trips()
    if name not in known:
        said = "is written, but not read back" if name in formats() else "is not a format"
        raise click.BadParameter(f"{name!r} {said}: choose from {', '.join(sorted(known))}", param_hint="FORMAT")
    return known[name]


def _short(value: Any) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 500 else f"{text[:499]}…"
