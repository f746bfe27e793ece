"""Groups over real works that stand in several formats, beside what shares their identifiers and is no such work.

Works of the shared corpus that have a DOI, an ISBN or a JSTOR id are written by each format that is read, read back, and put as
one source a format. Among them are put hard negatives made of the same works: their chapters with the ISBN of their host,
other volumes, editions, translations, years, and works called "Introduction". Pairs that are grouped are counted: right where both
are of one work. What a pair that is missed failed by is named.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.shapes import Put
from archive.store import Store, open_store
from schemas.entries import entries_of
from schemas.envelope import Envelope, Held
from schemas.errors import ReadError
from schemas.formats import formats, readers
from schemas.reading import Found
from schemas.record import Pages, Record, Title
from schemas.sameness import counts
from tests.corpus_records import corpus
from tests.reader_cases import every

FORMATS = ("marcxml", "mods", "csl", "ris", "biblatex", "dc")
RECORDS = {"bibtex": "bibtex", "crossref": "crossref", "csl": "csl", "marc21": "marc", "mods": "mods", "ris": "ris"}
"""Folders of corpus/records beside those of `corpus`, and who reads them."""

PRECISION, RECALL = 0.99, 0.9


def works(shared: Path) -> list[Record]:
    """Real records that have an identifier of their own and a title; each work once."""
    found = [one.record for one in corpus(shared) if one.host is None]
    for folder, name in RECORDS.items():
        for path in sorted((shared / "corpus/records" / folder).iterdir()):
            found += [one.record for one in every(readers()[name], path) if isinstance(one, Found)]
    seen: set[tuple[str, str]] = set()
    kept = []
    for record in found:
        own = {(one.scheme, one.value) for one in record.identifiers if counts(one)}
        if own and record.title and record.title.main and not record.deleted and not own & seen:
            kept.append(record)
        seen |= own
    return kept


def held(record: Record, key: str = "1") -> Held:
    stamp = "2026-11-23T18:00:00Z"
    return Held(
        envelope=Envelope(id=f"c:{key}", source="c", key=key, version=1, datestamp=stamp),
        record=record,
    )


def read_back(record: Record, name: str, key: str) -> Iterator[Record]:
    """A record as it comes back from a format; nothing where that does not take it."""
    out = io.BytesIO()
    formats()[name].write(iter([held(record, key)]), out, lambda *_: None)
    reader = readers()["bibtex" if name == "biblatex" else name]
    try:
        yield from (one.record for one in reader.read(io.BytesIO(out.getvalue())) if isinstance(one, Found))
    except ReadError:
        return


def negatives(record: Record) -> Iterator[tuple[str, Record]]:
    """What shares the identifiers of a work and is another one."""
    title = record.title or Title()
    isbns = tuple(one for one in record.identifiers if one.scheme == "isbn" and counts(one))

    def other(**more: Any) -> Record:
        return msgspec.structs.replace(record, **more)

    for entry in list(entries_of(held(record)))[:2]:
        yield "chapter", msgspec.structs.replace(entry.record, identifiers=isbns or record.identifiers)
    yield "chapter", other(type="chapter", title=Title(main="Small harbours"), pages=(Pages(first="21", last="40"),))
    yield "introduction", other(type="chapter", title=Title(main="Introduction"), contributors=())
    if record.type not in ("article", "chapter"):
        yield "volume", other(title=Title(main=f"{title.main}, Volume 7", sub=title.sub))
        if record.edition:
            yield "edition", other(edition="17th edition")
        yield "introduction", other(title=Title(main="Introduction"), contributors=())
    if record.languages:
        yield "translation", other(languages=("fi",), title=Title(main="Satamat ja rannikko", sub="mitä meri maksaa"))
    if isbns:
        yield "annual", other(title=Title(main=f"{title.main} 1987", sub=title.sub), identifiers=isbns)


def puts(shared: Path) -> tuple[list[Put], dict[str, str], Counter[str]]:
    """All that is put, what each is of (a work, or a negative of one), and how many there are of each kind."""
    made: list[Put] = []
    of: dict[str, str] = {}
    kinds: Counter[str] = Counter()

    def put(source: str, key: str, record: Record, what: str) -> None:
        made.append(Put(source=source, key=key, record=record, reader=None, input=source))
        of[f"{source}:{key}"] = what
        kinds[source] += 1

    for number, record in enumerate(works(shared)):
        put("corpus", str(number), record, f"work {number}")
        for name in FORMATS:
            for back in list(read_back(record, name, str(number)))[:1]:
                put(name, str(number), back, f"work {number}")
        for place, (kind, negative) in enumerate(negatives(record)):
            put(kind, f"{number}-{place}", negative, f"{kind} {place} of {number}")
    return made, of, kinds


def own_ids(record: Record) -> set[tuple[str, str]]:
    return {(one.scheme, one.value) for one in record.identifiers if counts(one)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "same.db", create=True) as opened:
        yield opened


@pytest.mark.slow
def test_precision_over_the_corpus(store: Store, shared: Path) -> None:
    made, of, kinds = puts(shared)
    records = {f"{one.source}:{one.key}": one.record for one in made}
    run = store.begin_run(kind="harvest", command="tocsin harvest", who="tester")
    for start in range(0, len(made), 500):
        store.put(made[start : start + 500], run=run)
    grouped = {pair for group in store.same.groups() for pair in combinations(sorted(group.members), 2)}
    wrong = sorted(pair for pair in grouped if of[pair[0]] != of[pair[1]])
    precision = 1 - len(wrong) / len(grouped)
    together: dict[str, list[str]] = {}
    for name, what in of.items():
        together.setdefault(what, []).append(name)
    apart = {frozenset((one.one, one.other)): one.why for one in store.same.apart()}
    wanted = [pair for names in together.values() for pair in combinations(sorted(names), 2)]
    sharing = [pair for pair in wanted if own_ids(records[pair[0]]) & own_ids(records[pair[1]])]
    missed = [pair for pair in sharing if pair not in grouped]
    unexplained = [pair for pair in missed if frozenset(pair) not in apart]
    told = Counter(apart.get(frozenset(pair), "through a third").partition(": ")[2] for pair in missed)
    recall = 1 - len(missed) / len(sharing)
    print(f"\n{dict(kinds)}\n{len(grouped)} pairs grouped, {len(wrong)} wrong: precision {precision:.4f}")
    print(f"{len(sharing)} pairs of one work share an identifier, {len(missed)} missed: recall {recall:.4f}")
    print(f"{len(wanted) - len(sharing)} pairs of one work share none: what the format left out")
    print("\n".join(f"  {count:4} {why}" for why, count in told.most_common(15)))
    for pair in wrong[:20]:
        print("WRONG", pair, [records[name].title for name in pair], [records[name].type for name in pair])
    assert not unexplained
    assert precision >= PRECISION, wrong[:10]
    assert recall >= RECALL, told
