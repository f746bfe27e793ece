"""Listings: items as stubs, the addresses to walk, and pages that only look like listings, in HTML and in page text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.pages import read_page
from harvester.pages.document import Document
from harvester.pages.listing import read_listing, read_onward
from harvester.pages.listing_text import read_listing_text
from schemas.capture import Capture
from schemas.reading import Reading

URL = "https://lamps.example.org/reports?page=1"
ITEMS = [("Oil on the coast", "Ada Marsh", "LB-24-003", "May 2024"), ("Glass and brass: a survey", "Tom Pell", "LB-23-002", "March 2023"),
         ("Keepers", "Rosa Quint", "LB-23-001", "January 2023")]  # fmt: skip


def page(body: str, title: str = "Reports of the Lamp Board", head: str = "") -> Document:
    html = f"<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"
    return Document(
        Capture(asked=URL, url=URL, at=datetime(2026, 1, 2, tzinfo=UTC), body=html.encode(), media_type="text/html")
    )


def reading(doc: Document) -> Reading:
    return read_page(doc.capture)


SHAPES = {
    "list items": "<ul>" + "".join(f'<li><a href="/r/{n}">{t}</a>.<br>{a}.<br>Technical Report {n}, Lamp Board, {d}.<br><a href="/r/{n}.pdf">[PDF]</a></li>' for t, a, n, d in ITEMS) + "</ul>",
    "sections by year": "".join(f'<h3 id="y{i}">{d[-4:]} (<a href="#top">top</a>)</h3><ul><li><a href="/r/{n}">{t}</a><br>{a}<br>Report {n}, {d}</li></ul>' for i, (t, a, n, d) in enumerate(ITEMS)),
    "cards that are links": "".join(f'<a class="card" href="/r/{n}"><div class="type">Report {n}</div><h3>{t}</h3><div class="by">{a}</div><time>{d}</time><p>{"What it says. " * 8}</p></a>' for t, a, n, d in ITEMS),
    "table": "<table>" + "".join(f'<tr><td>{n}</td><td><a href="/r/{n}">{t}</a></td><td>{a}</td><td>{d}</td></tr>' for t, a, n, d in ITEMS) + "</table>",
    "date above the title": "<div>" + "".join(f'<p><b>{n}</b> 3 {d}</p><p>{a}. <a href="/r/{n}">{t}</a>.</p>' for t, a, n, d in ITEMS) + "</div>",
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_items_are_stubs(shape: str) -> None:
    doc = page(SHAPES[shape])
    found = read_listing(doc)
    titles = [
        f.record.title.as_printed
        or f"{f.record.title.main}" + (f": {f.record.title.sub}" if f.record.title.sub else "")
        for f in found
        if f.record.title
    ]
    assert titles == [t for t, *_ in ITEMS]
    assert [f.url for f in found] == [f"https://lamps.example.org/r/{n}" for _, _, n, _ in ITEMS]
    assert all(f.stub and f.key == f.url for f in found)
    assert [[c.name for c in f.record.contributors] for f in found] == [[a] for _, a, _, _ in ITEMS]
    assert [f.record.dates[0].edtf and f.record.dates[0].edtf[:7] for f in found] == ["2024-05", "2023-03", "2023-01"]
    assert [s.number for f in found for s in f.record.series] == [n for _, _, n, _ in ITEMS]
    assert [(o.rel, o.url) for o in read_onward(doc, found)] == [("item", f.url) for f in found]
    assert reading(doc).kind == "listing"


def test_an_update_is_no_date_of_issue() -> None:
    items = "".join(
        f'<li><a href="/p/{i}">The policy on lamps, number {i}</a><ul><li>From: Lamp Board</li><li>Updated: <time>{i} May 2024</time></li></ul></li>'
        for i in (1, 2, 3)
    )
    found = read_listing(page(f"<ol>{items}</ol>", "Policy papers"))
    assert [(d.kind, d.edtf) for f in found for d in f.record.dates] == [
        ("modified", f"2024-05-0{i}") for i in (1, 2, 3)
    ]
    assert {f.record.publisher.name for f in found if f.record.publisher} == {"Lamp Board"}


def test_a_list_of_one_with_its_chapters() -> None:
    body = ('<h3><a href="/g/7">The care of lamps and of those who keep them <span>(LG7)</span></a></h3><p>What to do.</p><span>Published: May 2024</span>'
            + "<ul>" + "".join(f'<li><a href="/g/7/chapter/{c}">{c}</a></li>' for c in ("Introduction", "Care", "Sources")) + "</ul>"
            + '<div class="pager"><a href="?page=2">2</a> <a href="?page=2">Next</a></div>')  # fmt: skip
    doc = page(body, "Search results")
    (found,) = read_listing(doc)
    assert found.record.title
    assert found.record.title.main == "The care of lamps and of those who keep them"
    assert [e.title for e in found.record.contents] == ["Introduction", "Care", "Sources"]
    assert [(o.rel, o.url) for o in read_onward(doc, (found,))] == [
        ("item", "https://lamps.example.org/g/7"),
        ("next", "https://lamps.example.org/reports?page=2"),
    ]


@pytest.mark.parametrize(
    "link",
    [
        '<a rel="next" href="?page=2">2</a>',
        '<a href="?page=2">Next</a>',
        '<a href="?page=2">›</a>',
        '<a href="?page=2">Older</a>',
        '<a href="?page=2">Weiter</a>',
    ],
)
def test_the_next_page(link: str) -> None:
    assert [o.url for o in read_onward(page(link), ())] == ["https://lamps.example.org/reports?page=2"]


def test_the_page_itself_is_not_the_next() -> None:
    assert read_onward(page('<a href="#">Next</a><a href="?page=1">Next</a>'), ()) == ()


def test_a_work_with_related_reports_is_no_listing() -> None:
    body = f"<p>By Ada Marsh</p><p>3 May 2024</p><p>{'Oil was burned. ' * 120}</p><h2>Related reports</h2>{SHAPES['list items']}"
    assert read_listing(page(body, "The price of oil")) == ()
    head = '<meta name="citation_title" content="The price of oil">'
    assert read_listing(page(SHAPES["list items"], head=head)) == ()


def test_menus_are_no_listing() -> None:
    body = (
        "<nav><ul>"
        + "".join(f'<li><a href="/{y}">Reports of the year {y}</a></li>' for y in range(2010, 2020))
        + "</ul></nav><p>Text.</p>"
    )
    assert read_listing(page(body, "Lamp Board")) == ()


TEXTS = {
    "by-lines": ("\n\n".join(f"{t}\n\nby {a} - {i}rd {d.split()[0]}, {d.split()[1]}\n\nWhat it says." for i, (t, a, _, d) in enumerate(ITEMS, 3)), 3),
    "labels": ("Search Results\n\n" + "\n".join(f"  • Author: {a}\n  • Publication Date: 0{i}-2014\n  • Institution: Lamp Board" for i, (_, a, _, _) in enumerate(ITEMS, 1)), 3),
    "dates": ("Lamp Papers\n\n" + "\n\n".join(f"  • Download document\n    {i}May 2014\n\n    {'The paper opens the debate. ' * 8}" for i in (10, 11, 12)), 3),
    "prose": ("The lamps of the world\n\nLamp Policy Papers\n\n" + "\n\n".join(f"{t}\n\n{'There is a clear trend in lamps. ' * 12}" for t, *_ in ITEMS), 3),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_page_text_of_a_listing(kind: str) -> None:
    text, count = TEXTS[kind]
    found = read_listing_text(text.splitlines())
    assert len(found) == count
    assert all(f.stub for f in found)
    if kind == "dates":
        assert [d.edtf for f in found for d in f.record.dates] == ["2014-05-10", "2014-05-11", "2014-05-12"]
    if kind == "labels":
        assert [d.edtf for f in found for d in f.record.dates] == ["2014-01", "2014-02", "2014-03"]


def test_page_text_of_a_work_is_no_listing() -> None:
    text = "The price of oil\n\nBy Ada Marsh\n\n3 May 2024\n\n" + "\n\n".join(
        f"Section {i}\n\n{'Oil was burned. ' * 30}" for i in range(3)
    )
    assert read_listing_text(text.splitlines()) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from("\n".join(t for t, _ in TEXTS.values()).split("\n")), st.text(max_size=60)),
        max_size=40,
    )
)
def test_any_lines_can_be_read(lines: list[str]) -> None:
    read_listing_text(lines)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(["<ul>", "<li>", "</li>", "<table><tr><td>", "<br>", '<a href="/x">A report on lamps</a>', "May 2024", "LB-24-001", "Ada Marsh"]), st.text(max_size=20)), max_size=30))  # fmt: skip
def test_any_page_can_be_read(parts: list[str]) -> None:
    doc = page("".join(parts).encode("utf-8", "replace").decode())
    read_onward(doc, read_listing(doc))
