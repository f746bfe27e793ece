"""`tocsin correct`: a cataloguer's word over the source's, kept with its reason, and taken back."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.output import format_option, print_rows
from cli.selection import part_of
from cli.session import Session, pass_session
from schemas.errors import NotFound, UsageError

if TYPE_CHECKING:
    from archive.corrections import Wanted
    from archive.store import Store

COLUMNS = ("number", "state", "id", "field", "op", "value", "source_says", "who", "at", "reason")
NAMES = ("id", "entry key", "field", "current", "new", "op", "reason")
STATES = ("active", "conflict", "orphan", "retired", "undone", "replaced", "all")


@click.command()
@click.argument("name", metavar="[ID]", required=False)
@click.argument("field", required=False)
@click.argument("value", required=False)
@click.option("--reason", help="Why; kept with the correction.")
@click.option("--add", "op", flag_value="add", help="Add the value to a list.")
@click.option("--remove", "op", flag_value="remove", help="Take the value from a list.")
@click.option("--before", help="With --add: the member (of contents the key) that it goes before.")
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    help="A contents list as text; without ID many corrections as CSV.",
)
@click.option("--undo", is_flag=True, help="Take back the corrections of ID, or of its FIELD.")
@click.option("--list", "state", type=click.Choice(STATES), help="List corrections of this state.")
@format_option
@pass_session
def correct(
    session: Session, name: str | None, field: str | None, value: str | None, reason: str | None, op: str | None,
    before: str | None, file: Path | None, undo: bool, state: str | None, form: str,
) -> None:  # fmt: skip
    """Correct a field of a record or entry (ID#key); the correction lasts until the source agrees or it is undone.

    A CSV file has the columns id, field, new and, if wanted, entry key, current (refused where it is no longer in force),
    op and reason; rows that are refused are named, the others taken.
    """
    reason = reason or ""
    with session.open() as store:
        if state is not None:
            _print_list(session, store, state, name, form)
        elif not reason.strip():
            raise UsageError("a correction is a person's word: give --reason")
        elif undo:
            _undo(session, store, name, field, reason)
        elif name is None and file is not None:
            _taken(session, store, *_many(store, file, reason), reason)
        elif name and field and (value is not None or file is not None):
            _take(session, store, [_one(store, (name, field, value or ""), op, before, file, reason)], reason)
        else:
            raise UsageError("give ID FIELD VALUE, ID contents --from FILE, --from FILE.csv, --undo ID or --list STATE")


def _one(
    store: Store, said: tuple[str, str, str], op: str | None, before: str | None, file: Path | None, reason: str
) -> Wanted:
    from archive.corrections import Wanted
    from schemas.corrected import value_of

    name, field, text = said
    if before is not None and op != "add":
        raise UsageError("--before goes with --add")
    record, key = part_of(store, store.one(name))
    member, entry = op is not None, key is not None
    if file is not None:
        value = _contents(file, field)
    elif field == "contents" and op == "remove":
        value = {"key": text}
    else:
        value = value_of(field, text, entry=entry, member=member)
    place: Any = None
    if before is not None:
        place = {"key": before} if field == "contents" else value_of(field, before, entry=entry, member=True)
    return Wanted(id=record, entry_key=key, field=field, op=op or "set", value=value, before=place, reason=reason)


def _contents(file: Path, field: str) -> Any:
    from harvester.pages.contents_text import read_contents_text

    if field != "contents":
        raise UsageError(f"{field}: --from FILE with an ID is for contents")
    lines = _text(file).splitlines()
    found = msgspec.to_builtins(read_contents_text(lines))
    return found or [{"title": line.strip()} for line in lines if line.strip()]


def _many(store: Store, file: Path, reason: str) -> tuple[list[Wanted], list[int], list[str]]:
    """Return what the rows of a file want, with their lines, and in words the rows that cannot be understood.

    Raises UsageError for a file without the columns, before anything is taken.
    """
    from schemas.crosswalk.table_rows import unguarded

    wanted: list[Wanted] = []
    lines: list[int] = []
    refused: list[str] = []
    text = _text(file)
    head = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    if missing := [name for name in ("id", "field", "new") if name not in (table.fieldnames or ())]:
        raise UsageError(f"{file}: has no column {missing[0]!r}: the first line names the columns {', '.join(NAMES)}")
    for cells in table:
        row = {name: unguarded(cell) if isinstance(cell, str) else cell for name, cell in cells.items() if name}
        try:
            wanted.append(_row(store, row, reason))
            lines.append(table.line_num)
        except UsageError as error:
            refused.append(f"line {table.line_num}: {error}")
    return wanted, lines, refused


def _row(store: Store, row: dict[str, str | None], reason: str) -> Wanted:
    """Return what one row of a file wants; raises UsageError."""
    from schemas.corrected import value_of

    name, field, new, op = row["id"], row["field"], row["new"], row.get("op") or None
    if not name or not field or new is None:
        raise UsageError("has no id, field or new value")
    if op not in (None, "set", "add", "remove"):
        raise UsageError(f"{op} is no op: set, add or remove")
    key = row.get("entry key") or row.get("entry_key")
    said = (f"{name}#{key}" if key else name, field, new)
    one = _one(store, said, op if op != "set" else None, None, None, row.get("reason") or reason)
    if row.get("current") is None:
        return one
    now = value_of(field, row["current"] or "", entry=one.entry_key is not None)
    return msgspec.structs.replace(one, current=now)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(f"{file}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error


def _take(session: Session, store: Store, wanted: list[Wanted], reason: str) -> None:
    _taken(session, store, wanted, [], [], reason)


def _taken(
    session: Session, store: Store, wanted: list[Wanted], lines: list[int], refused: list[str], reason: str
) -> None:
    """Take corrections as a run; those that cannot be are named, each with its line, and the others taken."""
    from harvester.command import user

    run = store.begin_run(kind="correct", command=session.command, who=user())
    done = store.corrections.correct(wanted, run=run, who=user())
    places = [f"line {line}: " for line in lines] or [""] * len(done)
    refused = [*refused, *(place + one.refused for place, one in zip(places, done, strict=True) if one.refused)]
    taken = sum(one.number is not None for one in done)
    tally = {"corrected": taken, "refused": len(refused)}
    store.end_run(run, outcome="complete" if taken else "failed", reason=reason, tally=tally)
    if refused:
        for line in refused[:-1]:
            session.say(line)
        raise UsageError(refused[-1] + (f" ({taken} taken, {len(refused)} refused)" if lines or taken else ""))
    session.say(f"{taken} correction{'s' if taken != 1 else ''} taken")


def _undo(session: Session, store: Store, name: str | None, field: str | None, reason: str) -> None:
    from harvester.command import user

    if name is None:
        raise UsageError("--undo needs an ID: tocsin correct --list active says what is corrected")
    part = _part(store, name)
    run = store.begin_run(kind="correct", command=session.command, who=user())
    count = store.corrections.undo(*part, field, run=run)
    store.end_run(run, outcome="complete", reason=reason, tally={"undone": count})
    session.say(f"{count} undone")


def _part(store: Store, name: str) -> tuple[str, str | None]:
    """Return record and entry key that a name means; an entry that is gone has no name any more and may be corrected still."""
    try:
        return part_of(store, store.one(name))
    except NotFound:
        record, hash_, key = name.rpartition("#")
        if not hash_:
            raise
        return store.one(record), key


def _print_list(session: Session, store: Store, state: str, name: str | None, form: str) -> None:
    rows = [
        (one.number, one.state, f"{one.id}#{one.entry_key}" if one.entry_key else one.id, one.field, one.op,
         _shown(one.value), _shown(one.theirs if one.state == "conflict" else one.base), one.who, one.at, one.reason)
        for one in store.corrections.listed(state=None if state == "all" else state, name=name and store.one(name))
    ]  # fmt: skip
    if not print_rows(COLUMNS, rows, form):
        session.say("no such corrections")


def _shown(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else msgspec.json.encode(value).decode()
