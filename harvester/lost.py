"""The values of a page that did not win, by reading its kept bytes again; which wins is decided in pages/combine.py."""

from __future__ import annotations

from typing import Any

from archive.store import Store
from archive.why import Values
from harvester.ingest import readers_of_pages
from harvester.pages import read_page
from schemas.envelope import Held
from schemas.errors import NotFound


def lost_values(store: Store, held: Held) -> Values | None:
    """Return field -> carrier -> value of a version; None where its bytes are not kept, nothing where it is no page."""
    try:
        capture = store.capture_of(held.envelope.id, version=held.envelope.version)
    except NotFound:
        return None
    if held.envelope.captured is None or held.envelope.captured.reader not in readers_of_pages():
        return {}
    lost: dict[str, dict[str, Any]] = {}
    for found in read_page(capture, with_lost=True).found:
        for field, values in found.lost.items():
            lost.setdefault(field, {}).update(values)
    return lost
