"""The one record format: what a source says about a work, and nothing about how or when it was read.

Absent and null both mean "the source does not say". Fields stand in alphabetical order, so that encoding
in declaration order is canonical JSON (sorted keys) at no cost.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import msgspec

TYPES = (
    "report", "book", "chapter", "article", "series", "journal", "issue", "proceedings",
    "thesis", "dataset", "post", "other",
)  # fmt: skip
"""Controlled values of `Record.type`."""

DATE_KINDS = ("issued", "published", "online", "copyright", "created", "modified", "accepted", "submitted")
"""Controlled values of `Date.kind`, in the order in which a citation would choose one."""


class _Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """A value of the record: frozen, compared by content, encoded without what is not known.

    No part can hold itself, so the garbage collector need not look at any (gc=False of each class).
    """


class Title(_Part, frozen=True, kw_only=True, gc=False):
    """A title: `main` and `sub` normalised, `as_printed` as the source has it where that differs."""

    as_printed: str | None = None
    main: str | None = None
    sub: str | None = None


class Identifier(_Part, frozen=True, kw_only=True, gc=False):
    """An identifier in the normal form of its scheme; `of` is what it names (print, pdf, online ...) where known."""

    of: str | None = None
    scheme: str
    value: str


class Contributor(_Part, frozen=True, kw_only=True, gc=False):
    """A person or organisation; name parts only where they are certain; `role` is a MARC relator code."""

    affiliations: tuple[str, ...] = ()
    as_printed: str | None = None
    family: str | None = None
    given: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    kind: str | None = None
    name: str
    role: str | None = None
    suffix: str | None = None


class Date(_Part, frozen=True, kw_only=True, gc=False):
    """A date as EDTF (None where the printed form cannot be read) beside its printed form; its kind is always written."""

    as_printed: str | None = None
    edtf: str | None = None
    kind: str


class Publisher(_Part, frozen=True, kw_only=True, gc=False):
    """The publisher as named by the source, and its place."""

    name: str | None = None
    place: str | None = None


class Series(_Part, frozen=True, kw_only=True, gc=False):
    """A series or journal that the work is part of, with its number there ("140", "172(7)")."""

    issn: str | None = None
    issue: str | None = None
    number: str | None = None
    title: str | None = None
    volume: str | None = None


class Pages(_Part, frozen=True, kw_only=True, gc=False):
    """One range of pages as printed (roman, arabic, prefixed); `last` is None where only the first is printed."""

    as_printed: str | None = None
    first: str
    last: str | None = None


class Subject(_Part, frozen=True, kw_only=True, gc=False):
    """A subject term and the scheme it comes from."""

    scheme: str | None = None
    term: str
    uri: str | None = None


class Text(_Part, frozen=True, kw_only=True, gc=False):
    """Running text and its language (BCP 47)."""

    lang: str | None = None
    text: str


class Rights(_Part, frozen=True, kw_only=True, gc=False):
    """A statement of rights as printed and the licence's address."""

    statement: str | None = None
    uri: str | None = None


class Link(_Part, frozen=True, kw_only=True, gc=False):
    """An address of the work or of one form of it; `rel` is landing, fulltext, cover, related ..."""

    media_type: str | None = None
    rel: str | None = None
    url: str


class Relation(_Part, frozen=True, kw_only=True, gc=False):
    """A relation to another work: `kind` by Dublin Core terms (isPartOf, hasPart, isVersionOf ...)."""

    kind: str
    title: str | None = None
    to: str | None = None


class ContentsEntry(_Part, frozen=True, kw_only=True, gc=False):
    """One entry of a table of contents; `title` is None where the source lost it; `key` is given by the archive."""

    contributors: tuple[Contributor, ...] = ()
    dates: tuple[Date, ...] = ()
    entries: tuple[ContentsEntry, ...] = ()
    extract: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    key: str | None = None
    label: str | None = None
    pages: tuple[Pages, ...] = ()
    title: str | None = None
    url: str | None = None


def walk(entries: Iterable[ContentsEntry]) -> Iterator[ContentsEntry]:
    """Yield all entries in the order of the contents, each before the entries within it."""
    for entry in entries:
        yield entry
        if entry.entries:
            yield from walk(entry.entries)


class Record(_Part, frozen=True, kw_only=True, gc=False):
    """A report, book, chapter, article or series item, as one source describes it."""

    abstract: tuple[Text, ...] = ()
    alternative_titles: tuple[Title, ...] = ()
    contents: tuple[ContentsEntry, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    dates: tuple[Date, ...] = ()
    deleted: bool = False
    edition: str | None = None
    extent: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    languages: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    page_count: int | None = None
    pages: tuple[Pages, ...] = ()
    publisher: Publisher | None = None
    relations: tuple[Relation, ...] = ()
    rights: tuple[Rights, ...] = ()
    series: tuple[Series, ...] = ()
    subjects: tuple[Subject, ...] = ()
    title: Title | None = None
    type: str | None = None
    type_as_printed: str | None = None


BELOW_U0300 = bytes(range(0xCC))
"""All bytes that the UTF-8 of characters below U+0300 is made of: Latin letters with and without accents."""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Record).decode


def canonical(record: Record) -> bytes:
    """Return the record's canonical JSON: UTF-8, sorted keys, NFC, no nulls, no empty strings or lists, no entry keys."""
    data = _encode(record)
    if b'""' in data or (record.contents and b'"key":' in data) or not _is_nfc(data):
        data = _encode(_tidy(record))
    return data


def _is_nfc(data: bytes) -> bool:
    """Tell whether UTF-8 is in NFC: all below U+0300 is, which the first bytes of its characters tell without decoding."""
    return data.isascii() or not data.translate(None, BELOW_U0300) or unicodedata.is_normalized("NFC", data.decode())


def encoded(record: Record) -> bytes:
    """Return the record's JSON as it is, neither in NFC nor without what is empty."""
    return _encode(record)


def digest(data: bytes) -> bytes:
    """Return the SHA-256 of canonical JSON, 32 bytes."""
    return hashlib.sha256(data).digest()


def decode(data: bytes | str) -> Record:
    """Return the record that canonical JSON describes; raises msgspec.ValidationError where it does not describe one."""
    return _decode(data)


@lru_cache(maxsize=32)
def _required(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The fields that a part must have; msgspec works them out anew each time that it is asked."""
    return frozenset(f.name for f in msgspec.structs.fields(kind) if f.required)


def _tidy(value: Any) -> Any:
    """Rebuild a value with NFC strings, without empty strings, empty parts and entry keys."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value) or None
    if isinstance(value, tuple):
        return tuple(kept for item in value if (kept := _tidy(item)) is not None)
    if isinstance(value, msgspec.Struct):
        fields = {name: _tidy(getattr(value, name)) for name in value.__struct_fields__ if name != "key"}
        required = _required(type(value))
        if any(fields[name] is None for name in required):
            return None
        kept = type(value)(**fields)
        empty = not required and not isinstance(value, (Record, ContentsEntry)) and _encode(kept) == b"{}"
        return None if empty else kept
    return value
