"""What may leave the archive: no extract of a source that is not marked, no path of a saved file, nothing held back."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec

from schemas.envelope import Captured, Held
from schemas.record import ContentsEntry, Record, walk


def outgoing(held: Held, extracts: Collection[str], hidden: Collection[str] = ()) -> Held:
    """Return a record as it may go out: extracts only of the sources named, without the entries that are `hidden`."""
    record, envelope = held.record, held.envelope
    show = envelope.source in extracts
    if hidden or (not show and any(entry.extract for entry in walk(record.contents))):
        contents = tuple(_entries(record.contents, show, hidden))
        record = msgspec.structs.replace(record, contents=contents)
    captured = envelope.captured
    if captured and captured.url and not captured.url.startswith(("http://", "https://")):
        envelope = msgspec.structs.replace(envelope, captured=_without_path(captured))
    if record is held.record and envelope is held.envelope:
        return held
    return Held(envelope=envelope, record=record, host=held.host, label=held.label)


def _entries(entries: tuple[ContentsEntry, ...], show: bool, hidden: Collection[str]) -> list[ContentsEntry]:
    return [
        msgspec.structs.replace(
            one, extract=one.extract if show else None, entries=tuple(_entries(one.entries, show, hidden))
        )
        for one in entries
        if one.key not in hidden
    ]


def _without_path(captured: Captured) -> Captured:
    """Where a saved file lay is nobody's business; its name says what it was."""
    name = PurePosixPath(unquote(urlsplit(captured.url or "").path)).name
    return msgspec.structs.replace(captured, url=name or None)


def entry_of(record: Record, key: str) -> ContentsEntry | None:
    """Return the contents entry of a key, None where the record has none such."""
    return next((entry for entry in walk(record.contents) if entry.key == key), None)
