"""marc: MARC 21 bibliographic records as ISO 2709, as library systems load and give them; docs/marc.md says what goes where.

Reports, their entries as component parts, and tombstones. What a library sets is in [export.marc] of tocsin.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from schemas.envelope import Held
from schemas.formats.marcxml import LOSSES, build
from schemas.left_out import LeftOut, unnoticed
from schemas.readers.marc_binary import MarcRecords, looks_like_marc
from schemas.readers.marc_binary import marc_of as fields_of
from schemas.reading import Found
from schemas.record import Record
from schemas.writers.marc.iso2709 import record_bytes
from schemas.writers.marc.profile import PLAIN, Profile, style_of
from schemas.writers.marc.record import marc_of

__all__ = [
    "LOSSES",
    "MEDIA_TYPE",
    "NAME",
    "OPTIONS",
    "READER",
    "SUFFIX",
    "TABLE",
    "looks_like",
    "read",
    "record_of",
    "write",
]

NAME = "marc"
SUFFIX = ".mrc"
MEDIA_TYPE = "application/marc"
READER = "marc/4"
TABLE, OPTIONS = "marc", Profile
"""The table [export.marc] in tocsin.toml, and what may stand there."""


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed, options: Profile = PLAIN) -> int:
    """Write the records one after another and return how many; raises UsageError for options that cannot be.

    A record without title, or too long for the format, is left out whole.
    """
    style = style_of(options)
    count = 0
    for held in items:
        marc = marc_of(held, style, left_out)
        data = record_bytes(marc) if marc else None
        if isinstance(data, str):
            left_out(held, data)
        elif data:
            out.write(data)
            count += 1
    return count


def record_of(data: bytes) -> Record:
    """Return the record that the bytes of one MARC record describe; raises ReadError for what has no directory."""
    return build(fields_of(data))


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the records of a file, UTF-8 or MARC-8; raises ReadError where one cannot be read."""
    return MarcRecords(stream, build)


def looks_like(head: bytes) -> bool:
    """Tell whether a file begins with the leader of a record."""
    return looks_like_marc(head)
