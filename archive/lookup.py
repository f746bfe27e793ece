"""Heads and texts that a batch is compared with: looked up by one statement for all, kept current as it is decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from archive import statements
from archive.database import Rows
from archive.layers import Layers
from archive.shapes import Put
from archive.types import bound_list
from schemas.errors import NotFound


class Prepared(msgspec.Struct, kw_only=True):
    """A record to be put with its canonical JSON and digest; what is restored brings its number, datestamp and keys.

    `text` is the JSON decoded, where that was done already.
    """

    data: bytes
    digest: bytes
    keys: list[str] | None = None
    number: int = 0
    put: Put
    stamp: str | None = None
    text: str | None = None


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
    raw: bytes | None


class Past(msgspec.Struct):
    """What is compared of a version: which it is, from where and of what time."""

    id: int
    digest: bytes
    stub: bool
    capture_id: int | None
    walk: int
    seen: str
    origin_datestamp: str | None


# What the source said is compared, not what corrections made of it.
PAST = (
    "SELECT v.id, coalesce(b.digest, v.digest), v.stub, v.capture_id, v.walk, v.seen, v.origin_datestamp FROM version v"
    " LEFT JOIN beneath b ON b.version_id = v.id WHERE v.record_id = ? ORDER BY v.number"
)
TEXTS = (
    "SELECT v.id, coalesce(b.text, v.text), CASE WHEN b.version_id IS NULL THEN v.entry_keys ELSE b.entry_keys END"
    " FROM version v LEFT JOIN beneath b ON b.version_id = v.id WHERE v.id IN ?"
)


# A walk through lists may go on in another run: it is the run that began it.
CAPTURES = (
    "SELECT c.id, coalesce(w.began, c.run), c.at FROM capture c LEFT JOIN list_page p ON p.capture_id = c.id"
    " LEFT JOIN list_window w ON w.id = p.window_id WHERE c.id IN ?"
)


def precedes(one: Past, other: Past) -> bool:
    """Tell whether a version is older than another: within one walk by the origin's datestamps, else by fetch."""
    mine, others = one.origin_datestamp, other.origin_datestamp
    if one.walk == other.walk and mine and others and mine != others:
        return mine < others
    return one.seen < other.seen


