"""Page text of any site: what is labelled, what stands around the title, several identifiers each with what it names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.pages.page_text import data_kind, read_page_text
from harvester.pages.text_title import find_title
from schemas.record import Record

IMPRINT = """LAMP PAPER Nº 14 — May 2019

Lamps and lenses: what the coast needs

BY Ada Marsh and Tom Pell

Lamp Papers

© Lamp Board, 2019. Reproduction is authorised, provided the source is acknowledged.

Print : ISBN: 978-3-16-148410-0 ISSN: 2049-3630 doi:10.9999/047728

PDF: ISBN: 978-0-306-40615-7 ISSN: 1017-7566 doi:10.9999/251732
"""
LABELS = """Lamp Board Paper No. 14 (May 2019)

Author (Person)
Publisher ,
Series Title
Series Details Number 14
Publication Date 13/05/2019
ISBN 978-3-16-148410-0
Content Type

Who pays for the lamps?


This paper says who has paid for the lamps of the coast since they were lit for the first time, who pays for them now, and who will have to pay for them when they are lit by other means.

Table of Contents:

  • The first lamps
    • Oil and those who brought it
  • The last lamps
Source Link
Subject Tags ,
"""
ARTICLE = """Publication Cover

The Lamp Review

From Oil to Glass
Volume 79, 2020 - Issue 3-4: Light
343
Views

Making Light Visible on the Coast Through Lenses and Mirrors

&

ABSTRACT

Lamps can be seen from the sea. This article will say from how far, and what can be done so that they are seen from farther away than that.
"""


def record(text: str) -> Record:
    reading = read_page_text(text)
    assert reading.kind == "work", reading.reason
    return reading.found[0].record


def test_an_imprint_with_two_forms() -> None:
    found = record(IMPRINT)
    assert found.title
    assert (found.title.main, found.title.sub) == ("Lamps and lenses", "what the coast needs")
    assert [c.name for c in found.contributors] == ["Ada Marsh", "Tom Pell"]
    assert [(i.scheme, i.value, i.of) for i in found.identifiers] == [
        ("isbn", "9783161484100", "print"), ("issn", "2049-3630", "print"), ("doi", "10.9999/047728", "print"),
        ("isbn", "9780306406157", "pdf"), ("issn", "1017-7566", "pdf"), ("doi", "10.9999/251732", "pdf"),
    ]  # fmt: skip
    assert [(s.title, s.number) for s in found.series] == [("Lamp Papers", "14")]
    assert [d.edtf for d in found.dates] == ["2019-05"]
    assert found.rights[0].statement
    assert found.rights[0].statement.startswith("© Lamp Board")


def test_labels_without_colons_and_without_values() -> None:
    found = record(LABELS)
    assert found.title
    assert found.title.main == "Who pays for the lamps?"
    assert not found.contributors
    assert found.publisher is None
    assert [d.edtf for d in found.dates] == ["2019-05-13"]
    assert [e.title for e in found.contents] == ["The first lamps", "The last lamps"]
    assert [e.title for e in found.contents[0].entries] == ["Oil and those who brought it"]


def test_an_article_whose_names_were_lost() -> None:
    found = record(ARTICLE)
    assert found.title
    assert found.title.main == "Making Light Visible on the Coast Through Lenses and Mirrors"
    assert not found.contributors
    assert [(s.title, s.volume, s.issue) for s in found.series] == [("The Lamp Review", "79", "3-4")]
    assert [d.edtf for d in found.dates] == ["2020"]
    assert found.page_count is None


def test_a_record_without_a_title() -> None:
    found = record("Publication\n\nFeb 2015\n\nThis report looks at lamps that are unlikely to change before 2025, and at those that are.\n\n"
                   "Download English (PDF, 56 pages, 3.0 MB)\nSeries Lamp Reports\nIssue 22\nPublisher Lamp Board\nCopyright © 2015 Lamp Board\n")  # fmt: skip
    assert found.title is None
    assert found.page_count == 56
    assert [(s.title, s.number) for s in found.series] == [("Lamp Reports", "22")]
    assert found.publisher
    assert found.publisher.name == "Lamp Board"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('<?xml version="1.0"?><book/>', "XML (book)"),
        ("<urlset xmlns='x'><url/></urlset>", "XML"),
        ("# comment\nUser-agent: *\nDisallow: /", "robots"),
        ("a\tb\tc\td\n1\t2\t3\t4\n", "tabs"),
        ("title,author,year,isbn,url\nA,B,1,2,3\nC,D,1,2,3\nE,F,1,2,3\nG,H,1,2,3\n", "commas"),
        ('{"a": 1}', "JSON"),
        ("@book{a,\n title = {B}}", "BibTeX"),
        ("TY  - RPRT\nTI  - A\n", "RIS"),
    ],
)
def test_what_is_no_page_text_is_named(text: str, word: str) -> None:
    reading = read_page_text(text)
    assert reading.kind == "nothing"
    assert word in (reading.reason or "")


@pytest.mark.parametrize("text", [IMPRINT, LABELS, ARTICLE, "", "Lamps, oil, glass, brass, rope\n"])
def test_page_text_is_not_taken_for_data(text: str) -> None:
    assert data_kind(text) is None


def test_text_about_nothing_gives_nothing() -> None:
    for text in ("", "Home\nLog in\n", "The lamps are lit.\n"):
        assert read_page_text(text).kind == "nothing"


def test_no_title_is_made_of_furniture() -> None:
    assert find_title(["Search", "", "Log in", "", "Share this document with a friend"]) is None


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from((IMPRINT + LABELS + ARTICLE).split("\n")), st.text(max_size=60)), max_size=40)
)
def test_any_text_can_be_read(lines: list[str]) -> None:
    reading = read_page_text("\n".join(lines))
    assert reading.kind in ("work", "listing", "nothing")
