"""`tocsin correct --from`: the rows of a spreadsheet as corrections, each told what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.extras import need
from cli.output import plain, print_rows
from cli.selection import part_of
from cli.session import Session
from schemas.errors import NotFound, TocsinError, UsageError

if TYPE_CHECKING:
    from archive.corrections import Corrected, Wanted
    from archive.store import Store
    from schemas.correction_sheet import Asked, Sheet

COLUMNS = ("row", "outcome", "id", "entry_key", "field", "op", "current", "new", "reason", "message")
Told = tuple[Any, ...]


def correct_from(session: Session, store: Store, file: Path, *, reason: str, dry_run: bool, form: str) -> None:
    """Take what the rows of a file ask for, in one run; raises UsageError, after all is taken, where rows were refused."""
    sheet = _read(file)
    rows, asked, wanted = _understood(store, sheet, reason)
    done = _done(session, store, wanted, reason or f"from {file.name}", len(rows), dry_run)
    told = sorted([*rows, *(_told(row, one, dry_run) for row, one in zip(asked, done, strict=True))])
    if dry_run or form != "table":
        print_rows(COLUMNS, told, form)
    else:
        for row in told:
            if row[1] == "refused":
                session.say(_refusal(row))
    _summary(session, file, told, sheet.skipped, dry_run)


def wanted_value(field: str, text: str, op: str, *, entry: bool) -> Any:
    """Return the value that a text means for an op on a field; entries are removed by their key. Raises UsageError."""
    from schemas.corrected import value_of

    if field == "contents" and op == "remove":
        return {"key": text}
    return value_of(field, text, entry=entry, member=op != "set")


def _read(file: Path) -> Sheet:
    from schemas.correction_sheet import MOST_ROWS, read
    from schemas.errors import ReadError
    from schemas.lists.sheets import is_xlsx, rows_of

    try:
        data = file.read_bytes()
    except OSError as error:
        raise NotFound(f"{file}: cannot be read: {error.strerror}") from error
    if is_xlsx(data):
        need("xlsx", "openpyxl", str(file))
    try:
        return read(rows_of(data, MOST_ROWS))
    except (UsageError, ReadError) as error:
        raise UsageError(f"{file}: {error}") from error


def _understood(store: Store, sheet: Sheet, reason: str) -> tuple[list[Told], list[Asked], list[Wanted]]:
    """Return the rows that are refused so far, and the others with what they want."""
    parts: dict[str, tuple[str, str | None] | str] = {}
    refused: list[Told] = [
        (one.row, "refused", one.id, one.entry_key or None, one.field, None, None, None, None, one.why)
        for one in sheet.refused
    ]
    asked, wanted = [], []
    for row in sheet.asked:
        try:
            wanted.append(_wanted(row, _part(store, row.id, parts), reason))
            asked.append(row)
        except UsageError as error:
            refused.append((*_said(row, "refused"), str(error)))
    return refused, asked, wanted


def _part(store: Store, name: str, known: dict[str, tuple[str, str | None] | str]) -> tuple[str, str | None]:
    """Return record and entry of a name, looked up once; raises UsageError."""
    if name not in known:
        try:
            known[name] = part_of(store, store.one(name))
        except TocsinError as error:
            known[name] = str(error)
    found = known[name]
    if isinstance(found, str):
        raise UsageError(found)
    return found


def _wanted(row: Asked, part: tuple[str, str | None], reason: str) -> Wanted:
    from archive.corrections import Wanted

    record, key = part
    if key is not None and row.entry_key not in (None, key):
        raise UsageError(f"{row.id}: is not of the entry {row.entry_key}")
    key = key or row.entry_key
    why = row.reason or reason
    if not why.strip():
        raise UsageError(f"{row.id}: {row.field}: no reason: fill in the column, or give --reason for all rows")
    return Wanted(
        current=row.current, entry_key=key, field=row.field, id=record, op=row.op, reason=why,
        value=wanted_value(row.field, row.new, row.op, entry=key is not None),
    )  # fmt: skip


def _done(
    session: Session, store: Store, wanted: list[Wanted], reason: str, refused: int, dry_run: bool
) -> list[Corrected]:
    from harvester.command import user

    if dry_run:
        return store.corrections.correct(wanted, run=0, who=user(), once=True, trial=True)
    run = store.begin_run(kind="correct", command=session.command, who=user())
    done = store.corrections.correct(wanted, run=run, who=user(), once=True)
    taken = sum(one.number is not None for one in done)
    tally = {"corrected": taken, "refused": refused + sum(one.refused is not None for one in done)}
    outcome = "complete" if taken or not tally["refused"] else "failed"
    store.end_run(run, outcome=outcome, reason=reason, tally=tally)
    return done


def _said(row: Asked, outcome: str) -> Told:
    return row.row, outcome, row.id, row.entry_key, row.field, row.op, row.current, row.new, row.reason or None


def _told(row: Asked, one: Corrected, dry_run: bool) -> Told:
    if one.refused is not None:
        return (*_said(row, "refused"), one.refused)
    if one.number is None:
        return (*_said(row, "unchanged"), "is so already")
    return (*_said(row, "would be taken" if dry_run else "taken"), None)


def _refusal(row: Told) -> str:
    name = f"{row[2]}#{row[3]}" if row[3] else row[2]
    return plain(f"row {row[0]}: {row[-1] if row[-1].startswith(row[2]) else f'{name}: {row[-1]}'}")


def _summary(session: Session, file: Path, told: list[Told], skipped: int, dry_run: bool) -> None:
    counts = {name: sum(row[1] == name for row in told) for name in ("unchanged", "refused")}
    taken = len(told) - sum(counts.values())
    line = f"{taken} {'would be ' * dry_run}taken, {counts['refused']} refused, {counts['unchanged']} so already, {skipped} not filled in"
    if counts["refused"]:
        raise UsageError(f"{file.name}: {line}")
    session.say(line)
