"""One record on the desk while rows of corrections are taken: each is tried over those before it; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from archive.batch import KEYS_EVER
from archive.database import Rows
from archive.keys import give_keys, with_keys
from archive.layer import Laid, Layered, equal, found_in, lay, place_of, plain, same
from archive.layers import CORRECTIONS, laid_of
from archive.relaying import said_by_source
from schemas.corrected import value_of
from schemas.corrected_text import in_force
from schemas.errors import NotFound, UsageError
from schemas.page_ends import ENDS, end_of, with_end
from schemas.record import ContentsEntry, Record, decode, walk


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that a person wants: `op` is set, add or remove; values are plain JSON values, None for nothing.

    `before` is the member of a list that what is added goes before; `current`, where given, must be in force: a value,
    or its text (`schemas.corrected_text`). The fields `pages.first` and `pages.last` set `pages`.
    """

    before: Any = None
    current: Any = None
    entry_key: str | None = None
    field: str
    id: str
    op: str = "set"
    reason: str
    value: Any = None


class Desk:
    """A record, what its source says and what is laid over it, kept up as corrections are taken.

    Looked at is the part of the record that a correction is about: a field, or an entry; all of it where entries come
    and go. So a row costs the same in a long contents list as in a short one.
    """

    def __init__(self, rows: Rows, number: int) -> None:
        self.number, self._rows = number, rows
        text, self._keys = said_by_source(rows, number)
        self._said = decode(text)
        self._laid = [laid_of(row) for row in rows.all(CORRECTIONS, number)]
        self._by_entry: dict[str | None, list[Laid]] = {}
        for one in self._laid:
            self._by_entry.setdefault(one.entry_key, []).append(one)
        self._entries = {
            key: (entry, self._keys[at : at + sum(1 for _ in walk((entry,)))])
            for at, (key, entry) in enumerate(zip(self._keys, walk(self._said.contents), strict=False))
        }
        self._found: dict[tuple[str | None, str], Any] = {}
        self._set: set[tuple[str | None, str]] = set()

    def take(self, one: Wanted, number: int, *, once: bool) -> tuple[Laid, list[Laid]] | None:
        """Take a correction and return it with those that it replaces.

        None with `once` where it is so already: that is how a file that is taken twice changes nothing. `current` is
        what was in force when the record came on the desk. Raises UsageError, and NotFound for an entry that is gone.
        """
        shown = self._view(one, ())
        now = _now(one, _plain(shown))
        found = self._found.setdefault((one.entry_key, one.field), now)
        said = _whole(one, _plain(shown))
        if once and self._is_so(said, _now(said, _plain(shown))):
            return None
        _check_current(one, found)
        if once and one.op == "set":
            if (one.entry_key, one.field) in self._set:
                raise UsageError(f"{one.id}: {one.field}: a row before this one sets another value")
            self._set.add((one.entry_key, one.field))
        return self._take(said, shown, number)

    def _take(self, one: Wanted, shown: Layered, number: int) -> tuple[Laid, list[Laid]]:
        mine = self._by_entry.setdefault(one.entry_key, [])
        former = [
            f for f in mine if f.field == one.field and (one.op == "set" or (f.op != "set" and f.value == one.value))
        ]
        beneath = self._view(one, former) if former else shown
        value = self._keyed(one, shown)
        made = Laid(
            base=_base(one, _plain(beneath), value), before=one.before, entry_key=one.entry_key, field=one.field,
            id=number, op=one.op, state="active", theirs=None, value=value,
        )  # fmt: skip
        _try(one, beneath, made)
        self._laid = [*(f for f in self._laid if f not in former), made] if former else [*self._laid, made]
        self._by_entry[one.entry_key] = [*(f for f in mine if f not in former), made]
        return made, former

    def _view(self, one: Wanted, without: Sequence[Laid]) -> Layered:
        """Return the part of the record that a correction is about, with what is laid over it but for some."""
        first = one.field.partition(".")[0]
        whole = [f for f in self._by_entry.get(None, ()) if f.field.partition(".")[0] == first]
        if one.entry_key is None and first != "contents":
            return lay(Record(**{first: getattr(self._said, first)}), (), [f for f in whole if f not in without], [])
        if one.entry_key in self._entries and not any(f.field == "contents" for f in self._by_entry.get(None, ())):
            entry, keys = self._entries[one.entry_key]
            part, laid = Record(contents=(entry,)), [f for key in keys for f in self._by_entry.get(key, ())]
        else:
            part, keys, laid = self._said, self._keys, self._laid
        return lay(part, keys, [f for f in laid if f not in without], [])

    def _is_so(self, one: Wanted, now: Any) -> bool:
        """Tell whether the record has what is wanted; what the source has come to contradict is to be decided anew."""
        mine = [f for f in self._by_entry.get(one.entry_key, ()) if f.field == one.field]
        if one.op == "set":
            return equal(now or None, one.value or None) and all(f.state != "conflict" for f in mine)
        if one.op == "add":
            return found_in(now or [], one.value, one.field) is not None
        return found_in(now or [], one.value, one.field) is None and any(
            f.op == "remove" and f.value == one.value for f in mine
        )

    def _keyed(self, one: Wanted, shown: Layered) -> Any:
        """Return the value; entries that are given get keys: those of the entries that they match, else new ones."""
        if one.entry_key is not None or one.field != "contents" or one.value is None or one.op == "remove":
            return one.value
        members = one.value if one.op == "set" else [one.value]
        try:
            given = Record(contents=msgspec.convert(members, tuple[ContentsEntry, ...]))
        except msgspec.ValidationError as error:
            raise UsageError(f"{one.id}: contents: {error}") from error
        former = list(zip(shown.keys, walk(shown.record.contents), strict=True)) if one.op == "set" else []
        packed = self._rows.all(KEYS_EVER, self.number, self.number)
        used = {key for (keys,) in packed for key in msgspec.json.decode(keys)}.union(shown.keys)
        made = plain(with_keys(given, give_keys(list(walk(given.contents)), former, used)))["contents"]
        return made if one.op == "set" else made[0]


