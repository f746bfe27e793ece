"""What changed for the items of reading lists since they were added or accepted, item by item; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from archive.database import Rows
from archive.differences import differences
from archive.list_rows import Kept, Tied, heads_of, parts_of, pinned
from archive.types import bound_list
from schemas.crosswalk.citing import first
from schemas.crosswalk.wording import headed, ranges
from schemas.envelope import Held
from schemas.record import Record, canonical

KINDS = ("deleted", "missing", "pages", "doi", "version")
"""What may wait: the record was deleted, its source or its contents have it no longer, its pages are other ones, it
has a DOI now, something else of it is another."""


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One change of one item that waits for a person's word; `message` says what it is."""

    id: str
    kind: str
    list: str
    message: str
    number: int
    title: str | None = None
    version: int


def waiting(rows: Rows, kept: Kept) -> Iterator[Waiting]:
    """Yield what waits of a list, in its order."""
    heads = heads_of(rows, (tied.record_id for tied in kept.ties.values()))
    missing = {
        number
        for (number,) in rows.all(
            "SELECT record_id FROM missing WHERE record_id IN ?", bound_list(rows.dialect, [*heads])
        )
    }
    later = {number for number, tied in kept.ties.items() if heads[tied.record_id][0] != tied.seen}
    absent = {number for number, tied in kept.ties.items() if tied.record_id in missing and not tied.gone}
    before = pinned(rows, kept.id) if later or absent else {}
    for item in kept.list.items():
        if item.number not in later | absent:
            continue
        tied = kept.ties[item.number]
        version, deleted, head = heads[tied.record_id]
        old = before.get(item.number)
        title = headed(old.record.title) if old else None
        said = [("missing", "its source does not have it any more")] if item.number in absent else []
        if item.number in later:
            said = [*_changed(tied, deleted, head, old), *said]
        for kind, message in said:
            yield Waiting(
                list=kept.list.name, number=item.number, id=item.id or "", title=title, kind=kind, message=message,
                version=version,
            )  # fmt: skip


def _changed(tied: Tied, deleted: bool, head: Held, old: Held | None) -> list[tuple[str, str]]:
    if deleted:
        return [("deleted", "was deleted, or is held back")]
    new: Held | None = head
    if tied.entry_key is not None:
        new = parts_of(head, [tied.entry_key]).get(tied.entry_key)
        if new is None:
            return [] if tied.gone else [("missing", "the contents do not have this entry any more")]
    if old is None or new is None:
        return [("version", f"version {head.envelope.version}")]
    return list(_differing(old, new))


def _differing(old: Held, new: Held) -> Iterator[tuple[str, str]]:
    before, after = old.record, new.record
    if (was := _paged(before)) != (now := _paged(after)):
        yield "pages", f"pages {was or 'not known'}, now {now or 'not known'}"
    doi = first(after, "doi")
    if doi and not first(before, "doi"):
        yield "doi", f"has a DOI now: {doi}"
    fields = _fields(_rest(before, doi), _rest(after, doi))
    if old.host is not None and new.host is not None:  # the whole is named in the citation of its part
        names = ("title", "contributors")
        fields += [
            f"{name} of the whole" for name in _fields(_only(old.host.record, names), _only(new.host.record, names))
        ]
    if fields:
        yield "version", f"version {new.envelope.version}: {', '.join(dict.fromkeys(fields))}"


def _paged(record: Record) -> str | None:
    return ranges(record.pages) or (f"1-{record.page_count}" if record.page_count else None)


def _rest(record: Record, doi: str | None) -> Record:
    """A record without what is told by itself: pages, and the DOI that it has got."""
    marks = tuple(one for one in record.identifiers if (one.scheme, one.value) != ("doi", doi))
    return msgspec.structs.replace(record, pages=(), page_count=None, identifiers=marks, relations=_whole(record))


def _whole(record: Record) -> tuple[object, ...]:
    """The relations without those to the whole of a part, which is compared itself."""
    return (
        tuple(one for one in record.relations if one.kind != "isPartOf")
        if record.type == "chapter"
        else record.relations
    )


def _only(record: Record, names: tuple[str, ...]) -> Record:
    return Record(**{name: getattr(record, name) for name in names})


def _fields(before: Record, after: Record) -> list[str]:
    found = differences(canonical(before), canonical(after))
    return sorted({one.field for one in found if not one.cosmetic})
