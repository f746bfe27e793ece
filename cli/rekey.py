"""`tocsin sources rekey`: the records of a source under the keys that its origin gives them now."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.output import format_option, print_rows
from cli.session import Session, pass_session
from schemas.errors import NotFound, UsageError

if TYPE_CHECKING:
    from archive.rekeying import Plan
    from archive.store import Store


@click.command()
@click.argument("name")
@click.option(
    "--map", "mapped", type=click.Path(path_type=Path, dir_okay=False), help="CSV with old and new key in a row."
)
@click.option(
    "--replace", nargs=2, metavar="PATTERN TEXT", help="Regular expression in each key, and what stands there now."
)
@click.option("--draft", is_flag=True, help="Write a map of records that are missing to new ones that say the same.")
@click.option("--join", is_flag=True, help="Let records that came under the new keys already end: the old ones go on.")
@click.option("--dry-run", is_flag=True, help="List what would move, and move nothing.")
@click.option("--reason", help="Why; needed for moving.")
@format_option
@pass_session
def rekey(
    session: Session, name: str, mapped: Path | None, replace: tuple[str, str] | None, draft: bool, join: bool,
    dry_run: bool, reason: str | None, form: str,
) -> None:  # fmt: skip
    """Give the records of a source other keys: old ids stay names for ever, versions go along, changes says moved."""
    if sum((mapped is not None, replace is not None, draft)) != 1:
        raise UsageError("give one of --map FILE, --replace PATTERN TEXT and --draft")
    with session.open() as store:
        if draft:
            print_rows(("old", "new"), _drafted(store, name), "csv" if form == "table" else form)
            return
        pairs = list(
            _read(mapped) if mapped is not None else _replaced(store.sources.keys(name), *(replace or ("", "")))
        )
        planned = store.sources.plan(name, pairs)
        if not dry_run:
            _move(session, store, name, planned, join=join, reason=reason)
    rows = [(f"{name}:{one.old}", f"{name}:{one.new}", "taken" if one.taken else None) for one in planned.moves]
    print_rows(("old", "new", "note"), rows, form)
    taken = sum(one.taken is not None for one in planned.moves)
    would = "would move" if dry_run else "moved"
    session.say(
        f"{len(rows)} records {would}" + (f"; {len(planned.unknown)} keys are of no record" if planned.unknown else "")
    )
    if taken and dry_run:
        session.say(f"{taken} new keys are those of records already: --join lets these end and the old ones go on")


def _move(session: Session, store: Store, name: str, planned: Plan, *, join: bool, reason: str | None) -> None:
    from harvester.command import user

    if not reason:
        raise UsageError("moving records is a person's word: give --reason, or --dry-run to see what would move")
    taken = [one for one in planned.moves if one.taken is not None]
    if taken and not join:
        raise UsageError(
            f"{len(taken)} new keys, such as {taken[0].new!r}, are those of records already: with --join these end and the"
            " old ones go on"
        )
    if not planned.moves:
        return
    with store.lock(name):
        run = store.begin_run(kind="rekey", command=session.command, who=user(), source=name)
        store.sources.rekey(name, planned.moves, run=run, at=store.clock)
        store.end_run(run, outcome="complete", reason=reason, tally={"records_moved": len(planned.moves)})


def _read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a map; a first row that says old and new is its head."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                if len(row) < 2 or not row[0] or not row[1]:
                    raise UsageError(f"{path}, line {number}: has no old and new key")
                if (number, row[0].lower(), row[1].lower()) != (1, "old", "new"):
                    yield row[0], row[1]
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(f"{path}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error


def _replaced(keys: list[str], pattern: str, text: str) -> Iterator[tuple[str, str]]:
    try:
        wanted = re.compile(pattern)
        for key in keys:
            new = wanted.sub(text, key)
            if new and new != key:
                yield key, new
    except (re.error, IndexError) as error:
        raise UsageError(
            f"{pattern!r}: not a regular expression, or {text!r} names what is not in it: {error}"
        ) from error


def _drafted(store: Store, name: str) -> list[tuple[str, str]]:
    from harvester.renumbering import drafted

    return drafted(store, name)
