"""A work in Crossref's XML with its parts to a record: each as crossref_work reads it, parts as contents entries."""

from __future__ import annotations

from typing import Any

import msgspec

from schemas.errors import ReadError
from schemas.identifiers import doi
from schemas.readers.crossref_fields import text
from schemas.readers.crossref_hosts import entry_of
from schemas.readers.crossref_work import build
from schemas.readers.unixref_work import Deposited
from schemas.record import Record, Relation


def record_from(deposit: Deposited) -> Record:
    """Return the record; raises ReadError for a work without DOI and title."""
    record = build(deposit.work)
    if record.title is None and not record.identifiers:
        raise ReadError("a work without DOI and title")
    host = doi(text(deposit.work, "host-doi") or "")
    if host:
        record = msgspec.structs.replace(record, relations=_with_doi(record.relations, host))
    entries = tuple(entry_of(build(part), text(part, "component-number"), record) for part in deposit.parts)
    return msgspec.structs.replace(record, contents=entries) if entries else record


def _with_doi(relations: tuple[Relation, ...], host: str) -> tuple[Relation, ...]:
    """The whole by its DOI before its other names."""
    named = next((one for one in relations if one.kind == "isPartOf"), None)
    whole = Relation(kind="isPartOf", title=named.title if named else None, to=host)
    rest = [one for one in relations if one.to != host and not (one.kind == "isPartOf" and one.to is None)]
    return (whole, *rest)


def key_of(deposit: Any) -> str | None:
    """Return the DOI by which a work is kept."""
    return doi(text(deposit.work, "DOI") or "") if isinstance(deposit, Deposited) else None
