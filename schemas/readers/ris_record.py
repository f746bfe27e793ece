"""A RIS reference to a record: what a tag means is told by the type, as reference managers write it; files are the format's."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from schemas.identifiers import isbn, issn
from schemas.identifiers_in_text import kind_of
from schemas.readers import cited
from schemas.readers.contents_note import note_entries
from schemas.readers.ris_tags import Tags
from schemas.readers.texts import line, prose
from schemas.record import Contributor, Date, Identifier, Link, Pages, Publisher, Record, Text
from schemas.values.dates import parse_date
from schemas.values.languages import parse_language
from schemas.values.pages import page_count, parse_pages
from schemas.values.text import split_title

TYPES = {
    "RPRT": "report", "GOVDOC": "report", "BOOK": "book", "EBOOK": "book", "EDBOOK": "book", "CHAP": "chapter", "ECHAP": "chapter", "ENCYC": "chapter",
    "DICT": "chapter", "JOUR": "article", "EJOUR": "article", "MGZN": "article", "NEWS": "article", "ABST": "article", "CPAPER": "article", "INPR": "article",
    "JFULL": "journal", "SER": "series", "CONF": "proceedings", "THES": "thesis", "DATA": "dataset", "DBASE": "dataset", "BLOG": "post",
}  # fmt: skip
_SILENT = frozenset({"GEN", "UNPB", ""})
_TITLES = ("TI", "T1", "CT", "BT")
_DATES = ("DA", "PY", "Y1")
_DOI = re.compile(r"(?:doi:?\s*)?(10\.\d{4,9}/\S+)", re.I)
_ISBN_NOTE = re.compile(r"ISBN:? ([\dXx -]{10,17})")
_PEOPLE = re.compile(r"Contributors: (.+)")


class Reference:
    """Tags by name, in their order."""

    def __init__(self, tags: Tags) -> None:
        self.tags = [(name, value) for name, value in tags if value]
        self.said: dict[str, list[str]] = {}
        for name, value in self.tags:
            self.said.setdefault(name, []).append(value)
        self.kind = next(iter(self.said.get("TY", [""]))).split()[0].upper() if self.said.get("TY") else ""

    def first(self, *names: str) -> str | None:
        """The first value of the first of these tags that has one."""
        return next((found for name in names for value in self.said.get(name, ()) if (found := line(value))), None)

    def all(self, *names: str) -> list[str]:
        """All values of these tags."""
        return [value for name in names for value in self.said.get(name, ())]


def build(tags: Tags) -> Record:
    """Return the record that a reference makes; raises nothing, whatever stands in it."""
    ref = Reference(tags)
    kind = TYPES.get(ref.kind, None if ref.kind in _SILENT else "other")
    if ref.kind == "CONF" and any(ref.said.get(tag) for tag in ("EP", "BT", "JF", "C3", "C7")):
        kind = "article"  # what most programs mean by it is one paper
    if (
        ref.kind in ("CONF", "CPAPER")
        and kind == "article"
        and ref.first("T2", "BT")
        and any(map(_isbn, ref.all("SN")))
    ):
        kind = "chapter"  # it stands in a book, whose the number is
    made: dict[str, Any] = {"type": kind, "identifiers": [], "links": []}
    title = ref.first(*(_TITLES if kind != "chapter" else _TITLES[:3]))
    made["title"] = split_title(title) if title else None
    made["contributors"] = tuple(_people(ref, kind))
    made["dates"] = _dates(ref)
    name, place = ref.first("PB"), ref.first("CY", "PP")
    made["publisher"] = Publisher(name=name, place=place) if name or place else None
    made["edition"] = ref.first("ET") if ref.kind not in ("COMP", "BILL") else None
    _add_doi(ref, made)
    _add_kind(ref, kind, made)
    _add_numbers(ref, kind, made)
    _add_where(ref, kind, made)
    _add_extent(ref, kind, made)
    _add_texts(ref, made)
    for url in ref.all("UR"):
        cited.address_of(url, made)
    made["links"] += [Link(rel="fulltext", url=url) for url in ref.all("L1", "L2") if url.startswith("http")]
    made["identifiers"], made["links"] = tuple(dict.fromkeys(made["identifiers"])), tuple(dict.fromkeys(made["links"]))
    return Record(**made)


def _people(ref: Reference, kind: str | None) -> list[Contributor]:
    """A2 are the editors of a book whose chapter this is; on a report or book they are those of the series, and go."""
    found: dict[tuple[str, str | None], Contributor] = {}
    roles = {"AU": "aut", "A1": "aut", "ED": "edt", "A4": "trl"}
    if kind in ("chapter", "article", "proceedings", "other", None):
        roles["A2"] = "edt"
    elif kind == "book":
        roles["A3"] = "edt"
    for one in [_agent(value, roles[tag], ref.first("PB")) for tag, value in ref.tags if tag in roles]:
        if one:
            found.setdefault((one.name, one.role), one)
    for note in ref.all("N1"):
        if told := _PEOPLE.fullmatch(note):
            for name in told[1].split("; "):
                if one := cited.whole(name.partition(" (")[0], None):
                    found.setdefault((one.name, None), one)
    return list(found.values())


def _agent(value: str, role: str, publisher: str | None) -> Contributor | None:
    """`Family, Given, Suffix`, as the specification asks; without a comma it is not surely a person's."""
    parts = [part.strip() for part in value.split(",")]
    if len(parts) == 3 and all(parts[:2]):
        return cited.person(parts[0], parts[1], parts[2] or None, role)
    if len(parts) == 2 and all(parts):
        one = cited.whole(value, role, inverted=True)
        return msgspec.structs.replace(one, as_printed=None) if one else None
    return cited.whole(value.rstrip(", "), role, publisher=publisher)


