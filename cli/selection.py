"""SELECTION: the arguments and options that choose records, shared by every command that takes several."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

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


list_option = click.option(
    "--list", "lists", metavar="NAME", multiple=True, help="Records and entries of this reading list."
)


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the selection's arguments; it gets them as keyword arguments for `select`."""
    return unlisted_selection_options(list_option(command))


def unlisted_selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the selection's arguments but --list, which means something else there."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def combined_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --combined and --prefer; `preference` says what they mean."""
    command = click.option(
        "--prefer", metavar="SOURCES", help="With --combined: sources, the best first, parted by commas."
    )(command)
    return click.option("--combined", is_flag=True, help="One record for each group of tocsin same, by --prefer.")(
        command
    )


def preference(store: Store, combined: bool, prefer: str | None) -> tuple[str, ...] | None:
    """Return the preferred sources, None where nothing is to be combined; raises UsageError for what is no source."""
    from archive.selection import Selection
    from schemas.errors import UsageError

    if not combined:
        if prefer is not None:
            raise UsageError("--prefer goes with --combined")
        return None
    chosen = tuple(dict.fromkeys(name.strip() for name in (prefer or "").split(",") if name.strip()))
    for name in chosen:
        if not store.count(Selection(sources=(name,)), deleted=True):
            raise UsageError(f"--prefer {name}: there are no records of this source")
    return chosen


class Chosen(msgspec.Struct, frozen=True):
    """What was chosen: records, and of some of them only entries, by their keys (`source:key#entry` is that entry)."""

    selection: Selection
    entries: Mapping[str, frozenset[str]]
    whole: frozenset[str] = frozenset()

    def entries_of(self, record_id: str) -> frozenset[str]:
        """Return the keys of the entries that were chosen of a record by name."""
        return self.entries.get(record_id, frozenset())

    def only_entries(self, record_id: str) -> bool:
        """Say whether entries of the record were chosen and the record itself was not."""
        return record_id in self.entries and record_id not in self.whole


def select(
    store: Store, *, names: tuple[str, ...], ids_file: str | None, sources: tuple[str, ...], query: str | None,
    series: str | None, types: tuple[str, ...], since: str | None, lists: tuple[str, ...] = (),
) -> Chosen:  # fmt: skip
    """Choose what was typed; names may be ids, DOIs, ISBNs or stable URLs.

    Raises NotFound or Ambiguous for a name that does not fit exactly one record or entry.
    """
    from archive.selection import Selection
    from schemas.record import TYPES

    if unknown := [one for one in types if one not in TYPES]:
        raise click.BadParameter(f"{unknown[0]} is no type: choose from {', '.join(TYPES)}", param_hint="--type")
    asked = [*names, *(_lines_of(ids_file) if ids_file else ())]
    parts = [part_of(store, store.one(name)) for name in asked]
    parts += [part for name in lists for part in store.lists.parts(name)]
    entries: dict[str, frozenset[str]] = {}
    for record, entry in parts:
        if entry is not None:
            entries[record] = entries.get(record, frozenset()) | {entry}
    ids = tuple(dict.fromkeys(record for record, _ in parts))
    selection = Selection(
        ids=ids if asked or ids_file or lists else None,
        sources=sources,
        query=query,
        series=series,
        types=types,
        since=since,
    )
    return Chosen(selection, entries, frozenset(record for record, entry in parts if entry is None))


def part_of(store: Store, name: str) -> tuple[str, str | None]:
    """Return record id and entry key (None for a whole record) of an id that the archive gave."""
    record, hash_, entry = name.rpartition("#")
    if not hash_ or store.get(name).envelope.id == name:  # a key may hold a # itself
        return name, None
    return record, entry


def _lines_of(name: str) -> list[str]:
    if name == "-":
        text = sys.stdin.read()
    else:
        try:
            text = Path(name).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise NotFound(f"{name}: cannot be read: {getattr(error, 'strerror', None) or 'not UTF-8 text'}") from error
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
