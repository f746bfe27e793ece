"""Contents: 505 with enhanced designation, one or several fields, and 774 for entries that are records or have identifiers of their own."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.crosswalk.wording import walk
from schemas.record import ContentsEntry, Record
from schemas.writers.marc.articles import without_article
from schemas.writers.marc.imprint import paged
from schemas.writers.marc.profile import LONGEST, Field, Style

_DASH = " --"


def contents_fields(record: Record, style: Style, out: list[Field]) -> None:
    """Add 505: titled entries only, in printed order; none where no entry has a title.

    First indicator 1 (incomplete) where entries lack titles; a note that is too long for one field goes on in another
    with 8 (no display constant), as MARC has it.
    """
    entries = record.contents
    if any(one.entries for one in entries):
        entries = tuple(walk(entries))
    titled = [one for one in entries if one.title]
    if not titled:
        return
    first = "0" if len(titled) == len(entries) else "1"
    for part in _parted([_entry(one, style) for one in titled]):
        ended = part if "\x1fu" in part[part.rfind("\x1f") :] else style.stop(part)  # an address ends in no point
        out.append(("505", f"{first}0{ended}"))
        first = "8"


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


def part_fields(record: Record, style: Style, out: list[Field]) -> None:
    """Add 774 for each titled entry with identifiers of its own: main entry, title, pages, numbers."""
    for one in walk(record.contents) if record.contents else ():
        if one.title and one.identifiers:
            out.append(("774", _constituent(one, record, style)))


def _constituent(one: ContentsEntry, record: Record, style: Style) -> str:
    kind = style.terms.chapter + ":" if record.type not in ("journal", "issue") else ""
    body = f"08\x1fi{kind}" if kind else "0 "
    if one.contributors:
        first = one.contributors[0]
        name = f"{first.family}, {first.given}" if first.family and first.given else first.name
        body += f"\x1fa{style.stop(name)}"
    body += f"\x1ft{style.stop(without_article(one.title or '', record.languages))}"
    if one.pages:
        said = paged(one.pages, style)
        body += f"\x1fg{said[:1].upper()}{said[1:]}"
    for each in one.identifiers:
        code = {"isbn": "z", "issn": "x"}.get(each.scheme, "o")
        if not each.scheme.endswith("-invalid"):
            body += f"\x1f{code}{each.value}"
    return body
