"""Search and names: the same hits on both databases, whatever is typed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.query import Term, parse
from archive.selection import Selection
from archive.store import Store
from archive.words import fold
from schemas.errors import Ambiguous, NotFound, UsageError
from schemas.record import Contributor, Identifier, Record, Text, Title
from tests.archive_samples import RICH, Harvest, entry, report


@pytest.fixture
def filled(store: Store, clock: Any) -> Store:
    harvest = Harvest(store, clock)
    harvest.put(RICH, "bridge", aliases=("https://site.example/bridge", "bridge.txt"))
    harvest.put(report("Water and power", entry("Rivers", "1")), "water")
    harvest.put(
        report("China 政策研究 and Россия", abstract=(Text(text="state-of-the-art, Straße, evaluate"),)), "china"
    )
    harvest.put(report("Old title"), "old")
    harvest.put(report("Changed title", contributors=(Contributor(name="Jean O’Brien"),)), "old")
    return store


def test_a_hit_shows_title_and_subtitle_as_they_are_written(store: Store, clock: Any) -> None:
    Harvest(store, clock).put(Record(title=Title(main="Water", sub="and power")))
    assert [hit.title for hit in store.search("power")] == ["Water: and power"]


def test_an_empty_selection_is_not_everything(filled: Store) -> None:
    with pytest.raises(UsageError, match="has no word to search for"):
        filled.count(Selection(query=""))
    with pytest.raises(UsageError, match="not a date or time"):
        filled.count(Selection(since=""))
    assert filled.count(Selection(series="")) == 0


def test_an_entry_that_is_not_there_is_told_from_a_record_that_is_not(filled: Store) -> None:
    with pytest.raises(NotFound, match="site:water has no such entry"):
        filled.one("site:water#p99")
    with pytest.raises(NotFound, match="no such record"):
        filled.one("site:wine#p1")


FOUND: dict[str, set[str]] = {
    "bridge": {"bridge"},
    "BRIDGE muller": {"bridge"},
    "müller": {"bridge"},
    "eval*": {"bridge", "china"},
    "evaluation": {"bridge"},
    "evaluat": set(),
    '"müller bridge"': {"bridge"},
    '"bridge müller"': set(),
    "o'brien": {"bridge", "old"},
    "o'brien’s iron": {"bridge"},
    "lucja orsted": {"bridge"},
    "granite": {"bridge"},
    '"iron oisin"': set(),  # a phrase does not run from one text into the next
    "C++": {"bridge"},
    'C++ "': {"bridge"},
    ') OR "': set(),
    "water OR bridge": set(),
    "NOT water": set(),
    "title:water": set(),
    "water*": {"water"},
    '"water and po"*': {"water"},
    "政策": {"china"},
    "策研": {"china"},
    "政研": set(),
    "россия": {"china"},
    "РОСС*": {"china"},
    "strasse": {"china"},
    "state-of-the-art": {"china"},
    "the-state": set(),
    "old": set(),
    "changed": {"old"},
    "*": set(),
    "": set(),
    "' \" \\ % _ & | ! :* <-> ?": set(),
    "\0 \ud800": set(),
}


def test_both_engines_find_the_same(filled: Store) -> None:
    found = {query: {hit.id.partition(":")[2] for hit in filled.search(query)} for query in FOUND}
    assert found == FOUND


HITS = (
    ("granite politics", "p11", "Granite politics"),
    ("oisín", "p5", "Stone and O'Brien's iron"),
    ("müller", None, "Évaluation of the Müller bridge"),
    ("müller granite", None, "Évaluation of the Müller bridge"),
    ("winter", None, "Évaluation of the Müller bridge"),
)


def test_a_hit_names_the_entry_that_matched(filled: Store) -> None:
    for query, entry_key, title in HITS:
        (hit,) = filled.search(query)
        assert (hit.entry_key, hit.title) == (entry_key, title), query


def test_a_hit_shows_the_words_around(filled: Store) -> None:
    assert filled.search("winter")[0].snippet == "Why bridges fall in winter, and what C++ has to do with it."


def test_limit_and_offset_page_through_the_hits(filled: Store) -> None:
    every = [hit.id for hit in filled.search("and")]
    assert [hit.id for offset in range(len(every)) for hit in filled.search("and", limit=1, offset=offset)] == every


def test_a_selection_by_query_is_all_that_a_search_finds(filled: Store) -> None:
    assert [held.envelope.key for held in filled.heads(Selection(query="o'brien"))] == ["bridge", "old"]
    with pytest.raises(UsageError, match="no word"):
        list(filled.heads(Selection(query="*")))


def test_the_index_can_be_made_again(filled: Store) -> None:
    before = {hit.id for hit in filled.search("bridge")}
    with filled.db.writing() as rows:
        rows.do("UPDATE mark SET value = 'older' WHERE name = 'words'")
        rows.do("INSERT INTO words(words) VALUES('delete-all')" if rows.dialect == "sqlite" else "DELETE FROM words")
    assert filled.search("bridge") == []
    assert any("search index" in problem for problem in filled.check())
    filled.upgrade()
    assert {hit.id for hit in filled.search("bridge")} == before
    assert filled.check() == []


NAMED: dict[str, list[str]] = {
    "site:bridge": ["site:bridge"],
    "site:bridge#p11": ["site:bridge#p11"],
    "site:bridge#p12": [],
    "bridge": ["site:bridge"],
    "bridge.txt": ["site:bridge"],
    "bridge#p11": ["site:bridge#p11"],
    "bridge#p12": [],
    "10.5555/bridge#p5": ["site:bridge#p5"],
    "978-92-9198-608-8#p5": ["site:bridge#p5"],
    "https://site.example/bridge#p11": ["site:bridge#p11"],
    "https://site.example/bridge#top": ["site:bridge"],
    "https://site.example/bridge": ["site:bridge"],
    "https://SITE.example/bridge?utm_source=x#top": ["site:bridge"],
    "10.5555/bridge": ["site:bridge"],
    "https://doi.org/10.5555/BRIDGE": ["site:bridge"],
    "doi:10.5555/bridge.2": ["site:bridge#p11"],
    "978-92-9198-608-8": ["site:bridge"],
    "isbn:9789291986088": ["site:bridge"],
    "10.5555/none": [],
    "": [],
    "#": [],
    ":": [],
}


def test_names_lead_to_records(filled: Store) -> None:
    assert {name: filled.resolve(name) for name in NAMED} == NAMED


def test_a_name_of_several_records_is_ambiguous(filled: Store, clock: Any) -> None:
    Harvest(filled, clock, source="other").put(
        report("Reprint", identifiers=(Identifier(scheme="doi", value="10.5555/bridge"),))
    )
    assert filled.resolve("10.5555/bridge") == ["other:one", "site:bridge"]
    with pytest.raises(Ambiguous, match="2 records"):
        filled.one("10.5555/bridge")
    with pytest.raises(NotFound, match="no such record"):
        filled.one("10.5555/none")
    assert filled.one("bridge.txt") == "site:bridge"


def test_identifiers_are_those_of_the_version_in_force(filled: Store, clock: Any) -> None:
    harvest = Harvest(filled, clock)
    harvest.put(report("Bridge, without numbers"), "bridge")
    assert filled.resolve("10.5555/bridge.2") == []
    assert filled.resolve("https://site.example/bridge") == ["site:bridge"]


@given(st.text())
def test_folding_is_total_and_settled(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == " ".join(once.split())


@given(st.text())
def test_any_query_is_parsed_into_folded_words(text: str) -> None:
    for term in parse(text):
        assert term.words
        assert all(fold(word) == word for word in term.words)


@given(st.lists(st.sampled_from("ab"), max_size=6), st.lists(st.sampled_from("ab"), min_size=1, max_size=3))
def test_a_phrase_matches_where_its_words_follow_each_other(words: list[str], phrase: list[str]) -> None:
    assert Term(tuple(phrase)).matches(words) == (f" {' '.join(phrase)} " in f" {' '.join(words)} ")


def test_every_word_that_is_kept_is_found(store: Store, clock: Any) -> None:
    texts = ["aß-é", "政策 ab", "ﬁ×²", "٣_a", "ह् a", "a\0b", "É'b"]
    harvest = Harvest(store, clock)
    for number, text in enumerate(texts):
        harvest.put(report().__class__(title=Title(main=text)), f"k{number}")
    for number, text in enumerate(texts):
        assert f"site:k{number}" in {hit.id for hit in store.search(f'"{text}"', limit=50)}, text
        for word in fold(text).split():
            assert f"site:k{number}" in {hit.id for hit in store.search(word, limit=50)}, word
