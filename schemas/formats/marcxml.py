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
READER = "marcxml/4"
LOSSES: dict[str, str] = {
    "*.as_printed": "the printed form, where it differs from the value; names stand inverted",
    "abstract.lang": "no subfield for the language of a summary",
    "abstract.text": "paragraphs are one line, and so is what LaTeX or markup put on lines of their own",
    "alternative_titles": "each once",
    "alternative_titles.*": "a colon in it begins the subtitle; a last full stop is a mark",
    "contents": "untitled entries make none; entries below entries stand in a row",
    "contents.contributors": "names stand in natural order, their parts are found again where that is certain",
    "contents.contributors.*": "as `contents.contributors`",
    "contents.dates": "no place",
    "contents.entries": "a contents note has one level",
    "contents.extract": "opening words never go out",
    "contents.identifiers": "the scheme of a number is told by its form",
    "contents.identifiers.*": "as `contents.identifiers`",
    "contents.label": "a last full stop is a mark",
    "contents.title": "marks of a contents note (` -- `, ` / `) inside a title part it",
    "contributors": "people and bodies stand apart (1XX, 700, 710, 720), so that the order may change",
    "contributors.affiliations": "the first affiliation",
    "contributors.family": "a name whose parts are not known is read into parts, where they are certain",
    "contributors.given": "as `contributors.family`",
    "contributors.kind": "as `contributors.family`",
    "contributors.name": "as `contributors.family`",
    "dates": "at most one of each kind",
    "dates.edtf": "a serial is open where nothing says that it has ended",
    "dates.kind": "264 and 008 tell publication from copyright, nothing else: a date of another kind that stands alone comes back as issued",
    "dates[accepted]": "no place",
    "dates[created]": "only with another date: 046 holds it, 264 the date of publication",
    "dates[modified]": "as `dates[created]`",
    "dates[submitted]": "no place",
    "extent": "a number of pages is written as `120 pages`",
    "identifiers": "addresses that hold an identifier give it; the order is that of the fields",
    "identifiers.of": "kept for ISBNs, in 020 $q, and nowhere else",
    "identifiers[citation]": "524 is not read back: in real files it is a way to cite, not a number",
    "identifiers[issn]": "the ISSN of a part of a series stands with the series",
    "identifiers[local]": "035 needs a system",
    "identifiers[oai]": "as `identifiers[local]`",
    "identifiers[report-number]": "the number of a series stands there",
    "languages": "the code of a language where its tag has variants",
    "links": "what a link leads to is told by its address and indicators",
    "links.*": "what a link leads to, and in which media type, is told by its address and indicators",
    "page_count": "it is read from the extent",
    "pages": "of a work that is no part",
    "pages.last": "a range of one page comes back as that page",
    "relations": "relations of which only an address is known stand in 856 42; those without a field of their own are 787",
    "relations.*": "relations of which only an address is known stand in 856 42; a journal is a host too",
    "rights.statement": "paragraphs are one line",
    "series": "a series without title has no place",
    "series.issn": "the ISSN of a part of a series stands with the series",
    "series.issue": "as `series.number`",
    "series.number": "number, volume and issue of a series are one number",
    "series.title": "without an article in 773",
    "series.volume": "as `series.number`",
    "subjects": "terms of lists stand before free ones, each once",
    "subjects.scheme": "a list without a code has no place: its terms are free ones",
    "subjects.uri": "as `subjects.scheme`: a free term has no address",
    "subjects.term": "a last full stop is a mark",
    "title.main": "a last full stop behind a single letter stays",
    "title.sub": "a last full stop is a mark",
    "type": "a work of no or another type is a monograph",
    "type_as_printed": "655 is not read where 336 or the leader says the type; a paper in proceedings comes back with the term for it",
    "edition": "the punctuation of the catalogue goes from its end",
    "rights": "a statement that is an address comes back as one; statements and addresses are told apart by their look",
}
"""What does not come back when this is read again, and why (schemas/losses.py)."""
TABLE, OPTIONS = "marc", Profile
"""The table [export.marc] in tocsin.toml, and what may stand there."""
NAMESPACES = frozenset({"http://www.loc.gov/MARC21/slim", "http://www.loc.gov/MARC21/slim/", "info:lc/xmlns/marcxchange-v1",
                        "info:lc/xmlns/marcxchange-v2", "http://www.bs.dk/standards/MarcXchange"})  # fmt: skip
"""Namespaces of the record: MARC 21 slim, and MarcXchange (ISO 25577), which has the same elements."""
ELEMENTS = frozenset({"record"})
PREFIXES = frozenset({"marcxml", "marc21", "oai_marc21", "marc", "marc21marcxml", "marc_xml", "marc21xml"})
"""What repositories call the format, for payloads whose element says nothing (no namespace, a wrong one)."""
SIGNS = (b"datafield", b"controlfield")
"""One of them stands in the beginning of a file whose element is a record of this kind, and of no other."""
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
