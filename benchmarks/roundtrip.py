"""Round trip over real files: read, written, read again; and what of the files the first reading takes.

For each format: the records that come back equal, those that do but for documented losses (docs/losses.md), and the share of the
parts of the files (subfields, elements, variables, tags, columns) that a reading takes: each is taken away and the rest read again.

Use: python -m benchmarks.roundtrip [--corpus ../shared/corpus/records] [--names 20]
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.dropped import Part, Taken, mapping_parts, marc_parts, marc_records, reader, taken, xml_parts
from schemas.envelope import Envelope, Held
from schemas.errors import ReadError
from schemas.formats import formats, kbart, marcxml, readers
from schemas.losses import declared
from schemas.payloads import format_of
from schemas.readers.bibtex_file import Entry, Scanner
from schemas.readers.kbart_rows import columns_of
from schemas.readers.marc_left_out import left_out
from schemas.readers.ris_tags import decoded, references
from schemas.readers.xml_files import local_name
from schemas.record import Record
from schemas.roundtrip import differences, there_and_back

ROW = "{:<9}{:>8}{:>8}{:>12}{:>8}{:>8}  {}"
ENVELOPE = Envelope(id="corpus:1", source="corpus", key="1", version=1, datestamp="2026-11-23T18:00:00Z")


def main() -> None:
    """Measure each format and print a row, then the names of what is not taken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus/records"))
    parser.add_argument("--names", type=int, default=20, help="how many names of parts that are not taken to print")
    asked = parser.parse_args()
    print(ROW.format("format", "records", "equal", "documented", "parts", "taken", "not taken"))
    for name, (inputs, build, parts) in sources(asked.corpus).items():
        print(row(name, list(inputs), build, parts, asked.names))


def row(name: str, inputs: list[Any], build: Callable[[Any], Record], parts: Any, names: int) -> str:
    """Return what one format shows."""
    seen = Counter(verdict(name, record) for one in inputs if (record := _read(build, one)) is not None)
    found = taken(iter(inputs), build, parts)
    dropped = ", ".join(f"{part} {count}" for part, count in list(found.dropped.items())[:names])
    said = [name, seen.total(), seen["equal"], seen["equal"] + seen["documented"], found.counts.total()]
    line = ROW.format(*said, f"{found.share():.1%}", dropped)
    if name == "marcxml":
        line += f"\n{'':<9}with what is left out by docs/marc.md: {marc_share(found):.1%}"
    if seen["lost"]:
        line += f"\n{'':<9}NOT DOCUMENTED in {seen['lost']} records: tocsin roundtrip {name}"
    return line


def marc_share(found: Taken) -> float:
    """The share of subfields that are read or deliberately left out."""
    return found.share(lambda name: left_out(name) is not None)


def verdict(name: str, record: Record) -> str:
    """Tell how a record comes back: equal, but for documented losses, with others, or not at all (left out)."""
    module = formats()[name]
    try:
        back = there_and_back(module, Held(envelope=ENVELOPE, record=record))
    except ReadError:
        return "unreadable"
    if back is None:
        return "left out"
    paths = [one.path for one in differences(record, back)]
    if not paths:
        return "equal"
    return "documented" if all(declared(module.LOSSES, path) for path in paths) else "lost"


def _read(build: Callable[[Any], Record], one: Any) -> Record | None:
    try:
        return build(one)
    except ReadError:
        return None


Source = tuple[Iterator[Any], Callable[[Any], Record], Callable[[Any], Iterator[Part]]]


def sources(folder: Path) -> dict[str, Source]:
    """The records of the corpus by format: inputs, what reads one, what names its parts."""
    return {
        "marcxml": (marc_records(folder), marcxml.build, marc_parts),
        "mods": (_payloads(folder, "mods"), reader("mods"), xml_parts),
        "qdc": (_payloads(folder, "qdc"), reader("qdc"), xml_parts),
        "dc": (_payloads(folder, "dc"), reader("dc"), xml_parts),
        "csl": (_items(folder), reader("csl"), mapping_parts),
        "ris": (_references(folder), reader("ris"), _tag_parts),
        "bibtex": (_entries(folder), reader("bibtex"), _field_parts),
        "biblatex": (_entries(folder), reader("bibtex"), _field_parts),
        "kbart": (_rows(folder), reader("kbart"), _column_parts),
    }


def _payloads(folder: Path, name: str) -> Iterator[Any]:
    from lxml import etree

    for path in sorted([*folder.glob("mods/*.xml"), *folder.glob("oai/*.xml")]):
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(recover=True, resolve_entities=False))
        for one in root.iter():
            named = isinstance(one.tag, str) and local_name(one.tag) in readers()[name].ELEMENTS
            if named and len(one) and format_of(one.tag, None) == name:
                yield one


def _items(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.glob("csl/*.json")):
        said = json.loads(path.read_text("utf-8"))
        yield from (one for one in (said if isinstance(said, list) else [said]) if isinstance(one, dict))


def _references(folder: Path) -> Iterator[Any]:
    for path in sorted(folder.glob("ris/*.ris")):
        yield from references(decoded(path.read_bytes()))


def _tag_parts(tags: list[tuple[str, str]]) -> Iterator[Part]:
    for place, (tag, value) in enumerate(tags):
        if value and tag != "TY":
            yield tag, lambda p=place: tags[:p] + tags[p + 1 :]


def _entries(folder: Path) -> Iterator[Any]:
    for path in sorted([*folder.glob("bibtex/*.bib"), *folder.glob("bibtex/*.biblatex")]):
        scanner = Scanner(path.read_text("utf-8"))
        while True:
            try:
                yield next(scanner)
            except StopIteration:
                break
            except ReadError:
                continue


def _field_parts(entry: Entry) -> Iterator[Part]:
    for name in entry.fields:
        yield name, lambda n=name: entry._replace(fields={k: v for k, v in entry.fields.items() if k != n})


def _rows(folder: Path) -> Iterator[Any]:
    """Rows by the format's names of columns, as files are read; columns that are none of the format keep theirs."""
    for path in sorted(folder.glob("kbart/*.tsv")):
        header, *rows = csv.reader(io.StringIO(kbart.decoded(path.read_bytes())), delimiter="\t")
        names = dict(enumerate(header)) | {place: name for name, place in columns_of(header).items()}
        yield from ({names[place]: cell for place, cell in enumerate(row) if place in names} for row in rows)


def _column_parts(row: dict[str, str]) -> Iterator[Part]:
    for name, value in row.items():
        if value:
            yield name, lambda n=name: row | {n: ""}


if __name__ == "__main__":
    main()