def _plain(shown: Layered) -> dict[str, Any]:
    said: dict[str, Any] = plain(with_keys(shown.record, shown.keys))
    return said


def _now(one: Wanted, shown: dict[str, Any]) -> Any:
    """Return the value in force of a field; raises NotFound for an entry that is gone."""
    place = place_of(shown, one.entry_key, "pages" if one.field in ENDS else one.field)
    if place is None:
        raise NotFound(f"{one.id}: has no entry {one.entry_key}: tocsin show {one.id} lists those that it has")
    now = place[0].get(place[1])
    return end_of(now, one.field) if one.field in ENDS else now


def _whole(one: Wanted, shown: dict[str, Any]) -> Wanted:
    """Return what an end of a range of pages makes of the pages in force; any other correction is as it is wanted."""
    if one.field not in ENDS:
        return one
    pages = _now(msgspec.structs.replace(one, field="pages"), shown)
    return msgspec.structs.replace(one, field="pages", value=with_end(pages, one.field, one.value))


def _check_current(one: Wanted, now: Any) -> None:
    entry, name = one.entry_key is not None, one.field.rpartition(".")[2]
    if one.current is None or (not isinstance(one.current, str) and same(now, one.current, name)):
        return
    if isinstance(one.current, str) and in_force(one.field, one.current, now, entry=entry):
        return
    try:
        if isinstance(one.current, str) and same(now, value_of(one.field, one.current, entry=entry), name):
            return
    except UsageError:
        pass  # what is no value is none in force
    raise UsageError(f"{one.id}: {one.field}: the current value is no longer in force")


def _base(one: Wanted, said: dict[str, Any], value: Any) -> Any:
    holder, name = place_of(said, one.entry_key, one.field) or ({}, "")
    base = holder.get(name)
    if one.op == "set" and equal(base, value):
        raise UsageError(f"{one.id}: {one.field}: the source says so itself: there is nothing to correct")
    return base if one.op == "set" else None


def _try(one: Wanted, beneath: Layered, made: Laid) -> None:
    """Lay the correction over the record to see that it fits; raises UsageError."""
    try:
        lay(beneath.record, beneath.keys, [made], [])
    except (msgspec.ValidationError, AttributeError, TypeError) as error:
        raise UsageError(f"{one.id}: {one.field}: the value does not fit: {error}") from error
    if made.state == "retired":
        has = "has it not" if one.op == "remove" else "has it already"
        raise UsageError(f"{one.id}: {one.field}: the list {has}: there is nothing to correct")
