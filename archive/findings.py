"""What is wrong with the records in force, finding by finding, as a worklist; states.py keeps what became of each.

    store.findings.open(selection)    yields Found: id, entry_key, field as `correct` takes it, value, code, message

`open` only reads, leaves out what is waived, and streams in flat memory, ordered by source and key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from archive import heads
from archive.database import Database
from archive.selection import Selection
from schemas.envelope import Held

if TYPE_CHECKING:
    from schemas.rules import Finding

EVERYTHING = Selection()
_ENTRY = re.compile(r"contents\[(.+?)\](?:\.(\w+(?:\[\d+\])?(?:\.\w+(?:\[\d+\])?)*))?", re.S)
_POSITION = re.compile(r"\[\d+\]")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A finding of a record in force.

    `path` is its place in the record's JSON, `place` the same without positions and without the entry that `entry_key`
    names; `field` is what `correct` takes: the list for a member of a list, and "contents" where the entry itself is
    what is wrong. `value` is what the rule shows, which of a long text is a part.
    """

    code: str
    entry_key: str | None
    field: str
    id: str
    message: str
    path: str
    place: str
    severity: str
    value: str | None


class Findings:
    """The findings of an archive."""

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock = db, clock

    def open(self, selection: Selection = EVERYTHING) -> Iterator[Found]:
        """Yield the findings of the selected records that are to be worked on."""
        from schemas.rules import check  # the rules cost more to load than an archive to open

        today = self._clock().date()
        for held in heads.heads(self.db, selection):
            for one in check(held.record, today=today):
                yield found_of(held, one)


def found_of(held: Held, one: Finding) -> Found:
    """Return a finding as it stands in the worklist."""
    entry_key, place = place_of(one.path)
    return Found(
        code=one.code, entry_key=entry_key, field=place.partition("[")[0] or "contents", id=held.envelope.id,
        message=one.message, path=one.path, place=place, severity=one.severity, value=one.value,
    )  # fmt: skip


def place_of(path: str) -> tuple[str | None, str]:
    """Return the key of the entry that a path leads into, None for none, and the rest of the path without positions."""
    entry = _ENTRY.fullmatch(path)
    key, rest = (entry[1], entry[2] or "") if entry else (None, path)
    return key, _POSITION.sub("[]", rest)
