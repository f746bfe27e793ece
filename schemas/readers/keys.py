"""The key of a record that comes without one: the identifier in it that its source is most likely to keep."""

from __future__ import annotations

from schemas.record import Record

_SCHEMES = ("oai", "doi", "handle", "urn", "jstor", "isbn", "arxiv", "report-number", "local", "issn")
"""By this order: the repository's own name of the record first."""


def key_of(record: Record) -> str | None:
    """Return the identifier or else the landing page's address by which a record is kept, None where it has none."""
    found = {one.scheme: one.value for one in reversed(record.identifiers) if one.of != "series"}
    for scheme in _SCHEMES:
        if scheme in found:
            return found[scheme]
    return next((link.url for link in record.links if link.rel == "landing"), None)
