"""Lists for reference managers and Talis Aspire: the formats' own writers, and what a list says beside a record.

Pages to read are the first and last page only for Talis, whose students see them so; elsewhere they are a note, because
a reference keeps the pages that are the work's own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO

import msgspec

from schemas.crosswalk import citing
from schemas.crosswalk.json_text import encoded
from schemas.crosswalk.latex import escaped
from schemas.crosswalk.plain_text import line
from schemas.crosswalk.wording import headed
from schemas.envelope import Held
from schemas.formats import bibtex, csl, ris, ris_talis
from schemas.left_out import NO_DELETED, LeftOut, unnoticed
from schemas.lists.shapes import Item, ReadingList, Section
from schemas.values.pages import parse_pages

Records = Mapping[int, Held]
_TITLES = ("TI  - ", "BT  - ", "JF  - ")
NOWHERE: Mapping[int, str] = MappingProxyType({})
_OF_TALIS = {"essential": "Essential", "recommended": "Recommended", "further": "Further"}


def notes(item: Item) -> list[str]:
    """Return what a list says to its readers of an item, each in a note of its own."""
    said = [f"Pages to read: {item.pages}"] if item.pages else []
    said += [f"Importance: {item.importance}"] if item.importance else []
    return [*said, line(item.note)] if item.note else said


def write_ris(shown: ReadingList, held: Records, out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write references for Zotero, EndNote and others; what the list says of an item is in notes."""
    count = 0
    for item in shown.items():
        text = _one(ris, held[item.number], left_out)
        out.write(_before_end(text, [("N1", note) for note in notes(item)]))
        count += bool(text)
    return count


def write_talis(section: Section, held: Records, out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write one section for Talis Aspire: one title a reference, the study note in N1, the importance in U1."""
    count = 0
    for item in section.items:
        one = _to_be_read(item, held[item.number])
        text = _one_title(_one(ris_talis, one, left_out))
        host = citing.host_of(one) if one.record.type == "chapter" else None
        where = f"In: {headed(host.title)}" if host and host.title else None
        note = ". ".join([part.rstrip(".") for part in (line(item.note or ""), where) if part])
        importance = _OF_TALIS.get(item.importance or "")
        tags = [(tag, value) for tag, value in (("N1", note), ("U1", importance)) if value]
        out.write(_before_end(text, tags))
        count += bool(text)
    return count


def _one(writer: Any, held: Held, left_out: LeftOut) -> bytes:
    out = io.BytesIO()
    writer.write([held], out, left_out)
    return out.getvalue()


def _one_title(text: bytes) -> bytes:
    """Only the first of the lines that Talis takes for a title."""
    kept, seen = [], False
    for one in text.decode().splitlines(keepends=True):
        titled = one.startswith(_TITLES)
        if not (titled and seen):
            kept.append(one)
        seen = seen or titled
    return "".join(kept).encode()


def _before_end(text: bytes, tags: Iterable[tuple[str, str]]) -> bytes:
    end = b"ER  - \r\n"
    return (
        text.removesuffix(end) + b"".join([f"{tag}  - {said}\r\n".encode() for tag, said in tags]) + end
        if text
        else text
    )


def _to_be_read(item: Item, held: Held) -> Held:
    """A record whose pages are those to read."""
    if not item.pages:
        return held
    record = msgspec.structs.replace(held.record, pages=parse_pages(item.pages))
    return Held(envelope=held.envelope, record=record, host=held.host, label=held.label)


def write_csl(shown: ReadingList, held: Records, out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write CSL-JSON; the id of an item that stands on the list twice is another the second time."""
    items = []
    for item, name in _named(shown, held):
        one = held[item.number]
        if one.record.deleted:
            left_out(one, NO_DELETED)
            continue
        said = csl.item(one) | {"id": name}
        if told := notes(item):
            said["note"] = "\n".join(told)
        items.append(encoded(said))
    out.write(b"[\n" + b",\n".join(items) + b"\n]\n" if items else b"[]\n")
    return len(items)


def _named(shown: ReadingList, held: Records) -> Iterator[tuple[Item, str]]:
    seen: dict[str, int] = {}
    for item in shown.items():
        name = held[item.number].envelope.id
        seen[name] = seen.get(name, 0) + 1
        yield item, name if seen[name] == 1 else f"{name}~{seen[name]}"


def write_bibtex(shown: ReadingList, held: Records, out: BinaryIO, left_out: LeftOut = unnoticed) -> int:
    """Write BibTeX; what the list says of an item is in the field that reference managers show as a note."""
    count = 0
    for item, name in _named(shown, held):
        one = held[item.number]
        envelope = msgspec.structs.replace(one.envelope, id=name)
        again = Held(envelope=envelope, record=one.record, host=one.host, label=one.label)
        text = _one(bibtex, again, left_out).decode()
        if not text:
            continue
        out.write((("\n" if count else "") + _annotated(text, ". ".join(notes(item)))).encode())
        count += 1
    return count


def _annotated(text: str, note: str) -> str:
    if not note:
        return text
    start = "  annote = {"
    before, found, after = text.partition(start)
    if found:
        return f"{before}{start}{escaped(note)}. {after}"
    return text.rstrip().removesuffix("}") + f"{start}{escaped(note)}}},\n}}\n"


def write_json(shown: ReadingList, held: Records, out: BinaryIO, urls: Mapping[int, str] = NOWHERE) -> None:
    """Write the list as one JSON object: what the list says, and of each item its record and, where it has one, its page."""
    said = msgspec.to_builtins(shown)
    for section in said.get("sections", ()):
        for item in section.get("items", ()):
            item["record"] = msgspec.to_builtins(held[item["number"]].record)
            if item["number"] in urls:
                item["url"] = urls[item["number"]]
    out.write(msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n")
