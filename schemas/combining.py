"""Records of one work from several sources as one record: field by field, by the order they are given in; nothing is decided here of what is one work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from schemas.envelope import Envelope, Held
from schemas.record import ContentsEntry, Record

FIELDS = tuple(name for name in Record.__struct_fields__ if name != "deleted")


class CombinedHeld(Held):
    """A record that several records of one work make; `contents_of` is the envelope of the one that its contents are from."""

    __slots__ = ("contents_of",)

    def __init__(
        self, *, envelope: Envelope, record: Record, contents_of: Envelope | None, entered: str | None = None
    ) -> None:
        super().__init__(envelope=envelope, record=record, entered=entered)
        self.contents_of = contents_of


class Combined(msgspec.Struct, frozen=True, kw_only=True):
    """The one record; by field the id of the record that it is from, and what the others say there, by their ids."""

    found_in: Mapping[str, str]
    lost: Mapping[str, Mapping[str, Any]]
    record: Record


def combine(members: Sequence[Held]) -> Combined:
    """Combine records: each field from the first that has it, contents from the first whose entries have titles.

    Deleted records say nothing unless all are deleted.
    """
    live = [one for one in members if not one.record.deleted]
    values: dict[str, Any] = {"deleted": not live}
    found_in: dict[str, str] = {}
    lost: dict[str, dict[str, Any]] = {}
    for field in FIELDS:
        held = {
            one.envelope.id: value for one in live or members if (value := getattr(one.record, field)) not in (None, ())
        }
        if not held:
            continue
        winner = next((name for name, value in held.items() if field != "contents" or _titled(value)), next(iter(held)))
        found_in[field], values[field] = winner, held[winner]
        if others := {name: value for name, value in held.items() if name != winner and value != held[winner]}:
            lost[field] = others
    return Combined(found_in=found_in, lost=lost, record=Record(**values))


def as_held(members: Sequence[Held], oldest: Envelope) -> Held:
    """Return the combined record under the name of the oldest member, with the latest datestamp of all."""
    combined = combine(members)
    envelope = msgspec.structs.replace(
        oldest, captured=None, datestamp=max(one.envelope.datestamp for one in members), found_in=combined.found_in
    )
    where = combined.found_in.get("contents")
    contents_of = next((one.envelope for one in members if one.envelope.id == where), None)
    entered = min(one.entered or one.envelope.datestamp for one in members)
    return CombinedHeld(envelope=envelope, record=combined.record, contents_of=contents_of, entered=entered)


def preferred(members: Iterable[Held], prefer: Sequence[str]) -> list[Held]:
    """Return records in the order of their sources in `prefer`; those of other sources follow as they stand."""
    place = {source: number for number, source in enumerate(prefer)}
    return sorted(members, key=lambda one: place.get(one.envelope.source, len(place)))


def entries_under_own_names(entries: Iterable[Held]) -> Iterator[Held]:
    """Yield entries of a combined record under the ids that they have in the record that they are from.

    Entry keys are given within one source record; under the name of another they would name other entries.
    """
    for entry in entries:
        host = entry.host
        if isinstance(host, CombinedHeld) and host.contents_of is not None:
            own, tail = host.contents_of, entry.envelope.key[len(host.envelope.key) :]
            envelope = msgspec.structs.replace(
                entry.envelope, id=own.id + tail, source=own.source, key=own.key + tail, found_in={}
            )
            yield Held(envelope=envelope, record=entry.record, host=host, label=entry.label)
        else:
            yield entry


def _titled(entries: Sequence[ContentsEntry]) -> bool:
    return any(entry.title or _titled(entry.entries) for entry in entries)
