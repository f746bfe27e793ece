"""Entries of BibTeX and biblatex: which type a record is, and what has a field on it; the fields' names are the formats'.

What a type does not take (biblatex manual 2.1, data model 2.3; btxdoc 3.1) is printed in `note` where a citation would
say it (series, edition, editors) and kept in the annotation, which styles do not print, where not (ISBN, contents).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from schemas.crosswalk import citing
from schemas.crosswalk.latex import escaped, escaped_bytes, listed, names, titled, unprinted, verbatim
from schemas.crosswalk.wording import PUBLISHERS, contents, ranges
from schemas.envelope import Held
from schemas.record import Contributor, Record

DATE = re.compile(
    r"(?:(?:\d{4}(?:-\d\d(?:-\d\d)?)?[~?%]?|\d{3}X|\d\dXX)(?:/(?:\d{4}(?:-\d\d(?:-\d\d)?)?[~?%]?|\.\.)?)?)", re.A
)
"""Dates of biblatex: EDTF level 1 as its manual has it (2.3.8), without times."""


class Kind(NamedTuple):
    """An entry type: which field takes the publisher, and which of the others it has."""

    entry: str
    publisher: str = ""
    place: bool = False
    isbn: bool = False
    issn: bool = False
    series: bool = False
    edition: bool = False
    editor: bool = False
    translator: bool = False
    kind: bool = False
    pagetotal: bool = False


_BOOK = Kind("book", "publisher", True, True, False, True, True, True, True, False, True)
KINDS = {
    "report": Kind("report", "institution", place=True, kind=True, pagetotal=True),
    "book": _BOOK,
    "collection": _BOOK._replace(entry="collection"),
    "proceedings": _BOOK._replace(entry="proceedings", edition=False, translator=False),
    "chapter": _BOOK._replace(entry="incollection", editor=False, pagetotal=False),
    "paper": _BOOK._replace(entry="inproceedings", edition=False, editor=False, translator=False, pagetotal=False),
    "article": Kind("article", issn=True, editor=True, translator=True),
    "thesis": Kind("thesis", "institution", place=True, kind=True, pagetotal=True),
    "journal": Kind("periodical", issn=True, editor=True),
    "issue": Kind("periodical", issn=True, editor=True),
    "dataset": Kind("dataset", "publisher", place=True, kind=True, editor=True),
    "post": Kind("online", "organization", editor=True, translator=True),
    "": Kind("misc", "organization", place=True, kind=True, editor=True, translator=True),
}
"""By type of record; `collection` is a report or book of editors alone."""
_EDITED = {name: KINDS[name]._replace(editor=True) for name in ("chapter", "paper")}
_OTHER = KINDS[""]
_RANGE = re.compile(r"(?<![-}])-(?![-{])")
"""A hyphen that stands alone: between two pages."""
_BOOKS = frozenset({"report", "book"})
_NUMBERED = frozenset({"report", "dataset"})
_PAGED = frozenset({"article", "incollection", "inproceedings"})
_NO_AUTHOR = frozenset({"collection", "periodical", "proceedings"})
_PLACED = PUBLISHERS | citing.EDITORS | citing.TRANSLATORS


def kind_of(held: Held, record: Record, host: Record | None, people: citing.People) -> Kind:
    """Return the entry type of a record; `misc` is the format's own word for what it does not know.

    The editors of a chapter are those of its book; where nobody else is known, they stand with the chapter itself.
    """
    name = citing.type_of(held) if host else record.type or ""
    if name in _BOOKS and people.editors and not people.authors:
        name = "collection"
    if name == "post" and not citing.url(record):
        name = ""
    if name in _EDITED and not (host and citing.editors(host)):
        return _EDITED[name]
    return KINDS.get(name) or _OTHER


def field(name: str, value: str) -> str:
    """Return the line of a field with a finished value; no value, no field."""
    return f"  {name} = {{{value}}},\n" if value else ""


@lru_cache(4096)
def _repeated(name: str, value: str) -> str:
    """The line of a field whose value many records share: publisher, place, printed type."""
    # A location is a list, whose members `and` parts (biblatex manual, 2.2.1): one in braces is whole.
    whole = name == "location" and " and " in value
    return field(name, f"{{{escaped(value)}}}" if whole else escaped(value))


def contributors(people: citing.People, kind: Kind) -> str:
    """Return the lines of authors, and of editors and translators where the type takes them."""
    said = ""
    if people.authors and kind.entry not in _NO_AUTHOR and (made := names(people.authors)):
        said = f"  author = {{{made}}},\n"
    if people.editors and kind.editor:
        said += field("editor", names(people.editors))
    if people.translators and kind.translator:
        said += field("translator", names(people.translators))
    return said


def journal(record: Record, name: str) -> str:
    """Return the lines of the journal of an article, under the name that its field has, with volume and issue."""
    if record.type != "article" or not record.series:
        return ""
    one = record.series[0]
    volume = field("volume", escaped(one.volume or ""))
    return field(name, titled(one.title or "")) + volume + field("number", escaped(one.issue or one.number or ""))


def details(record: Record, host: Record | None, kind: Kind, place: str, known: Mapping[str, str]) -> str:
    """Return imprint, numbers and extent, where the type takes them; `place` is the name that the field of the place has."""
    said, house = "", record.publisher
    if record.type_as_printed and kind.kind:
        said = _repeated("type", record.type_as_printed)
    if kind.publisher:
        publisher = house.name if house and house.name else citing.publisher(record)
        if publisher:
            said += _repeated(kind.publisher, publisher)
    if house and house.place and kind.place:
        said += _repeated(place, house.place)
    if record.edition and kind.edition:
        said += _repeated("edition", record.edition)
    if kind.series or kind.isbn or kind.issn or "report-number" in known:
        said += _numbers(record, host, kind, known)
    if record.pages and kind.entry in _PAGED:
        said += field("pages", _RANGE.sub("--", escaped(ranges(record.pages))))
    if record.page_count and kind.pagetotal:
        said += f"  pagetotal = {{{record.page_count}}},\n"
    return said


def _numbers(record: Record, host: Record | None, kind: Kind, known: Mapping[str, str]) -> str:
    """Report number or series with number, ISBN and ISSN, where the type takes them."""
    said = ""
    if kind.kind and "report-number" in known and kind.entry in _NUMBERED:
        said = field("number", escaped(known["report-number"]))
    if kind.series and record.series:
        one = record.series[0]
        number = field("number", escaped(citing.number_of(one, volume=False) or ""))
        said += field("series", titled(one.title or "")) + number + field("volume", escaped(one.volume or ""))
    if kind.isbn:
        isbns = citing.values(record if "isbn" in known or host is None else host, "isbn")
        # 979-0 is that of printed music (ISMN), which biber refuses.
        said += field("isbn", escaped(next((one for one in isbns if not one.startswith("9790")), "")))
    if kind.issn:
        said += field("issn", escaped(citing.issn(record) or ""))
    return said


def notes(record: Record, people: citing.People, kind: Kind) -> str:
    """Return the note: what the type has no field for and a citation would say."""
    said: list[str] = []
    if record.series and not kind.series and kind.entry != "article":
        one = record.series[0]
        title, number = one.title, citing.number_of(one)
        said.append(f"{title}, {number}" if title and number else title or number or "")
    if record.edition and not kind.edition:
        said.append(record.edition)
    if people.editors and not kind.editor:
        said.append(f"Edited by {_listed(people.editors)}")
    if people.translators and not kind.translator:
        said.append(f"Translated by {_listed(people.translators)}")
    if not said:
        return ""
    note = said[0]
    if len(said) > 1 or note[-1:] == ".":
        note = ". ".join([one.rstrip(".") if one[-2:-1] != "." else one for one in said if one])
    return field("note", escaped(note))


def annotation(record: Record, people: citing.People, kind: Kind, name: str, known: Mapping[str, str]) -> str:
    """Return what the type has no field for and no citation says, under a name: numbers, people in other roles, the contents."""
    said = []
    if "isbn" in known:
        said = [f"ISBN {value}" for value in citing.values(record, "isbn")]
        if kind.isbn:
            del said[:1]
    if not kind.issn and ("issn" in known or record.series) and (value := citing.issn(record)):
        said.append(f"ISSN {value}")
    if not kind.kind and record.type_as_printed:
        said.append(f"Type: {record.type_as_printed}")
    others = people.others
    if people.authors and kind.entry in _NO_AUTHOR:
        others = [one for one in record.contributors if one.role not in _PLACED]
    if others:
        said.append(f"Contributors: {_listed(others)}")
    if record.contents and (note := contents(record)):
        said.append(f"Contents: {note}")
    return field(name, unprinted(". ".join(said))) if said else ""


def _listed(people: Sequence[Contributor]) -> str:
    return "; ".join([one.name for one in people])


def chapter(label: str | None) -> str:
    """Return the number of a chapter that its label is."""
    return field("chapter", citing.chapter_number(label) or "")


def doi(value: str) -> str:
    """Return the DOI."""
    return f"  doi = {{{made}}},\n" if (made := verbatim(value)) else ""


def keywords(record: Record) -> str:
    """Return the keywords; a term with a comma is braced."""
    return field("keywords", listed([one.term for one in record.subjects])) if record.subjects else ""


def entry(head: str, abstract: str | None, after: str) -> bytes:
    """Return an entry in UTF-8: head and lines before the abstract, the abstract, the lines after it."""
    if not abstract or not (told := escaped_bytes(abstract)):
        return f"{head}{after}}}\n".encode()
    return b"".join((head.encode(), b"  abstract = {", told, b"},\n", after.encode(), b"}\n"))
