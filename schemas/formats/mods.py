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
READER = "mods/4"
LOSSES: dict[str, str] = {
    "*.as_printed": "the printed form, where it differs from the value",
    "alternative_titles": "a record without a title proper comes back with another title as its title",
    "alternative_titles.*": "a colon in it begins the subtitle; a last full stop is a mark",
    "contents": "dates and extracts of entries; untitled entries without pages; works inside that are relations come back as entries",
    "contents.*": "titles with their subtitles in one line; dates and extracts of entries have no place",
    "contributors": "a name twice in a role is one; the order may change with it",
    "contributors.family": "a name whose parts are not known is read into parts, where they are certain",
    "contributors.given": "as `contributors.family`",
    "contributors.kind": "as `contributors.family`",
    "contributors.name": "as `contributors.family`",
    "dates": "at most one of each kind, in the order of the elements",
    "dates.edtf": "days, without the time",
    "identifiers.of": "a word that is no form of a work",
    "identifiers[isbn-invalid]": "it is marked as invalid, and so are numbers of other works",
    "identifiers[issn-invalid]": "as `identifiers[isbn-invalid]`",
    "links": "each address once",
    "links.media_type": "media types stand apart from addresses",
    "links.rel": "related addresses have no mark",
    "links.url": "what a URI may not hold is escaped",
    "page_count": "it is read from the extent",
    "relations": "a journal is a host too; parts come back as contents; links of an unknown kind as relation",
    "relations.*": "a journal is a host too",
    "series": "each once",
    "series.number": "a number at the end of the title is read as such",
    "series.title": "as `series.number`",
    "subjects.scheme": "in lower case",
    "title": "as `alternative_titles`; a colon in the title begins the subtitle",
    "title.*": "a colon in the title begins the subtitle",
    "type": "`other` has no term",
    "type_as_printed": "a word that the format has as a term is the term; a paper in proceedings comes back with the term for it",
    "rights.statement": "a statement that is an address comes back as one; statements and addresses are told apart by their look",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""
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
