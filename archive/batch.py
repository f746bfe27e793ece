"""The working memory of one put: heads looked up by one statement, kept up to date while the batch is decided, then written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from archive import statements
from archive.chain import START, link
from archive.database import Rows
from archive.index import Index
from archive.keys import give_keys, walk
from archive.shapes import Put
from archive.types import bound_list, instant, to_second
from schemas.errors import NotFound
from schemas.record import Record, decode


class Prepared(msgspec.Struct, kw_only=True):
    """A record to be put with its canonical JSON and digest."""

    data: bytes
    digest: bytes
    put: Put


class Head(msgspec.Struct):
    """A row of the table record, its columns in order."""

    id: int
    source: str
    key: str
    version_id: int
    number: int
    last: int
    deleted: bool
    stub: bool
    input: str
    type: str | None
    datestamp: str
    digest: bytes
    capture_id: int | None
    walk: int
    seen: str
    origin_datestamp: str | None


class Past(msgspec.Struct):
    """What is compared of a version: which it is, from where and of what time."""

    id: int
    digest: bytes
    stub: bool
    capture_id: int | None
    walk: int
    seen: str
    origin_datestamp: str | None


class Batch:
    """Records of one put, within its transaction."""

    def __init__(self, rows: Rows, *, run: int, at: datetime) -> None:
        self.rows, self.run, self.now = rows, run, to_second(instant(at))
        self.met: set[tuple[int, int]] = set()
        self._heads: dict[tuple[str, str], Head] = {}
        self._named: dict[tuple[str, str], dict[int, Head]] = {}
        self._texts: dict[int, tuple[str, str | None]] = {}
        self._seen: dict[int, tuple[int, str]] = {}
        self._fresh: dict[int, Head] = {}
        self._dirty: dict[int, Head] = {}
        self._versions: list[tuple[Any, ...]] = []
        self._made: dict[int, list[Past]] = {}
        self._aliases: set[tuple[str, int]] = set()
        self._index = Index(rows)

    # --- looking up -------------------------------------------------------------------------------------------------

    def load(self, batch: Sequence[Prepared]) -> None:
        """Look up captures, heads, other names and the text of what has changed: a statement each."""
        captures = sorted({one.put.capture_id for one in batch})
        for number, walk_, at in self._all("SELECT id, run, at FROM capture WHERE id IN ?", captures):
            self._seen[number] = walk_, at
        if missing := [number for number in captures if number not in self._seen]:
            raise NotFound(f"capture {missing[0]}: there is none of this number to put records from")
        for source in sorted({one.put.source for one in batch}):
            self._load_heads(source, [one.put for one in batch if one.put.source == source])
        last = self.rows.first("SELECT max(id) FROM record") or (0,)
        self._last_record = last[0] or 0
        version = self.rows.first("SELECT id, link FROM version ORDER BY id DESC LIMIT 1") or (0, START)
        self._last_version, self._link = version[0], bytes(version[1])
        heads = ((self.find(one.put), one.digest) for one in batch)
        self._load_texts([head.version_id for head, digest in heads if head and head.digest != digest])

    def _all(self, sql: str, values: Iterable[Any], *before: Any) -> list[tuple[Any, ...]]:
        return self.rows.all(sql, *before, bound_list(self.rows.dialect, list(values)))

    def _load_heads(self, source: str, puts: list[Put]) -> None:
        names = {name for one in puts for name in (one.key, *one.aliases)}
        columns = statements.RECORD_COLUMNS
        for row in self._all(f"SELECT {columns} FROM record r WHERE r.source = ? AND r.key IN ?", names, source):
            self._know(Head(*row))
        unknown = {one.key for one in puts if (source, one.key) not in self._heads}
        sql = f"SELECT a.name, {columns} FROM alias a JOIN record r ON r.id = a.record_id WHERE r.source = ? AND a.name IN ?"
        for name, *row in self._all(sql, unknown, source) if unknown else ():
            head = self._heads.get((source, row[2])) or self._know(Head(*row))
            self._named.setdefault((source, name), {})[head.id] = head

    def _know(self, head: Head) -> Head:
        self._heads[head.source, head.key] = head
        return head

    def _load_texts(self, versions: list[int]) -> None:
        if versions:
            for number, text, keys in self._all("SELECT id, text, entry_keys FROM version WHERE id IN ?", versions):
                self._texts[number] = text, keys

    def find(self, put: Put) -> Head | None:
        """Return the head of a record that is to be put, by its name, or by another name that one of the two is called by."""
        head = self._heads.get((put.source, put.key))
        if head is None:
            found = dict(self._named.get((put.source, put.key), {}))
            for name in put.aliases:
                other = self._heads.get((put.source, name))
                if other:
                    found[other.id] = other
            if len(found) == 1:
                (head,) = found.values()
        return head

    def text(self, version_id: int) -> tuple[str, list[str]]:
        """Return the canonical JSON of a version and its entry keys."""
        if version_id not in self._texts:
            self._load_texts([version_id])
        text, keys = self._texts[version_id]
        return text, msgspec.json.decode(keys) if keys else []

    def in_force(self, head: Head, put: Put) -> tuple[Past | None, bool]:
        """Return the version in force at the time of the put's capture, and whether the head is later than that."""
        mine = Past(0, b"", put.stub, put.capture_id, *self._seen[put.capture_id], put.origin_datestamp)
        top = Past(head.version_id, head.digest, head.stub, *_when(head))
        if not precedes(mine, top):
            return top, False
        found = self.rows.all(
            "SELECT id, digest, stub, capture_id, walk, seen, origin_datestamp FROM version WHERE record_id = ? ORDER BY number",
            head.id,
        )
        best: Past | None = None
        for one in (*(Past(*row) for row in found), *self._made.get(head.id, ())):
            if not precedes(mine, one) and (best is None or not precedes(one, best)):
                best = one
        return best, True

    # --- deciding ---------------------------------------------------------------------------------------------------

    def begin(self, one: Prepared) -> Head:
        """Begin a record with its first version."""
        self._last_record += 1
        put, (walk_, seen) = one.put, self._seen[one.put.capture_id]
        head = Head(
            self._last_record, put.source, put.key, 0, 0, 0, False, put.stub, put.input, None, self.now, one.digest,
            put.capture_id, walk_, seen, put.origin_datestamp,
        )  # fmt: skip
        self._fresh[head.id] = self._know(head)
        self.add_version(head, one, cause="source", cosmetic=False, basis=None, past=False)
        return head

    def add_version(
        self, head: Head, one: Prepared, *, cause: str, cosmetic: bool, basis: Past | None, past: bool
    ) -> None:
        """Add a version; unless it is of the `past` it becomes the head."""
        put, (walk_, seen) = one.put, self._seen[one.put.capture_id]
        keys = self._entry_keys(head, put.record, basis)
        self._last_version, head.last = self._last_version + 1, head.last + 1
        stamp = head.datestamp if cosmetic else self.now
        said = (
            self._last_version, head.id, head.last, self.run, put.capture_id, cause, cosmetic, past, put.stub, put.reader,
            walk_, seen, stamp, put.origin_datestamp, _json(put.origin_sets), one.digest, _json(put.found_in), _json(keys),
            one.data.decode(),
        )  # fmt: skip
        self._link = link(self._link, said)
        self._versions.append((*said, self._link))
        self._texts[self._last_version] = said[-1], said[-2]
        self._made.setdefault(head.id, []).append(
            Past(self._last_version, one.digest, put.stub, put.capture_id, walk_, seen, put.origin_datestamp)
        )
        if not past:
            head.version_id, head.number, head.datestamp, head.digest = self._last_version, head.last, stamp, one.digest
            head.deleted, head.stub, head.type = put.record.deleted, put.stub, put.record.type
            head.capture_id, head.walk, head.seen, head.origin_datestamp = (
                put.capture_id,
                walk_,
                seen,
                put.origin_datestamp,
            )
            self._dirty[head.id] = head
            self._index.set(head.id, self._last_version, put.record, keys, fresh=head.id in self._fresh)

    def _entry_keys(self, head: Head, record: Record, basis: Past | None) -> list[str]:
        if not record.contents:
            return []
        entries, former, used = list(walk(record.contents)), [], set()
        if head.last:
            text, keys = self.text(basis.id if basis else head.version_id)
            former = list(zip(keys, walk(decode(text).contents), strict=True))
            sql = "SELECT entry_keys FROM version WHERE record_id = ? AND entry_keys IS NOT NULL"
            made = (self._texts[past.id][1] for past in self._made.get(head.id, ()))
            used = {
                key for said in (*(r[0] for r in self.rows.all(sql, head.id)), *made) if said for key in _keys(said)
            }
        return give_keys(entries, former, used)

    def promote(self, head: Head, key: str) -> None:
        """Say that the head is of the work's own page: where it was a stub it takes the page's key, and keeps the former one as a name."""
        if not head.stub:
            return
        head.stub = False
        self._dirty[head.id] = head
        if key == head.key or (head.source, key) in self._heads:
            return
        self._aliases.add((head.key, head.id))
        del self._heads[head.source, head.key]
        head.key = key
        self._know(head)

    def call(self, head: Head, names: Iterable[str]) -> None:
        """Add other names of a record."""
        for name in names:
            if name != head.key and name:
                self._aliases.add((name.replace("\0", ""), head.id))
                self._named.setdefault((head.source, name), {})[head.id] = head

    # --- writing ----------------------------------------------------------------------------------------------------

    def write(self, gave: dict[int, tuple[str, list[str]]]) -> None:
        """Write all that was decided: a statement for each kind of row; `gave` says what each capture gave."""
        rows, fresh = self.rows, self._fresh
        rows.many(statements.INSERT_RECORD, [msgspec.structs.astuple(head) for head in fresh.values()])
        changed = [msgspec.structs.astuple(head) for head in self._dirty.values() if head.id not in fresh]
        rows.many(statements.UPDATE_RECORD, [(*row[1:], row[0]) for row in changed])
        rows.many(statements.INSERT_VERSION, self._versions)
        rows.many(statements.INSERT_ALIAS, sorted(self._aliases))
        self._index.write()
        rows.many(
            "UPDATE capture SET read = ?, reader = ?, gave = ? WHERE id = ?",
            [(True, reader, _json(ids), number) for number, (reader, ids) in gave.items()],
        )


def precedes(one: Past, other: Past) -> bool:
    """Tell whether a version is older than another: within one walk by the origin's datestamps, else by fetch."""
    if one.walk == other.walk and one.origin_datestamp and other.origin_datestamp:
        if one.origin_datestamp != other.origin_datestamp:
            return one.origin_datestamp < other.origin_datestamp
    return one.seen < other.seen


def _when(head: Head) -> tuple[int | None, int, str, str | None]:
    return head.capture_id, head.walk, head.seen, head.origin_datestamp


_encode = msgspec.json.Encoder().encode
_keys = msgspec.json.Decoder(list[str]).decode


def _json(value: Any) -> str | None:
    return _encode(value).decode() if value else None
