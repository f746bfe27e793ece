"""datacite: DataCite XML, kernel 4.6, as registrations and OAI-PMH (oai_datacite) bear it.

A file is `<resources>` with one `resource` a record, each with its namespaces and valid by itself. DataCite registers
DOIs: a record without one, or without a year, is left out; for creator, title and publisher it has a word for unknown.
Kernels 2 to 4 are read; what is in a file of DataCite's JSON is read by `datacite-json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from schemas.crosswalk.xml import write_records
from schemas.envelope import Held
from schemas.errors import ReadError
from schemas.left_out import LeftOut, living, unnoticed
from schemas.readers.datacite_work import build
from schemas.readers.datacite_xml import attributes_of
from schemas.readers.mods_elements import children
from schemas.readers.xml_files import XmlRecords, local_name
from schemas.reading import Found
from schemas.record import Record
from schemas.writers import datacite as writing

NAME = "datacite"
SUFFIX = ".xml"
MEDIA_TYPE = "application/vnd.datacite.datacite+xml"
READER = "datacite/3"
NAMESPACES = frozenset({"http://datacite.org/schema/kernel-4", "http://datacite.org/schema/kernel-3", "http://schema.datacite.org/oai/oai-1.1/",
                        "http://schema.datacite.org/oai/oai-1.0/"})  # fmt: skip
SPACES = ("http://datacite.org/schema/", "https://schema.datacite.org/", "http://schema.datacite.org/")
"""Beginnings of namespaces: the kernel's version follows."""
ELEMENTS = frozenset({"resource", "oai_datacite"})
PREFIXES = frozenset({"datacite", "oai_datacite", "datacite3", "datacite4", "oai_datacite3", "oai_datacite4"})
"""What repositories call the format, for payloads whose element says nothing."""
SIGNS = (b"datacite.org/", b"resourceTypeGeneral", b"identifierType", b"creatorName")
"""One of them stands in the beginning of a file: many formats have a `resource`."""


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


def is_record(element: Any) -> bool:
    """Tell whether an element is a `resource` with creators or titles."""
    return local_name(element.tag) == "resource" and any(True for _ in children(element, "creators", "titles"))


def record_of(element: Any) -> Record:
    """Return the record of a `resource`, also of one that OAI-PMH wraps; raises ReadError where it says nothing."""
    found = next((one for one in element.iter() if local_name(one.tag) == "resource"), element)
    record = build(attributes_of(found))
    if record.title is None and not record.identifiers:
        raise ReadError("a resource without title and identifiers")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the resources of a file, in whatever they are wrapped; raises ReadError where one cannot be read."""
    return XmlRecords(stream, is_record, record_of)
