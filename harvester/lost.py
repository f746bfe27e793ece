"""What the kept bytes of a version tell when they are read again: the values that did not win, and where those that did stand."""

from __future__ import annotations

from typing import Any

from archive.store import Store
from archive.why import Reread
from harvester.ingest import readers_of_pages
from harvester.oai.answers import read_answer
from harvester.oai.reading import looks_like_oai
from harvester.pages import read_page
from schemas.capture import Capture
from schemas.envelope import Held
from schemas.errors import NotFound
from schemas.payloads import read_payload
from schemas.tracing import traced


def lost_values(store: Store, held: Held) -> Reread | None:
    """Return what the bytes of a version tell of its values; None where they are not kept.

    Of a page the values that lost, of a record of OAI-PMH the elements that its values came from.
    """
    try:
        capture = store.capture_of(held.envelope.id, version=held.envelope.version)
    except NotFound:
        return None
    if held.envelope.captured is None:
        return Reread()
    if held.envelope.captured.reader in readers_of_pages():
        return _of_page(capture)
    return _of_answer(store, held, capture) if looks_like_oai(capture.body) else Reread()


def _of_page(capture: Capture) -> Reread:
    lost: dict[str, dict[str, Any]] = {}
    for found in read_page(capture, with_lost=True).found:
        for field, values in found.lost.items():
            lost.setdefault(field, {}).update(values)
    return Reread(lost=lost)


def _of_answer(store: Store, held: Held, capture: Capture) -> Reread:
    """Trace the values of the record of this name in an answer, the last of them, to the elements of its payload."""
    records = read_answer(capture.body).records
    named = [one for one in records if one.header.identifier == held.envelope.key]
    named = named or [one for one in records if _is_called(store, held, one.header.identifier)]
    if not named or named[-1].payload is None:
        return Reread()
    windows = store.ledger.windows(held.envelope.source)
    prefix = windows[-1].prefix if windows else None
    return Reread(read_from=traced(named[-1].payload, lambda payload: read_payload(payload, prefix=prefix).record))


def _is_called(store: Store, held: Held, name: str | None) -> bool:
    """Say whether a record had this name before it was moved."""
    try:
        return name is not None and store.get(f"{held.envelope.source}:{name}").envelope.id == held.envelope.id
    except NotFound:
        return False
