"""What the service is told when it is made: the archive, its public address, its bounds; nothing is read here."""

from __future__ import annotations

import msgspec

LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the service.

    `base_url` is the public address (without it links take the Host that was asked, which must be loopback or in
    `hosts`); `extracts` are the sources whose opening words may be shown; `hits` bounds how many hits of a search are
    ranked, filtered and counted; `seconds` how long one request may keep the archive busy.
    """

    base_url: str | None = None
    contact: str | None = None
    extracts: frozenset[str] = frozenset()
    hits: int = 2000
    hosts: tuple[str, ...] = ()
    max_body: int = 65_536
    max_page: int = 1000
    max_query: int = 500
    max_url: int = 8192
    page: int = 20
    refresh: float = 5.0
    seconds: float = 10.0
    target: str
    threads: int = 4
    title: str = "tocsin"
