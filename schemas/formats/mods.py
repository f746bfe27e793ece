"""mods: MODS 3 (Library of Congress), one record or a collection; read as the crosswalks of the format's keepers have it.

A file is written as one `modsCollection` of MODS 3.8; each `mods` in it carries its namespaces and is valid by itself.
MODS cannot say "deleted": a tombstone is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from schemas.crosswalk.xml import write_records
from schemas.envelope import Held
from schemas.left_out import LeftOut, living, unnoticed
from schemas.readers.mods_record import build, own_key
from schemas.readers.xml_files import XmlRecords, local_name
from schemas.reading import Found
from schemas.record import Record
from schemas.writers import mods as writing

NAME = "mods"
SUFFIX = ".xml"
MEDIA_TYPE = "application/mods+xml"
READER = "mods/1"
NAMESPACES = frozenset({"http://www.loc.gov/mods/v3", "http://www.loc.gov/mods/v3/", "http://www.loc.gov/mods/"})
ELEMENTS = frozenset({"mods"})
PREFIXES = frozenset({"mods", "oai_mods", "mods3", "mods_full"})
"""What repositories call the format, for payloads whose element says nothing (no namespace, a wrong one)."""
_ROOT = 'modsCollection xmlns="http://www.loc.gov/mods/v3"'


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write the records as one collection and return how many."""
    return write_records(map(element, living(items, left_out)), out, root=_ROOT)


def element(held: Held) -> bytes:
    """Return the record as UTF-8 of one `mods` element with its namespaces, as an OAI-PMH provider needs it."""
    return writing.mods(held).encode("utf-8", "ignore")


def record_of(element: Any) -> Record:
    """Return the record that a `mods` element describes; odd values are kept as printed."""
    return build(element)


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the records of a file, in whatever they are wrapped; raises ReadError where one cannot be read."""
    return XmlRecords(stream, lambda element: local_name(element.tag) in ELEMENTS, record_of, own_key)
