"""Corrections and suppressions of the records of a batch: looked up, laid over what is put, their states written back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from archive import statements
from archive.database import Rows
from archive.layer import IN_FORCE, Laid, Layered, lay
from archive.types import bound_list
from schemas.record import ContentsEntry, Record, walk

ANY = "SELECT EXISTS (SELECT 1 FROM correction), EXISTS (SELECT 1 FROM suppression), EXISTS (SELECT 1 FROM beneath)"
CORRECTIONS = (
    "SELECT id, entry_key, field, op, value, before, base, theirs, state FROM correction"
    f" WHERE record_id = ? AND state IN {IN_FORCE!r} ORDER BY id"
)
GIVEN = (
    "SELECT value FROM correction WHERE record_id = ? AND field = 'contents' AND entry_key IS NULL AND op <> 'remove'"
    f" AND state IN {IN_FORCE!r} ORDER BY id"
)
TITLES = (
    "SELECT entry_key, value FROM correction WHERE record_id = ? AND field = 'title' AND entry_key IS NOT NULL"
    f" AND op = 'set' AND state IN {IN_FORCE!r} ORDER BY id"
)
HELD_BACK = "SELECT record_id FROM suppression WHERE entry_key IS NULL AND lifted IS NULL"
SUPPRESSIONS = "SELECT entry_key FROM suppression WHERE record_id = ? AND lifted IS NULL"


class Layers:
    """What is laid over records; `beneath` has the digests of what sources say under versions in force."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.beneath: dict[int, bytes] = {}
        self._any = any(rows.first(ANY) or ())
        self._held_back: set[int] | None = None
        self._made: list[tuple[Any, ...]] = []
        self._states: list[tuple[Any, ...]] = []

    def load(self, versions: Sequence[int]) -> None:
        """Look up what lies beneath versions; an archive without corrections is not asked."""
        if self._any and versions:
            found = self.rows.all(
                "SELECT version_id, digest FROM beneath WHERE version_id IN ?",
                bound_list(self.rows.dialect, list(versions)),
            )
            self.beneath.update((number, bytes(digest)) for number, digest in found)

    def over(self, record_id: int, record: Record, keys: Sequence[str], *, run: int) -> Layered | None:
        """Return a record with what is laid over it, None where nothing is; states that change are noted."""
        if not self._any:
            return None
        corrections = [laid_of(row) for row in self.rows.all(CORRECTIONS, record_id)]
        hidden = [key for (key,) in self.rows.all(SUPPRESSIONS, record_id)]
        if not corrections and not hidden:
            return None
        before = [(one.state, one.theirs) for one in corrections]
        layered = lay(record, keys, corrections, hidden)
        for one, was in zip(corrections, before, strict=True):
            if (one.state, one.theirs) != was:
                ended = None if one.state in IN_FORCE else run
                self._states.append((one.state, packed_value(one.theirs), ended, one.id))
        return layered

    def holds_back(self, record_id: int) -> bool:
        """Say whether a record is suppressed as a whole."""
        if self._held_back is None:
            self._held_back = {number for (number,) in self.rows.all(HELD_BACK)} if self._any else set()
        return record_id in self._held_back

    def given(self, record_id: int) -> list[tuple[str, ContentsEntry]]:
        """Return the contents entries that corrections give a record, with their keys: its source may come to have them."""
        entries = []
        for (value,) in self.rows.all(GIVEN, record_id) if self._any else ():
            said = unpacked_value(value)
            entries += msgspec.convert(said if isinstance(said, list) else [said], list[ContentsEntry])
        return [(entry.key, entry) for entry in walk(entries) if entry.key]

    def titled(self, record_id: int, former: list[tuple[str, ContentsEntry]]) -> list[tuple[str, ContentsEntry]]:
        """Return entries with the titles that people supplied: a source that finds them later is known by them."""
        found = dict(self.rows.all(TITLES, record_id)) if self._any and former else {}
        return [
            (key, msgspec.structs.replace(entry, title=unpacked_value(found[key])))
            if key in found and entry.pages and not entry.title
            else (key, entry)
            for key, entry in former
        ]

    def put(self, version_id: int, digest: bytes, entry_keys: str | None, text: str) -> None:
        """Note what lies beneath a version that is made."""
        self.beneath[version_id] = digest
        self._made.append((version_id, digest, entry_keys, text))

    def write(self) -> None:
        """Write what was noted."""
        self.rows.many(statements.INSERT_BENEATH, self._made)
        self.rows.many("UPDATE correction SET state = ?, theirs = ?, ended = ? WHERE id = ?", self._states)


def laid_of(row: tuple[Any, ...]) -> Laid:
    """Return a correction from a row of the columns of CORRECTIONS."""
    number, entry_key, field, op, value, before, base, theirs, state = row
    return Laid(
        id=number, entry_key=entry_key, field=field, op=op, state=state, value=unpacked_value(value),
        before=unpacked_value(before), base=unpacked_value(base), theirs=unpacked_value(theirs),
    )  # fmt: skip


def packed_value(value: Any) -> str | None:
    """Return a value as JSON text, None for none."""
    return None if value is None else msgspec.json.encode(value).decode()


def unpacked_value(text: str | None) -> Any:
    """Return the value that JSON text says, None for none."""
    return None if text is None else msgspec.json.decode(text)
