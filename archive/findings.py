"""What is wrong with the records in force, finding by finding, as a worklist; states.py keeps what became of each.

    store.findings.open(selection)    yields Found: id, entry_key, field as `correct` takes it, value, code, message

`open` only reads, leaves out what is waived, and streams in flat memory, ordered by source and key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from archive import heads, states
from archive.database import Database
from archive.selection import Selection, chosen
from archive.states import Sign, States
from archive.types import instant, to_second
from archive.waivers import HIDDEN, Covering, Waivers
from schemas.envelope import Held
from schemas.errors import StorageError

if TYPE_CHECKING:
    from schemas.rules import Finding

EVERYTHING = Selection()
AT_ONCE = 250
"""Records that are judged before what was found of them is kept."""
PAST = (
    "SELECT r.source, r.key, f.code, f.entry_key, f.place, f.value, f.since, f.ended, f.back, r.deleted,"
    f" {HIDDEN} FROM finding f JOIN record r ON r.id = f.record_id WHERE f.ended IS NOT NULL"
)
_ENTRY = re.compile(r"contents\[(.+?)\](?:\.(\w+(?:\[\d+\])?(?:\.\w+(?:\[\d+\])?)*))?", re.S)
_POSITION = re.compile(r"\[\d+\]")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A finding of a record in force: open, or waived by the waiver of a number.

    `path` is its place in the record's JSON, `place` the same without positions and without the entry that `entry_key`
    names; `field` is what `correct` takes: the list for a member of a list, and "contents" where the entry itself is
    what is wrong. `value` is what the rule shows, which of a long text is a part. `since` is when it was first seen,
    or last came `back`; None where that is not kept.
    """

    back: int
    code: str
    entry_key: str | None
    field: str
    id: str
    message: str
    path: str
    place: str
    severity: str
    since: str | None
    state: str
    value: str | None
    waiver: int | None


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that is over: fixed, or gone with its record, which is deleted or suppressed.

    `value` is not told while the record, or anything in it, is suppressed.
    """

    back: int
    code: str
    ended: str
    entry_key: str | None
    id: str
    place: str
    since: str
    state: str
    value: str | None


class Judged(msgspec.Struct, frozen=True):
    """A record in force and what is wrong with it."""

    held: Held
    found: tuple[Found, ...]


class Findings:
    """The findings of an archive.

    `unkept` says why what was found could not be kept, as in an archive that cannot be written; None where it was.
    """

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self._clock, self.waivers = db, clock, Waivers(db, clock)
        self.unkept: str | None = None

    def open(self, selection: Selection = EVERYTHING) -> Iterator[Found]:
        """Yield the findings of the selected records that are to be worked on."""
        for one in self.judged(selection):
            yield from (found for found in one.found if found.state == "open")

    def judged(self, selection: Selection = EVERYTHING, *, keep: bool = False) -> Iterator[Judged]:
        """Yield the selected records in force with what is wrong with each; with `keep` the states move by it."""
        from schemas.rules import check  # the rules cost more to load than an archive to open

        now = self._clock()
        at, today, covering = instant(now), now.date(), self.waivers.in_force()
        self.unkept = None
        stream = heads.numbered_heads(self.db, selection)
        while page := list(islice(stream, AT_ONCE)):
            checked = [(number, held, check(held.record, today=today)) for number, held in page]
            signs = {number: [_sign(one) for one in found] for number, _, found in checked}
            kept = self._kept(signs, at, keep=keep)
            for number, held, found in checked:
                yield Judged(held, _told(number, held, found, signs[number], kept, covering) if found else ())
        if keep and self.unkept is None:
            self._let_go(at)

    def waived(self, name: str) -> frozenset[tuple[str, str]]:
        """Return code and path of what is waived of a record (its id)."""
        if not self.waivers.in_force():
            return frozenset()
        judged = self.judged(Selection(ids=(name,)))
        return frozenset((one.code, one.path) for each in judged for one in each.found if one.state == "waived")

    def past(self, selection: Selection = EVERYTHING) -> Iterator[Past]:
        """Yield the findings of the selected records that are over, deleted records too."""
        where, values = chosen(selection, self.db.dialect)
        sql = "".join([PAST, *(f" AND {one}" for one in where), " ORDER BY r.source, r.key, f.code, f.id"])
        with self.db.reading() as rows:
            for page in self.db.stream(rows, sql, *values):
                for source, key, code, entry_key, place, value, since, ended, back, deleted, hidden in page:
                    yield Past(
                        back=back, code=code, ended=to_second(ended), entry_key=entry_key, id=f"{source}:{key}",
                        place=place, since=to_second(since), state="gone" if deleted else "fixed", value=None if hidden else value,
                    )  # fmt: skip

    def _kept(self, signs: dict[int, list[Sign]], at: str, *, keep: bool) -> States:
        if keep and self.unkept is None:
            try:
                return states.keep(self.db, signs, at)
            except StorageError as error:  # judged all the same
                self.unkept = str(error)
        return states.read(self.db, list(signs))

    def _let_go(self, at: str) -> None:
        try:
            states.let_go(self.db, at)
        except StorageError as error:
            self.unkept = str(error)


def _sign(one: Finding) -> Sign:
    return one.code, *place_of(one.path), one.value


def _told(
    number: int, held: Held, found: Sequence[Finding], signs: Sequence[Sign], kept: States, covering: Covering
) -> tuple[Found, ...]:
    name, source = held.envelope.id, held.envelope.source
    made = []
    for one, sign in zip(found, signs, strict=True):
        code, entry_key, place, value = sign
        waiver = covering.covers(number, source, code, entry_key, place, value) if covering else None
        state = kept.get((number, sign))
        told = Found(
            back=state.back if state else 0, code=code, entry_key=entry_key, id=name, message=one.message,
            field=place.partition("[")[0] or "contents", path=one.path, place=place, severity=one.severity,
            since=to_second(state.since) if state and state.ended is None else None, value=value, waiver=waiver,
            state="open" if waiver is None else "waived",
        )  # fmt: skip
        made.append(told)
    return tuple(made)


def place_of(path: str) -> tuple[str | None, str]:
    """Return the key of the entry that a path leads into, None for none, and the rest of the path without positions."""
    if "[" not in path:
        return None, path
    entry = _ENTRY.fullmatch(path)
    key, rest = (entry[1], entry[2] or "") if entry else (None, path)
    return key, _POSITION.sub("[]", rest)
