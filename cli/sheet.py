"""`tocsin sheet`: records as a spreadsheet in which corrections are typed; `correct --from` takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.extras import need
from cli.output import whole_file
from cli.selection import Chosen, select, selection_options
from cli.session import Session, pass_session
from schemas.errors import UsageError

if TYPE_CHECKING:
    from archive.store import Store
    from schemas.correction_rows import Fault
    from schemas.envelope import Held

Line = dict[str, str]


@click.command()
@click.argument("file", metavar="F.csv|F.xlsx", type=click.Path(path_type=Path))
@selection_options
@click.option("--fields", default="title", show_default=True, metavar="NAMES", help="Fields, parted by commas.")
@click.option(
    "--level",
    type=click.Choice(["report", "entry", "both"]),
    default="report",
    show_default=True,
    help="Fields of the reports, of their contents entries (titled or not), or of both.",
)
@pass_session
def sheet(session: Session, /, file: Path, fields: str, level: str, **selected: Any) -> None:
    """Write fields of records as a spreadsheet in which corrections are typed.

    It has a row for each field, with the current value beside an empty cell for the new one; first and last page are
    in rows of their own. Fill in what is to change, and take the file back with tocsin correct --from FILE.
    """
    from schemas.correction_rows import known_fields

    named = known_fields(fields.split(","))
    with session.open() as store:
        chosen = select(store, **selected)
        write_sheet(session, file, _rows(store, chosen, named, level))


def write_sheet(session: Session, file: Path, rows: Iterable[Line], *, worklist: bool = False) -> None:
    """Write rows to a file whose name says what it is, and say how many they were; raises UsageError for another name."""
    from schemas.correction_rows import sheet_columns, worklist_columns, write

    form = file.suffix.lower()
    if form not in (".csv", ".xlsx"):
        raise UsageError(f"{file}: name a file that ends in .csv or .xlsx")
    if form == ".xlsx":
        need("xlsx", "openpyxl", str(file))
    with whole_file(file) as out:
        columns = worklist_columns() if worklist else sheet_columns()
        count = write(rows, columns, out, book=form == ".xlsx")
    session.say(f"wrote {count} row{'s' * (count != 1)} to {file}: fill in new, then tocsin correct --from {file}")


def worklist_rows(findings: Iterable[tuple[Held, Fault]]) -> Iterator[Line]:
    """Yield the rows of findings (of the rules, or as the archive keeps them), which come record by record."""
    from schemas.correction_rows import rows_of_findings
    from schemas.rules import RULES

    advice = {rule.code: rule.advice for rule in RULES}
    for _, group in groupby(findings, key=lambda pair: pair[0].envelope.id):
        pairs = list(group)
        yield from rows_of_findings(pairs[0][0], [(one, advice[one.code]) for one in map(itemgetter(1), pairs)])


def _rows(store: Store, chosen: Chosen, fields: tuple[str, ...], level: str) -> Iterator[Line]:
    from schemas.correction_rows import rows_of_fields

    for held in store.heads(chosen.selection):
        name = held.envelope.id
        whole = None if chosen.only_entries(name) else level
        yield from rows_of_fields(held, fields, level=whole, keys=chosen.entries_of(name))
