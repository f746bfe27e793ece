"""Reading records: the versions in force as a stream of one moment, one record, its history; changes.py has what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import msgspec

from archive.database import Database, Rows
from archive.keys import set_keys
from archive.selection import Selection, chosen
from archive.shapes import VersionRow
from archive.types import bound_list, to_second
from schemas.envelope import Captured, Envelope, Held
from schemas.errors import NotFound
from schemas.record import Record, decode

VERSION = (
    "r.source, r.key, v.number, CASE WHEN v.id = r.version_id THEN r.datestamp ELSE v.datestamp END, v.origin_datestamp, v.origin_sets, c.url, c.at, c.sha256, v.reader,"
    " v.found_in, v.entry_keys, CASE WHEN v.number > 1 THEN"
    " (SELECT f.datestamp FROM version f WHERE f.record_id = v.record_id ORDER BY f.number LIMIT 1) END,"
    " CAST(v.text AS BLOB)"
)
FROM = " FROM record r JOIN version v ON v.id = r.version_id LEFT JOIN capture c ON c.id = v.capture_id"

EMPTY = hashlib.sha256(b"").digest()

_list = msgspec.json.Decoder(tuple[str, ...]).decode
_map = msgspec.json.Decoder(dict[str, str]).decode


def held_of(row: tuple[Any, ...]) -> Held:
    """Return what the archive holds from a row of the columns in VERSION."""
    entry_keys, first, text = row[11:]
    text, told = bytes(text), partial(_envelope, row)  # PostgreSQL may give a memoryview
    if not entry_keys:
        return Held(tell=told, canonical=text, read=partial(decode, text), entered=first)
    return Held(tell=told, unkeyed=text, read=partial(_keyed, text, entry_keys), entered=first)


def _envelope(row: tuple[Any, ...]) -> Envelope:
    source, key, number, datestamp, origin, sets, url, at, sha256, reader, found_in, _keys, _first, _text = row
    captured = None if url is None else Captured(url=url, at=to_second(at), sha256=bytes(sha256).hex(), reader=reader)
    return Envelope(
        captured=captured, datestamp=datestamp, found_in=_map(found_in) if found_in else {}, id=f"{source}:{key}",
        key=key, origin_datestamp=origin, origin_sets=_list(sets) if sets else (), source=source, version=number,
    )  # fmt: skip


def _keyed(text: bytes, entry_keys: str) -> Record:
    return set_keys(decode(text), _list(entry_keys))


def head_rows(
    db: Database, selection: Selection, *, deleted: bool = False, columns: str = VERSION
) -> Iterator[tuple[Any, ...]]:
    """Yield rows of the columns in VERSION (or others), ordered by source and key, all of one moment, in flat memory."""
    where, values = chosen(selection, db.dialect)
    if not deleted:
        where = [*where, "NOT r.deleted"]
    sql = f"SELECT {columns}{FROM}" + (f" WHERE {' AND '.join(where)}" if where else "") + " ORDER BY r.source, r.key"
    if selection.limit is not None:
        sql += f" LIMIT {int(selection.limit)}"
    with db.reading() as rows:
        for found in db.stream(rows, sql, *values):
            yield from found


def heads(db: Database, selection: Selection, *, deleted: bool = False) -> Iterator[Held]:
    """Yield the versions in force of the selected records."""
    return map(held_of, head_rows(db, selection, deleted=deleted))


def numbered_heads(db: Database, selection: Selection) -> Iterator[tuple[int, Held]]:
    """Yield the versions in force of the selected records, each with the number of its record."""
    return ((row[0], held_of(row[1:])) for row in head_rows(db, selection, columns=f"r.id, {VERSION}"))


def count(db: Database, selection: Selection, *, deleted: bool = False) -> int:
    """Return how many records `heads` would yield."""
    where, values = chosen(selection, db.dialect)
    if not deleted:
        where = [*where, "NOT r.deleted"]
    with db.reading() as rows:
        sql = "SELECT count(*) FROM record r" + (f" WHERE {' AND '.join(where)}" if where else "")
        (number,) = rows.first(sql, *values) or (0,)
    return int(number) if selection.limit is None else min(int(number), selection.limit)


def record_number(rows: Rows, name: str) -> int:
    """Return the internal number of `source:key` (or `source:key#entry`); raises NotFound."""
    for one in dict.fromkeys((name, name.rpartition("#")[0])):
        source, colon, key = one.partition(":")
        found = rows.first("SELECT id FROM record WHERE source = ? AND key = ?", source, key) if colon else None
        if found:
            return int(found[0])
    source, _, key = name.partition(":")
    moved = rows.all(
        "SELECT r.id FROM alias a JOIN record r ON r.id = a.record_id WHERE a.name = ? AND r.source = ?", key, source
    )
    if len(moved) == 1:  # a former key
        return int(moved[0][0])
    raise NotFound(f"{name}: no such record: tocsin list and tocsin search say what there is")


def get(db: Database, name: str, version: int | None = None) -> Held:
    """Return the version in force of a record, or the version of that number; raises NotFound."""
    with db.reading() as rows:
        record = record_number(rows, name)
        if version is None:
            found = rows.first(f"SELECT {VERSION}{FROM} WHERE r.id = ?", record)
        else:
            joined = FROM.replace("v.id = r.version_id", "v.record_id = r.id")
            found = rows.first(f"SELECT {VERSION}{joined} WHERE r.id = ? AND v.number = ?", record, version)
    if found is None:
        raise NotFound(f"{name}: has no version {version}")
    return held_of(found)


def numbered(db: Database, numbers: Sequence[int]) -> list[tuple[int, Held]]:
    """Return the live ones of records by their numbers, in the order of the numbers."""
    sql = f"SELECT r.id, {VERSION}{FROM} WHERE r.id IN ? AND NOT r.deleted"
    with db.reading() as rows:
        found = {number: row for number, *row in rows.all(sql, bound_list(rows.dialect, list(numbers)))}
    return [(number, held_of(tuple(found[number]))) for number in numbers if number in found]


def named(db: Database, names: Sequence[str]) -> list[Held]:
    """Return the live ones of records by their ids, in no order."""
    where, values = chosen(Selection(ids=tuple(names)), db.dialect)
    with db.reading() as rows:
        found = rows.all(f"SELECT {VERSION}{FROM} WHERE {' AND '.join(where)} AND NOT r.deleted", *values)
    return [held_of(row) for row in found]


def capture_number(db: Database, name: str, version: int | None = None) -> int:
    """Return the number of the capture that a version was read from; raises NotFound."""
    with db.reading() as rows:
        record = record_number(rows, name)
        wanted = "v.id = r.version_id" if version is None else "v.record_id = r.id AND v.number = ?"
        joined = f"record r JOIN version v ON {wanted} JOIN capture c ON c.id = v.capture_id"
        sql = f"SELECT c.id, c.body_id, c.sha256 FROM {joined} WHERE r.id = ?"
        found = rows.first(sql, *(() if version is None else (version,)), record)
    if found is None or (found[1] is None and bytes(found[2]) != EMPTY):
        raise NotFound(f"{name}: no bytes are kept for this version")
    return int(found[0])


def history(db: Database, name: str) -> list[VersionRow]:
    """Return every version of a record, the oldest first; raises NotFound."""
    with db.reading() as rows:
        found = rows.all(
            "SELECT v.number, v.datestamp, v.cause, v.cosmetic, v.run, v.reader, v.seen, v.capture_id, v.digest,"
            " v.text, c.sha256 FROM version v LEFT JOIN capture c ON c.id = v.capture_id"
            " WHERE v.record_id = ? ORDER BY v.number",
            record_number(rows, name),
        )
    return [_version_row(one) for one in found]


def _version_row(found: tuple[Any, ...]) -> VersionRow:
    number, datestamp, cause, cosmetic, run, reader, seen, capture_id, digest, text, sha256 = found
    record = decode(text)
    return VersionRow(
        number=number, datestamp=datestamp, cause=cause, cosmetic=bool(cosmetic), run=run, reader=reader,
        seen=to_second(seen), capture_id=capture_id, digest=bytes(digest).hex(), deleted=record.deleted,
        title=title_of(record), sha256=bytes(sha256).hex() if sha256 else None,
    )  # fmt: skip


def title_of(record: Record) -> str | None:
    """Return title and subtitle in one line, or None."""
    title = record.title
    return ": ".join(part for part in (title.main, title.sub) if part) or None if title else None
