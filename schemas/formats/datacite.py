"""datacite: DataCite XML, kernel 4.6, as registrations and OAI-PMH (oai_datacite) bear it.

A file is `<resources>` with one `resource` a record, each with its namespaces and valid by itself. DataCite registers
DOIs: a record without one, or without a year, is left out; for creator, title and publisher it has a word for unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from schemas.crosswalk.xml import write_records
from schemas.envelope import Held
from schemas.left_out import LeftOut, living, unnoticed
from schemas.writers import datacite as writing

NAME = "datacite"
SUFFIX = ".xml"
MEDIA_TYPE = "application/vnd.datacite.datacite+xml"


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write the records as one XML file and return how many."""
    return write_records(_elements(living(items, left_out), left_out), out, root="resources")


def _elements(items: Iterable[Held], left_out: LeftOut) -> Iterator[bytes]:
    for held in items:
        if reason := writing.refused(held.record):
            left_out(held, reason)
        else:
            yield element(held)


def element(held: Held) -> bytes:
    """Return the record as UTF-8 of one `resource` element with its namespaces."""
    return writing.resource(held.record, held).encode("utf-8", "ignore")
