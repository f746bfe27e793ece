"""Reading lists as rows: read whole, written whole; what may be done to one is in lists.py, what waits in list_waiting.py."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from archive import statements
from archive.database import Rows
from archive.heads import VERSION, held_of
from archive.types import bound_list
from schemas.envelope import Held
from schemas.errors import NotFound
from schemas.lists.references import packed, unpacked
from schemas.lists.shapes import About, Item, ReadingList, Section
from schemas.record import Record

ITEMS = (
    "SELECT i.section_id, i.number, i.record_id, r.source, r.key, i.entry_key, i.version, i.seen, i.gone, i.reference,"
    " i.typed, i.pages, i.importance, i.note, i.library_note FROM reading_item i"
    " JOIN reading_section s ON s.id = i.section_id LEFT JOIN record r ON r.id = i.record_id"
    " WHERE s.list_id = ? ORDER BY s.place, i.place"
)
PINNED = (
    f"SELECT i.number, i.entry_key, {VERSION} FROM reading_item i JOIN reading_section s ON s.id = i.section_id"
    " JOIN record r ON r.id = i.record_id JOIN version v ON v.record_id = r.id AND v.number = i.version"
    " LEFT JOIN capture c ON c.id = v.capture_id WHERE s.list_id = ?"
)
HELD_BACK = (
    "SELECT i.number, i.entry_key, p.entry_key, i.record_id FROM reading_item i JOIN reading_section s ON s.id = i.section_id"
    " JOIN suppression p ON p.record_id = i.record_id AND p.lifted IS NULL WHERE s.list_id = ?"
)
BY_NAME = "SELECT id, name, title, course_code, list_code, owner, language, last, made FROM reading_list WHERE name = ?"


class Tied(msgspec.Struct, frozen=True, kw_only=True):
    """What ties an item to the archive: the record and its entry, the last version seen, and whether it was seen gone."""

    entry_key: str | None = None
    gone: bool = False
    record_id: int
    seen: int


class Kept(msgspec.Struct, kw_only=True):
    """A list as it is kept: the list itself, and by the numbers of its items what ties them to the archive."""

    id: int
    last: int
    list: ReadingList
    made: str
    ties: dict[int, Tied]


def load(rows: Rows, name: str) -> Kept:
    """Return a list; raises NotFound."""
    found = rows.first(BY_NAME, name)
    if found is None:
        raise NotFound(f"{name}: there is no list of this name: tocsin lists show says which there are")
    number, name, title, course_code, list_code, owner, language, last, made = found
    items: dict[int, list[Item]] = {}
    ties: dict[int, Tied] = {}
    for section, *said in rows.all(ITEMS, number):
        item, tied = _item(said)
        items.setdefault(section, []).append(item)
        if tied:
            ties[item.number] = tied
    sections = tuple(
        Section(title=heading, start=starts, end=ends, items=tuple(items.get(section, ())))
        for section, heading, starts, ends in rows.all(
            "SELECT id, title, starts, ends FROM reading_section WHERE list_id = ? ORDER BY place", number
        )
    )
    about = About(title=title, course_code=course_code, list_code=list_code, owner=owner, language=language)
    shown = ReadingList(name=name, about=about, sections=sections)
    return Kept(id=number, last=last, list=shown, made=made, ties=ties)


def _item(said: list[Any]) -> tuple[Item, Tied | None]:
    number, record, source, key, entry, version, seen, gone, reference, typed, pages, importance, note, library = said
    tied = None
    if record is not None:
        tied = Tied(record_id=record, entry_key=entry, seen=seen, gone=bool(gone))
    name = None if record is None else f"{source}:{key}#{entry}" if entry is not None else f"{source}:{key}"
    item = Item(
        number=number, id=name, version=version, reference=unpacked(reference) if reference else None, typed=typed,
        pages=pages, importance=importance, note=note, library_note=library,
    )  # fmt: skip
    return item, tied


def store(rows: Rows, kept: Kept, *, run: int, at: str) -> None:
    """Write a list in the place of what it was."""
    about = kept.list.about
    said = (
        kept.list.name, about.title, about.course_code, about.list_code, about.owner, about.language, kept.last,
        kept.made, at, run,
    )  # fmt: skip
    if rows.first("SELECT id FROM reading_list WHERE id = ?", kept.id):
        clear(rows, kept.id)
        rows.do(statements.UPDATE_READING, *said, kept.id)
    else:
        rows.do(statements.INSERT_READING, kept.id, *said)
    section, item = (_last(rows, table) for table in ("reading_section", "reading_item"))
    sections: list[tuple[Any, ...]] = []
    items: list[tuple[Any, ...]] = []
    for place, one in enumerate(kept.list.sections):
        sections.append((section + place + 1, kept.id, place, one.title, one.start, one.end))
        for order, said_item in enumerate(one.items):
            tied = kept.ties.get(said_item.number)
            items.append((item + len(items) + 1, section + place + 1, order, *_columns(said_item, tied)))
    rows.many(statements.INSERT_SECTION, sections)
    rows.many(statements.INSERT_ITEM, items)


def clear(rows: Rows, list_id: int) -> None:
    """Take away the sections and items of a list."""
    rows.do("DELETE FROM reading_item WHERE section_id IN (SELECT id FROM reading_section WHERE list_id = ?)", list_id)
    rows.do("DELETE FROM reading_section WHERE list_id = ?", list_id)


def _last(rows: Rows, table: str) -> int:
    return int((rows.first(f"SELECT coalesce(max(id), 0) FROM {table}") or (0,))[0])


def next_id(rows: Rows) -> int:
    """Return the number of a new list."""
    return _last(rows, "reading_list") + 1


def _columns(item: Item, tied: Tied | None) -> tuple[Any, ...]:
    told = (item.pages, item.importance, item.note, item.library_note)
    reference = packed(item.reference) if item.reference else None
    if tied is None:
        return item.number, None, None, None, None, False, reference, item.typed, *told
    return (
        item.number, tied.record_id, tied.entry_key, item.version, tied.seen, tied.gone, reference, item.typed, *told
    )  # fmt: skip


def pinned(rows: Rows, list_id: int) -> dict[int, Held]:
    """Return the records of a list's items as they were when they were added or accepted, by the items' numbers."""
    wanted: dict[str, tuple[Held, dict[str, list[int]]]] = {}
    found: dict[int, Held] = {}
    for number, entry, *row in rows.all(PINNED, list_id):
        if entry is None:
            found[number] = held_of(tuple(row))
            continue
        name = f"{row[0]}:{row[1]} {row[2]}"
        if name not in wanted:
            wanted[name] = held_of(tuple(row)), {}
        wanted[name][1].setdefault(entry, []).append(number)
    for held, entries in wanted.values():
        for key, part in parts_of(held, entries).items():
            found |= dict.fromkeys(entries[key], part)
    return found | _held_back(rows, list_id, found)


def _held_back(rows: Rows, list_id: int, found: dict[int, Held]) -> dict[int, Held]:
    """What is suppressed goes out of no version: a tombstone; of a record with a suppressed entry the version in force."""
    said = rows.all(HELD_BACK, list_id)
    heads = heads_of(rows, (record for *_, record in said)) if said else {}
    made = {}
    for number, entry, suppressed, record in said:
        if suppressed in (None, entry) and number in found:
            made[number] = Held(envelope=found[number].envelope, record=Record(deleted=True))
        elif entry is None and number not in made:
            made[number] = heads[record][2]
    return made


def parts_of(held: Held, keys: Iterable[str]) -> dict[str, Held]:
    """Return those entries of a record that can be cited, as records of their own, by their keys."""
    from schemas.entries import entries_of

    ids = {f"{held.envelope.id}#{key}": key for key in keys}
    return {ids[part.envelope.id]: part for part in entries_of(held) if part.envelope.id in ids}


def heads_of(rows: Rows, numbers: Iterable[int]) -> dict[int, tuple[int, bool, Held]]:
    """Return the versions in force of records by their numbers: version, whether it is a tombstone, the record."""
    sql = (
        f"SELECT r.id, r.number, r.deleted, {VERSION} FROM record r JOIN version v ON v.id = r.version_id"
        " LEFT JOIN capture c ON c.id = v.capture_id WHERE r.id IN ?"
    )
    found = rows.all(sql, bound_list(rows.dialect, sorted(set(numbers))))
    return {number: (version, bool(deleted), held_of(tuple(row))) for number, version, deleted, *row in found}
