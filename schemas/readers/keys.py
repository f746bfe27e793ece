"""The key of a record that comes without one: the identifier in it that its source is most likely to keep."""

from __future__ import annotations

import re

from schemas.record import Record

_SCHEMES = ("oai", "doi", "handle", "urn", "jstor", "isbn", "arxiv", "report-number", "local", "issn")
"""By this order: the repository's own name of the record first."""
_COUNTED = re.compile(r"(?:ITEM-)?\d{1,6}")


def key_of(record: Record) -> str | None:
    """Return the identifier or else the landing page's address by which a record is kept, None where it has none."""
    found = {one.scheme: one.value for one in reversed(record.identifiers) if one.of != "series"}
    for scheme in _SCHEMES:
        if scheme in found:
            return found[scheme]
    return next((link.url for link in record.links if link.rel == "landing"), None)


def cited_key(record: Record, name: str) -> str | None:
    """Return the key of a record from a bibliography: its DOI, else the name that it has in its file.

    Names there (doe2021, ITEM-1) are another work's in the next file, and those that only count are no names.
    """
    doi = next((one.value for one in record.identifiers if one.scheme == "doi"), None)
    own = None if _COUNTED.fullmatch(name) else name or None
    return doi or own or key_of(record) or name or None
