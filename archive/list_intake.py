"""Items on their way into a list: looked up, their pages checked, numbered; each that is wrong is named and left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from archive.database import Rows
from archive.heads import VERSION, held_of, record_number
from archive.list_rows import Kept, Tied, heads_of, parts_of
from archive.names import resolved
from schemas.envelope import Held
from schemas.errors import NotFound, TocsinError, UsageError
from schemas.lists import edits
from schemas.lists.drafts import Draft, Drafts, Trouble
from schemas.lists.pages import problem
from schemas.lists.shapes import Item, ReadingList

OLDER = (
    f"SELECT {VERSION} FROM record r JOIN version v ON v.record_id = r.id LEFT JOIN capture c ON c.id = v.capture_id"
    " WHERE r.id = ? AND v.number = ?"
)


class Taken(msgspec.Struct, kw_only=True):
    """What became of the rows of a file: the numbers of the items that were taken, by their rows.

    `found` are those that the archive holds, `unknown` rows with a DOI or ISBN that it does not hold, which stay as
    references; `troubles` name what is wrong (not taken) or was taken for something.
    """

    found: dict[int, str] = {}
    numbers: dict[int, int] = {}
    sections: int = 0
    troubles: list[Trouble] = []
    unknown: dict[int, str] = {}

    @property
    def wrong(self) -> list[Trouble]:
        """The rows that were not taken."""
        return [one for one in self.troubles if one.wrong]


def take(
    rows: Rows, kept: Kept, drafts: Drafts, *, before: int | None = None, former: ReadingList | None = None
) -> Taken:
    """Put what a file asks for on a list (which is changed) and say what became of each row."""
    taken = Taken(troubles=list(drafts.troubles))
    names = {draft.row: _found(rows, draft, taken) for draft in drafts.rows}
    parts = {name: _part(rows, name) for name in {name for name in names.values() if name}}
    heads = heads_of(rows, (number for number, _ in parts.values()))
    shares = _entries(parts, heads)
    had: dict[Any, list[Item]] = {}
    for one in former.items() if former else ():
        had.setdefault(_same(one), []).append(one)
    added: dict[str | None, list[Item]] = {}
    for draft in drafts.rows:
        _place(kept, draft, taken)
        name = names[draft.row]
        if draft.is_section or name == "":
            continue
        try:
            item, tied = _item(rows, draft, name, parts, heads, shares, had)
        except TocsinError as error:
            taken.troubles.append(Trouble(draft.row, str(error), wrong=True))
            continue
        number = _number(kept, had.get(_same(item)))
        taken.numbers[draft.row] = number
        if tied is not None:
            kept.ties[number] = tied
        added.setdefault(draft.place.title, []).append(msgspec.structs.replace(item, number=number))
    for title, items in added.items():
        kept.list = edits.added(kept.list, items, title, before)
    taken.troubles.sort()
    taken.sections = sum(one.title is not None for one in kept.list.sections)
    return taken


def _same(item: Item) -> object:
    """What an item is known by again when its list is replaced."""
    return item.id or item.typed or item.reference


def _number(kept: Kept, had: list[Item] | None) -> int:
    """The number that an item had before its list was replaced, else the next one."""
    if had:
        return had.pop(0).number
    kept.last += 1
    return kept.last


def _found(rows: Rows, draft: Draft, taken: Taken) -> str | None:
    """The id that a draft means in the archive, None for a reference, "" for a row that is wrong."""
    for name in (draft.id,) if draft.id else draft.names:
        found = resolved(rows, name)
        if len(found) > 1:
            told = f"{name}: fits {len(found)} records: {', '.join(found[:4])}: give the id of one"
            taken.troubles.append(Trouble(draft.row, told, wrong=True))
            return ""
        if found:
            taken.found[draft.row] = found[0]
            return found[0]
    if draft.id:
        told = _absent(rows, draft.id)
        taken.troubles.append(Trouble(draft.row, told, wrong=True))
        return ""
    if draft.names:
        taken.unknown[draft.row] = draft.names[0]
    return None


def _absent(rows: Rows, name: str) -> str:
    record, hash_, _ = name.rpartition("#")
    if hash_ and (known := resolved(rows, record)):
        return f"{name}: {known[0]} has no such entry: tocsin show {known[0]} lists those that it has"
    return f"{name}: no such record: tocsin search finds what there is"


def _place(kept: Kept, draft: Draft, taken: Taken) -> None:
    """See that there is the section of a draft; days that contradict those of an earlier row are told."""
    place = draft.place
    if place.title is None and not (place.start or place.end):
        return
    known = next((one for one in kept.list.sections if one.title == place.title), None)
    for name in ("start", "end"):
        said, has = getattr(place, name), getattr(known, name, None)
        if said and has and said != has:
            told = f"section {place.title!r}: {name} {said}, an earlier row says {has}: that is kept"
            taken.troubles.append(Trouble(draft.row, told))
    if known is None or (place.start and not known.start) or (place.end and not known.end):
        start, end = (None if known and getattr(known, n) else getattr(place, n) for n in ("start", "end"))
        kept.list = edits.with_section(kept.list, place.title, start=start, end=end)


def _part(rows: Rows, name: str) -> tuple[int, str | None]:
    """The number of a record and the key of its entry."""
    number = record_number(rows, name)
    source, _, key = name.partition(":")
    if rows.first("SELECT id FROM record WHERE source = ? AND key = ?", source, key):
        return number, None
    return number, name.rpartition("#")[2]


def _entries(
    parts: Mapping[str, tuple[int, str | None]], heads: Mapping[int, tuple[int, bool, Held]]
) -> dict[tuple[int, str], Held]:
    wanted: dict[int, list[str]] = {}
    for number, key in parts.values():
        if key is not None:
            wanted.setdefault(number, []).append(key)
    return {
        (number, key): part for number, keys in wanted.items() for key, part in parts_of(heads[number][2], keys).items()
    }


def _item(
    rows: Rows, draft: Draft, name: str | None, parts: Mapping[str, tuple[int, str | None]],
    heads: Mapping[int, tuple[int, bool, Held]], shares: Mapping[tuple[int, str], Held], had: Mapping[Any, list[Item]],
) -> tuple[Item, Tied | None]:  # fmt: skip
    """The item that a draft asks for, tied to the archive where that holds it; raises UsageError for what is wrong."""
    item = Item(
        pages=draft.pages, importance=draft.importance, note=draft.note, library_note=draft.library_note,
        reference=draft.reference, typed=draft.typed,
    )  # fmt: skip
    if name is None:
        if draft.pages and draft.reference and (wrong := problem(draft.pages, draft.reference)):
            raise UsageError(wrong)
        return item, None
    number, key = parts[name]
    head, deleted, held = heads[number]
    version = draft.version or (had[name][0].version if had.get(name) else None)
    if version is not None and version != head:
        held = _older(rows, name, number, version)
    elif deleted:
        raise UsageError(f"{name}: its source has deleted it")
    shown = held if key is None else shares.get((number, key)) if version in (None, head) else None
    if key is not None and shown is None:
        shown = parts_of(held, [key]).get(key)
    if shown is None:
        raise UsageError(f"{name}: has no title, and cannot be cited")
    if draft.pages and (wrong := problem(draft.pages, shown.record)):
        raise UsageError(wrong)
    item = msgspec.structs.replace(item, id=name, version=version or head, reference=None, typed=None)
    return item, Tied(record_id=number, entry_key=key, seen=version or head)


def _older(rows: Rows, name: str, number: int, version: int) -> Held:
    found = rows.first(OLDER, number, version)
    if found is None:
        raise NotFound(f"{name}: has no version {version}: leave it empty for the one in force")
    return held_of(found)


def settled(shown: ReadingList, versions: Mapping[int, int]) -> ReadingList:
    """Return a list with other versions of items, by their numbers."""

    def at(items: Sequence[Item]) -> tuple[Item, ...]:
        return tuple(
            msgspec.structs.replace(item, version=versions[item.number]) if item.number in versions else item
            for item in items
        )

    sections = tuple(msgspec.structs.replace(one, items=at(one.items)) for one in shown.sections)
    return msgspec.structs.replace(shown, sections=sections)
