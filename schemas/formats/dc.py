"""dc: simple Dublin Core (oai_dc) as the OpenAIRE guidelines put it; written from templates, for speed, and read from any container.

A file is `<records>` with one `oai_dc:dc` a record; each carries its namespaces and is valid by itself against
oai_dc.xsd. Extracts never go out, and simple Dublin Core cannot say "deleted": a tombstone is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, BinaryIO

import msgspec

from schemas.crosswalk import wording
from schemas.crosswalk.dates import chosen
from schemas.crosswalk.languages import iso639_3
from schemas.crosswalk.types import DCMI, EU_REPO
from schemas.crosswalk.unsaid import DUBLIN_CORE
from schemas.crosswalk.uris import plain, target
from schemas.crosswalk.xml import assembled, language, unremarkable, write_records
from schemas.envelope import Held
from schemas.left_out import NO_DELETED, LeftOut, unnoticed
from schemas.reading import Found
from schemas.record import Identifier, Link, Record, walk

NAME = "dc"
SUFFIX = ".xml"
MEDIA_TYPE = "application/xml"
READER = "dc/2"
LOSSES: dict[str, str] = DUBLIN_CORE | {
    "abstract": "a text that is a contents note comes back as contents, a very short one is a note",
    "abstract.*": "as `abstract`",
    "dates": "one date, what W3CDTF can say of it, without its kind",
    "dates.kind": "one date, without its kind",
    "languages": "ISO 639-3: no regions",
    "subjects.scheme": "terms without the list that they are from",
    "rights.statement": "a statement that is an address comes back as one; statements and addresses are told apart by their look",
    "rights.uri": "a statement that is an address comes back as one; statements and addresses are told apart by their look",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""
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
PREFIXES = frozenset({"oai_dc", "dc"})
"""What repositories call the format, for payloads whose element says nothing (no namespace, a wrong one)."""

_OPEN = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">\n'
)
_CLOSE = "</oai_dc:dc>\n"
_OWN = frozenset({"landing", "fulltext"})
"""Links that lead to the work itself."""


class _Prose(msgspec.Struct, frozen=True, gc=False):
    """Running text as canonical JSON has it, in quotes: where nothing in it is escaped it is XML text as it stands."""

    text: msgspec.Raw
    lang: str | None = None


class _Unremarkable(Record, frozen=True, kw_only=True, gc=False):
    """A record in which no text needs escaping: its abstracts, half of all its text, need not become strings and bytes again."""

    abstract: tuple[_Prose, ...] = ()  # type: ignore[assignment]


_decode = msgspec.json.Decoder(_Unremarkable).decode


def write(items: Iterable[Held], out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write the records as one XML file and return how many."""
    return write_records(_written(items, left_out), out)


def _written(items: Iterable[Held], left_out: LeftOut) -> Iterator[bytes]:
    for held in items:
        if data := element_of(held):
            yield data
        else:
            left_out(held, NO_DELETED)


def element_of(held: Held) -> bytes | None:
    """Return a record as UTF-8 of one `oai_dc:dc` element with its namespaces, as an OAI-PMH provider needs it; None for a tombstone."""
    text = held.unkeyed
    if text is None or not unremarkable(text):
        return None if held.record.deleted else _escaped(held.record)
    record = _decode(text)
    return None if record.deleted else _unescaped(record)


def _escaped(record: Record) -> bytes:
    parts: list[str] = []
    _up_to_abstract(record, parts)
    for text in record.abstract:
        parts += (_description(text.lang), text.text, "</dc:description>\n")
    _after_abstract(record, parts)
    return assembled(_OPEN, parts, _CLOSE)


def _unescaped(record: _Unremarkable) -> bytes:
    before = [_OPEN]
    _up_to_abstract(record, before)
    after: list[str] = []
    _after_abstract(record, after)
    texts = [
        b"%b%b</dc:description>\n" % (_description(one.lang).encode(), bytes(one.text)[1:-1]) for one in record.abstract
    ]
    return b"".join(["".join(before).encode(), *texts, "".join([*after, _CLOSE]).encode()])


def _up_to_abstract(record: Record, parts: list[str]) -> None:
    _titles(record, parts)
    _people(record, parts)
    if date := chosen(record.dates):
        parts += ("<dc:date>", date, "</dc:date>\n")
    _type(record, parts)


def _after_abstract(record: Record, parts: list[str]) -> None:
    _work(record, parts)
    _identifiers(record, parts)
    _relations(record, parts)


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
    if record.contents and (note := wording.contents(record)):
        parts += ("<dc:description>", note, "</dc:description>\n")
    if extent := wording.extent(record):
        parts += ("<dc:format>", extent, "</dc:format>\n")
    if record.links:
        _media_types(record.links, parts)
    for tag in record.languages:
        parts += ("<dc:language>", iso639_3(tag), "</dc:language>\n")
    for subject in record.subjects:
        name = "coverage" if subject.scheme == "coverage" else "subject"
        parts += (f"<dc:{name}>", subject.term, f"</dc:{name}>\n")
    for rights in record.rights:
        for said in (rights.statement, rights.uri):
            if said:
                parts += ("<dc:rights>", said, "</dc:rights>\n")


@lru_cache(1024)
def _description(lang: str | None) -> str:
    return f"<dc:description{language(lang)}>"


def _media_types(links: tuple[Link, ...], parts: list[str]) -> None:
    said: list[str] = []
    for link in links:
        if link.media_type and link.media_type not in said:
            said.append(link.media_type)
            parts += ("<dc:format>", link.media_type, "</dc:format>\n")


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
    if record.type_as_printed:
        parts += ("<dc:type>", record.type_as_printed, "</dc:type>\n")


def _identifiers(record: Record, parts: list[str]) -> None:
    found = [plain(one) for one in record.identifiers]
    found += [link.url for link in record.links if link.rel in _OWN]
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
        found += [plain(i) for e in walk(record.contents) for i in e.identifiers if i.scheme == "doi"]
    for value in found if len(found) < 2 else dict.fromkeys(found):
        if value:
            parts += ("<dc:relation>", value, "</dc:relation>\n")


def record_of(element: Any) -> Record:
    """Return the record that an `oai_dc:dc` element, or the like of it, describes; odd values are kept as printed."""
    return _reading()(element)


@lru_cache(maxsize=1)
def _reading() -> Callable[[Any], Record]:
    from schemas.readers.dc_fields import simple_fields  # what only reads costs an export 50 ms
    from schemas.readers.dc_record import build

    return lambda element: build(simple_fields(element))


def read(stream: BinaryIO) -> Iterator[Found]:
    """Read the records of a file, in whatever they are wrapped; raises ReadError where one cannot be read."""
    from schemas.readers.xml_files import XmlRecords, local_name

    return XmlRecords(stream, lambda element: local_name(element.tag) in ELEMENTS, record_of)
