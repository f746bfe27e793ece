"""A record as a whole: leader and fields in the order of their tags, one builder for ISO 2709 and MARCXML."""

from __future__ import annotations

from typing import NamedTuple

from schemas.crosswalk.citing import type_of
from schemas.envelope import Held
from schemas.left_out import NO_TITLE, LeftOut
from schemas.record import Record
from schemas.writers.marc.contents import contents_fields, part_fields
from schemas.writers.marc.control import control_fields, leader, number_of
from schemas.writers.marc.harmless import harmless, harmless_host
from schemas.writers.marc.imprint import imprint_fields, is_online, series_fields
from schemas.writers.marc.links import address_fields, linking_fields
from schemas.writers.marc.names import name_fields
from schemas.writers.marc.notes import note_fields, subject_fields
from schemas.writers.marc.numbers import number_fields
from schemas.writers.marc.profile import Field, Style
from schemas.writers.marc.titles import has_title, title_fields

_GONE = "00\x1fa[deleted]"


class Marc(NamedTuple):
    """Leader, its lengths still open, and fields by their tags."""

    leader: str
    fields: list[Field]


def marc_of(held: Held, style: Style, left_out: LeftOut) -> Marc | None:
    """Return the record as MARC; None where it has no title, which MARC demands: that is told to `left_out`."""
    record = harmless(held)
    if record.deleted:
        return _tombstone(held, record, style)
    if not has_title(record.title):
        left_out(held, NO_TITLE)
        return None
    fields: list[Field] = []
    host = harmless_host(held.host) if held.host is not None else None
    online = is_online(record) or (host is not None and is_online(host))
    control_fields(record, held, style, fields, online=online)
    number_fields(record, style, _names(held, style), fields)
    main, added = name_fields(record, style)
    if main:
        fields.append(main)
    title_fields(record, style, fields, entered=main is not None)
    imprint_fields(record, style, fields, online=online)
    traced: list[Field] = []
    series_fields(record, style, fields, traced)
    if record.type == "thesis":
        fields.append(("502", f"  \x1fa{style.terms.thesis}{style.point}"))
    contents_fields(held, record, style, left_out, fields)
    note_fields(record, held.envelope, style, fields)
    subject_fields(record, style, fields, paper=type_of(held) == "paper")
    fields += added
    links: list[Field] = []
    linking_fields(held, record, host, style, links)
    part_fields(held, record, style, links)
    fields += sorted(links, key=_tag) if len(links) > 1 else links
    fields += traced
    address_fields(record, style, fields)
    if style.added:
        fields = sorted((*fields, *style.added), key=_tag)
    return Marc(leader(record, held, style), fields)


def _tag(field: Field) -> str:
    return field[0]


def _names(held: Held, style: Style) -> tuple[tuple[str, str], ...]:
    """The systems that know the record, each with its number there: this agency by id, the source by key."""
    envelope = held.envelope
    own = (style.agency, number_of(envelope.id))
    source = (number_of(envelope.source).replace("(", "%28").replace(")", "%29"), number_of(envelope.key))
    return (own, source)


def _tombstone(held: Held, record: Record, style: Style) -> Marc:
    """What a catalogue needs to take a record out again: status d, its numbers, its title."""
    out: list[Field] = [("001", number_of(held.envelope.id)), ("003", style.agency)]
    out += [("035", f"  \x1fa({system}){number}") for system, number in _names(held, style)]
    if has_title(record.title):
        title_fields(Record(title=record.title, languages=record.languages), style, out, entered=False)
    else:
        out.append(("245", _GONE + style.point))
    return Marc(leader(record, held, style), out)