class Lookup:
    """What the archive holds of the records of one batch."""

    def __init__(self, rows: Rows) -> None:
        self.rows, self.layers = rows, Layers(rows)
        self.seen: dict[int | None, tuple[int, str]] = {}
        self.made: dict[int, list[Past]] = {}
        self.texts: dict[int, tuple[str, str | None]] = {}
        self._heads: dict[tuple[str, str], Head] = {}
        self._named: dict[tuple[str, str], dict[int, Head]] = {}

    def load(self, batch: Sequence[Prepared]) -> None:
        """Look up captures, heads, other names and the text of what has changed."""
        captures = sorted({one.put.capture_id for one in batch if one.put.capture_id is not None})
        for number, walk, at in self._all(CAPTURES, captures):
            self.seen[number] = walk, at
        if missing := [number for number in captures if number not in self.seen]:
            raise NotFound(f"capture {missing[0]}: there is none of this number to put records from")
        for source in sorted({one.put.source for one in batch}):
            self._load_heads(source, [one.put for one in batch if one.put.source == source])
        self.layers.load([head.version_id for head in self._heads.values()])
        heads = ((self.find(one.put), one.digest) for one in batch)
        self._load_texts([head.version_id for head, digest in heads if head and head.digest != digest])

    def _all(self, sql: str, values: Iterable[Any], *before: Any) -> list[tuple[Any, ...]]:
        return self.rows.all(sql, *before, bound_list(self.rows.dialect, list(values)))

    def _load_heads(self, source: str, puts: list[Put]) -> None:
        names = {name for one in puts for name in (one.key, *one.aliases)}
        columns = statements.RECORD_COLUMNS
        for row in self._all(f"SELECT {columns} FROM record r WHERE r.source = ? AND r.key IN ?", names, source):
            self.know(Head(*row))
        unknown = {one.key for one in puts if (source, one.key) not in self._heads}
        # Two statements: SQLite would walk all records of the source for a join of the two tables.
        called = self._all("SELECT record_id, name FROM alias WHERE name IN ?", unknown) if unknown else []
        numbers = {number for number, _ in called}
        found = self._all(f"SELECT {columns} FROM record r WHERE r.id IN ?", numbers) if numbers else []
        heads = {head.id: head for row in found if (head := Head(*row)).source == source}
        for number, name in called:
            if other := heads.get(number):
                self.call(self._heads.get((source, other.key)) or self.know(other), name)

    def _load_texts(self, versions: list[int]) -> None:
        if versions:
            for number, text, keys in self._all(TEXTS, versions):
                self.texts[number] = text, keys

    def know(self, head: Head) -> Head:
        """Add a head under its name."""
        self._heads[head.source, head.key] = head
        return head

    def call(self, head: Head, name: str) -> None:
        """Add another name of a head."""
        self._named.setdefault((head.source, name), {})[head.id] = head

    def rename(self, head: Head, key: str) -> bool:
        """Give a head another key unless that is taken; tell whether it has it now."""
        if key == head.key or (head.source, key) in self._heads:
            return False
        del self._heads[head.source, head.key]
        self.call(head, head.key)
        head.key = key
        self.know(head)
        return True

    def find(self, put: Put) -> Head | None:
        """Return the head that a put is about: by its name, or where the name of one is another name of the other.

        Another name that two records merely share (pages that all call the start page their canonical address)
        does not join them, nor does one that fits several.
        """
        head = self._heads.get((put.source, put.key))
        if head is not None:
            return head
        found = dict(self._named.get((put.source, put.key), {}))
        for name in put.aliases:
            other = self._heads.get((put.source, name))
            if other:
                found[other.id] = other
        return next(iter(found.values())) if len(found) == 1 else None

    def text(self, version_id: int) -> tuple[str, list[str]]:
        """Return the canonical JSON of a version, as its source said it, and the entry keys of that."""
        if version_id not in self.texts:
            self._load_texts([version_id])
        text, keys = self.texts[version_id]
        return text, msgspec.json.decode(keys) if keys else []

    def in_force(self, head: Head, put: Put) -> tuple[Past | None, bool]:
        """Return the version in force at the time of the put's capture, and whether the head is later than that."""
        mine = Past(0, b"", put.stub, put.capture_id, *self.seen[put.capture_id], put.origin_datestamp)
        when = (head.capture_id, head.walk, head.seen, head.origin_datestamp)
        top = Past(head.version_id, self.said(head), bool(head.stub), *when)
        if not precedes(mine, top):
            return top, False
        best: Past | None = None
        for one in self._versions_of(head):
            if not precedes(mine, one) and (best is None or not precedes(one, best)):
                best = one
        return best, True

    def said(self, head: Head) -> bytes:
        """Return the digest of what the source says in the version in force."""
        return self.layers.beneath.get(head.version_id) or bytes(head.digest)

    def began_with(self, head: Head, digest: bytes) -> bool:
        """Say whether the earliest version of a head has this digest: having seen it earlier still is no news."""
        first: Past | None = None
        for one in self._versions_of(head):
            if first is None or precedes(one, first):
                first = one
        return first is not None and first.digest == digest

    def has_been(self, head: Head, one: Prepared) -> bool:
        """Say whether a version of the past is this one: the same words with the same datestamp of the origin."""
        put = one.put
        return put.origin_datestamp is not None and any(
            past.digest == one.digest and past.origin_datestamp == put.origin_datestamp
            for past in self._versions_of(head)
        )

    def _versions_of(self, head: Head) -> Iterator[Past]:
        yield from (Past(*row) for row in self.rows.all(PAST, head.id))
        yield from self.made.get(head.id, ())
