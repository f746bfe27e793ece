"""Contents of a MARC record: formatted contents notes (505, basic and enhanced) and constituents (774) to entries."""

from __future__ import annotations

import msgspec

from schemas.identifiers import doi
from schemas.readers.contents_note import entry_of, label_before, named, note_entries, pages_at_end
from schemas.readers.marc_fields import Field, Marc
from schemas.readers.punctuation import joined, tidy
from schemas.record import ContentsEntry, Identifier, Pages
from schemas.values.names import parse_name
from schemas.values.pages import parse_pages
from schemas.values.text import clean, fold


def contents_of(marc: Marc) -> tuple[ContentsEntry, ...]:
    """Return the entries that the notes name; those of linked records add what the notes do not say of them."""
    entries: list[ContentsEntry] = []
    for field in marc.fields("505"):
        entries += _enhanced(field) if field.has("t") else _basic(field)
    linked = [one for field in marc.fields("774") if (one := _constituent(field))]
    if not entries:
        return tuple(linked)
    known = {fold(one.title): one for one in linked if one.title}
    return tuple(_completed(entry, known.get(fold(entry.title or ""))) for entry in entries)


def _basic(field: Field) -> tuple[ContentsEntry, ...]:
    text = " ".join(field.all("a"))
    if " ; " in text and " -- " not in text and text.count(" / ") > 0:
        return tuple(entry for entry in [entry_of(text)] if entry)
    return note_entries(text)


def _enhanced(field: Field) -> list[ContentsEntry]:
    """$t begins an entry; $g before it is its label, $g behind it its pages, $r who is responsible."""
    entries: list[ContentsEntry] = []
    before: list[str] = []
    parted = True
    for code, text in field.subfields:
        bare = _without_dash(text)
        if code == "t":
            entries.append(_titled(bare, before))
            before, parted = [], False
        elif code == "g" and (parted or not entries):
            before.append(bare)
        elif code == "g":
            entries[-1] = _with_note(entries[-1], bare)
        elif code == "r" and entries and not parted:
            entries[-1] = msgspec.structs.replace(
                entries[-1], contributors=(*entries[-1].contributors, *named(tidy(bare) or ""))
            )
        elif code == "u" and entries:
            entries[-1] = msgspec.structs.replace(entries[-1], url=bare)
        elif code == "a" and (found := note_entries(bare)):
            entries += found
        parted = text.rstrip(" ").endswith("--")
    return entries


def _without_dash(text: str) -> str:
    return (clean(text) or "").removesuffix("--").rstrip(" .") if text.rstrip().endswith("--") else clean(text) or ""


def _titled(text: str, before: list[str]) -> ContentsEntry:
    label, title = None, tidy(text)
    pages: tuple[Pages, ...] = ()
    for note in before:
        said = tidy(note.rstrip(" ):").lstrip("("))
        note_pages = _pages(note)
        if note_pages and not pages and (not said or not said.isdigit()):
            pages = note_pages
            said = tidy(note.rpartition(" p. ")[0]) if " p. " in note else None
        label = label or (said.rstrip(".") if said else None)
    if label is None and title:
        label, title = label_before(title)
    if title and not pages:
        title, pages = pages_at_end(title)
    return ContentsEntry(label=label or None, pages=pages, title=title or None)


def _with_note(entry: ContentsEntry, note: str) -> ContentsEntry:
    pages = _pages(note)
    if pages and not entry.pages:
        return msgspec.structs.replace(entry, pages=pages)
    return entry


def _pages(note: str) -> tuple[Pages, ...]:
    text = (tidy(note) or "").strip("() :.")
    found = parse_pages(text)
    if found and not (text.isdigit() or text.isupper()):
        return found
    tail = text.rpartition("p. ")
    return parse_pages(tail[2].rstrip(" :")) if tail[1] else ()


def _constituent(field: Field) -> ContentsEntry | None:
    title = tidy(field.get("t"))
    if title is None:
        return None
    names = tuple(
        parse_name(name, "aut", inverted=True if "," in name else None)
        for text in field.all("a")
        if (name := tidy(text))
    )
    dois = dict.fromkeys(value for text in field.all("o") if (value := doi(text)))
    pages = next((found for text in field.all("g") if (found := _pages(text))), ())
    identifiers = tuple(Identifier(scheme="doi", value=value) for value in dois)
    return ContentsEntry(contributors=names, identifiers=identifiers, pages=pages, title=title)


def _completed(entry: ContentsEntry, other: ContentsEntry | None) -> ContentsEntry:
    if other is None:
        return entry
    return msgspec.structs.replace(
        entry, contributors=entry.contributors or other.contributors, identifiers=entry.identifiers or other.identifiers,
        pages=entry.pages or other.pages,
    )  # fmt: skip


def note_of(field: Field) -> str | None:
    """Return a contents note as one text."""
    return joined(field.all("agtr"), " ")
