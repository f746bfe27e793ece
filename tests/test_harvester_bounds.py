"""Where a harvest may go."""

import asyncio
import contextlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.bounds import Gate, OutOfBounds, endpoint_of, is_public, is_trap, redirected

PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "::1", "0.0.0.0", "::", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "198.18.0.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_private_addresses_in_every_dress(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


def gate(named: tuple[str, int] | None, **hosts: Sequence[str]) -> Gate:
    async def resolve(host: str, port: int) -> Sequence[str]:
        found = hosts.get(host.partition(".")[0])
        if found is None:
            raise OSError("no such host")
        return found

    return Gate(named, resolve)


def admit(gate: Gate, url: str, came_from: str | None = None) -> tuple[str, ...]:
    return asyncio.run(gate.admit(url, came_from=came_from))


def test_a_private_address_only_where_the_user_named_host_and_port() -> None:
    mine = gate(("intern.example", 8080), intern=["10.0.0.7"], other=["10.0.0.8"], public=[PUBLIC])
    assert admit(mine, "http://intern.example:8080/reports/") == ("10.0.0.7",)
    assert admit(mine, "http://public.example/") == (PUBLIC,)
    for url in ("http://intern.example/", "http://intern.example:8081/", "http://other.example:8080/"):
        with pytest.raises(OutOfBounds, match="private"):
            admit(mine, url)


def test_not_even_the_named_host_by_a_redirect_from_elsewhere() -> None:
    mine = gate(("intern.example", 80), intern=["10.0.0.7"], public=[PUBLIC])
    assert admit(mine, "http://intern.example/b", came_from="http://intern.example/a")
    with pytest.raises(OutOfBounds):
        admit(mine, "http://intern.example/b", came_from="http://public.example/a")


def test_one_private_address_among_public_ones_is_enough() -> None:
    with pytest.raises(OutOfBounds):
        admit(gate(None, mixed=[PUBLIC, "127.0.0.1"]), "http://mixed.example/")


def test_only_what_was_admitted_is_connected_to() -> None:
    mine = gate(None, public=[PUBLIC])
    with pytest.raises(OutOfBounds):
        mine.checked("public.example", 80)
    admit(mine, "http://public.example./")
    assert mine.checked("public.example", 80) == (PUBLIC,)
    with pytest.raises(OutOfBounds):
        mine.checked("public.example", 443)


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "http://", "http:///x", "//a.example/",
            "javascript:alert(1)", "data:text/html,x", "http://a.example:99999/", "http://[::1", "no address"],
)  # fmt: skip
def test_only_http_and_https(url: str) -> None:
    with pytest.raises(OutOfBounds):
        endpoint_of(url)


def test_endpoints() -> None:
    assert endpoint_of("http://A.Example/x") == ("a.example", 80)
    assert endpoint_of("https://a.example.:8443/x") == ("a.example", 8443)
    assert endpoint_of("https://[2001:db8::1]/x") == ("2001:db8::1", 443)


@pytest.mark.parametrize(
    ("url", "location", "target"),
    [
        ("http://a.example/x/y", "z#part", "http://a.example/x/z"),
        ("http://a.example/x", "https://www.a.example/x", "https://www.a.example/x"),
        ("http://a.example/x", "//a.example/y?q=1", "http://a.example/y?q=1"),
        ("http://a.example/x", "http://me:secret@a.example/y", "http://a.example/y"),
        ("https://doi.org/10.5555/1", "https://elsewhere.example/1", "https://elsewhere.example/1"),
    ],
)
def test_redirects_within_the_site_or_by_the_doi_resolver(url: str, location: str, target: str) -> None:
    assert redirected(url, location) == target


@pytest.mark.parametrize("location", ["http://elsewhere.example.org/", "ftp://a.example/", "http://[bad", "file:///x"])
def test_redirects_out_of_the_site(location: str) -> None:
    with pytest.raises(OutOfBounds):
        redirected("http://a.example.net/x", location)


def test_robots_txt_may_be_elsewhere() -> None:
    assert redirected("http://a.example/robots.txt", "http://b.test/r", anywhere=True) == "http://b.test/r"


@given(st.text())
def test_any_location_is_an_address_or_out_of_bounds(location: str) -> None:
    with contextlib.suppress(OutOfBounds):
        endpoint_of(redirected("http://a.example/x", location))


def test_traps() -> None:
    assert is_trap("http://a.example/en/en/en/en/en/report")
    assert is_trap("http://a.example/a/b/a/b/a/b/a/b/a/b")
    assert not is_trap("http://a.example/2021/2021/2021/2021/report")
