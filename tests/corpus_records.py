"""Every record that can be read from the shared corpus, and every entry of them as a record: what exports are judged on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from lxml import etree

from harvester.inputs import HEAD, format_in
from harvester.pages import read_page
from schemas.capture import Capture
from schemas.entries import entries_of
from schemas.envelope import Envelope, Held
from schemas.errors import ReadError
from schemas.formats import readers
from schemas.payloads import read_payload
from schemas.reading import Found
from schemas.record import Record
from tests.reader_cases import every

FOLDERS = {"marcxml": ("marcxml", ".xml"), "kbart": ("kbart", ".tsv")}
"""Folders of corpus/records in one format that is surely read; the other developers' readers are judged in their own tests."""


@lru_cache(maxsize=1)
def corpus(shared: Path) -> tuple[Held, ...]:
    """The records of the three corpora, each followed by its entries."""
    found = [*_files(shared / "corpus/records"), *_answers(shared / "corpus/oai"), *_pages(shared / "corpus/pages")]
    return tuple(_numbered(found, "corpus"))


@lru_cache(maxsize=1)
def files(shared: Path) -> tuple[Held, ...]:
    """The records of every file of corpus/records, whatever its format, each followed by its entries."""
    folder = shared / "corpus/records"
    found = [*_any(folder), *_answers(folder / "oai")]
    return tuple(_numbered(found, "file"))


def _any(folder: Path) -> Iterator[Record]:
    for path in sorted(folder.glob("*/*")):
        module = format_in(path.read_bytes()[:HEAD])
        if module is not None and path.parent.name != "oai":
            yield from (one.record for one in every(module, path) if isinstance(one, Found))


def _numbered(found: Iterable[Record], source: str) -> Iterator[Held]:
    for number, record in enumerate(found):
        one = Held(
            envelope=Envelope(id=f"{source}:{number}", source=source, key=str(number), version=1, datestamp="2026-11-23T18:00:00Z"),
            record=record,
        )  # fmt: skip
        if not record.deleted:
            yield one
            yield from entries_of(one)


def _files(folder: Path) -> Iterator[Record]:
    for place, (name, suffix) in FOLDERS.items():
        for path in sorted((folder / place).glob(f"*{suffix}")):
            yield from (one.record for one in every(readers()[name], path) if isinstance(one, Found))


def _answers(folder: Path) -> Iterator[Record]:
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    for path in sorted(folder.glob("*.xml")):
        root = etree.fromstring(path.read_bytes(), parser)
        for element in root.iter("{*}metadata") if root is not None else ():
            for child in element:
                if isinstance(child.tag, str):
                    try:
                        yield read_payload(child).record
                    except ReadError:
                        continue


def _pages(folder: Path) -> Iterator[Record]:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    for path in sorted(folder.iterdir()):
        if path.suffix in (".html", ".htm", ".txt"):
            kind = "text/html" if path.suffix != ".txt" else "text/plain"
            url = f"https://corpus.example/{path.name}"
            capture = Capture(asked=url, url=url, media_type=kind, body=path.read_bytes(), at=at)
            yield from (one.record for one in read_page(capture).found)
