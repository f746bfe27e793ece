"""qdc: qualified Dublin Core (DCMI terms with encoding schemes), written from templates, for speed.

A file is `<records>` with one `qualifieddc` a record; each carries its namespaces and is valid by itself against
qualifieddc.xsd (DCMI, 2008-02-11). Extracts never go out, and it cannot say "deleted": a tombstone is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from schemas.crosswalk import wording
from schemas.crosswalk.dates import w3cdtf
from schemas.crosswalk.types import DCMI, EU_REPO
from schemas.crosswalk.unsaid import DUBLIN_CORE
from schemas.crosswalk.uris import address, is_uri, target
from schemas.crosswalk.xml import assembled, language, unremarkable, write_records
from schemas.envelope import Held
from schemas.left_out import LeftOut, living, unnoticed
from schemas.readers.dc_fields import qualified_fields
from schemas.readers.dc_record import build
from schemas.readers.xml_files import XmlRecords, local_name
from schemas.reading import Found
from schemas.record import ContentsEntry, Identifier, Record, walk

NAME = "qdc"
SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"
READER = "qdc/2"
LOSSES: dict[str, str] = DUBLIN_CORE | {
    "dates": "what W3CDTF can say: no seasons, no doubt, no intervals; at most one of each kind",
    "subjects.scheme": "only the lists that the schema has: LCSH, MeSH, DDC, LCC, UDC, TGN",
    "dates.kind": "kinds and forms of dates that the format has no element for",
    "rights.statement": "a statement that is an address comes back as one; statements and addresses are told apart by their look",
    "rights.uri": "a statement that is an address comes back as one; statements and addresses are told apart by their look",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""
NAMESPACES = frozenset(
    {
        "http://purl.org/dc/terms/",
        "http://dspace.org/qualifieddc/",
        "http://www.bl.uk/namespaces/oai_dcq/",
        "http://worldcat.org/xmlschemas/qdc-1.0/",
        "http://dublincore.org/schemas/xmls/qdc/",
        "http://www.dspace.org/xmlns/dspace/dim",
        "http://www.openarchives.org/OAI/2.0/oai_qdc/",
    }
)
"""Namespaces of the element around the terms (DSpace, OpenEdition and the British Library, CONTENTdm, DIM)."""
ELEMENTS = frozenset({"qualifieddc", "qdc", "dcterms", "dim", "oai_qdc", "oai_dcq", "oai_dcterms", "dublin_core"})
PREFIXES = frozenset({"oai_qdc", "qdc", "qualifieddc", "dcterms", "oai_dcterms", "dim", "oai_dcq"})
"""What repositories call the format, for payloads whose element says nothing (no namespace, a wrong one)."""

_OPEN = (
    '<qualifieddc xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)
_CLOSE = "</qualifieddc>\n"
DSPACE = "http://dspace.org/qualifieddc/"
"""The namespace that the container has inside OAI-PMH, which admits no element without one."""
_OPEN_DSPACE = _OPEN.replace("<qualifieddc ", f'<qualifieddc xmlns="{DSPACE}" ')
DATES = {
    "issued": "issued", "published": "issued", "online": "available", "copyright": "dateCopyrighted",
    "created": "created", "modified": "modified", "accepted": "dateAccepted", "submitted": "dateSubmitted",
}  # fmt: skip
"""Kind of date -> DCMI term."""
RELATIONS = frozenset(
    {
        "isVersionOf", "hasVersion", "isReplacedBy", "replaces", "isRequiredBy", "requires", "isPartOf", "hasPart",
        "isReferencedBy", "references", "isFormatOf", "hasFormat", "conformsTo",
    }
)  # fmt: skip
SUBJECTS = {"lcsh": "LCSH", "mesh": "MESH", "ddc": "DDC", "lcc": "LCC", "udc": "UDC"}
_TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write the records as one XML file and return how many."""
    return write_records(map(_written, living(items, left_out)), out)


def _written(held: Held) -> bytes:
    return element(held.record, clean=unremarkable(held.unkeyed))


def element(record: Record, *, clean: bool = False, named: bool = False) -> bytes:
    """Return the record as UTF-8 of one `qualifieddc` element with its namespaces; `clean`: no text needs escaping.

    With `named` the container has a namespace too, as DSpace gives it and as an OAI-PMH provider needs it.
    """
    parts: list[str] = []
    _titles(record, parts)
    _people(record, parts)
    _dates_and_type(record, parts)
    _work(record, parts)
    _identifiers(record, parts)
    _relations(record, parts)
    return assembled(_OPEN_DSPACE if named else _OPEN, parts, _CLOSE, clean=clean)


