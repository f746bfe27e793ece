"""marcxml: MARC 21 bibliographic records in XML, as libraries give them; read into a record as a library would want it.

What MARC says in 008, leader and indicators is used where the transcribed fields do not settle it. Cataloguing
punctuation is no part of a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from schemas.envelope import Held
from schemas.left_out import LeftOut, unnoticed
from schemas.readers.marc_agents import contributors_of
from schemas.readers.marc_contents import contents_of
from schemas.readers.marc_fields import Marc, fields_of
from schemas.readers.marc_hosts import add_hosts
from schemas.readers.marc_imprint import add_imprint
from schemas.readers.marc_numbers import identifiers_of
from schemas.readers.marc_texts import abstracts_of, links_of, rights_of, subjects_of
from schemas.readers.marc_titles import alternative_titles, edition_of, title_of
from schemas.readers.marc_types import type_of
from schemas.readers.xml_files import XmlRecords, local_name, namespace
from schemas.reading import Found
from schemas.record import Record
from schemas.writers.marc.profile import PLAIN, Profile, Style, style_of
from schemas.writers.marc.record import marc_of
from schemas.writers.marc.slim import NAMESPACE, record_xml

NAME = "marcxml"
SUFFIX = ".xml"
MEDIA_TYPE = "application/marcxml+xml"
READER = "marcxml/1"
TABLE, OPTIONS = "marc", Profile
"""The table [export.marc] in tocsin.toml, and what may stand there."""
NAMESPACES = frozenset({"http://www.loc.gov/MARC21/slim", "http://www.loc.gov/MARC21/slim/", "info:lc/xmlns/marcxchange-v1",
                        "info:lc/xmlns/marcxchange-v2", "http://www.bs.dk/standards/MarcXchange"})  # fmt: skip
"""Namespaces of the record: MARC 21 slim, and MarcXchange (ISO 25577), which has the same elements."""
ELEMENTS = frozenset({"record"})
_OPEN = f'<record xmlns="{NAMESPACE}">'


def is_record(element: Any) -> bool:
    """Tell whether an element is a MARC record: by its namespace, or by its fields where it has none."""
    if local_name(element.tag) != "record":
        return False
    return namespace(element.tag) in NAMESPACES or any(
        local_name(child.tag) in ("datafield", "leader") for child in element
    )


def record_of(element: Any) -> Record:
    """Return the record that a MARC `record` element describes; raises ReadError for one without any field."""
    return build(fields_of(element))


def build(marc: Marc) -> Record:
    """Return the record that the fields make."""
    kind, printed = type_of(marc)
    title = title_of(marc)
    made: dict[str, Any] = {"type": kind, "type_as_printed": printed, "title": title}
    made["alternative_titles"] = alternative_titles(marc, title)
    made["contributors"] = contributors_of(marc)
    made["edition"] = edition_of(marc)
    made["contents"] = contents_of(marc)
    made["abstract"], made["subjects"], made["rights"] = abstracts_of(marc), subjects_of(marc), rights_of(marc)
    made["links"], others = links_of(marc)
    own = identifiers_of(marc)
    made["identifiers"] = (*own, *[one for one in dict.fromkeys(others) if one not in own])
    made["deleted"] = marc.kind(5) == "d"
    add_imprint(marc, made)
    add_hosts(marc, made)
    return Record(**made)


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed, options: Profile = PLAIN) -> int:
    """Write a collection and return how many records; raises UsageError for options that cannot be.

    The fields are those of `marc`, so a record without title is left out; its length has no limit here.
    """
    style = style_of(options)
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="{NAMESPACE}">\n'.encode())
    count = 0
    for held in items:
        if marc := marc_of(held, style, left_out):
            out.write(record_xml(marc).encode())
            count += 1
    out.write(b"</collection>\n")
    return count


def element(held: Held, style: Style, left_out: LeftOut = unnoticed) -> bytes | None:
    """Return the record as UTF-8 of one `record` element with its namespace, as an OAI-PMH provider needs it.

    None, told to `left_out`, where it has no title.
    """
    marc = marc_of(held, style, left_out)
    return record_xml(marc, _OPEN).encode() if marc else None


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the records of a collection, a single record or a search response; raises ReadError where one cannot be read."""
    return XmlRecords(stream, is_record, record_of, _control_number)


def _control_number(element: Any) -> str | None:
    for child in element:
        if local_name(child.tag) == "controlfield" and child.get("tag") == "001" and child.text and child.text.strip():
            return str(child.text.strip())
    return None
