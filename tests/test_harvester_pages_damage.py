"""Damaged, lying and hostile pages: whatever the bytes are, a Reading comes out, and in time that grows with their length."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.pages import read_page
from harvester.pages.coins import read_context_object
from harvester.pages.encoding import decoded
from schemas.capture import Capture
from schemas.reading import Reading
from schemas.record import canonical

SAMPLES = tuple(p.read_bytes() for p in sorted((Path(__file__).parent / "pages").glob("*/page.html")))
NOISE = (
    b"\0", b"<", b">", b'"', b"&", b"&#0;", b"&#xD800;", b"<!--", b"-->", b"<script>", b"</html>", b"<table>", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xc3", b"<meta charset=utf-7>", b'<meta name="citation_author" content="', b"10.1/", b"[[[[", b"}}", b"1e999", b"\\ud800", b"\x1b$B",
    b"<base href='http://['>", b"<link rel=canonical href='http://[bad'>", b"<![CDATA[", b"<?xml encoding='utf-16'?>", b"\xe2\x80\xae",
)  # fmt: skip


def read(
    body: bytes, *, media_type: str = "text/html", status: int = 200, url: str = "https://x.example.org/a"
) -> Reading:
    capture = Capture(
        asked=url, url=url, at=datetime(2026, 1, 2, tzinfo=UTC), body=body, media_type=media_type, status=status
    )
    reading = read_page(capture)
    for found in reading.found:
        canonical(found.record).decode()
    assert reading.found or reading.reason
    return reading


@settings(max_examples=150)
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 40), st.sampled_from(NOISE)), max_size=6),
    st.sampled_from(
        ["text/html", "text/html; charset=utf-16", "text/html;charset=nonsense", "application/xhtml+xml", "text/plain"]
    ),
)
def test_mutated_pages_give_a_reading(page: bytes, cuts: list[tuple[int, int, bytes]], media_type: str) -> None:
    for at, length, noise in cuts:
        page = page[:at] + noise + page[at + length :]
    read(page, media_type=media_type)


@given(st.binary(max_size=400))
def test_any_bytes_give_a_reading(body: bytes) -> None:
    read(body)
    read(b"<html><title>" + body + b"</title><h1>" + body)


@given(st.binary(max_size=300), st.text(max_size=40))
def test_decoding_is_total_and_gives_utf_8_without_nuls(body: bytes, content_type: str) -> None:
    data = decoded(body, content_type)
    data.decode("utf-8")
    assert b"\0" not in data


@given(st.text(max_size=200))
def test_context_objects_are_total(text: str) -> None:
    read_context_object(text)
    read_context_object("rft.atitle=" + text + "&rft.au=" + text + "&rft.date=" + text)


@given(st.text(max_size=120))
def test_any_value_in_every_carrier_gives_a_reading(value: str) -> None:
    quoted = value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    names = (
        "title",
        "author",
        "publication_date",
        "firstpage",
        "lastpage",
        "doi",
        "issn",
        "isbn",
        "language",
        "num_pages",
        "keywords",
    )
    metas = "".join(
        f'<meta name="citation_{n}" content="{quoted}"><meta name="DC.{n}" content="{quoted}">' for n in names
    )
    body = f"<html lang='{quoted}'><head>{metas}<meta property='og:title' content=\"{quoted}\"></head><body><h1>{quoted}</h1><p>By {quoted}</p><p>{quoted}</p>"
    read(body.encode("utf-8", "surrogatepass"), url="https://x.example.org/" + value.replace(" ", ""))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("deep", b"<div>" * 50_000 + b"x"),
        ("deep inline", b"<html><body>" + b"<span>" * 50_000 + b"x"),
        ("deep lists", b"<ul><li>" * 20_000 + b"x"),
        ("many metas", b"<html><head>" + b'<meta name="citation_author" content="A. B. Roe">' * 20_000),
        ("long title", b"<title>" + b"a: - | " * 50_000 + b"</title>"),
        ("long line", b"<html><h1>t</h1><p>" + b"Published 2 " * 50_000),
        ("unclosed", b"<script" * 50_000),
        ("digits", b"<html><h1>Vol 1</h1><p>" + b"1 (2) " * 50_000),
        ("one attribute", b'<html><meta name="citation_title" content="' + b"x " * 200_000),
        ("nested json", b'<script type="application/ld+json">' + b"[" * 50_000 + b"</script><h1>x</h1>"),
        (
            "nested names",
            b'<script type="application/ld+json">{"@type":"Report","name":'
            + b'{"name":' * 900
            + b'"x"'
            + b"}" * 901
            + b"</script><h1>T</h1>",
        ),
        (
            "nested roles",
            b'<script type="application/ld+json">{"@type":"Report","name":"T","author":'
            + b'{"@type":"Role","author":' * 900
            + b'"x"'
            + b"}" * 901
            + b"</script><h1>T</h1>",
        ),
        ("items", b"<div itemscope itemtype='https://schema.org/Report'><i itemprop=name>" * 5_000),
        ("dashes", b"<html><h1>x</h1><p>" + b"- " * 100_000),
        ("names", b"<html><h1>x</h1><p>By " + b"Ann Roe, " * 30_000),
        ("many lines", b"<html><h1>x</h1>" + b"<p>Ann Roe</p>" * 20_000),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
@pytest.mark.slow
def test_hostile_pages_take_time_that_grows_with_their_length(name: str, body: bytes) -> None:
    started = time.process_time()
    read(body)
    assert time.process_time() - started < 8, name


def test_a_page_that_holds_a_nul_in_every_word_is_read() -> None:
    body = b'<html><head><meta name="citation_title" content="Ri\0vers of\0 the rim"></head></html>'
    (found,) = read(body).found
    assert found.record.title is not None
    assert found.record.title.main == "Rivers of the rim"


def test_references_in_a_circle_end() -> None:
    body = b'<script type="application/ld+json">{"@graph":[{"@id":"#a","@type":"Report","name":"A","isPartOf":{"@id":"#b"}},{"@id":"#b","@type":"CreativeWorkSeries","name":"B","isPartOf":{"@id":"#a"},"author":{"@id":"#b"}}]}</script><h1>A</h1>'
    (found,) = read(body).found
    assert found.record.series[0].title == "B"
