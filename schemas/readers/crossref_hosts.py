"""Chapters and components brought together with the report or book that they are parts of, where both are in one collection."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from schemas.crosswalk.wording import headed
from schemas.readers.crossref_fields import Work, text
from schemas.readers.crossref_work import build, isbns
from schemas.record import ContentsEntry, Record
from schemas.values.pages import page_number
from schemas.values.text import fold

HOSTS = frozenset({"report", "book"})
FOUND_IN = "the parts deposited with it"
"""Where the contents of a report were found that its own deposit does not hold."""


class Deposit(msgspec.Struct, frozen=True, kw_only=True):
    """A work with what tells of which whole it is a part; `place` is the caller's word for where it was found."""

    doi: str
    isbns: tuple[str, ...] = ()
    label: str | None = None
    place: Any = None
    record: Record
    stamp: str | None = None


def deposit_of(work: Work, place: Any = None) -> Deposit | None:
    """Return what is needed of a work to bring it together with others; None for one without a DOI."""
    record = build(work)
    doi = next((one.value for one in record.identifiers if one.scheme == "doi"), None)
    if doi is None:
        return None
    stamps = work.get("deposited")
    return Deposit(
        doi=doi, isbns=tuple(one.value for one in isbns(work) if one.scheme == "isbn"), place=place, record=record,
        label=text(work, "component-number"), stamp=text(stamps, "date-time") if isinstance(stamps, dict) else None,
    )  # fmt: skip


def together(deposits: Iterable[Deposit]) -> list[Deposit]:
    """Return the deposits, those that are parts of others as contents of these, and each work once: the last that came.

    A part whose whole is not there stays for itself, and so does one that several wholes could claim.
    """
    works = {one.doi: one for one in deposits}
    finder = _Finder([one for one in works.values() if one.record.type in HOSTS])
    inside: dict[str, list[Deposit]] = {}
    alone = []
    for one in works.values():
        host = finder.host_of(one) if one.record.type == "chapter" else None
        if host is None:
            alone.append(one)
        else:
            inside.setdefault(host.doi, []).append(one)
    return [_with_parts(one, inside[one.doi]) if one.doi in inside else one for one in alone]


class _Finder:
    """Finds the whole of a part among the reports and books of a collection."""

    def __init__(self, hosts: Sequence[Deposit]) -> None:
        self._by_doi = {one.doi: one for one in hosts}
        self._by_isbn: dict[str, list[Deposit]] = {}
        self._by_title: dict[tuple[str, str], list[Deposit]] = {}
        for one in hosts:
            for isbn in one.isbns:
                self._by_isbn.setdefault(isbn, []).append(one)
            for title in _titles(one.record):
                self._by_title.setdefault((_prefix(one.doi), title), []).append(one)

    def host_of(self, part: Deposit) -> Deposit | None:
        """By the relation that it states, by its DOI, by the ISBN that it bears, by the title that it names."""
        stated = [one.to for one in part.record.relations if one.kind == "isPartOf" and one.to]
        for doi in (*stated, *_beginnings(part.doi)):
            if doi in self._by_doi:
                return self._by_doi[doi]
        named = {fold(one.title) for one in part.record.relations if one.kind == "isPartOf" and one.title}
        by_isbn = list({one.doi: one for isbn in part.isbns for one in self._by_isbn.get(isbn, ())}.values())
        if by_isbn:
            fitting = [one for one in by_isbn if named & set(_titles(one.record))]
            return _only(fitting) or _only(by_isbn)
        found = [one for title in named for one in self._by_title.get((_prefix(part.doi), title), ())]
        return _only([one for one in found if not (one.isbns and part.isbns)])


def _only(found: Sequence[Deposit]) -> Deposit | None:
    return found[0] if len(found) == 1 else None


def _titles(record: Record) -> list[str]:
    title = record.title
    return [fold(one) for one in dict.fromkeys((headed(title), title.main)) if one] if title else []


def _prefix(doi: str) -> str:
    return doi.partition("/")[0]


def _beginnings(doi: str) -> Iterator[str]:
    """Yield what a DOI could be an extension of, the longest first: "10.5555/rep.1_2" -> "10.5555/rep.1", "10.5555/rep"."""
    for mark in reversed(list(re.finditer(r"[._/-]", doi))):
        if mark.start() > doi.index("/") + 1:
            yield doi[: mark.start()]


def _with_parts(host: Deposit, parts: list[Deposit]) -> Deposit:
    entries = tuple(entry_of(one.record, one.label, host.record) for one in _in_order(parts))
    return msgspec.structs.replace(host, record=msgspec.structs.replace(host.record, contents=entries))


def _in_order(parts: list[Deposit]) -> list[Deposit]:
    """By their pages where all have some, else by their DOIs, numbers in these as numbers."""
    paged = [(page_number(one.record.pages[0].first), one) for one in parts if one.record.pages]
    if len(paged) == len(parts) and all(place for place, _ in paged):
        order = {"roman": 0, "arabic": 1}
        paged.sort(key=lambda pair: (order.get(pair[0][0], 2), pair[0][1]) if pair[0] else (3, 0))
        return [one for _, one in paged]
    return sorted(parts, key=lambda one: _natural(one.doi))


def _natural(doi: str) -> list[tuple[int, str]]:
    """Parts of a DOI to be compared: numbers by their value, however long, before letters."""
    bits = re.split(r"(\d+)", doi)
    return [(len(bit.lstrip("0")), bit.lstrip("0")) if bit.isdecimal() else (10_000, bit) for bit in bits]


def entry_of(record: Record, label: str | None, host: Record) -> ContentsEntry:
    """Return a part as an entry: what it has by itself, without the editors of its whole."""
    editors = {one.name for one in host.contributors if one.role == "edt"}
    names = tuple(
        one
        for one in record.contributors
        if one.role in ("aut", "trl") or (one.role == "edt" and one.name not in editors)
    )
    dates = tuple(one for one in record.dates if one not in host.dates)
    return ContentsEntry(
        contributors=names, dates=dates, identifiers=record.identifiers, label=label, pages=record.pages,
        title=headed(record.title), url=next((one.url for one in record.links if one.rel == "landing"), None),
    )  # fmt: skip
