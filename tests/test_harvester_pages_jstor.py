"""JSTOR pages: the seed in every form in which it can be saved, the 2023 layout, journals, HTML, stable ids."""

from __future__ import annotations

import json
import re
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.pages import read_page
from harvester.pages.jstor import is_jstor, stable_id
from harvester.pages.jstor_text import read_text
from schemas.capture import Capture
from schemas.reading import Found
from schemas.record import Record

SEED = Path(__file__).resolve().parents[1].parent / "shared" / "corpus" / "seed"
FILE = "file:///saved/jstor-resrep06942.txt"
OLD = """Skip to Main Content
Have library access? Log in through your library
Research Report

Lamps and lenses:: what the coast needs

Ada Marsh
Tom Pell
Copyright Date: Sep. 1, 2014
Pages: 48
  • Cite this Item

Table of Contents

  1. (pp. 3-6)
    Rosa Quint

    The lamps of the coast are old, and those who keep them are few, as this report shows at some length and in...

  2. Foreword to the lenses (pp. 7-9)

    The first paragraph of the second part is about glass and about those who grind it, and it is long enough.

    The second paragraph is about brass...

  3.
    A harbour
    (pp. 10-12)

    Nothing is known about the harbour but its name, which is why the third part of the report is so very short...
"""


def read(text: str, url: str = FILE) -> Found:
    reading = read_page(
        Capture(asked=url, url=url, at=datetime(2026, 1, 2, tzinfo=UTC), body=text.encode(), media_type="text/plain")
    )
    assert reading.kind == "work", reading.reason
    assert reading.reader == "jstor/2"
    return reading.found[0]


@pytest.fixture
def seed() -> str:
    if not SEED.is_dir():
        pytest.skip("shared/corpus is not here")
    return (SEED / "jstor-resrep06942.txt").read_text("utf-8")


def test_the_seed(seed: str) -> None:
    truth = json.loads((SEED / "expected.json").read_text("utf-8"))["read_from_the_page"]
    found = read(seed)
    record = found.record
    assert (found.key, found.source, found.stub) == ("resrep06942", "jstor", False)
    assert (record.type, record.type_as_printed) == ("report", "Research Report")
    assert record.title
    assert (record.title.main, record.title.sub, record.title.as_printed) == (
        truth["title"],
        truth["subtitle"],
        truth["title_as_printed"],
    )
    assert [(c.name, c.role) for c in record.contributors] == [(c["name"], "aut") for c in truth["contributors"]]
    assert [(d.kind, d.edtf, d.as_printed) for d in record.dates] == [
        ("copyright", truth["date"], truth["date_as_printed"])
    ]
    assert record.page_count == truth["page_count"]
    assert [
        (e.title, [c.name for c in e.contributors], e.pages[0].first, e.pages[0].last) for e in record.contents
    ] == [(None, e["contributors"], e["first_page"], e["last_page"]) for e in truth["contents"]]
    assert all(e.extract and e.extract.endswith("...") for e in record.contents)
    assert [(e.extract or "").count("\n\n") for e in record.contents] == [0, 0, 0, 1, 1, 0, 0]
    assert "partner" in (record.contents[2].extract or "")
    assert "¹" in (record.contents[2].extract or "")
    assert [record.publisher, record.series, record.languages, record.rights] == [None, (), (), ()]
    assert {i.scheme for i in record.identifiers} == {"jstor"}


