"""Invented records for the benchmarks: deterministic, about 1.5 KB of JSON each, some with contents."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate, product

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


class Chance(random.Random):
    """Chance that draws words too: of some words alike, or of a language's worth of invented ones, the nth 1/n times as often."""

    def __init__(self, seed: int, words: int = 0) -> None:
        super().__init__(seed)
        self._words: Sequence[str] = vocabulary(words) if words else WORDS
        self._weights = [*accumulate(1 / (rank + 3) for rank in range(words))] if words else None

    def words(self, low: int, high: int) -> str:
        """Return from `low` to `high` words."""
        return " ".join(self.choices(self._words, cum_weights=self._weights, k=self.randint(low, high)))


def vocabulary(size: int) -> list[str]:
    """Return invented words, the shorter first."""
    syllables = [f"{one}{other}" for one, other in product("bdfgklmnprstvz", "aeiou")]
    made = ("".join(parts) for length in (1, 2, 3) for parts in product(syllables, repeat=length))
    return [word for word, _ in zip(made, range(size), strict=False)]


def records(count: int, *, seed: int = 7, contents_every: int = 10, words: int = 0) -> Iterator[tuple[str, Record]]:
    """Yield (key, record) pairs; every tenth has a table of contents of eight entries.

    With `words` texts are made of so many invented words, else of a few in several scripts.
    """
    chance = Chance(seed, words)
    for number in range(count):
        yield f"oai:bench.example:{number}", _record(chance, number, contents=number % contents_every == 0)


def _person(chance: random.Random) -> Contributor:
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    return Contributor(name=f"{given} {family}", given=given, family=family, kind="person", role="aut")


def _record(chance: Chance, number: int, *, contents: bool) -> Record:
    day = f"{chance.randint(1990, 2025)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return Record(
        type="report",
        title=Title(main=chance.words(4, 12).capitalize()),
        contributors=tuple(_person(chance) for _ in range(chance.randint(1, 4))),
        dates=(Date(edtf=day, kind="issued", as_printed=day),),
        publisher=Publisher(name="Bench Institute"),
        series=(Series(title="Bench Papers", number=str(number)),),
        identifiers=(Identifier(scheme="doi", value=f"10.5555/bench.{number}"),),
        languages=("en",),
        subjects=tuple(Subject(term=chance.words(1, 3)) for _ in range(4)),
        abstract=(Text(text=chance.words(60, 140), lang="en"),),
        links=(Link(url=f"https://bench.example/{number}", rel="landing"),),
        page_count=120,
        contents=tuple(_entry(chance, position) for position in range(8)) if contents else (),
    )


def _entry(chance: Chance, position: int) -> ContentsEntry:
    first = position * 14 + 1
    pages = (Pages(first=str(first), last=str(first + 13)),)
    return ContentsEntry(title=chance.words(3, 9).capitalize(), pages=pages, contributors=(_person(chance),))
