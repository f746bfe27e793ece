"""One record out of an answer that may hold several; pure."""

from __future__ import annotations

import msgspec

from harvester.oai.shapes import OaiPage


def only(page: OaiPage, name: str) -> OaiPage:
    """Return the page with the record of one name only, the last of them, and what is damaged in it."""
    kept = [record for record in page.records if record.header.identifier == name][-1:]
    hurt = [damage for damage in page.damage if damage.identifier == name]
    return msgspec.structs.replace(page, records=tuple(kept), damage=tuple(hurt))
