"""Invented records for the benchmarks: deterministic, about 1.5 KB of JSON each, some with contents."""

from __future__ import annotations

import random
from collections.abc import Iterator

from schemas.record import (
    ContentsEntry,
    Contributor,
    Date,
    Identifier,
    Link,
    Pages,
    Publisher,
    Record,
    Series,
    Subject,
    Text,
    Title,
)

WORDS = (
    "water basin report trade energy border security regional policy harvest rail coast city council language "
    "archive union market climate migration school health labour forest river bridge account valley history museum "
    "letter island Verkehr Gemeinde Wasser élection frontière économie población desarrollo граница торговля 政策 地域"
).split()
GIVEN = "Ana Jonas Mei Pavel Siri Oisín Katarzyna Lucas Greta Tomasz Inés Ruth".split()
FAMILY = "Quandt Feld Horák Dahl Byrne Lis Moreau Vollmer Wierzba Ortiz Abendroth Lenoir".split()


def records(count: int, *, seed: int = 7, contents_every: int = 10) -> Iterator[tuple[str, Record]]:
    """Yield (key, record) pairs; every tenth has a table of contents of eight entries."""
    chance = random.Random(seed)
    for number in range(count):
        yield f"oai:bench.example:{number}", _record(chance, number, contents=number % contents_every == 0)


def _words(chance: random.Random, low: int, high: int) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(low, high)))


def _person(chance: random.Random) -> Contributor:
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    return Contributor(name=f"{given} {family}", given=given, family=family, kind="person", role="aut")


def _record(chance: random.Random, number: int, *, contents: bool) -> Record:
    day = f"{chance.randint(1990, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return Record(
        type="report",
        title=Title(main=_words(chance, 4, 12).capitalize()),
        contributors=tuple(_person(chance) for _ in range(chance.randint(1, 4))),
        dates=(Date(edtf=day, kind="issued", as_printed=day),),
        publisher=Publisher(name="Bench Institute"),
        series=(Series(title="Bench Papers", number=str(number)),),
        identifiers=(Identifier(scheme="doi", value=f"10.5555/bench.{number}"),),
        languages=("en",),
        subjects=tuple(Subject(term=_words(chance, 1, 3)) for _ in range(4)),
        abstract=(Text(text=_words(chance, 60, 140), lang="en"),),
        links=(Link(url=f"https://bench.example/{number}", rel="landing"),),
        page_count=120,
        contents=tuple(_entry(chance, position) for position in range(8)) if contents else (),
    )


def _entry(chance: random.Random, position: int) -> ContentsEntry:
    first = position * 14 + 1
    pages = (Pages(first=str(first), last=str(first + 13)),)
    return ContentsEntry(title=_words(chance, 3, 9).capitalize(), pages=pages, contributors=(_person(chance),))