def _literal(term: str, value: str | None, parts: list[str]) -> None:
    if value:
        parts += (f"<{term}>", value, f"</{term}>\n")


def _uri(term: str, value: str | None, parts: list[str]) -> None:
    """A value that is a URI says so; any other is a literal, for the schema checks the form."""
    if value and is_uri(value):
        parts += (f'<{term} xsi:type="dcterms:URI">', value, f"</{term}>\n")
    else:
        _literal(term, value, parts)


def _titles(record: Record, parts: list[str]) -> None:
    if record.title:
        _literal("dc:title", wording.titled(record.title), parts)
    for title in record.alternative_titles:
        _literal("dcterms:alternative", wording.titled(title), parts)


def _people(record: Record, parts: list[str]) -> None:
    publishers = [record.publisher.name] if record.publisher and record.publisher.name else []
    for one in record.contributors:
        if one.role in wording.CREATORS:
            _literal("dc:creator", wording.inverted(one), parts)
        elif one.role not in wording.PUBLISHERS:
            _literal("dc:contributor", wording.inverted(one), parts)
        elif one.name not in publishers:
            publishers.append(one.name)
    for name in publishers:
        _literal("dc:publisher", name, parts)


def _dates_and_type(record: Record, parts: list[str]) -> None:
    for date in record.dates:
        if value := w3cdtf(date.edtf):
            term = DATES.get(date.kind, "date")
            parts += (f'<dcterms:{term} xsi:type="dcterms:W3CDTF">', value, f"</dcterms:{term}>\n")
    if kind := DCMI.get(record.type or ""):
        parts += ('<dc:type xsi:type="dcterms:DCMIType">', kind, "</dc:type>\n")
    _literal("dc:type", EU_REPO.get(record.type or ""), parts)
    _literal("dc:type", record.type_as_printed, parts)


def _work(record: Record, parts: list[str]) -> None:
    for text in record.abstract:
        parts += (f"<dcterms:abstract{language(text.lang)}>", text.text, "</dcterms:abstract>\n")
    if record.contents:
        _literal("dcterms:tableOfContents", wording.contents(record), parts)
    _literal("dcterms:extent", wording.extent(record), parts)
    for media_type in dict.fromkeys(link.media_type for link in record.links if link.media_type):
        parts += ('<dcterms:medium xsi:type="dcterms:IMT">', media_type, "</dcterms:medium>\n")
    for tag in record.languages:
        scheme = ' xsi:type="dcterms:RFC4646"' if _TAG.fullmatch(tag) else ""
        parts += (f"<dc:language{scheme}>", tag, "</dc:language>\n")
    for subject in record.subjects:
        known = SUBJECTS.get((subject.scheme or "").lower())
        scheme = f' xsi:type="dcterms:{known}"' if known else ""
        name = "coverage" if subject.scheme == "coverage" else "subject"
        parts += (f"<dc:{name}{scheme}>", subject.term, f"</dc:{name}>\n")
    for rights in record.rights:
        _literal("dc:rights", rights.statement, parts)
        _uri("dcterms:license" if rights.uri and is_uri(rights.uri) else "dc:rights", rights.uri, parts)


def _identifiers(record: Record, parts: list[str]) -> None:
    found = [address(one) for one in record.identifiers]
    found += [link.url for link in record.links if link.rel in ("landing", "fulltext")]
    for value in dict.fromkeys(found):
        _uri("dc:identifier", value, parts)
    _literal("dcterms:bibliographicCitation", wording.citation(record), parts)


def _relations(record: Record, parts: list[str]) -> None:
    for one in record.series:
        _literal("dcterms:isPartOf", wording.series(one), parts)
        _uri("dcterms:isPartOf", address(Identifier(scheme="issn", value=one.issn)) if one.issn else None, parts)
    if record.contents:
        for entry in walk(record.contents):
            _uri("dcterms:hasPart", _part(entry), parts)
    for relation in record.relations:
        _uri(f"dcterms:{relation.kind if relation.kind in RELATIONS else 'relation'}", target(relation), parts)


def _part(entry: ContentsEntry) -> str | None:
    """A part is named by its DOI, else its address, else its title; by nothing where it has none of them."""
    doi = next((address(one) for one in entry.identifiers if one.scheme == "doi"), None)
    return doi or entry.url or entry.title


def record_of(element: Any) -> Record:
    """Return the record that a `qualifieddc` element, or the like of it, describes; odd values are kept as printed."""
    return build(qualified_fields(element), refined=True)


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the records of a file, in whatever they are wrapped; raises ReadError where one cannot be read."""
    return XmlRecords(stream, lambda element: local_name(element.tag).lower() in ELEMENTS, record_of)
