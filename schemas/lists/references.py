"""References to works that the archive does not hold: from the columns of a table, and as one line; files of them are formats'."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from schemas.citations.plain import citation
from schemas.citations.runs import as_text
from schemas.envelope import Envelope, Held
from schemas.identifiers import find_identifiers, kept
from schemas.lists.shapes import Item
from schemas.record import Contributor, Identifier, Link, Publisher, Record, Relation, Title, canonical, decode
from schemas.values.dates import parse_date
from schemas.values.name_lists import split_names
from schemas.values.names import parse_name
from schemas.values.text import split_title

NOWHEN = "1970-01-01T00:00:00Z"
"""The datestamp of what no archive holds."""


def from_columns(said: Mapping[str, str]) -> Record | None:
    """Return the record that the columns of a row describe, None where they name no title and no identifier."""
    marks = identifiers(said)
    title = said.get("title")
    if not title and not marks:
        return None
    host = said.get("in_title")
    return Record(
        contributors=(*_people(said.get("authors"), "aut"), *_people(said.get("editors"), "edt")),
        dates=(parse_date(said["date"]),) if said.get("date") else (),
        edition=said.get("edition"),
        identifiers=marks,
        links=(Link(url=said["url"], rel="landing"),)
        if said.get("url", "").startswith(("http://", "https://"))
        else (),
        publisher=Publisher(name=said.get("publisher"), place=said.get("place"))
        if said.get("publisher") or said.get("place")
        else None,
        relations=(Relation(kind="isPartOf", title=host),) if host else (),
        title=split_title(title) if title else None,
        type="chapter" if host else "book",
    )


def identifiers(said: Mapping[str, str]) -> tuple[Identifier, ...]:
    """Return DOI and ISBNs of a row; one whose check digit is wrong is kept as such."""
    found = [kept("doi", said["doi"])] if said.get("doi") else []
    found += [kept("isbn", one) for one in said.get("isbn", "").replace(";", ",").split(",") if one.strip()]
    return tuple(dict.fromkeys(one for one in found if one))


def _people(text: str | None, role: str) -> list[Contributor]:
    return [parse_name(one, role) for one in split_names(text)] if text else []


def from_line(text: str) -> Record:
    """Return a reference that was typed as one line: the line is all that is known, but for a DOI or ISBN in it."""
    found = [one for one in find_identifiers(text) if one.scheme in ("doi", "isbn")]
    return Record(title=Title(main=text), identifiers=tuple(found))


def packed(record: Record) -> str:
    """Return a reference as the one line of JSON that `unpacked` reads."""
    return canonical(record).decode()


def unpacked(text: str) -> Record | None:
    """Return the reference that a line of JSON describes, None where it describes none."""
    try:
        return decode(text)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError):
        return None


def held_of(item: Item, name: str) -> Held:
    """Return a reference as a record of no archive, for what is written of records."""
    key = f"{name}.{item.number}"
    record = item.reference or from_line(item.typed or "")
    if record.title is None and record.identifiers:  # nothing else is known of it, and it has to be called something
        mark = record.identifiers[0]
        record = msgspec.structs.replace(record, title=Title(main=f"{mark.scheme.upper()} {mark.value}"))
    envelope = Envelope(datestamp=NOWHEN, id=f"reference:{key}", key=key, source="reference", version=0)
    return Held(envelope=envelope, record=record)


def line_of(record: Record) -> str:
    """Return a reference as the line that people read."""
    return as_text(citation(held_of(Item(reference=record), "")))