def _dates(ref: Reference) -> tuple[Date, ...]:
    """The fullest date; `2021/05/03/other` has words behind the last slash."""
    read = [date for tag in _DATES for value in ref.all(tag) if (date := _date(value))]
    known = [one for one in read if one.edtf]
    best = max(known, key=lambda one: len(one.edtf or ""), default=next(iter(read), None))
    return (best,) if best else ()


def _date(value: str) -> Date | None:
    year, *rest = [part.strip() for part in value.split("/")]
    if len(rest) != 3:
        return parse_date(value.strip("/ "), "issued") if value.strip("/ ") else None
    numbers = [part for part in (year, *[one.zfill(2) for one in rest[:2] if one.strip("0")]) if part]
    if rest[2]:
        told = parse_date(rest[2].replace("-", "/") if re.fullmatch(r"\d{4}-\d{4}", rest[2]) else rest[2], "issued")
        if told.edtf or not year:
            return told
    if not year.isdecimal() or len(year) != 4:
        return parse_date(" ".join(part for part in (year, *rest) if part), "issued") if any((year, *rest)) else None
    return parse_date("-".join(numbers), "issued")


def _add_doi(ref: Reference, made: dict[str, Any]) -> None:
    for value in [*ref.all("DO"), *[found[1] for one in ref.all("M3", "L3") if (found := _DOI.fullmatch(one))]]:
        if one := cited.doi_of(value):
            made["identifiers"].append(one)


def _add_kind(ref: Reference, kind: str | None, made: dict[str, Any]) -> None:
    printed = ref.first("M3")
    if printed and not _DOI.fullmatch(printed) and kind not in ("article", "book", "chapter"):
        made["type_as_printed"] = printed


def _add_numbers(ref: Reference, kind: str | None, made: dict[str, Any]) -> None:
    """SN by its form: an ISBN or ISSN where it is one, else the number of a report."""
    marks: list[Identifier] = made["identifiers"]
    made["issn"], made["isbn"] = None, []
    for value in ref.all("SN"):
        bare, _, after = value.partition("(")
        if code := issn(bare):
            made["issn"] = made["issn"] or code
        elif isbn(bare) or kind in ("book", "chapter", "proceedings", "thesis"):
            of = kind_of(after)
            made["isbn"] += [msgspec.structs.replace(one, of=of) for one in cited.numbers("isbn", [bare])]
        elif kind == "report":
            marks.append(Identifier(scheme="report-number", value=line(value) or value))
    if (
        kind == "report"
        and not any(one.scheme == "report-number" for one in marks)
        and (number := ref.first("M1", "IS"))
    ):
        marks.append(Identifier(scheme="report-number", value=number))
    for note in ref.all("N1"):
        if told := _ISBN_NOTE.fullmatch(note):
            made["isbn"] += cited.numbers("isbn", [told[1]])


def _isbn(value: str) -> str | None:
    return isbn(value.partition("(")[0])


def _add_where(ref: Reference, kind: str | None, made: dict[str, Any]) -> None:
    """The journal, the series, or the book that a chapter stands in, whose the ISBN is."""
    marks, code, isbns = made["identifiers"], made.pop("issn"), made.pop("isbn")
    volume, issue = ref.first("VL"), ref.first("IS")
    if kind == "article":
        made["series"] = cited.series(
            title=ref.first("T2", "JF", "JO", "BT", "JA", "J2"), volume=volume, issue=issue, issn=code
        )
    elif kind == "chapter":
        host = ref.first("T2", "BT")
        made["relations"] = cited.hosted(host, isbns if host else ())
        marks += [] if host else isbns
        made["series"] = cited.series(title=ref.first("T3"), number=volume, issn=code)
        return
    elif kind in ("journal", "series"):
        marks += [Identifier(scheme="issn", value=code)] if code else []
    else:
        title = ref.first("T2", "T3", "JF")
        number = ref.first("M1") if kind == "book" else None  # EndNote's number in the series, beside the volume
        numbers = {"number": number, "volume": volume} if number and volume else {"number": number or volume}
        made["series"] = cited.series(title=title, issn=code, **(numbers if title else {}))
    marks += isbns


def _add_extent(ref: Reference, kind: str | None, made: dict[str, Any]) -> None:
    first, last = ref.first("SP") or (ref.first("C7") if kind == "article" else None), ref.first("EP")
    if not first:
        return
    if kind in ("chapter", "article"):
        printed = f"{first}-{last}" if last and last != first else first
        made["pages"] = parse_pages(printed) or (Pages(first=first, last=last),)
    elif first.isdecimal() and first.isascii() and not last and len(first) < 6:
        made["page_count"] = int(first) or None
    elif last:
        made["pages"] = parse_pages(f"{first}-{last}")
    elif (pages := parse_pages(first)) and pages[0].last:
        made["pages"] = pages
    else:
        made["page_count"], made["extent"] = page_count(first), first


def _add_texts(ref: Reference, made: dict[str, Any]) -> None:
    made["languages"] = tuple(dict.fromkeys([tag for one in ref.all("LA") if (tag := parse_language(one))]))
    made["abstract"] = tuple(dict.fromkeys([Text(text=said) for one in ref.all("AB", "N2") if (said := prose(one))]))
    terms = [part for one in ref.all("KW") for part in one.split(";")]
    made["subjects"] = tuple(dict.fromkeys([one for term in terms for one in cited.subjects([f"{term};"])]))
    notes = [one.removeprefix("Contents: ") for one in ref.all("N1") if one.startswith("Contents: ")]
    made["contents"] = tuple([entry for note in notes for entry in note_entries(note)])
