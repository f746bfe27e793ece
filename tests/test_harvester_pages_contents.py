"""Contents lists: every folder of tests/pages that names its entries, and lists that are none, in HTML and in page text."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.pages import read_page
from harvester.pages.contents_html import read_contents
from harvester.pages.contents_note import note_rows
from harvester.pages.contents_text import read_contents_text
from harvester.pages.document import Document
from harvester.pages.name_lines import leading_names, names_in
from harvester.pages.page_marks import mark_in, marks_in
from schemas.capture import Capture
from schemas.record import ContentsEntry

PAGES = Path(__file__).parent / "pages"
CASES = sorted(p.parent for p in PAGES.glob("*/expected.json") if "toc" in json.loads(p.read_text("utf-8")))


def capture(body: bytes, url: str = "https://a.example.org/1", media_type: str = "text/html") -> Capture:
    return Capture(asked=url, url=url, at=datetime(2026, 1, 2, tzinfo=UTC), body=body, media_type=media_type)


def compact(entry: ContentsEntry) -> list[Any]:
    """[title, pages, names] and, where there are any, label and inner entries: the form of `toc` in the fixtures."""
    page = entry.pages[0] if entry.pages else None
    pages = None if page is None else page.first if page.last is None else f"{page.first}-{page.last}"
    found: list[Any] = [entry.title, pages, [c.name for c in entry.contributors]]
    if entry.label or entry.entries:
        found.append(entry.label)
    if entry.entries:
        found.append([compact(e) for e in entry.entries])
    return found


@pytest.mark.parametrize("folder", CASES, ids=lambda p: p.name)
def test_entries_are_those_of_the_page(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    page = next(folder.glob("page.*"))
    media_type = "text/plain" if page.suffix == ".txt" else "text/html"
    reading = read_page(capture(page.read_bytes(), expected["url"], media_type))
    assert reading.kind == expected["kind"], reading.reason
    contents = reading.found[0].record.contents if reading.found else ()
    assert [compact(e) for e in contents] == expected["toc"]


def test_addresses_and_dois_of_entries() -> None:
    reading = read_page(capture((PAGES / "contents-dates-and-doi-lines" / "page.html").read_bytes()))
    first = reading.found[0].record.contents[0]
    assert first.url == "https://a.example.org/doi/10.9999/bp.0"
    assert [(i.scheme, i.value) for i in first.identifiers] == [("doi", "10.9999/bp.0")]


@pytest.mark.parametrize(
    ("line", "kind", "first", "last"),
    [
        ("Pp. 323-333", "label", "323", "333"),
        ("P 602", "label", "602", None),
        ("Pp603-608", "label", "603", "608"),
        ("(pp. i-vi)", "label", "i", "vi"),
        ("Pages 7 à 9", "label", "7", "9"),
        ("S. 12–34", "label", "12", "34"),
        ("Review. 281 pp. ISBN 1. Pp. 512-513. [", "label", "512", "513"),
        ("17—38", "alone", "17", "38"),
        ("Introduction ........ xii", "dots", "xii", None),
        ("The river: 3—4 (in Bulgarian and English).", "span", "3", "4"),
        ("Basin Papers 97:1-10", "span", "1", "10"),
        ("The river 7", "number", "7", None),
        ("12 The river", "leading", "12", None),
    ],
)
def test_marks(line: str, kind: str, first: str, last: str | None) -> None:
    mark = marks_in(line)[kind]
    assert (mark.pages[0].first, mark.pages[0].last) == (first, last)


@pytest.mark.parametrize(
    "line", ["52 pp.", "The war of 1914-1918", "Rivers, 1840–1900", "Page 1 of 12", "Raspberry Pi Cluster", ""]
)
def test_what_is_no_mark(line: str) -> None:
    assert mark_in(line, ("label", "alone", "dots", "span")) is None


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("R.J . Ho", 1),
        ("T. Aotsuka, H.Y. Chang and O. Kitagawa", 3),
        ("LEMAITRE, R. & NG, P.K.L", 2),
        ("INGER, R.F., BOEADI & TAUFIK, A", 3),
        ("by Mathieu Duchâtel and Alexandre Sheldon Duplaix", 2),
        ("Front Matter", 0),
        ("A note on the maps", 0),
        ("Who owns the river?", 0),
    ],
)
def test_lines_of_names(line: str, count: int) -> None:
    assert len(names_in(line)) == count


def test_names_before_a_title() -> None:
    assert leading_names("PAPERNA, I. & SMALLRIDGE, C. Infection of feral pigeons") == (
        "PAPERNA, I. & SMALLRIDGE, C.",
        "Infection of feral pigeons",
    )
    assert leading_names("Author Index Volume 50(2002)") is None


def test_a_note_of_contents() -> None:
    assert note_rows(["Contents: Introduction -- The river / A. Lis -- Index."]) == [
        "Introduction",
        "The river / A. Lis",
        "Index",
    ]
    assert note_rows(["The river -- a history"]) == []


def test_an_empty_page_has_no_contents() -> None:
    assert read_contents(Document(capture(b""))) == ()
    assert read_contents_text([]) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(["Contents", "Inhalt", "1. A 3", "B ..... 7", "pp. 1-2", "x 12-9", "by A. B", "• Part I"])), max_size=25))  # fmt: skip
def test_any_lines_can_be_read(lines: list[str]) -> None:
    for entry in read_contents_text(lines):
        assert entry.title or entry.pages
    read_page(capture("\n".join(lines).encode("utf-8", "surrogatepass"), "file:///a.txt", "text/plain"))


TAGS = st.sampled_from(["<ul>", "<li>", "</li>", "</ul>", "<h2>Contents</h2>", "<table>", "<tr><td>", "</td></tr>", "<p>", "<br>", "<pre>a\nb</pre>",
                        '<a href="/1">', "</a>", "pp. 1-9", "10-12", "A. Lis, B. Dahl", '<span class="pages">', "</span>", "<dl><dt>", "<dd>"])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(TAGS, st.text(max_size=20)), max_size=40))
def test_any_page_can_be_read(parts: list[str]) -> None:
    read_contents(Document(capture("".join(parts).encode("utf-8", "surrogatepass"))))
    read_page(capture(("<html><body>" + "".join(parts)).encode("utf-8", "surrogatepass")))


def test_deep_pages_can_be_read() -> None:
    assert read_contents(Document(capture(b"<h2>Contents</h2>" + b"<div>" * 3000 + b"a" + b"<span>" * 3000))) == ()
