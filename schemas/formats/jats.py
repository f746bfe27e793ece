"""jats: articles in JATS (NISO Z39.96) and the NLM tag sets before it, as files and as OAI-PMH payloads; only the front is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from schemas.errors import ReadError
from schemas.readers.jats_record import article
from schemas.readers.mods_elements import children
from schemas.readers.xml_files import XmlRecords, local_name
from schemas.reading import Found
from schemas.record import Record

NAME = "jats"
SUFFIX = ".xml"
MEDIA_TYPE = "application/jats+xml"
READER = "jats/1"
NAMESPACES = frozenset({"http://jats.nlm.nih.gov", "https://jats.nlm.nih.gov"})
SPACES = ("http://jats.nlm.nih.gov/", "https://jats.nlm.nih.gov/", "http://dtd.nlm.nih.gov/")
"""Beginnings of namespaces: kind and version follow. The standard has none, and most files bear none."""
ELEMENTS = frozenset({"article"})
PREFIXES = frozenset({"jats", "oai_jats", "nlm", "oai_nlm", "pmc", "pmc_fm"})
"""What repositories call the format, for payloads whose element says nothing."""
SIGNS = (b"<front>", b":front>", b"<front ", b"article-meta", b"journal-meta")
"""One of them stands in the beginning of a file: `article` is an element of HTML and DocBook too."""


def is_record(element: Any) -> bool:
    """Tell whether an element is an article with its front."""
    return local_name(element.tag) == "article" and next(children(element, "front"), None) is not None


def record_of(element: Any) -> Record:
    """Return the record that an `article` describes; raises ReadError for one that says nothing of itself."""
    record = article(element)
    if record.title is None and not record.identifiers:
        raise ReadError("an article without title and identifiers")
    return record


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the articles of a file; raises ReadError where one cannot be read."""
    return XmlRecords(stream, is_record, record_of)
