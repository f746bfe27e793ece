"""What a put changes, record by record and field by field: watched while it is written, or tried and not written."""

from __future__ import annotations

import msgspec

from archive.batch import Batch, Gave
from archive.database import Rows
from archive.differences import Difference, differences
from archive.lookup import Head, Past, Prepared
from archive.moments import When


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A version that a put makes: what of the record differs from the version that it follows.

    `kind` is new, changed, cosmetic, deleted, back or past (of the time of its capture; the version in force stays).
    """

    differences: tuple[Difference, ...]
    id: str
    kind: str


class Watched(Batch):
    """A batch that tells what it writes, in `written`; unless it is of `whole` captures these are not marked."""

    def __init__(self, rows: Rows, *, run: int, at: When, whole: bool = True) -> None:
        super().__init__(rows, run=run, at=at)
        self.written: list[Written] = []
        self._whole = whole

    def write(self, gave: dict[int, Gave]) -> None:
        """Write all that was decided."""
        super().write(gave if self._whole else {})

    def add_version(
        self, head: Head, one: Prepared, *, cause: str, cosmetic: bool, basis: Past | None, past: bool
    ) -> None:
        """Add a version and note what it changes."""
        before, keys = self.text(basis.id) if basis else (None, [])
        was_gone = bool(head.number) and head.deleted
        super().add_version(head, one, cause=cause, cosmetic=cosmetic, basis=basis, past=past)
        text, packed = self.texts[self._last_version]
        found = differences(before, text, keys, msgspec.json.decode(packed) if packed else [])
        kind = "past" if past else kind_of(before is None, was_gone, head.deleted, cosmetic)
        self.written.append(Written(id=f"{head.source}:{head.key}", kind=kind, differences=tuple(found)))


class Trial(Watched):
    """A batch that decides about everything and writes nothing."""

    def write(self, gave: dict[int, Gave]) -> None:
        """Write nothing."""


def kind_of(new: bool, was_gone: bool, gone: bool, cosmetic: bool) -> str:
    """Return what a version makes of a record: new, changed, cosmetic, deleted or back."""
    if gone and not was_gone:
        return "deleted"
    if was_gone and not gone:
        return "back"
    return "new" if new else "cosmetic" if cosmetic else "changed"
