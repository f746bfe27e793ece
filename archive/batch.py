"""The rows of one put: versions and heads are made here as they are decided, and written in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from archive import statements
from archive.chain import START, link
from archive.cosmetic import only_cosmetic
from archive.database import Rows
from archive.index import Index
from archive.keys import give_keys
from archive.lookup import Head, Lookup, Past, Prepared
from archive.moments import When, stamped
from archive.parting import Parting
from archive.shapes import Put
from archive.types import instant, kept, packed, to_second
from schemas.record import Record, decode, digest, walk

KEYS_EVER = (
    "SELECT entry_keys FROM version WHERE record_id = ? AND entry_keys IS NOT NULL UNION ALL SELECT b.entry_keys"
    " FROM beneath b JOIN version v ON v.id = b.version_id WHERE v.record_id = ? AND b.entry_keys IS NOT NULL"
)


class Gave(msgspec.Struct, kw_only=True):
    """What one capture gave: the names of records, or where it is a page of a list their numbers."""

    listed: bool
    names: list[str] = []
    numbers: list[int] = []
    reader: str | None


class Batch(Lookup):
    """Records of one put, within its transaction."""

    def __init__(self, rows: Rows, *, run: int, at: When) -> None:
        super().__init__(rows)
        at = stamped(rows, at)
        self.run, self.at, self.now = run, at, to_second(instant(at))
        self.met: set[tuple[int, int | None]] = set()
        self.seen[None] = run, instant(at)
        self._fresh: dict[int, Head] = {}
        self._dirty: dict[int, Head] = {}
        self._versions: list[tuple[Any, ...]] = []
        self._aliases: set[tuple[str, int]] = set()
        self._index = Index(rows)
        self._last_record = (rows.first("SELECT max(id) FROM record") or (0,))[0] or 0
        last = rows.first("SELECT id, link FROM version ORDER BY id DESC LIMIT 1") or (0, START)
        self._last_version, self._link = last[0], bytes(last[1])

    def begin(self, one: Prepared) -> Head:
        """Begin a record with its first version."""
        self._last_record += 1
        put, when = one.put, self.seen[one.put.capture_id]
        head = Head(
            self._last_record, put.source, put.key, 0, 0, 0, False, put.stub, put.input, None, self.now, one.digest,
            put.capture_id, *when, put.origin_datestamp, put.raw,
        )  # fmt: skip
        self._fresh[head.id] = self.know(head)
        self.add_version(head, one, cause="source", cosmetic=False, basis=None, past=False)
        return head

    def add_version(
        self, head: Head, one: Prepared, *, cause: str, cosmetic: bool, basis: Past | None, past: bool
    ) -> None:
        """Add a version; unless it is of the `past` it becomes the head; unless it is `cosmetic` the datestamp moves."""
        put, (walk_, seen) = one.put, self.seen[one.put.capture_id]
        keys = one.keys or self.entry_keys(head, put.record, basis)
        over = None if past or not head.number else self.layers.over(head.id, put.record, keys, run=self.run)
        text = one.text or one.data.decode()
        record, shown, said_text, sum_ = put.record, keys, text, one.digest
        if over is not None:
            if over.data != one.data:
                record, shown, said_text, sum_ = over.record, over.keys, over.data.decode(), digest(over.data)
            # What changed beneath a correction alone is no news for anybody else; what a person decided always is.
            cosmetic = cosmetic or (cause in ("source", "reader") and self._is_alike(head, sum_, over.data))
        self._last_version, head.last = self._last_version + 1, max(head.last + 1, one.number)
        number, stamp = self._last_version, head.datestamp if cosmetic else one.stamp or self.now
        said = (
            number, head.id, head.last, self.run, put.capture_id, cause, cosmetic, past, put.stub, put.reader, walk_,
            seen, stamp, put.origin_datestamp, _json(put.origin_sets), sum_, _json(put.found_in), _json(shown),
            said_text,
        )  # fmt: skip
        self._link = link(self._link, said)
        self._versions.append((*said, self._link))
        self.texts[number] = text, _json(keys)
        if said_text is not text:
            self.layers.put(number, one.digest, _json(keys), text)
        when = (put.capture_id, walk_, seen, put.origin_datestamp)
        self.made.setdefault(head.id, []).append(Past(number, one.digest, put.stub, *when))
        self._dirty[head.id] = head  # a version of the past counts too, or its number would be given twice
        if not past:
            head.version_id, head.number, head.datestamp, head.digest = number, head.last, stamp, sum_
            head.deleted, head.stub, head.type = record.deleted, put.stub, record.type and kept(record.type)
            head.capture_id, head.walk, head.seen, head.origin_datestamp = when
            head.raw = put.raw
            self._index.set(head.id, number, record, shown, fresh=head.id in self._fresh)

    def _is_alike(self, head: Head, sum_: bytes, data: bytes) -> bool:
        """Say whether a layered version says what the one in force does, print aside."""
        before = self.rows.first("SELECT text FROM version WHERE id = ?", head.version_id)
        return sum_ == bytes(head.digest) or (before is not None and only_cosmetic(before[0], data))

    def entry_keys(self, head: Head, record: Record, basis: Past | None) -> list[str]:
        """Return a key for each entry of a record: that of the entry in force (of `basis`) that it matches, else a new one."""
        if not record.contents:
            return []
        entries, former, used = list(walk(record.contents)), [], set()
        if head.last:
            text, keys = self.text(basis.id if basis else head.version_id)
            former = self.layers.titled(head.id, list(zip(keys, walk(decode(text).contents), strict=True)))
            former += [one for one in self.layers.given(head.id) if one[0] not in keys]
            made = (self.texts[past.id][1] for past in self.made.get(head.id, ()))
            ever = (*(row[0] for row in self.rows.all(KEYS_EVER, head.id, head.id)), *made)
            used = {key for said in ever if said for key in _keys(said)}
        return give_keys(entries, former, used)

    def sight(self, head: Head, put: Put) -> None:
        """Note that other bytes of a list say what is in force: when that was, and that these need not be read again."""
        if put.raw is not None and put.raw != head.raw:
            head.raw, head.origin_datestamp = put.raw, put.origin_datestamp
            head.walk, head.seen = self.seen[put.capture_id]
            self._dirty[head.id] = head

    def promote(self, head: Head, key: str) -> None:
        """Say that a head is of the work's own page now: a stub takes the page's key and keeps its own as a name."""
        if head.stub:
            head.stub, former = False, head.key
            self._dirty[head.id] = head
            if self.rename(head, key):
                self._aliases.add((former, head.id))

    def call_all(self, head: Head, names: Iterable[str]) -> None:
        """Add other names of a record."""
        for name in names:
            if name and name != head.key:
                self._aliases.add((kept(name), head.id))
                self.call(head, name)

    def write(self, gave: dict[int, Gave]) -> None:
        """Write all that was decided; `gave` says by which reader each capture was read, and what it gave."""
        rows, fresh = self.rows, self._fresh
        parting = Parting.of_changed(rows, self._index.replaced())
        rows.many(statements.INSERT_RECORD, [msgspec.structs.astuple(head) for head in fresh.values()])
        changed = [msgspec.structs.astuple(head) for head in self._dirty.values() if head.id not in fresh]
        rows.many(statements.UPDATE_RECORD, [(*row[1:], row[0]) for row in changed])
        rows.many(statements.INSERT_VERSION, self._versions)
        self.layers.write()
        rows.many(statements.INSERT_ALIAS, sorted(self._aliases))
        self._index.write()
        moved = {head.id for head in self._dirty.values() if head.datestamp == self.now}
        parting.note(moved, run=self.run, at=self.at)
        rows.many(
            "UPDATE capture SET read = ?, reader = ?, gave = ? WHERE id = ?",
            [(True, one.reader, None if one.listed else _json(one.names), number) for number, one in gave.items()],
        )
        listed = [(packed(one.numbers), number) for number, one in gave.items() if one.listed]
        rows.many("UPDATE list_page SET gave = ? WHERE capture_id = ?", listed)


_encode = msgspec.json.Encoder().encode
_keys = msgspec.json.Decoder(list[str]).decode


def _json(value: Any) -> str | None:
    return _encode(value).decode() if value else None
