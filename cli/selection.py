"""SELECTION: the arguments and options that choose records, shared by every command that takes several."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from schemas.errors import NotFound

if TYPE_CHECKING:
    from archive.selection import Selection
    from archive.store import Store

OPTIONS = (
    click.argument("names", metavar="[ID...]", nargs=-1),
    click.option("--ids", "ids_file", metavar="FILE|-", help="File with one id a line."),
    click.option("--source", "sources", multiple=True, help="Records of this source."),
    click.option("--query", help="Records that this search finds."),
    click.option("--series", help="Records of this series (title, any case)."),
    click.option("--type", "types", multiple=True, help="Records of this type (report, book, chapter ...)."),
    click.option("--since", help="Records whose datestamp is not before this date or time (UTC)."),
)


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the selection's arguments; it gets them as keyword arguments for `select`."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def select(
    store: Store, *, names: tuple[str, ...], ids_file: str | None, sources: tuple[str, ...], query: str | None,
    series: str | None, types: tuple[str, ...], since: str | None,
) -> Selection:  # fmt: skip
    """Make a Selection of what was typed; names may be ids, DOIs, ISBNs or stable URLs.

    Raises NotFound or Ambiguous for a name that does not fit exactly one record.
    """
    from archive.selection import Selection

    asked = [*names, *(_lines_of(ids_file) if ids_file else ())]
    ids = tuple(store.one(name) for name in asked)
    return Selection(
        ids=ids if asked or ids_file else None, sources=sources, query=query, series=series, types=types, since=since
    )


def _lines_of(name: str) -> list[str]:
    if name == "-":
        text = sys.stdin.read()
    else:
        try:
            text = Path(name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NotFound(f"{name}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
