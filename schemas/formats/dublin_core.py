"""dc: simple Dublin Core (oai_dc) by notes of the OpenAIRE guidelines; written from templates, for speed.

A file is `<records>` with one `oai_dc:dc` a record; each carries its namespaces and is valid by itself against
oai_dc.xsd. Extracts never go out, and simple Dublin Core cannot say "deleted": a tombstone is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from schemas.crosswalk import wording
from schemas.crosswalk.dates import chosen
from schemas.crosswalk.languages import iso639_3
from schemas.crosswalk.types import DCMI, EU_REPO
from schemas.crosswalk.uris import plain, target
from schemas.crosswalk.xml import escape_texts, language, write_records
from schemas.envelope import Held
from schemas.record import Identifier, Record

NAME = "dc"
SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"

_OPEN = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">\n'
)
_CLOSE = "</oai_dc:dc>\n"


def write(items: Iterable[Held], out: BinaryIO) -> int:
    """Write the records as one XML file and return how many."""
    return write_records((element(held.record) for held in items if not held.record.deleted), out)


def element(record: Record) -> str:
    """Return the record as one `oai_dc:dc` element with its namespaces, as an OAI-PMH provider needs it."""
    parts: list[str] = []
    _titles(record, parts)
    _people(record, parts)
    _work(record, parts)
    _identifiers(record, parts)
    _relations(record, parts)
    escape_texts(parts)
    return f"{_OPEN}{''.join(parts)}{_CLOSE}"


def _titles(record: Record, parts: list[str]) -> None:
    titles = (record.title, *record.alternative_titles) if record.title else record.alternative_titles
    for title in titles:
        if text := wording.titled(title):
            parts += ("<dc:title>", text, "</dc:title>\n")


def _people(record: Record, parts: list[str]) -> None:
    publishers = [record.publisher.name] if record.publisher and record.publisher.name else []
    for one in record.contributors:
        if one.role in wording.CREATORS:
            parts += ("<dc:creator>", wording.inverted(one), "</dc:creator>\n")
        elif one.role not in wording.PUBLISHERS:
            parts += ("<dc:contributor>", wording.inverted(one), "</dc:contributor>\n")
        elif one.name not in publishers:
            publishers.append(one.name)
    for name in publishers:
        parts += ("<dc:publisher>", name, "</dc:publisher>\n")


def _work(record: Record, parts: list[str]) -> None:
    if date := chosen(record.dates):
        parts += ("<dc:date>", date, "</dc:date>\n")
    for kind in (EU_REPO.get(record.type or ""), DCMI.get(record.type or "")):
        if kind:
            parts += ("<dc:type>", kind, "</dc:type>\n")
    if record.type_as_printed and not record.type:
        parts += ("<dc:type>", record.type_as_printed, "</dc:type>\n")
    for text in record.abstract:
        parts += (f"<dc:description{language(text.lang)}>", text.text, "</dc:description>\n")
    if record.contents and (note := wording.contents(record)):
        parts += ("<dc:description>", note, "</dc:description>\n")
    if extent := wording.extent(record):
        parts += ("<dc:format>", extent, "</dc:format>\n")
    for media_type in dict.fromkeys(link.media_type for link in record.links if link.media_type):
        parts += ("<dc:format>", media_type, "</dc:format>\n")
    for tag in record.languages:
        parts += ("<dc:language>", iso639_3(tag), "</dc:language>\n")
    for subject in record.subjects:
        parts += ("<dc:subject>", subject.term, "</dc:subject>\n")
    for rights in record.rights:
        for said in (rights.statement, rights.uri):
            if said:
                parts += ("<dc:rights>", said, "</dc:rights>\n")


def _identifiers(record: Record, parts: list[str]) -> None:
    found = [plain(one) for one in record.identifiers]
    found += [link.url for link in record.links if link.rel in ("landing", "fulltext")]
    for value in dict.fromkeys(found):
        if value:
            parts += ("<dc:identifier>", value, "</dc:identifier>\n")


def _relations(record: Record, parts: list[str]) -> None:
    if record.type in wording.HOSTED and (source := wording.citation(record)):
        parts += ("<dc:source>", source, "</dc:source>\n")
    found = [wording.series(one) for one in record.series]
    found += [plain(Identifier(scheme="issn", value=one.issn)) for one in record.series if one.issn]
    found += [target(one) for one in record.relations]
    if record.contents:
        found += [plain(i) for e in wording.walk(record.contents) for i in e.identifiers if i.scheme == "doi"]
    for value in dict.fromkeys(found):
        if value:
            parts += ("<dc:relation>", value, "</dc:relation>\n")
