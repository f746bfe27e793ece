"""Words of a query in a text: what is marked is what the index would find, wherever it stands."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.query import parse
from archive.service.marks import around, marked
from archive.words import fold

WORDS = st.text(st.sampled_from("abcAB'_-. é1"), max_size=60)


@given(WORDS, WORDS)
@example("it's a_b (Ab) xab ab", "ab")
@example("élan elan", "elan")
@example("water", "wat*")
def test_the_words_that_a_term_has_are_marked(text: str, query: str) -> None:
    terms = parse(query)
    pieces = marked(text, terms)
    assert "".join([piece for piece, _ in pieces]) == text
    wanted = {word for term in terms for word in term.words[: len(term.words) - term.prefix]}
    prefixes = tuple(term.words[-1] for term in terms if term.prefix)
    for piece, met in pieces:
        folded = fold(piece).split()
        assert met == any(one in wanted or one.startswith(prefixes) for one in folded), piece


@given(WORDS, WORDS)
def test_the_part_around_a_word_has_it(text: str, query: str) -> None:
    terms = parse(query)
    found = around(text, terms)
    assert bool(found) == any(met for _, met in marked(text, terms))
    assert any(met for _, met in found) == bool(found)


@pytest.mark.parametrize("query", ["", "*", "_", '"a b"'])
def test_a_query_without_a_word_marks_no_more_than_it_says(query: str) -> None:
    assert not any(met for _, met in marked("nothing 1", parse(query)))
