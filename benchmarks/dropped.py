"""Which parts of real files a reader takes: each is taken away, and what is read again is compared; for benchmarks and tests."""

from __future__ import annotations

import copy
import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from schemas.errors import ReadError
from schemas.formats import marcxml, readers
from schemas.readers.marc_fields import Field, Marc, fields_of
from schemas.readers.xml_files import local_name
from schemas.record import Record

TRIED = 200
"""Of a kind of part so many are taken away, one after another, until one of them makes a difference."""

Part = tuple[str, Callable[[], Any]]
"""The name of a part, and what makes the input without it."""


class Taken(msgspec.Struct):
    """How many parts of each name there are, and the names of which at least one made a difference."""

    counts: Counter[str]
    used: set[str]

    @property
    def dropped(self) -> dict[str, int]:
        """The parts that no reading takes, the most frequent first."""
        return {name: count for name, count in self.counts.most_common() if name not in self.used}

    def share(self, left_out: Callable[[str], bool] = lambda name: False) -> float:
        """The share of parts whose name is taken or left out on purpose."""
        good = sum(count for name, count in self.counts.items() if name in self.used or left_out(name))
        return good / max(1, self.counts.total())


def taken(inputs: Iterator[Any], build: Callable[[Any], Record], parts: Callable[[Any], Iterator[Part]]) -> Taken:
    """Find out what is taken of inputs: `parts` names each part of one and gives the input without it."""
    counts: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    used: set[str] = set()
    for one in inputs:
        whole: Record | None = None
        for name, without in parts(one):
            counts[name] += 1
            if name in used or tried[name] >= TRIED:
                continue
            tried[name] += 1
            whole = whole or _built(build, one)
            if _built(build, without()) != whole:
                used.add(name)
    return Taken(counts, used)


def _built(build: Callable[[Any], Record], one: Any) -> Record | None:
    try:
        return build(one)
    except ReadError:
        return None


# --- MARC ------------------------------------------------------------------------------------------------------------------


def marc_records(folder: Path) -> Iterator[Marc]:
    """Yield the records of all MARC files of a folder with the corpus of records."""
    from lxml import etree

    found: list[Marc] = []
    for path in [*sorted((folder / "marcxml").glob("*.xml")), folder / "oai" / "vufind-marc.xml"]:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(recover=True, resolve_entities=False))
        found += [fields_of(one) for one in root.iter() if marcxml.is_record(one)]
    for path in sorted((folder / "marc21").glob("*.dat")):
        found += _binary(path)
    yield from found


def _binary(path: Path) -> list[Marc]:
    from schemas.readers.marc_binary import MarcRecords

    kept: list[Marc] = []

    def build(marc: Marc) -> Record:
        kept.append(marc)
        return Record()

    found = MarcRecords(io.BytesIO(path.read_bytes()), build)
    while True:
        try:
            next(found)
        except StopIteration:
            return kept
        except ReadError:
            continue


def marc_parts(marc: Marc) -> Iterator[Part]:
    """Name every subfield of the fields 010 to 8XX that says something: `245 $a`."""
    for tag, fields in marc.data.items():
        if not (tag.isdigit() and "010" <= tag < "900"):
            continue
        for place, field in enumerate(fields):
            for at, (code, text) in enumerate(field.subfields):
                if text:
                    yield f"{tag} ${code}", lambda t=tag, p=place, a=at: _without(marc, t, p, a)


def _without(marc: Marc, tag: str, place: int, at: int) -> Marc:
    fields = list(marc.data[tag])
    field = fields[place]
    fields[place] = Field(field.ind1, field.ind2, field.subfields[:at] + field.subfields[at + 1 :])
    return msgspec.structs.replace(marc, data=marc.data | {tag: fields})


# --- others ----------------------------------------------------------------------------------------------------------------


def xml_parts(element: Any) -> Iterator[Part]:
    """Name every element with text by its path of names: `originInfo/publisher`."""
    yield from _leaves(element, element, (), "")


def _leaves(root: Any, element: Any, way: tuple[int, ...], path: str) -> Iterator[Part]:
    for place, child in enumerate(element):
        if not isinstance(child.tag, str):
            continue
        name = f"{path}{local_name(child.tag)}"
        if child.text and child.text.strip():
            yield name, lambda w=(*way, place): _pruned(root, w)
        yield from _leaves(root, child, (*way, place), f"{name}/")


def _pruned(root: Any, way: tuple[int, ...]) -> Any:
    made = copy.deepcopy(root)
    parent = made
    for step in way[:-1]:
        parent = parent[step]
    parent.remove(parent[way[-1]])
    return made


def mapping_parts(item: Any) -> Iterator[Part]:
    """Name every member of an object that says something."""
    for name, value in item.items():
        if value not in (None, "", [], {}):
            yield name, lambda n=name: {key: one for key, one in item.items() if key != n}


def reader(name: str) -> Callable[[Any], Record]:
    """Return what reads one record of a format."""
    build: Callable[[Any], Record] = readers()[name].record_of
    return build
