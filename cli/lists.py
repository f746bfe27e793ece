"""`tocsin lists`: reading lists; this file has the group and what makes and shows lists, the files beside it the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
import msgspec

from cli.lists_check import accept, check
from cli.lists_edit import add, move, note, remove, section
from cli.lists_export import export_list
from cli.lists_import import import_list
from cli.lists_run import about_of, about_options, named, written
from cli.output import format_option, print_rows
from cli.session import Session, pass_session
from schemas.errors import UsageError

if TYPE_CHECKING:
    from archive.lists import Shown


@click.group(commands=(import_list, export_list, add, remove, move, section, note, check, accept))
def lists() -> None:
    """Reading lists: reports and chapters in sections, cited, exported to other systems, watched for changes.

    An item is a record, an entry of one (ID#key) or a reference that is typed in. It keeps the version that was added:
    lists check says what changed since, lists accept takes it. docs/reading-lists.md tells the whole way.
    """


@lists.command()
@click.argument("name")
@about_options
@pass_session
def new(session: Session, /, name: str, **about: str | None) -> None:
    """Make an empty list."""
    from schemas.lists.shapes import About

    said = About(**about_of(about))
    with session.open() as store, written(session, store) as run:
        store.lists.new(named(name), said, run=run)
    session.say(f"made the list {name}")


@lists.command()
@click.argument("name")
@click.argument("to", metavar="[NEW-NAME]", required=False)
@about_options
@pass_session
def rename(session: Session, /, name: str, to: str | None, **about: str | None) -> None:
    """Give a list another name, title, codes, owner or language; "" takes one away."""
    told = about_of({field: value for field, value in about.items() if value})
    told |= {field: None for field, value in about.items() if value == ""}
    if to is None and not told:
        raise UsageError(f"{name}: say what is to be renamed: a new name, --title, --course ...")
    with session.open() as store, written(session, store) as run:
        store.lists.change(
            name,
            lambda shown: msgspec.structs.replace(
                shown, name=named(to) if to else name, about=msgspec.structs.replace(shown.about, **told)
            ),
            run=run,
        )
    session.say(f"{name}: renamed")


@lists.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def delete(session: Session, name: str, yes: bool) -> None:
    """Delete a list; its records stay. tocsin lists export NAME csv keeps a copy that can be imported again."""
    with session.open() as store:
        count = len(list(store.lists.shown(name).list.items()))
        if not yes:
            click.confirm(f"Delete the list {name} with its {count} items?", abort=True, err=True)
        with written(session, store):
            store.lists.delete(name)
    session.say(f"deleted the list {name} with its {count} items")


@lists.command()
@click.argument("name", required=False)
@format_option
@pass_session
def show(session: Session, name: str | None, form: str) -> None:
    """Show a list, or which lists there are."""
    with session.open() as store:
        if name is None:
            rows = [
                (one.name, one.title, one.course_code, one.owner, one.sections, one.items, one.changed)
                for one in store.lists.all()
            ]
            columns = ("name", "title", "course", "owner", "sections", "items", "changed")
            if not print_rows(columns, rows, form):
                session.say("no lists: tocsin lists import course.csv, or tocsin lists new NAME")
            return
        shown = store.lists.shown(name)
    if form == "table":
        from cli.lists_shown import print_list

        print_list(shown)
    else:
        print_rows(("number", "section", "start", "end", *SHOWN), _rows(shown), form)


SHOWN = ("id", "version", "citation", "pages", "to_read", "importance", "note", "library_note")


def _rows(shown: Shown) -> Iterator[tuple[Any, ...]]:
    from cli.lists_shown import line_of
    from schemas.lists.pages import to_read

    for part in shown.list.sections:
        for item in part.items:
            held = shown.held[item.number]
            yield (
                item.number, part.title, part.start, part.end, item.id, item.version,
                line_of(item, held, shown.list.about.language), item.pages, to_read(item.pages, held.record),
                item.importance, item.note, item.library_note,
            )  # fmt: skip
