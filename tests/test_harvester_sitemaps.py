"""Sitemaps: index, gzip, lastmod, unusable entries, what is none."""

import contextlib
import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.sitemaps import looks_like_sitemap, read_sitemap
from schemas.errors import ReadError
from tests.site import sitemap

BASE = "http://lindwater.example"


def test_entries_in_order_with_the_time_of_their_last_change() -> None:
    body = f"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc> {BASE}/a?x=1&amp;y=2 </loc><lastmod>2026-03-01</lastmod><priority>0.5</priority></url>
    <url><loc>{BASE}/b</loc><lastmod>2026-03-01T10:00:00+02:00</lastmod></url>
    <url><loc>{BASE}/c</loc><lastmod>yesterday</lastmod></url></urlset>"""
    found = read_sitemap(body.encode())
    assert [e.url for e in found.entries] == [f"{BASE}/a?x=1&y=2", f"{BASE}/b", f"{BASE}/c"]
    assert found.entries[0].lastmod == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)
    assert found.entries[1].lastmod == datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
    assert found.entries[2].lastmod is None
    assert not found.index
    assert not found.cut


def test_one_bad_entry_does_not_end_the_rest() -> None:
    bad = ["", "/relative", "ftp://a.example/", "http://", "mailto:x@y.example", "http://a b.example/", "x" * 3000,
           "http://[::1", "javascript:void(0)"]  # fmt: skip
    body = sitemap([f"{BASE}/first", *bad, f"{BASE}/last"])
    found = read_sitemap(body.encode())
    assert [e.url for e in found.entries] == [f"{BASE}/first", f"{BASE}/last"]
    assert found.unusable >= len(bad) - 1


def test_an_index_and_gzip() -> None:
    body = sitemap([f"{BASE}/one.xml", f"{BASE}/two.xml.gz"], index=True).encode()
    assert read_sitemap(gzip.compress(body, mtime=0)) == read_sitemap(body)
    assert read_sitemap(body).index


def test_fifty_thousand_addresses() -> None:
    urls = [f"{BASE}/reports/{n}" for n in range(50_000)]
    assert [e.url for e in read_sitemap(sitemap(urls, lastmod="2026-01-02").encode()).entries] == urls


def test_one_address_a_line() -> None:
    body = f"\ufeff{BASE}/a\r\n{BASE}/b\n".encode()
    assert looks_like_sitemap(body, "text/plain", f"{BASE}/sitemap.txt")
    assert [e.url for e in read_sitemap(body).entries] == [f"{BASE}/a", f"{BASE}/b"]


def test_a_sitemap_that_breaks_off_gives_what_it_has_and_says_so() -> None:
    body = sitemap([f"{BASE}/{n}" for n in range(10)]).encode()
    found = read_sitemap(body[:-120])
    assert found.cut
    assert 5 <= len(found.entries) < 10


@pytest.mark.parametrize(
    "body",
    [
        b"", b"<html><body>no</body></html>", b"<?xml version='1.0'?><rss/>", b"plain words",
        gzip.compress(gzip.compress(b"<urlset/>", mtime=0), mtime=0), gzip.compress(b"<urlset/>", mtime=0)[:-9],
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><urlset><url><loc>http://a.example/&a;</loc></url></urlset>",
    ],
)  # fmt: skip
def test_what_is_none(body: bytes) -> None:
    with pytest.raises(ReadError):
        read_sitemap(body)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(ReadError, match="larger"):
        read_sitemap(gzip.compress(b"<urlset>" + b" " * 10**7, mtime=0), limit=10**6)


def test_a_page_is_not_taken_for_one() -> None:
    assert not looks_like_sitemap(b"<!DOCTYPE html><html><p>a &lt;urlset&gt;", "text/html", f"{BASE}/sitemap.html")
    assert not looks_like_sitemap(b"<html><pre><urlset></pre>", "text/html", f"{BASE}/sitemap.xml")
    assert looks_like_sitemap(b"<?xml version='1.0'?><urlset>", "application/octet-stream", f"{BASE}/x")
    assert looks_like_sitemap(gzip.compress(b"x", mtime=0), None, f"{BASE}/sitemap.xml.gz?v=2")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sitemap_or_a_read_error(body: bytes) -> None:
    with contextlib.suppress(ReadError):
        read_sitemap(b"<urlset>" + body)
