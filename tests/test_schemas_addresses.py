"""Addresses: the spellings of one page are one; source, site, keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.addresses import address_key, canonical_url, site_of, source_of

SEED = "https://www.jstor.org/stable/resrep06942"


@pytest.mark.parametrize(
    "url",
    [
        SEED,
        "HTTP://WWW.JSTOR.ORG:80/stable/resrep06942",
        "https://jstor.org/stable/resrep06942/",
        "http://slave2.omega.jstor.org/stable/resrep06942",
        "https://www.jstor.org/stable/10.2307/resrep06942",
        "https://www.jstor.org/stable/10.2307%2Fresrep06942",
        "https://www.jstor.org/stable/resrep06942?seq=1#metadata_info_tab_contents",
        "https://www.jstor.org/stable/resrep06942?searchText=china&ab_segments=0%2Fx&refreqid=excelsior%3A1",
        "https://www.jstor.org/stable/pdf/resrep06942.pdf?refreqid=x",
        "  https://www.jstor.org:443/./stable/x/../resrep06942;jsessionid=0A1B2C  ",
    ],
)
def test_spellings_of_one_jstor_page(url: str) -> None:
    assert canonical_url(url) == SEED
    assert source_of(url) == "jstor"


@pytest.mark.parametrize(
    ("url", "want"),
    [
        ("http://x.org", "http://x.org/"),
        ("HTTP://X.org:80/A?b=1#c", "http://x.org/A?b=1"),
        ("https://x.org:443/a/", "https://x.org/a/"),
        ("https://x.org/a", "https://x.org/a"),
        ("http://x.org:8080/a/./b/../c", "http://x.org:8080/a/c"),
        ("http://x.org/%7ejoe/%c3%a9", "http://x.org/~joe/%C3%A9"),
        ("http://x.org/é b", "http://x.org/%C3%A9%20b"),
        ("http://x.org/a?utm_source=x&id=3&fbclid=9&gclid=1&UTM_Medium=y", "http://x.org/a?id=3"),
        ("http://x.org/a;jsessionid=12AB?x=1", "http://x.org/a?x=1"),
        ("http://x.org/a?PHPSESSID=abcdef&q=a+b", "http://x.org/a?q=a+b"),
        ("http://x.org/a?sid=0123456789abcdef0123", "http://x.org/a"),
        ("http://x.org/a?sid=12", "http://x.org/a?sid=12"),
        ("http://x.org/a?seq=4", "http://x.org/a?seq=4"),
        ("http://x.org/a?b=2&a=1&", "http://x.org/a?b=2&a=1"),
        ("http://x.org/a?", "http://x.org/a"),
        ("http://user:secret@x.org/", "http://x.org/"),
        ("http://x.org./a", "http://x.org/a"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://dx.doi.org/10.1000/ABC", "https://doi.org/10.1000/abc"),
        ("http://doi.org/10.1000/abc", "https://doi.org/10.1000/abc"),
        (
            "https://www.jstor.org/stable/10.5149/9781469671048_kretz",
            "https://www.jstor.org/stable/10.5149/9781469671048_kretz",
        ),
        ("http://www.jstor.org/journal/blachistbull", "https://www.jstor.org/journal/blachistbull"),
        ("http://about.jstor.org/terms", "https://about.jstor.org/terms"),
        ("mailto:a@b.org", "mailto:a@b.org"),
        ("file:///a/b.html", "file:///a/b.html"),
        ("http://", "http://"),
        ("http://[bad", "http://[bad"),
        ("", ""),
    ],
)
def test_canonical_url(url: str, want: str) -> None:
    assert canonical_url(url) == want


def test_address_key_is_free_of_scheme_and_order() -> None:
    keys = {
        address_key(u)
        for u in ("http://www.x.org/a/?b=1&a=2", "https://x.org/a?a=2&b=1", "https://x.org:443/a?a=2&b=1#z")
    }
    assert keys == {"x.org/a?a=2&b=1"}


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://www.iss.europa.eu/a", "iss.europa.eu"),
        ("http://slave2.omega.jstor.org/", "jstor"),
        ("http://notjstor.org/", "notjstor.org"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("file:///a/b.html", "file"),
        ("nonsense", "file"),
    ],
)
def test_source_of(url: str, source: str) -> None:
    assert source_of(url) == source
    assert ":" not in source_of(url)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.iss.europa.eu/a", "europa.eu"),
        ("https://a.b.ac.uk/x", "b.ac.uk"),
        ("www.x.co.jp", "x.co.jp"),
        ("x.org", "x.org"),
        ("http://a.github.io/", "a.github.io"),
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]/", "[::1]"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_site_of(url: str, site: str) -> None:
    assert site_of(url) == site


PIECES = [
    "http://",
    "https://",
    "x.org",
    "www.jstor.org",
    "/stable/",
    "resrep1",
    "doi.org",
    "/10.1/A",
    "/..",
    "/.",
    "//",
    "%2F",
    "%zz",
    "é",
    ":80",
    ":",
    "?a=1",
    "&utm_x=1",
    "#f",
    ";jsessionid=1",
    "[",
    "@",
    " ",
    "10.2307/",
    ".pdf",
    "\t",
]


@given(
    st.text()
    | st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
    | st.lists(st.sampled_from(PIECES), max_size=7).map(lambda p: "https://x.org" + "".join(p))
)
def test_total_and_idempotent(url: str) -> None:
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert address_key(once) == address_key(url)
    assert ":" not in source_of(url)
    site_of(url)
