"""What a harvest may be told: the options of one run and their defaults, and the figures of manners and bounds."""

from __future__ import annotations

import msgspec

MB = 1024 * 1024

MAX_BODY = 64 * MB
MAX_LIST_BODY = 256 * MB
"""The largest answer of an interface that gives lists of records, where nobody says another bound."""
MAX_HEAD = 256 * 1024
"""The most that an answer may bring beside its body: status, headers, chunk sizes."""

MAX_LIST_PAGES = 200_000
MAX_REDIRECTS = 5
MAX_HOPS = 20
MAX_CRAWL_DELAY = 300.0
MAX_EQUAL_SEGMENTS = 5
PAGES_WITHOUT_NEWS = 3
RELATED_LIMIT = 200
ROBOTS_HOURS = 24
FAILURES_IN_A_ROW = 5
"""After so many pages in a row that the network or the host failed, a walk ends as incomplete instead of hammering."""


class HarvestOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of one run; `as_`, `source`, `key` and `url` say what the target is, the rest bounds the asking.

    `prefix`, `sets`, `since` and `until` are for lists of records that an origin gives by format, set and time.
    `named` says that a source of tocsin.toml is asked for whole: such runs are its history. Times are seconds, sizes
    bytes; `backoff` is the first wait before a retry, doubled each time.
    """

    as_: str | None = None
    backoff: float = 2.0
    command: str | None = None
    contact: str | None = None
    deadline: float = 120.0
    delay: float | None = None
    dry_run: bool = False
    full: bool = False
    guard: float = 0.2
    key: str | None = None
    limit: int | None = None
    max_body: int = MAX_BODY
    max_wait: float = 600.0
    named: bool = False
    prefix: str | None = None
    related: bool = False
    retries: int = 4
    sets: tuple[str, ...] = ()
    since: str | None = None
    source: str | None = None
    timeout: float = 30.0
    until: str | None = None
    url: str | None = None
    who: str | None = None

    def pause(self, *, on_this_machine: bool, api: bool = False) -> float:
        """Return the seconds between two requests to a host: 1 by default and never less, an API's never under 0.1.

        On this machine 0 by default.
        """
        if on_this_machine:
            return self.delay or 0.0
        if api and self.delay is not None:
            return max(0.1, self.delay)
        return max(1.0, self.delay or 1.0)
