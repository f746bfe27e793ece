"""`tocsin correct`: a cataloguer's word over the source's, kept with its reason, and taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.correct_from import correct_from, wanted_value
from cli.output import format_option, print_rows
from cli.selection import part_of
from cli.session import Session, pass_session
from schemas.errors import NotFound, UsageError

if TYPE_CHECKING:
    from archive.corrections import Wanted
    from archive.store import Store

COLUMNS = ("number", "state", "id", "field", "op", "value", "source_says", "who", "at", "reason")
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
    help="A contents list as text; without ID a spreadsheet of corrections (CSV or XLSX).",
)
@click.option("--dry-run", is_flag=True, help="With --from a spreadsheet: show what would become of each row.")
@click.option("--undo", is_flag=True, help="Take back the corrections of ID, or of its FIELD.")
@click.option("--list", "state", type=click.Choice(STATES), help="List corrections of this state.")
@format_option
@pass_session
def correct(
    session: Session, name: str | None, field: str | None, value: str | None, reason: str | None, op: str | None,
    before: str | None, file: Path | None, dry_run: bool, undo: bool, state: str | None, form: str,
) -> None:  # fmt: skip
    """Correct a field of a record or entry (ID#key); the correction lasts until the source agrees or it is undone.

    A spreadsheet, such as tocsin sheet and validate --worklist write, has the columns id, field, new and, if wanted,
    entry key, current (refused where it is no longer in force), op and reason, among others and in any order. Rows
    with nothing in new are passed over, rows that are refused are named, the others taken.
    """
    reason = reason or ""
    many = file is not None and name is None and not undo and state is None
    if dry_run and not many:
        raise UsageError("--dry-run goes with --from a spreadsheet")
    with session.open() as store:
        if many and file is not None:
            correct_from(session, store, file, reason=reason, dry_run=dry_run, form=form)
        elif state is not None:
            _print_list(session, store, state, name, form)
        elif not reason.strip():
            raise UsageError("a correction is a person's word: give --reason")
        elif undo:
            _undo(session, store, name, field, reason)
        elif name and field and (value is not None or file is not None):
            _take(session, store, _one(store, (name, field, value or ""), op, before, file, reason), reason)
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
    value = (
        _contents(file, field) if file is not None else wanted_value(field, text, op or "set", entry=key is not None)
    )
    place: Any = None
    if before is not None:
        place = {"key": before} if field == "contents" else value_of(field, before, entry=key is not None, member=True)
    return Wanted(id=record, entry_key=key, field=field, op=op or "set", value=value, before=place, reason=reason)


def _contents(file: Path, field: str) -> Any:
    from harvester.pages.contents_text import read_contents_text

    if field != "contents":
        raise UsageError(f"{field}: --from FILE with an ID is for contents")
    lines = _text(file).splitlines()
    found = msgspec.to_builtins(read_contents_text(lines))
    return found or [{"title": line.strip()} for line in lines if line.strip()]


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFound(f"{file}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error


def _take(session: Session, store: Store, one: Wanted, reason: str) -> None:
    """Take a correction as a run."""
    from harvester.command import user

    run = store.begin_run(kind="correct", command=session.command, who=user())
    (done,) = store.corrections.correct([one], run=run, who=user())
    taken = done.refused is None
    tally = {"corrected": int(taken), "refused": int(not taken)}
    store.end_run(run, outcome="complete" if taken else "failed", reason=reason, tally=tally)
    if done.refused is not None:
        raise UsageError(done.refused)
    session.say("1 correction taken")


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
