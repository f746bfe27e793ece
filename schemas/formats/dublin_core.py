"""dc: simple Dublin Core (oai_dc) as the OpenAIRE guidelines put it; written from templates, for speed, and read from any container.

A file is `<records>` with one `oai_dc:dc` a record; each carries its namespaces and is valid by itself against
oai_dc.xsd. Extracts never go out, and simple Dublin Core cannot say "deleted": a tombstone is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from schemas.crosswalk import wording
from schemas.crosswalk.dates import chosen
from schemas.crosswalk.languages import iso639_3
from schemas.crosswalk.types import DCMI, EU_REPO
from schemas.crosswalk.uris import plain, target
from schemas.crosswalk.xml import assembled, language, unremarkable, write_records
from schemas.envelope import Held
from schemas.left_out import LeftOut, living, unnoticed
from schemas.readers.dc_fields import simple_fields
from schemas.readers.dc_record import build
from schemas.readers.xml_files import XmlRecords, local_name
from schemas.reading import Found
from schemas.record import Identifier, Record

NAME = "dc"
SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"
READER = "dc/1"
NAMESPACES = frozenset(
    {
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
        "http://www.openarchives.org/OAI/1.1/dc",
        "http://purl.org/dc/elements/1.1/",
        "http://oai.base-search.net/base_dc/",
        "http://ns.nsdl.org/nsdl_dc_v1.02/",
    }
)
"""Namespaces of the element around the fifteen that are read; a `dc` without any is taken too."""
ELEMENTS = frozenset({"dc", "nsdl_dc"})

_OPEN = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">\n'
)
_CLOSE = "</oai_dc:dc>\n"


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write the records as one XML file and return how many."""
    return write_records(map(_written, living(items, left_out)), out)


def _written(held: Held) -> bytes:
    return element(held.record, clean=unremarkable(held.canonical))


def element(record: Record, *, clean: bool = False) -> bytes:
    """Return the record as UTF-8 of one `oai_dc:dc` element with its namespaces, as an OAI-PMH provider needs it.

    `clean` says that no text in it needs escaping.
    """
    parts: list[str] = []
    _titles(record, parts)
    _people(record, parts)
    _work(record, parts)
    _identifiers(record, parts)
    _relations(record, parts)
    return assembled(_OPEN, parts, _CLOSE, clean=clean)


def _titles(record: Record, parts: list[str]) -> None:
    if record.title and (text := wording.titled(record.title)):
        parts += ("<dc:title>", text, "</dc:title>\n")
    for title in record.alternative_titles:
        if text := wording.titled(title):
            parts += ("<dc:title>", text, "</dc:title>\n")


def _people(record: Record, parts: list[str]) -> None:
    publishers = [record.publisher.name] if record.publisher and record.publisher.name else []
    for one in record.contributors:
        role = one.role
        if role in wording.CREATORS:
            parts += ("<dc:creator>", wording.inverted(one), "</dc:creator>\n")
        elif role not in wording.PUBLISHERS:
            parts += ("<dc:contributor>", wording.inverted(one), "</dc:contributor>\n")
        elif one.name not in publishers:
            publishers.append(one.name)
    for name in publishers:
        parts += ("<dc:publisher>", name, "</dc:publisher>\n")


def _work(record: Record, parts: list[str]) -> None:
    if date := chosen(record.dates):
        parts += ("<dc:date>", date, "</dc:date>\n")
    _type(record, parts)
    for text in record.abstract:
        parts += (f"<dc:description{language(text.lang)}>", text.text, "</dc:description>\n")
    if record.contents and (note := wording.contents(record)):
        parts += ("<dc:description>", note, "</dc:description>\n")
    if extent := wording.extent(record):
        parts += ("<dc:format>", extent, "</dc:format>\n")
    for media_type in (
        dict.fromkeys([link.media_type for link in record.links if link.media_type]) if record.links else ()
    ):
        parts += ("<dc:format>", media_type, "</dc:format>\n")
    for tag in record.languages:
        parts += ("<dc:language>", iso639_3(tag), "</dc:language>\n")
    for subject in record.subjects:
        parts += ("<dc:subject>", subject.term, "</dc:subject>\n")
    for rights in record.rights:
        for said in (rights.statement, rights.uri):
            if said:
                parts += ("<dc:rights>", said, "</dc:rights>\n")


def _type(record: Record, parts: list[str]) -> None:
    kind = record.type
    if not kind:
        if record.type_as_printed:
            parts += ("<dc:type>", record.type_as_printed, "</dc:type>\n")
        return
    if kind in EU_REPO:
        parts += ("<dc:type>", EU_REPO[kind], "</dc:type>\n")
    if kind in DCMI:
        parts += ("<dc:type>", DCMI[kind], "</dc:type>\n")


def _identifiers(record: Record, parts: list[str]) -> None:
    found = [plain(one) for one in record.identifiers]
    for link in record.links:
        if link.rel in ("landing", "fulltext"):
            found.append(link.url)
    for value in found if len(found) < 2 else dict.fromkeys(found):
        if value:
            parts += ("<dc:identifier>", value, "</dc:identifier>\n")


def _relations(record: Record, parts: list[str]) -> None:
    if record.type in wording.HOSTED and (source := wording.citation(record)):
        parts += ("<dc:source>", source, "</dc:source>\n")
    found = []
    for one in record.series:
        found.append(wording.series(one))
        if one.issn:
            found.append(plain(Identifier(scheme="issn", value=one.issn)))
    if record.relations:
        found += [target(one) for one in record.relations]
    if record.contents:
        found += [plain(i) for e in wording.walk(record.contents) for i in e.identifiers if i.scheme == "doi"]
    for value in found if len(found) < 2 else dict.fromkeys(found):
        if value:
            parts += ("<dc:relation>", value, "</dc:relation>\n")


def record_of(element: Any) -> Record:
    """Return the record that an `oai_dc:dc` element, or the like of it, describes; odd values are kept as printed."""
    return build(simple_fields(element))


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the records of a file, in whatever they are wrapped; raises ReadError where one cannot be read."""
    return XmlRecords(stream, lambda element: local_name(element.tag) in ELEMENTS, record_of)
