"""`tocsin lists export`: a list for students, for other systems, and as the table that makes it again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.extras import need
from cli.output import plain, whole_file
from cli.session import Session, pass_session
from cli.styles import locale_option, style_of, style_option
from schemas.errors import StorageError, UsageError

if TYPE_CHECKING:
    from archive.lists import Shown
    from schemas.lists.handout import Handout

READ = ("html", "fragment", "markdown", "text", "docx")
EXCHANGED = ("ris", "ris-talis", "leganto", "csl", "bibtex", "json")
TABLES = ("csv", "xlsx")


@click.command("export")
@click.argument("name")
@click.argument("form", metavar="FORMAT", type=click.Choice([*TABLES, *READ, *EXCHANGED]))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write [default: standard output]; of ris-talis a folder.",
)
@style_option
@locale_option
@pass_session
def export_list(
    session: Session, name: str, form: str, output: Path | None, style: str | None, locale: str | None
) -> None:
    """Write a list: csv and xlsx make it again; html (a page to print), fragment, markdown, text and docx are to be read;
    ris-talis (a file for each section), leganto, ris, csl, bibtex and json are for other systems.

    Citations are plain unless --style names a style of the Citation Style Language. Formats that are to be read never
    have the notes for the library.
    """
    if (style or locale) and form not in READ:
        raise UsageError(f"{form}: has no citations in a style: --style and --locale go with {', '.join(READ)}")
    if form == "xlsx":
        need("xlsx", "openpyxl", "lists export NAME xlsx")
    with session.open() as store:
        shown = store.lists.shown(name)
        if form in READ:
            made = _handout(session, store, shown, style, locale)
            _write_read(form, made, output)
        elif form == "ris-talis":
            return _write_talis(session, shown, output)
        else:
            _write_data(session, form, shown, output)
    if output:
        session.say(f"wrote {len(list(shown.list.items()))} items to {output}")
    return None


def _handout(session: Session, store: Any, shown: Shown, style: str | None, locale: str | None) -> Handout:
    from archive.citations import kept, of_list
    from schemas.lists.handout import Handout

    language = locale or shown.list.about.language
    chosen = style_of(style, language)
    styled = None if chosen is None else lambda records: kept(store.lists, chosen, records, session.say)
    return Handout(
        list=shown.list, held=shown.held, citations=of_list(shown, language, styled), locale=locale,
        style=None if chosen is None else chosen.title,
    )  # fmt: skip


def _write_read(form: str, made: Handout, output: Path | None) -> None:
    from schemas.lists import handout
    from schemas.lists.writers import READ

    if form == "docx":
        _write_docx(handout.markdown(made), output)
        return
    with whole_file(output) as out:
        out.write(READ[form](made).encode())


def _write_docx(markdown: str, output: Path | None) -> None:
    """Hand the Markdown to pandoc; nothing in it is taken for markup of pandoc's own."""
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        raise UsageError("docx: needs pandoc, which is not installed: export html or markdown instead")
    if output is None:
        raise UsageError("docx: is no text: name a file with -o")
    command = [pandoc, "--from=commonmark", "--to=docx", "--output=-"]
    with whole_file(output) as out:
        done = subprocess.run(command, input=markdown.encode(), capture_output=True, check=False, timeout=120)
        if done.returncode:
            raise StorageError(f"docx: pandoc did not make it: {plain(done.stderr.decode(errors='replace'))[:200]}")
        out.write(done.stdout)


def _write_data(session: Session, form: str, shown: Shown, output: Path | None) -> None:
    from schemas.left_out import Tally
    from schemas.lists.writers import DATA

    left_out = Tally()
    with whole_file(output) as out:
        DATA[form](shown.list, shown.held, out, left_out)
    for line in left_out.lines():
        session.say(plain(line))
    if form == "leganto" and not shown.list.about.course_code:
        session.say(
            "the list has no course code: Leganto joins it to no course: tocsin lists rename NAME --course CODE"
        )


def _write_talis(session: Session, shown: Shown, output: Path | None) -> None:
    """One file a section, numbered in their order: Talis Aspire loads them one by one."""
    from schemas.left_out import Tally
    from schemas.lists.exchange import write_talis
    from schemas.lists.writers import talis_files

    left_out = Tally()
    files = talis_files(shown.list)
    if output is None:
        if len(files) > 1:
            raise UsageError(f"ris-talis: a file for each of {len(files)} sections: name a folder with -o")
        with whole_file(None) as out:
            for _, one in files:
                write_talis(one, shown.held, out, left_out)
    else:
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"{output}: {error.strerror}: name a folder with -o") from error
        for name, one in files:
            with whole_file(output / name) as out:
                count = write_talis(one, shown.held, out, left_out)
            session.say(f"wrote {count} items to {output / name}")
    for line in left_out.lines():
        session.say(plain(line))