FORMS = {
    "with CR": lambda t: t.replace("\n", "\r\n"),
    "with a BOM": lambda t: "\ufeff" + t,
    "without indentation": lambda t: "\n".join(line.strip() for line in t.split("\n")),
    "with tabs": lambda t: re.sub(r"(?m)^ +", "\t", t),
    "with hard spaces": lambda t: t.replace(" ", "\u00a0"),
    "number glued": lambda t: t.replace(". (pp", ".(pp"),
    "number apart": lambda t: re.sub(r"(?m)^(\s*\d+\.) \(pp", r"\1\n    (pp", t),
    "other bullet": lambda t: t.replace("•", "*"),
    "without empty lines": lambda t: "\n".join(line for line in t.split("\n") if line.strip()),
    "double spaced": lambda t: t.replace("\n", "\n\n"),
    "with a footer": lambda t: t + "\n\nExplore JSTOR\nBy Subject\nAbout JSTOR\nLamps and lenses\nDownload\nXML\n",
    "wrapped": lambda t: "\n".join(
        "\n".join(textwrap.wrap(line, 76, subsequent_indent="    ", break_on_hyphens=False)) if len(line) > 90 else line
        for line in t.split("\n")
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_seed_is_the_same_however_it_was_saved(seed: str, form: str) -> None:
    assert read(FORMS[form](seed)).record == read(seed).record


def test_a_crawled_page_and_its_saved_copy_are_one_record(seed: str) -> None:
    for url in (
        "https://www.jstor.org/stable/resrep06942?seq=1#metadata_info_tab_contents",
        "https://slave2.omega.jstor.org/stable/10.2307/resrep06942",
    ):
        found = read(seed, url)
        assert (found.key, found.url) == ("resrep06942", "https://www.jstor.org/stable/resrep06942")
        assert found.record == read(seed).record


def test_titles_that_the_text_kept_are_read() -> None:
    contents = read(OLD, "file:///saved/lamps.txt").record.contents
    assert [e.title for e in contents] == [None, "Foreword to the lenses", "A harbour"]
    assert [[c.name for c in e.contributors] for e in contents] == [["Rosa Quint"], [], []]
    assert [(e.extract or "").count("\n\n") for e in contents] == [0, 1, 0]


def test_a_report_whose_title_was_lost() -> None:
    record = read(OLD.replace("Lamps and lenses:: what the coast needs\n\n", "\n"), "file:///saved/lamps.txt").record
    assert record.title is None
    assert [c.name for c in record.contributors] == ["Ada Marsh", "Tom Pell"]


def test_no_id_is_made_from_a_name_that_has_none() -> None:
    found = read(OLD, "file:///saved/lamps-2014.txt")
    assert found.key is None
    assert not found.record.identifiers


NEW = """Skip to Main Content
JSTOR Home
Search
Cover of Lamps: A history of light
Lamps: A history of light
ADA MARSH
Copyright Date: 2022
Published by: Lamp Press
Pages: 124
https://www.jstor.org/stable/10.9999/9783161484100_marsh
Book Info
This is a preview page.
Table of Contents

Select all

Front Matter(pp. i-vi)
Front Matter(pp. i-vi)
https://www.jstor.org/stable/10.9999/9783161484100_marsh.1

Save

Cite

CHAPTER ONE The oil(pp. 1-40)
CHAPTER ONE The oil(pp. 1-40)
https://www.jstor.org/stable/10.9999/9783161484100_marsh.2
The oil of the first lamps came from whales, and the whales came from the north, where nobody lived who had use for it...


Index(pp. 41-44)
Index(pp. 41-44)
https://www.jstor.org/stable/10.9999/9783161484100_marsh.3
Lamp Press logo
Front Matter
Download
XML
The oil
Download
XML
JSTOR is part of ITHAKA, a not-for-profit organization
"""


def test_the_layout_of_2023() -> None:
    found = read(NEW, "file:///saved/lamps.txt")
    record = found.record
    assert found.key == "10.9999/9783161484100_marsh"
    assert record.title
    assert (record.title.main, record.title.sub) == ("Lamps", "A history of light")
    assert [c.name.casefold() for c in record.contributors] == ["ada marsh"]
    assert (record.type, record.page_count, record.publisher and record.publisher.name) == ("book", 124, "Lamp Press")
    assert ("doi", "10.9999/9783161484100_marsh") in [(i.scheme, i.value) for i in record.identifiers]
    assert [(e.label, e.title, e.pages[0].first, e.pages[0].last) for e in record.contents] == [
        (None, "Front Matter", "i", "vi"),
        ("CHAPTER ONE", "The oil", "1", "40"),
        (None, "Index", "41", "44"),
    ]
    assert [bool(e.extract) for e in record.contents] == [False, True, False]
    assert [i.value for e in record.contents for i in e.identifiers] == [
        f"10.9999/9783161484100_marsh.{n}" for n in (1, 2, 3)
    ]


def test_a_journal_is_described_without_contents() -> None:
    text = "Skip to Main Content\nJSTOR Home\nLamp Letters\nSEARCH THE JOURNAL\n\nAll Issues\n2019 (Vol. 82)\nNo. 2 Oil pp. 4-38\nNo. 1 Gas pp. 4-34\nPUBLISHED BY\nLamp Board\nISSN\n20493630\nTable of Contents\n"
    record = read(text, "file:///saved/letters.txt").record
    assert (record.type, record.title and record.title.main, record.contents) == ("journal", "Lamp Letters", ())
    assert [(i.scheme, i.value, i.of) for i in record.identifiers] == [("issn", "2049-3630", "print")]


@pytest.mark.parametrize("name", ["jstor-html-2012", "jstor-html-2021"])
def test_saved_html_has_stable_ids(name: str) -> None:
    folder = Path(__file__).parent / "pages" / name
    url = json.loads((folder / "expected.json").read_text("utf-8"))["url"]
    reading = read_page(
        Capture(
            asked=url,
            url=url,
            at=datetime(2026, 1, 2, tzinfo=UTC),
            body=(folder / "page.html").read_bytes(),
            media_type="text/html",
        )
    )
    found = reading.found[0]
    stable = url.rsplit("/", 1)[-1]
    assert (found.key, found.source) == (stable, "jstor")
    assert [i.value for i in found.record.contents[0].identifiers] == [f"{stable}.1"]
    assert found.record.contents[0].url == f"https://www.jstor.org/stable/{stable}.1"


@pytest.mark.parametrize(
    ("text", "stable"),
    [
        ("http://www.jstor.org/stable/pdf/resrep06942.3.pdf", "resrep06942.3"),
        ("https://www.jstor.org/stable/10.2307/resrep06942", "resrep06942"),
        ("https://www.jstor.org/stable/j.ctt24hdz7?seq=1", "j.ctt24hdz7"),
        ("https://a.example.org/stable/resrep06942", None),
    ],
)
def test_stable_ids(text: str, stable: str | None) -> None:
    assert stable_id(text) == stable


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(OLD.split("\n") + NEW.split("\n")), st.text(max_size=60)), max_size=40))
def test_any_text_can_be_read(lines: list[str]) -> None:
    text = "\n".join(["Skip to Main Content", "Table of Contents", *lines])
    if is_jstor(text):
        reading = read_page(
            Capture(
                asked=FILE,
                url=FILE,
                at=datetime(2026, 1, 2, tzinfo=UTC),
                body=text.encode("utf-8", "replace"),
                media_type="text/plain",
            )
        )
        for found in reading.found:
            assert isinstance(msgspec.json.decode(msgspec.json.encode(found.record), type=Record), Record)


