"""robots.txt by RFC 9309: what an answer to it means, and the rules of each host for one run; asking is handed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from protego import Protego

from harvester.options import MAX_CRAWL_DELAY, ROBOTS_HOURS

AGENT = "tocsin"
"""The product token that rules are matched by."""

_READ = 500 * 1024  # RFC 9309, 2.5: at least 500 kibibytes are read

Verdict = Literal["allowed", "disallowed", "silent"]
"""`silent`: robots.txt did not answer, so nothing may be asked, and the run cannot be complete."""


class RobotsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What asking for a robots.txt gave: its final status and body, or the fault of the network that came instead."""

    body: bytes = b""
    fault: str | None = None
    status: int | None = None


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of one host: the parsed file, allow all (None), or nothing at all (`silent`)."""

    delay: float = 0.0
    fault: str | None = None
    parsed: Protego | None = None
    silent: bool = False

    def verdict(self, url: str) -> Verdict:
        """Say whether the address may be asked."""
        if self.silent:
            return "silent"
        if self.delay > MAX_CRAWL_DELAY:
            return "disallowed"
        return "allowed" if self.parsed is None or self.parsed.can_fetch(url, AGENT) else "disallowed"

    @property
    def words(self) -> str:
        """What the file does where the verdict is not `allowed`."""
        if self.silent:
            return "did not answer"
        if self.delay > MAX_CRAWL_DELAY:
            return f"asks for {self.delay:g} s between requests, more than the {MAX_CRAWL_DELAY:g} s that are waited"
        return "does not allow it"


def rules_of(answer: RobotsAnswer) -> Rules:
    """Return what an answer to robots.txt means (RFC 9309, 2.3.1).

    2xx: its rules; 4xx: crawl, but 429 is a host that cannot answer now; 5xx, 429 or no answer: do not crawl.
    A redirect that never ended counts as unavailable, so 3xx means crawl.
    """
    status = answer.status
    if status is None or status == 429 or status >= 500:
        return Rules(silent=True, fault=answer.fault)
    if not 200 <= status < 300:
        return Rules()
    parsed = Protego.parse(answer.body[:_READ].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace"))
    return Rules(parsed=parsed, delay=float(parsed.crawl_delay(AGENT) or 0.0))


Ask = Callable[[str], Awaitable[RobotsAnswer]]
"""Fetches one robots.txt."""


class Robots:
    """The rules of all hosts of one run; each robots.txt is asked once and kept at most 24 hours."""

    def __init__(self, ask: Ask, clock: Callable[[], float]) -> None:
        self._ask = ask
        self._clock = clock
        self._kept: dict[str, tuple[float, Rules]] = {}

    async def rules(self, url: str) -> Rules:
        """Return the rules that hold for the address, asking its host's robots.txt where they are not at hand."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        kept = self._kept.get(origin)
        if kept is None or self._clock() - kept[0] > ROBOTS_HOURS * 3600:
            kept = self._clock(), rules_of(await self._ask(f"{origin}/robots.txt"))
            self._kept[origin] = kept
        return kept[1]
