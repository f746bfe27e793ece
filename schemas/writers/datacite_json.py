"""A record in DataCite's JSON: the fields of the `resource` that is written, by their names there."""

from __future__ import annotations

from typing import Any

from lxml import etree

from schemas.crosswalk.plain_text import block
from schemas.envelope import Held
from schemas.readers.datacite_xml import attributes_of
from schemas.writers.datacite import UNKNOWN, resource

VERSION = "http://datacite.org/schema/kernel-4"
_UNKNOWN = {"creators": [{"name": UNKNOWN}], "titles": [{"title": UNKNOWN}], "publisher": {"name": UNKNOWN}}
"""What must be there, where nothing is left of it."""


def work_of(held: Held) -> dict[str, Any]:
    """Return the record as one work; what the XML cannot hold or nothing is left of is not there."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    made = attributes_of(etree.fromstring(resource(held.record, held).encode("utf-8", "ignore"), parser))
    known = {name: found for name, value in made.items() if (found := _said(value))}
    landing = [one for one in known.get("alternateIdentifiers", ()) if one["alternateIdentifierType"] == "URL"]
    if landing:
        known["url"] = landing[0]["alternateIdentifier"]
        rest = [one for one in known.pop("alternateIdentifiers") if one not in landing]
        known |= {"alternateIdentifiers": rest} if rest else {}
    return {"doi": known.pop("doi"), **_UNKNOWN} | known | {"schemaVersion": VERSION}


def _said(value: Any) -> Any:
    """A value whose texts are clean; each object once, and without its first field (its text) it is nothing."""
    if isinstance(value, str):
        return block(value)
    if isinstance(value, dict):
        found = {name: said for name, one in value.items() if (said := _said(one))}
        return found if next(iter(value), None) in found else None
    kept = [said for one in value if (said := _said(one))]
    return [one for number, one in enumerate(kept) if one not in kept[:number]]
