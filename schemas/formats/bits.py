"""bits: books in BITS (the Book Interchange Tag Suite), and the NLM book tag sets before it, with their parts as contents.

A `book-part-wrapper` is a chapter that comes by itself. The text of the parts is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from schemas.errors import ReadError
from schemas.readers.jats_record import book, part
from schemas.readers.mods_elements import children, down
from schemas.readers.xml_files import XmlRecords, local_name
from schemas.reading import Found
from schemas.record import Record

NAME = "bits"
SUFFIX = ".xml"
MEDIA_TYPE = "application/bits+xml"
READER = "bits/1"
NAMESPACES = frozenset({"http://jats.nlm.nih.gov/bits"})
ELEMENTS = frozenset({"book", "book-part-wrapper"})
PREFIXES = frozenset({"bits", "oai_bits", "nlm-book"})
"""What repositories call the format, for payloads whose element says nothing."""
SIGNS = (b"book-meta", b"book-part-meta", b"collection-meta", b"book-title-group")
"""One of them stands in the beginning of a file: `book` is an element of DocBook and of deposits with Crossref too."""


def is_record(element: Any) -> bool:
    """Tell whether an element is a book or a part by itself, with what is said of it."""
    name = local_name(element.tag)
    if name == "book-part-wrapper":
        return True
    if name != "book":
        return False
    return any(True for _ in children(element, "book-meta", "collection-meta")) or any(
        True for place in ("book-front", "front") for _ in down(element, place, "book-meta")
    )


def record_of(element: Any) -> Record:
    """Return the record of a book or part; raises ReadError for one that says nothing of itself."""
    record = part(element) if local_name(element.tag) == "book-part-wrapper" else book(element)
    if record.title is None and not record.identifiers:
        raise ReadError("a book without title and identifiers")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the books of a file; raises ReadError where one cannot be read."""
    return XmlRecords(stream, is_record, record_of)
