"""A record as its page tells it: facts with links, findings, neighbours of an entry; no template and no request here."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date

import msgspec

from archive.service.links import identifier_url, spoken
from schemas.crosswalk.uris import web
from schemas.crosswalk.wording import headed, ranges
from schemas.record import ContentsEntry, Identifier, Record, walk
from schemas.rules import RULES, Finding, check


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a fact: its text, an address outside, or a facet of the search that it leads to, and a remark."""

    facet: tuple[str, str] | None = None
    note: str | None = None
    text: str
    url: str | None = None


class Fact(msgspec.Struct, frozen=True):
    """A named fact with its values."""

    name: str
    values: list[Value]


def facts_of(record: Record, host: str | None = None) -> list[Fact]:
    """Return the facts of a record in the order of a catalogue card, those that it has; of an entry without its `host`."""
    if host is not None:  # it stands at the head of an entry's page
        record = msgspec.structs.replace(
            record, relations=tuple(one for one in record.relations if one.kind != "isPartOf")
        )
    return [Fact(name, values) for name, values in _facts(record) if values]


def _facts(record: Record) -> Iterator[tuple[str, list[Value]]]:
    yield "Also titled", [Value(text=text) for one in record.alternative_titles if (text := headed(one))]
    for kind in dict.fromkeys(one.kind for one in record.dates):
        yield kind.capitalize(), [_date(one.edtf, one.as_printed) for one in record.dates if one.kind == kind]
    if record.publisher:
        by = record.publisher
        if by.name:
            yield "Publisher", [Value(text=by.name, note=by.place, facet=("publisher", by.name))]
        elif by.place:
            yield "Place", [Value(text=by.place)]
    yield "Edition", [Value(text=record.edition)] if record.edition else []
    yield (
        "Series",
        [value for one in record.series if (value := _series(one.title, one.number, one.volume, one.issue, one.issn))],
    )
    yield "Pages", [Value(text=ranges(record.pages).replace("-", "–"))] if record.pages else []
    extent = None if record.pages else f"{record.page_count} pages" if record.page_count else record.extent
    yield "Extent", [Value(text=extent.replace("-", "–"))] if extent else []
    yield "Language", [Value(text=tag, facet=("language", tag)) for tag in record.languages]
    for scheme in dict.fromkeys(one.scheme for one in record.identifiers):
        yield spoken(scheme), [_identifier(one) for one in record.identifiers if one.scheme == scheme]
    yield "Subjects", [Value(text=one.term, facet=("subject", one.term), note=one.scheme) for one in record.subjects]
    yield (
        "Rights",
        [Value(text=one.statement or one.uri or "", url=web(one.uri) if one.uri else None) for one in record.rights],
    )
    for rel in dict.fromkeys(one.rel for one in record.links):
        found = [Value(text=one.url, url=web(one.url), note=one.media_type) for one in record.links if one.rel == rel]
        yield (
            {"landing": "Page", "fulltext": "Full text", "cover": "Cover"}.get(rel or "", (rel or "link").capitalize()),
            found,
        )
    for kind in dict.fromkeys(one.kind for one in record.relations):
        yield _spaced(kind), [
            Value(text=one.title or one.to or "", url=web(one.to) if one.to else None, note=one.to if one.title and one.to and not web(one.to) else None)
            for one in record.relations if one.kind == kind
        ]  # fmt: skip


def _date(edtf: str | None, printed: str | None) -> Value:
    note = f"printed: {printed}" if printed and printed != edtf else None
    return Value(text=edtf or "not readable", note=note)


def _identifier(one: Identifier) -> Value:
    return Value(text=one.value, url=identifier_url(one), note=one.of)


def _series(
    title: str | None, number: str | None, volume: str | None, issue: str | None, issn: str | None
) -> Value | None:
    parts = (
        number,
        f"volume {volume}" if volume else None,
        f"issue {issue}" if issue else None,
        f"ISSN {issn}" if issn else None,
    )
    note = ", ".join(one for one in parts if one) or None
    return Value(text=title, note=note, facet=("series", title)) if title else Value(text=note) if note else None


def _spaced(kind: str) -> str:
    """Return `Is part of` for `isPartOf`."""
    return "".join(f" {one.lower()}" if one.isupper() else one for one in kind).strip().capitalize()


class Told(msgspec.Struct, frozen=True):
    """A finding with the title of its rule and what to do, and whether a person waived it."""

    finding: Finding
    title: str
    advice: str
    waived: bool


def findings_of(record: Record, today: date, waived: Container[tuple[str, str]]) -> list[Told]:
    """Return what is wrong with a record, the worst first, what is `waived` (code and path) last."""
    rules = {one.code: one for one in RULES}
    order = {"error": 0, "warning": 1, "info": 2}
    told = [
        Told(one, rules[one.code].title, rules[one.code].advice, (one.code, one.path) in waived)
        for one in check(record, today=today)
    ]
    return sorted(told, key=lambda one: (one.waived, order.get(one.finding.severity, 3)))


def neighbours(record: Record, key: str) -> tuple[ContentsEntry | None, ContentsEntry | None]:
    """Return the entries before and after one in the contents."""
    entries = list(walk(record.contents))
    at = next(place for place, one in enumerate(entries) if one.key == key)
    return entries[at - 1] if at else None, entries[at + 1] if at + 1 < len(entries) else None