WRAPPED = """Research Report
The Price of Bread:
Subsidy Reform and Urban Protest
in Three Capitals
Leïla Mansour
Kofi Ampofo
Copyright Date: Nov. 15, 2012
Pages: 60
Table of Contents
Front Matter
(pp. i-iv)
https://www.jstor.org/stable/resrep99999.1
1. Introduction: Bread as
Politics (pp. 3-10)
Bread riots are as old as bread. In the three capitals that are compared here the price of a loaf was ...
2. The Announcement (pp. 11-26)
Kofi Ampofo
On a Thursday evening in January the minister went on television and said that the price of flour ...
"""


def test_title_and_entry_that_were_wrapped_are_joined() -> None:
    """A title goes on behind its colon; half a numbered entry belongs to the line with the pages; the first entry has its title."""
    record, _ = read_text(WRAPPED)
    assert record.title is not None
    assert (record.title.main, record.title.sub) == (
        "The Price of Bread",
        "Subsidy Reform and Urban Protest in Three Capitals",
    )
    assert [c.name for c in record.contributors] == ["Leïla Mansour", "Kofi Ampofo"]
    assert [entry.title for entry in record.contents] == ["Front Matter", "Introduction: Bread as Politics", "The Announcement"]  # fmt: skip
    assert [[c.name for c in entry.contributors] for entry in record.contents] == [[], [], ["Kofi Ampofo"]]
