"""Contents: 505 with enhanced designation, one or several fields, and 774 for entries that are records or have identifiers of their own."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from schemas.envelope import Held
from schemas.left_out import LeftOut
from schemas.record import ContentsEntry, Record, walk
from schemas.writers.marc.articles import without_article
from schemas.writers.marc.control import number_of
from schemas.writers.marc.imprint import paged
from schemas.writers.marc.profile import LONGEST, Field, Style

_DASH = " --"
INCOMPLETE = "a contents entry without a title: the contents note, 505, is incomplete without it"
NO_NOTE = "a contents entry without a title, as all of its record: no contents note, 505"


def contents_fields(held: Held, record: Record, style: Style, left_out: LeftOut, out: list[Field]) -> None:
    """Add 505: titled entries only, in printed order; none where no entry has a title. Those without are told to `left_out`.

    First indicator 1 (incomplete) where entries lack titles; a note that is too long for one field goes on in another
    with 8 (no display constant), as MARC has it.
    """
    entries = record.contents
    if any(one.entries for one in entries):
        entries = tuple(walk(entries))
    titled = [one for one in entries if one.title]
    if len(titled) < len(entries):
        _tell(held, entries, left_out, INCOMPLETE if titled else NO_NOTE)
    first = "0" if len(titled) == len(entries) else "1"
    for part in _parted([_entry(one, style) for one in titled]) if titled else ():
        ended = part if "\x1fu" in part[part.rfind("\x1f") :] else style.stop(part)  # an address ends in no point
        out.append(("505", f"{first}0{ended}"))
        first = "8"


def _tell(held: Held, entries: tuple[ContentsEntry, ...], left_out: LeftOut, reason: str) -> None:
    whole = held.host or held
    for position, one in enumerate(entries, 1):
        if not one.title:
            named = msgspec.structs.replace(held.envelope, id=f"{whole.envelope.id}#{one.key or position}")
            left_out(Held(envelope=named, record=Record(), host=whole), reason)


def _parted(texts: list[str]) -> Iterator[str]:
    """Join entries by dashes, as many as one field holds; the dash stands at the end of an entry, also of a field's last."""
    whole = f"{_DASH}".join(texts)
    if len(whole) * 4 < LONGEST or len(whole.encode()) < LONGEST:
        yield whole
        return
    waiting: list[str] = []
    size = 0
    for text in texts:
        length = len(text.encode()) + len(_DASH)
        if waiting and size + length > LONGEST:
            yield _DASH.join(waiting)
            waiting, size = [], 0
        waiting.append(text)
        size += length
    yield _DASH.join(waiting)


def _entry(one: ContentsEntry, style: Style) -> str:
    """One entry: label, title, names, pages, address. The marks within a contents note are the note's own and always stand."""
    label = one.label
    text = f"\x1fg{label}{'' if label[-1] in '.:' else '.'}" if label else ""
    text += f"\x1ft{one.title}"
    if one.contributors:
        text += f" /\x1fr{', '.join([each.name for each in one.contributors])}"
    if one.pages:
        text += f"\x1fg({paged(one.pages, style)})"
    if one.url and one.url.startswith("http"):
        text += f"\x1fu{one.url}"
    return text


def part_fields(held: Held, record: Record, style: Style, out: list[Field]) -> None:
    """Add 774 for each titled entry that has identifiers of its own, or (`linked`) a record of its own beside this one."""
    if not record.contents:
        return
    whole = held.host or held
    for position, one in enumerate(walk(record.contents), 1):
        key = one.key or (position if whole is held else None)
        if one.title and (one.identifiers or (style.linked and key)):
            number = f"{whole.envelope.id}#{key}" if style.linked and key else None
            out.append(("774", _constituent(one, record, number, style)))


def _constituent(one: ContentsEntry, record: Record, number: str | None, style: Style) -> str:
    word = style.terms.paper if record.type == "proceedings" else style.terms.chapter
    kind = f"{word}:" if record.type not in ("journal", "issue") else ""
    body = f"08\x1fi{kind}" if kind else "0 "
    if one.contributors:
        first = one.contributors[0]
        name = f"{first.family}, {first.given}" if first.family and first.given else first.name
        body += f"\x1fa{style.stop(name)}"
    body += f"\x1ft{style.stop(without_article(one.title or '', record.languages))}"
    if one.pages:
        said = paged(one.pages, style)
        body += f"\x1fg{said[:1].upper()}{said[1:]}"
    if number:
        body += f"\x1fw({style.agency}){number_of(number)}"
    for each in one.identifiers:
        code = {"isbn": "z", "issn": "x"}.get(each.scheme, "o")
        if not each.scheme.endswith("-invalid"):
            body += f"\x1f{code}{each.value}"
    return body
