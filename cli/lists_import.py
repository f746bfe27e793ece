"""`tocsin lists import`: a list from one file: a spreadsheet, RIS, BibTeX, CSL-JSON, or a plain list of DOIs and ISBNs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.extras import need
from cli.lists_run import about_of, about_options, named, written
from cli.output import plain, whole_file
from cli.session import Session, pass_session
from schemas.errors import NotFound, ReadError, UsageError

if TYPE_CHECKING:
    from archive.list_intake import Taken
    from schemas.lists.drafts import Drafts


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="Name of the list [default: that of the file].")
@about_options
@click.option(
    "--replace", "into", flag_value="replace", help="Put what the file has in the place of a list that is there."
)
@click.option("--append", "into", flag_value="append", help="Put what the file has at the end of a list that is there.")
@click.option(
    "--dates", type=click.Choice(["dmy", "mdy"]), help="How 10/12/2026 is meant [default: as the file shows]."
)
@click.option(
    "--wrong", type=click.Path(path_type=Path), help="File for the rows that were not taken, to be put right."
)
@click.option("--section", help="Section for what a file without sections has.")
@pass_session
def import_list(
    session: Session, /, file: Path, name: str | None, into: str | None, dates: str | None, wrong: Path | None,
    section: str | None, **about: str | None,
) -> int:  # fmt: skip
    """Make a list of a file: CSV, XLSX, RIS, BibTeX, CSL-JSON, or lines of DOIs and ISBNs.

    A table has the columns section, start, end, id (or doi, isbn or reference), pages, importance, note, library_note,
    by these or the usual other names. Each wrong row is named and left out, all others are taken; exit 1 where a row
    was wrong.
    """
    from schemas.lists.files import read
    from schemas.lists.shapes import About
    from schemas.lists.sheets import is_xlsx

    told = {field: value for field, value in about_of(about).items() if value}
    data = _bytes(file)
    if is_xlsx(data):
        need("xlsx", "openpyxl", str(file))
    try:
        drafts = read(data, day_order=dates, section=section)
    except (UsageError, ReadError) as error:
        raise UsageError(f"{file}: {error}") from error
    name = named(name or _named(file))
    said = About(title=file.stem) if drafts.about.title is None and into is None else drafts.about
    said = msgspec.structs.replace(drafts.about, title=said.title)
    drafts = msgspec.structs.replace(drafts, about=msgspec.structs.replace(said, **told))
    with session.open() as store:
        if into is None and store.lists.has(name):
            raise UsageError(f"{name}: there is a list of this name: give --replace, --append or --name")
        with written(session, store) as run:
            taken = store.lists.take(name, drafts, into=into or "new", run=run)
    _report(session, name, drafts, taken)
    if wrong is not None:
        _write_wrong(session, data, taken, wrong)
    return 1 if taken.wrong else 0


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotFound(f"{file}: cannot be read: {error.strerror}") from error


def _named(file: Path) -> str:
    return re.sub(r"[^\w.-]+", "-", file.stem).strip("-.")[:80] or "list"


def _report(session: Session, name: str, drafts: Drafts, taken: Taken) -> None:
    """Say what was found in the archive and what was not, then what is wrong or doubtful, by row."""
    references = len(taken.numbers) - len(taken.found.keys() & taken.numbers.keys())
    click.echo(
        f"{name}: {len(taken.numbers)} items in {taken.sections} sections: {len(taken.numbers) - references} in the archive,"
        f" {references} only referred to"
    )
    for row, told in sorted(taken.unknown.items()):
        if row in taken.numbers:
            click.echo(plain(f"  row {row}: {told}: not in the archive: kept as a reference"))
    for one in taken.troubles:
        where = f"row {one.row}: " if one.row else ""
        click.echo(plain(f"  {where}{'WRONG, not taken: ' if one.wrong else ''}{one.message}"))
    if taken.wrong:
        session.say(f"{len(taken.wrong)} wrong: put them right in the file and import it again with --replace")


def _write_wrong(session: Session, data: bytes, taken: Taken, path: Path) -> None:
    from schemas.lists.files import wrong_rows

    rows: list[list[Any]] = wrong_rows(data, {one.row: one.message for one in taken.wrong})
    if not rows:
        session.say("no rows were wrong: nothing was written")
        return
    from schemas.lists.sheets import write_csv

    with whole_file(path) as out:
        write_csv(rows, out)
    session.say(f"wrote {len(rows) - 1} rows that were not taken to {path}: import them with --append")
