"""Entries of BibTeX and biblatex: which type a record is, and what has a field on it; the fields' names are the formats'.

What a type does not take (biblatex manual 2.1, data model 2.3; btxdoc 3.1) is printed in `note` where a citation would
say it (series, edition, editors) and kept in the annotation, which styles do not print, where not (ISBN, contents).
"""

from __future__ import annotations

import re
from typing import NamedTuple

import msgspec

from schemas.crosswalk import citing
from schemas.crosswalk.latex import escaped, listed, names, titled, verbatim
from schemas.crosswalk.wording import PUBLISHERS, contents, ranges
from schemas.envelope import Held
from schemas.record import Contributor, Record

Fields = list[tuple[str, str]]
"""Names and finished values, in their order; an empty value makes no field."""


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
    "article": Kind("article", issn=True, editor=True, translator=True),
    "thesis": Kind("thesis", "institution", place=True, kind=True, pagetotal=True),
    "journal": Kind("periodical", issn=True, editor=True),
    "issue": Kind("periodical", issn=True, editor=True),
    "dataset": Kind("dataset", "publisher", place=True, kind=True, editor=True),
    "post": Kind("online", "organization", editor=True, translator=True),
    "": Kind("misc", "organization", place=True, kind=True, editor=True, translator=True),
}
"""By type of record; `collection` is a report or book of editors alone."""
_RANGE = re.compile(r"(?<![-}])-(?![-{])")
"""A hyphen that stands alone: between two pages."""
_NO_AUTHOR = frozenset({"collection", "periodical", "proceedings"})
_PLACED = PUBLISHERS | citing.EDITORS | citing.TRANSLATORS


def kind_of(record: Record, host: Record | None, people: citing.People) -> Kind:
    """Return the entry type of a record; `misc` is the format's own word for what it does not know.

    The editors of a chapter are those of its book; where nobody else is known, they stand with the chapter itself.
    """
    name = record.type or ""
    if name in ("report", "book") and people.editors and not people.authors:
        name = "collection"
    if name == "post" and not citing.url(record):
        name = ""
    kind = KINDS.get(name, KINDS[""])
    return kind._replace(editor=True) if name == "chapter" and not (host and citing.editors(host)) else kind


def contributors(people: citing.People, kind: Kind) -> Fields:
    """Return authors, and editors and translators where the type takes them."""
    fields = [("author", names(people.authors) if kind.entry not in _NO_AUTHOR else "")]
    if people.editors and kind.editor:
        fields.append(("editor", names(people.editors)))
    if people.translators and kind.translator:
        fields.append(("translator", names(people.translators)))
    return fields


def numbers(held: Held, host: Record | None, kind: Kind) -> Fields:
    """Return report number or series with number, ISBN and ISSN, where the type takes them."""
    record, fields = held.record, []
    if kind.kind and kind.entry in ("report", "dataset"):
        fields.append(("number", escaped(citing.first(record, "report-number") or "")))
    if kind.series and record.series:
        one = record.series[0]
        number = citing.number_of(msgspec.structs.replace(one, volume=None))
        fields += [
            ("series", titled(one.title or "")),
            ("number", escaped(number or "")),
            ("volume", escaped(one.volume or "")),
        ]
    if kind.isbn:
        isbns = citing.values(record, "isbn") or (citing.values(host, "isbn") if host else [])
        # 979-0 is that of printed music (ISMN), which biber refuses.
        fields.append(("isbn", escaped(next((one for one in isbns if not one.startswith("9790")), ""))))
    if kind.issn:
        fields.append(("issn", escaped(citing.issn(record) or "")))
    return fields


def notes(record: Record, people: citing.People, kind: Kind) -> str:
    """Return what the type has no field for and a citation would say."""
    said: list[str] = []
    if record.series and not kind.series and kind.entry != "article":
        one, number = record.series[0], citing.number_of(record.series[0])
        said.append(f"{one.title}, {number}" if one.title and number else one.title or number or "")
    if record.edition and not kind.edition:
        said.append(record.edition)
    if people.editors and not kind.editor:
        said.append(f"Edited by {_listed(people.editors)}")
    if people.translators and not kind.translator:
        said.append(f"Translated by {_listed(people.translators)}")
    return escaped(". ".join([one.rstrip(".") if one[-2:-1] != "." else one for one in said if one])) if said else ""


def annotation(record: Record, people: citing.People, kind: Kind) -> str:
    """Return what the type has no field for and no citation says: numbers, people in other roles, the contents."""
    said = [f"ISBN {value}" for value in citing.values(record, "isbn")[1 if kind.isbn else 0 :]]
    if not kind.issn and (value := citing.issn(record)):
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
    return escaped(". ".join(said)).replace("-{}-", "--") if said else ""  # nobody prints it


def _listed(people: list[Contributor]) -> str:
    return "; ".join([one.name for one in people])


def extent(record: Record, kind: Kind) -> Fields:
    """Return pages in the host, or how many there are."""
    fields: Fields = []
    if record.pages and kind.entry in ("article", "incollection"):
        fields.append(("pages", _RANGE.sub("--", escaped(ranges(record.pages)))))
    if record.page_count and kind.pagetotal:
        fields.append(("pagetotal", str(record.page_count)))
    return fields


def texts(record: Record) -> Fields:
    """Return DOI, abstract and keywords; a term with a comma is braced."""
    return [
        ("doi", verbatim(citing.first(record, "doi") or "")),
        ("abstract", escaped(record.abstract[0].text) if record.abstract else ""),
        ("keywords", listed([one.term for one in record.subjects]) if record.subjects else ""),
    ]


def entry(name: str, held: Held, fields: Fields) -> str:
    """Return an entry; month may be a macro, and stands without braces."""
    lines = [f"  {field} = {value if field == 'month' else '{' + value + '}'},\n" for field, value in fields if value]
    return f"@{name}{{{citing.key(held.envelope.id)},\n{''.join(lines)}}}\n"
