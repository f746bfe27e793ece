"""mods: MODS 3 (Library of Congress), one record or a collection; read as the crosswalks of the format's keepers have it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from schemas.readers.mods_record import build, own_key
from schemas.readers.xml_files import XmlRecords, local_name
from schemas.reading import Found
from schemas.record import Record

NAME = "mods"
SUFFIX = ".xml"
MEDIA_TYPE = "application/mods+xml"
READER = "mods/1"
NAMESPACES = frozenset({"http://www.loc.gov/mods/v3", "http://www.loc.gov/mods/v3/", "http://www.loc.gov/mods/"})
ELEMENTS = frozenset({"mods"})


def record_of(element: Any) -> Record:
    """Return the record that a `mods` element describes; odd values are kept as printed."""
    return build(element)


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the records of a file, in whatever they are wrapped; raises ReadError where one cannot be read."""
    return XmlRecords(stream, lambda element: local_name(element.tag) in ELEMENTS, record_of, own_key)
