"""Pages whose visible text need not be read, and all the reasons for which it must be."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest

from harvester.pages import read_page
from harvester.pages.document import Document
from harvester.pages.html import CARRIERS
from harvester.pages.settled import covers, fields_settled, parts_settled
from schemas.capture import Capture
from schemas.record import ContentsEntry, Contributor, Pages

PARTS = [
    ("Introduction", "A. Marsh", 3, 10),
    ("The quay and its harbour office", "B. Feld", 11, 30),
    ("Lamps of the outer sound", "C. Roe", 31, 58),
]
METAS = {
    "citation_title": "Lights of the sound: a census", "citation_author": "Marsh, Ada", "citation_publication_date": "2019/03/04",
    "citation_doi": "10.5555/lights", "citation_language": "en", "citation_issn": "2049-3630",
    "citation_technical_report_institution": "Tide Bureau", "citation_technical_report_number": "7",
}  # fmt: skip


def page(
    *, metas: dict[str, str] = METAS, pages: int = 60, parts: list[tuple[str, str, int, int]] = PARTS, more: str = ""
) -> bytes:
    about = {
        "@type": "Report", "name": metas["citation_title"], "author": {"@type": "Person", "name": "Ada Marsh"}, "numberOfPages": pages,
        "datePublished": "2019-03-04",
        "hasPart": [{"@type": "Chapter", "name": n, "author": a, "pageStart": s, "pageEnd": e} for n, a, s, e in parts],
    }  # fmt: skip
    tags = "".join(f'<meta name="{name}" content="{value}">' for name, value in metas.items())
    rows = "".join(f'<li><a href="#{s}">{n}</a>, {a}, pp. {s}-{e}</li>' for n, a, s, e in parts)
    return (
        f'<html><head>{tags}<script type="application/ld+json">{json.dumps(about)}</script></head><body>'
        f"<h1>{metas['citation_title']}</h1><p>Ada Marsh</p><h2>Contents</h2><ol>{rows}</ol>{more}</body></html>"
    ).encode()


def captured(body: bytes) -> Capture:
    return Capture(
        asked="https://tide.example/7", url="https://tide.example/7", at=datetime(2026, 1, 1, tzinfo=UTC), body=body
    )


def settles(body: bytes) -> bool:
    doc = Document(captured(body))
    named = {name: record for name, read in CARRIERS.items() if (record := read(doc)) is not None}
    return fields_settled(doc, named) and parts_settled(named)


def test_a_page_described_in_every_field_needs_no_reading_of_its_text() -> None:
    assert settles(page())
    (found,) = read_page(captured(page())).found
    assert found.found_in["contents"] == "json-ld"
    assert [(e.title, e.url) for e in found.record.contents] == [
        (n, f"https://tide.example/7#{s}") for n, _, s, _ in PARTS
    ]


def test_the_record_is_the_one_that_the_text_gives() -> None:
    (short,) = read_page(captured(page())).found
    (read,) = read_page(captured(page(more="<p>Keywords: lamps</p>"))).found
    assert read.found_in["contents"] == "visible"
    assert msgspec.structs.replace(read.record, subjects=()) == short.record


@pytest.mark.parametrize(
    "name",
    ["citation_author", "citation_publication_date", "citation_technical_report_institution", "citation_language"],
)
def test_a_field_that_is_missing_is_looked_for_in_the_text(name: str) -> None:
    left = {key: value for key, value in METAS.items() if key != name}
    assert not settles(page(metas=left)) or name in (
        "citation_author",
        "citation_publication_date",
    )  # JSON-LD has those


@pytest.mark.parametrize(
    "more",
    [
        "<dl><dt>Rights</dt><dd>CC BY</dd></dl>", "<p>Received: 3 May 2018</p>", "<p>ISBN: 978-92-9198-608-8</p>", "<footer>© 2019 Ada Marsh</footer>",
        "<p>Schlagwörter: Lampen</p>", '<a href="/7.pdf">Download</a>',
    ],
)  # fmt: skip
def test_what_the_page_prints_besides_is_read(more: str) -> None:
    assert not settles(page(more=more))


def test_a_title_without_subtitle_is_whole_where_the_heading_is_no_longer() -> None:
    metas = METAS | {"citation_title": "Lights of the sound"}
    assert settles(page(metas=metas))
    assert not settles(page(metas=metas, more='<p class="subtitle">a census</p>'))
    assert not settles(page(metas=metas).replace(b"<h1>", b"<h1>All "))


def test_the_copyright_of_the_site_is_none_of_the_work() -> None:
    assert settles(page(more="<footer>© 2026 Tide Bureau. All rights reserved.</footer>"))
    assert settles(page(more="<footer>Café of Ada Marsh</footer>"))  # its last byte is that of the mark


@pytest.mark.parametrize(
    ("parts", "count"),
    [(PARTS[:2], 60), (PARTS, 90), ([PARTS[0], PARTS[2]], 60), ([(n, a, s + 40, e + 40) for n, a, s, e in PARTS], 100)],
)
def test_parts_that_do_not_cover_the_work_are_looked_for_in_the_text(
    parts: list[tuple[str, str, int, int]], count: int
) -> None:
    assert not settles(page(parts=parts, pages=count))


def test_parts_cover_a_work_only_with_titles_names_and_pages() -> None:
    one = Contributor(name="Ada Marsh")
    whole = tuple(
        ContentsEntry(
            title=f"Part {n}", contributors=(one,), pages=(Pages(first=str(n * 10 + 1), last=str(n * 10 + 10)),)
        )
        for n in range(4)
    )
    assert covers(whole, 42)
    assert not covers(whole, 39)
    assert not covers(whole[:2], 20)
    assert not covers(tuple(msgspec.structs.replace(e, contributors=()) for e in whole), 42)
    assert not covers((msgspec.structs.replace(whole[0], pages=()), *whole[1:]), 42)
    assert not covers((msgspec.structs.replace(whole[0], pages=(Pages(first="i", last="x"),)), *whole[1:]), 42)
