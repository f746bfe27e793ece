"""A list as it is printed in a terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from cli.output import plain
from schemas.citations.plain import citation
from schemas.citations.runs import as_text
from schemas.envelope import Held
from schemas.lists.shapes import Item
from schemas.lists.wording import counted, days, total

if TYPE_CHECKING:
    from archive.lists import Shown


def line_of(item: Item, held: Held, language: str | None = None) -> str:
    """Return what is to be read as one line: as typed, else its plain citation."""
    if held.record.deleted:
        return "[held back]"
    return item.typed or as_text(citation(held, language))


def print_list(shown: Shown) -> None:
    """Print a list: sections, and each item with the number that names it."""
    width = max(shutil.get_terminal_size().columns, 40) if sys.stdout.isatty() else 0
    about = shown.list.about
    facts = [one for one in (about.course_code, about.list_code, about.owner, about.language) if one]
    click.echo(plain(" · ".join([shown.list.title, *facts])))
    every = list(shown.list.items())
    counts = (counted(len(every), "en"), total(every, shown.held, "en"))
    click.echo(", ".join(one for one in counts if one))
    for section in shown.list.sections:
        told = [section.title or "", days(section, "en"), total(section.items, shown.held, "en")]
        click.echo("\n" + plain("  ".join(one for one in told if one)))
        for item in section.items:
            _print_item(item, shown.held[item.number], width, about.language)


def _print_item(item: Item, held: Held, width: int, language: str | None) -> None:
    number = f"{item.number:>4}  "
    _wrapped(number, line_of(item, held, language), width)
    facts = [f"{item.id}, version {item.version}" if item.id else "not in the archive"]
    facts += [f"read {item.pages}"] if item.pages else []
    facts += [item.importance] if item.importance else []
    _wrapped("      ", "; ".join(facts), width)
    for label, note in (("note", item.note), ("for the library", item.library_note)):
        for one in (note or "").splitlines():
            _wrapped("      ", f"{label}: {one}", width)


def _wrapped(lead: str, text: str, width: int) -> None:
    said = plain(text)
    if not width:
        click.echo(lead + said)
        return
    for place, one in enumerate(textwrap.wrap(said, width - len(lead), break_on_hyphens=False) or [""]):
        click.echo((lead if not place else " " * len(lead)) + one)
