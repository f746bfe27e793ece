"""Where a harvest may go: schemes, public addresses, redirects within a site; what resolves names is handed in."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Collection, Sequence
from urllib.parse import urljoin, urlsplit, urlunsplit

from harvester.options import MAX_EQUAL_SEGMENTS
from schemas.addresses import site_of

DOI_RESOLVERS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the numeric addresses of a host and port; raises OSError where there is none."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_DEFAULT_PORTS = {"http": 80, "https": 443}


class OutOfBounds(Exception):
    """An address that must not be asked; the message says why."""


def endpoint_of(url: str) -> tuple[str, int]:
    """Return host (lower case, no brackets, no final dot) and port; raises OutOfBounds for all but http and https."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise OutOfBounds(f"{url} is not an address that can be asked: {error}") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise OutOfBounds(f"{url}: only http and https are asked")
    if not parts.hostname:
        raise OutOfBounds(f"{url} names no host")
    return _ascii(parts.hostname.rstrip(".")), port or _DEFAULT_PORTS[parts.scheme]


def _ascii(host: str) -> str:
    """Return the host as it goes over the wire; raises OutOfBounds for a name that no resolver can take."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise OutOfBounds(f"{host} is not the name of a host") from error


def is_jstor(url: str) -> bool:
    """Say whether an address is JSTOR's, which answers robots with a challenge and whose terms exclude crawling."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host == "jstor.org" or host.endswith(".jstor.org")


def is_loopback(address: str) -> bool:
    """Say whether a numeric address is this machine."""
    return _unwrapped(address).is_loopback


def is_public(address: str) -> bool:
    """Say whether a numeric address is one of the public network: not private, loopback, link-local, multicast ...

    IPv6 forms that carry an IPv4 address (mapped, 6to4, NAT64) are judged by the address that they carry.
    """
    ip = _unwrapped(address)
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _unwrapped(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        return inner or ip
    return ip


class Gate:
    """Resolves each host once, checks every address it has, and hands out only what was checked.

    `named` and `also` are the hosts and ports that the user named: the only ones that may be private or on this machine.
    """

    def __init__(
        self, named: tuple[str, int] | None, resolve: Resolve, *, also: Collection[tuple[str, int]] = ()
    ) -> None:
        self._named = {*also, *([named] if named else [])}
        self._resolve = resolve
        self._known: dict[tuple[str, int], tuple[str, ...]] = {}

    async def admit(self, url: str, *, came_from: str | None = None) -> tuple[str, ...]:
        """Return the checked numeric addresses of the URL's host.

        `came_from` is the address whose redirect leads here: by a redirect from elsewhere, not even the named
        host may be private. Raises OutOfBounds for what must not be asked, OSError for a host without address.
        """
        where = endpoint_of(url)
        known = self._known.get(where)
        if known is None:
            known = tuple(dict.fromkeys(await self._resolve(*where)))
            self._known[where] = known
        excused = where in self._named and (came_from is None or endpoint_of(came_from) == where)
        if not excused and not all(map(is_public, known)):
            raise OutOfBounds(f"{where[0]}:{where[1]} is a private address, which only a target that you name may be")
        return known

    def checked(self, host: str, port: int) -> tuple[str, ...]:
        """Return the addresses that `admit` let through for host and port; raises OutOfBounds where it never did."""
        try:
            return self._known[host.rstrip("."), port]
        except KeyError:
            raise OutOfBounds(f"{host}:{port} was never admitted") from None


def redirected(url: str, location: str, *, anywhere: bool = False) -> str:
    """Return the address that a redirect leads to, without fragment and credentials.

    Raises OutOfBounds where it leaves the site, unless the DOI resolver sent it there or `anywhere` is allowed
    (robots.txt is followed across hosts, RFC 9309, 2.3.1.2).
    """
    try:
        parts = urlsplit(urljoin(url, location.strip()))
        target = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path or "/", parts.query, ""))
        host, _ = endpoint_of(target)
    except ValueError as error:
        raise OutOfBounds(f"{url} redirects to {location!r}, which is not an address") from error
    before, _ = endpoint_of(url)
    if not anywhere and before not in DOI_RESOLVERS and site_of(target) != site_of(url):
        raise OutOfBounds(f"{url} redirects to another site, {host}")
    return target


def is_trap(url: str) -> bool:
    """Say whether a path repeats one segment so often that it leads in circles."""
    segments = [s for s in urlsplit(url).path.split("/") if s]
    return len(segments) >= MAX_EQUAL_SEGMENTS and max(map(segments.count, segments)) >= MAX_EQUAL_SEGMENTS
