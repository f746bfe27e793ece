"""`tocsin lists add, remove, move, section, note`: what is done to a list by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from cli.lists_run import written
from cli.output import plain
from cli.session import Session, pass_session
from schemas.errors import NotFound, UsageError
from schemas.lists import edits
from schemas.lists.shapes import IMPORTANCE, Item, ReadingList

if TYPE_CHECKING:
    from archive.store import Store

pages_option = click.option("--pages", metavar="5-9", help="Pages to read, inside the item's own.")
importance_option = click.option("--importance", type=click.Choice(IMPORTANCE), help="How much it matters.")
note_option = click.option("--note", "note_", metavar="TEXT", help="Note for students.")
library_option = click.option("--library-note", metavar="TEXT", help="Note for the library.")
before_option = click.option("--before", metavar="ITEM", help="Put it before this item.")


@click.command()
@click.argument("name")
@click.argument("ids", metavar="ID...", nargs=-1)
@click.option(
    "--reference", metavar="TEXT", help="Instead of an ID: a work that the archive does not hold, as it is to be cited."
)
@click.option(
    "--section", "title", metavar="TITLE", help="Section; made where there is none of this title [default: the last]."
)
@pages_option
@importance_option
@note_option
@library_option
@before_option
@pass_session
def add(
    session: Session, name: str, ids: tuple[str, ...], reference: str | None, title: str | None, pages: str | None,
    importance: str | None, note_: str | None, library_note: str | None, before: str | None,
) -> None:  # fmt: skip
    """Add records, entries (ID#key) or a reference to a list; an ID may be a DOI, an ISBN or an address."""
    from schemas.lists.drafts import Draft, Place

    if bool(ids) == bool(reference):
        raise UsageError("name what is to be added: an ID, or --reference TEXT")
    with session.open() as store:
        shown = store.lists.shown(name).list
        heading = _heading(shown, title)
        bare = Draft(
            row=1, typed=reference, place=Place(title=heading), pages=_pages(pages), importance=importance, note=note_,
            library_note=library_note,
        )  # fmt: skip
        rows = [msgspec.structs.replace(bare, row=row, id=one) for row, one in enumerate(ids, 1)] or [bare]
        at = number_of(store, shown, before) if before else None
        with written(session, store) as run:
            taken = store.lists.add(name, rows, before=at, run=run)
    for one in taken.wrong[:-1]:
        session.say(plain(one.message))
    for number in taken.numbers.values():
        session.say(f"{name}: added item {number}")
    if taken.wrong:
        raise UsageError(plain(taken.wrong[-1].message))


def _heading(shown: ReadingList, title: str | None) -> str | None:
    """The title of a section as it is written there, where it is there; without one the last section."""
    if title is None:
        return shown.sections[-1].title if shown.sections else None
    return next((one.title for one in shown.sections if (one.title or "").casefold() == title.casefold()), title)


def _pages(pages: str | None) -> str | None:
    from schemas.lists.pages import normal

    if pages is None or not pages.strip():
        return None
    if (found := normal(pages)) is None:
        raise UsageError(f"--pages {pages!r}: not understood: give 5-9, xii-xv or 5-9, 12")
    return found


def number_of(store: Store, shown: ReadingList, name: str) -> int:
    """Return the number of an item that was named by it or by what it is; raises NotFound."""
    numbers = {item.number for item in shown.items()}
    if name.isdecimal() and int(name[:9]) in numbers:
        return int(name)
    ids = store.resolve(name)
    found = [item.number for item in shown.items() if item.id in ids]
    if len(found) != 1:
        said = f"stands on it {len(found)} times" if found else "is not on it"
        raise NotFound(f"{name}: {said}: tocsin lists show {shown.name} has the numbers of the items")
    return found[0]


@click.command()
@click.argument("name")
@click.argument("items", metavar="ITEM...", nargs=-1, required=True)
@pass_session
def remove(session: Session, name: str, items: tuple[str, ...]) -> None:
    """Remove items from a list, by the numbers that lists show prints or by id."""
    with session.open() as store:
        shown = store.lists.shown(name).list
        numbers = [number_of(store, shown, one) for one in items]
        with written(session, store) as run:
            store.lists.change(name, lambda now: edits.removed(now, numbers), run=run)
    session.say(f"{name}: removed {len(set(numbers))} item{'s' if len(set(numbers)) != 1 else ''}")


@click.command()
@click.argument("name")
@click.argument("items", metavar="ITEM...", nargs=-1, required=True)
@click.option("--section", "title", metavar="TITLE", help="To the end of this section.")
@before_option
@pass_session
def move(session: Session, name: str, items: tuple[str, ...], title: str | None, before: str | None) -> None:
    """Move items, in the order given, to another section or before another item."""
    if (title is None) == (before is None):
        raise UsageError("say where to: --section TITLE or --before ITEM")
    with session.open() as store:
        shown = store.lists.shown(name).list
        numbers = list(dict.fromkeys(number_of(store, shown, one) for one in items))
        at = number_of(store, shown, before) if before else None
        heading = edits.section_of(shown, title).title if title is not None else None
        with written(session, store) as run:
            store.lists.change(name, lambda now: edits.moved(now, numbers, heading, at), run=run)
    session.say(f"{name}: moved {len(numbers)} item{'s' if len(numbers) != 1 else ''}")


@click.command()
@click.argument("name")
@click.argument("title")
@click.option("--start", metavar="DAY", help="First day, as 2026-10-12.")
@click.option("--end", metavar="DAY", help="Last day.")
@click.option("--title", "new", metavar="TITLE", help="Another title.")
@click.option("--before", metavar="TITLE", help="Put it before this section.")
@click.option("--remove", "gone", is_flag=True, help="Remove the section, which must be empty.")
@pass_session
def section(
    session: Session, name: str, title: str, start: str | None, end: str | None, new: str | None, before: str | None,
    gone: bool,
) -> None:  # fmt: skip
    """Make a section, or give one other days, another title or place; "" takes a day away."""
    from schemas.lists.cells import Mangled, day

    try:
        first, last = (one and day(one, None)[0] for one in (start, end))
    except Mangled as error:
        raise UsageError(str(error)) from error

    def edit(now: ReadingList) -> ReadingList:
        if gone:
            return edits.section_removed(now, edits.section_of(now, title))
        if not any((one.title or "").casefold() == title.casefold() for one in now.sections):
            now = edits.with_section(now, title)
        found = edits.section_of(now, title)
        return edits.section_changed(now, found, title=new, start=first, end=last, before=before)

    with session.open() as store, written(session, store) as run:
        store.lists.change(name, edit, run=run)
    session.say(f"{name}: {'removed' if gone else 'wrote'} the section {new or title}")


@click.command()
@click.argument("name")
@click.argument("item")
@click.argument("text", required=False)
@library_option
@pages_option
@importance_option
@pass_session
def note(
    session: Session, name: str, item: str, text: str | None, library_note: str | None, pages: str | None,
    importance: str | None,
) -> None:  # fmt: skip
    """Give an item a note for students (TEXT), one for the library, pages to read or importance; "" takes one away."""
    from schemas.lists.pages import problem

    told = {"note": text, "library_note": library_note, "importance": importance}
    changes = {field: value.strip() or None for field, value in told.items() if value is not None}
    if pages is not None:
        changes["pages"] = _pages(pages)
    if not changes:
        raise UsageError("say what: a note, --library-note, --pages or --importance")
    with session.open() as store:
        shown = store.lists.shown(name)
        number = number_of(store, shown.list, item)
        if changes.get("pages") and (wrong := problem(changes["pages"] or "", shown.held[number].record)):
            raise UsageError(f"item {number}: {wrong}")

        def noted(one: Item) -> Item:
            return msgspec.structs.replace(one, **changes)

        with written(session, store) as run:
            store.lists.change(name, lambda now: edits.changed(now, number, noted), run=run)
    session.say(f"{name}: wrote item {number}")
