"""Contents entries as records of their own: a chapter or article that can be exported and cited alone."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from schemas.crosswalk.uris import address
from schemas.crosswalk.wording import headed
from schemas.envelope import Envelope, Held
from schemas.left_out import LeftOut, unnoticed
from schemas.record import ContentsEntry, Link, Record, Relation, Series, walk
from schemas.values.text import split_title

_JOURNALS = frozenset({"journal", "issue"})
"""Hosts whose parts are articles; the parts of all others are chapters."""


NO_ENTRY_TITLE = "a contents entry without a title makes no record of its own"


def entries_of(held: Held, left_out: LeftOut = unnoticed) -> Iterator[Held]:
    """Make each titled entry, at any depth, a record of its own, named `ID#entrykey`.

    An entry without title makes none: it could not be cited, and is told to `left_out`. From its host an entry has
    what is the host's by nature: dates (unless it has its own), publisher, series, rights, and the language where
    the host has exactly one. Never contributors, identifiers, subjects or abstract: what is the whole's in these
    is not a part's: a format that names the whole with its part finds it as `host`.
    """
    # What all entries of a host have alike is made once.
    shared = _shared(held)
    for position, entry in enumerate(walk(held.record.contents), 1):
        key = f"{held.envelope.key}#{entry.key or position}"
        if not entry.title:
            left_out(Held(envelope=_envelope(held, key), record=Record(), host=held), NO_ENTRY_TITLE)
        else:
            yield Held(
                envelope=_envelope(held, key), record=_record(entry, held.record, shared), host=held, label=entry.label
            )


def _envelope(held: Held, key: str) -> Envelope:
    where = held.envelope.found_in.get("contents")
    named = {"contents": where} if where else {}
    return msgspec.structs.replace(held.envelope, id=f"{held.envelope.source}:{key}", key=key, found_in=named)


def _record(entry: ContentsEntry, host: Record, shared: Record) -> Record:
    return msgspec.structs.replace(
        shared,
        contents=entry.entries,
        contributors=entry.contributors,
        dates=entry.dates or host.dates,
        identifiers=entry.identifiers,
        links=(Link(url=entry.url, rel="landing"),) if entry.url else (),
        pages=entry.pages,
        title=split_title(entry.title or ""),
    )


def _shared(held: Held) -> Record:
    host = held.record
    return Record(
        languages=host.languages if len(host.languages) == 1 else (),
        publisher=host.publisher,
        relations=_part_of(held),
        rights=host.rights,
        series=_series(host),
        type="article" if host.type in _JOURNALS else "chapter",
    )


def _part_of(held: Held) -> tuple[Relation, ...]:
    """The host by title and id, and by its DOIs."""
    host = held.record
    dois = (address(i) for i in host.identifiers if i.scheme == "doi")
    return (
        Relation(kind="isPartOf", title=headed(host.title), to=held.envelope.id),
        *(Relation(kind="isPartOf", to=doi) for doi in dict.fromkeys(dois)),
    )


def _series(host: Record) -> tuple[Series, ...]:
    """A journal is the series of its articles; every other host hands on its own series."""
    if host.type != "journal" or host.series or not host.title:
        return host.series
    issn = next((i.value for i in host.identifiers if i.scheme == "issn"), None)
    return (Series(title=headed(host.title), issn=issn),)
