"""Whether links still lead somewhere: each address asked by all manners, one after another, nothing of it kept."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from harvester.bounds import Gate, OutOfBounds, endpoint_of, is_jstor
from harvester.fetch import ComeBackLater, Fetched, Fetcher, resolve
from harvester.once import ask_through
from harvester.options import HarvestOptions
from harvester.pages.challenge import challenge_reason
from harvester.run import need_contact
from harvester.settings import headers

Outcome = Literal["alive", "moved", "gone", "refused", "unreachable"]

REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 451})
LATER = frozenset({429, 503})
RETRIES = 1
MAX_WAIT = 60.0
"""Seconds that a host may ask to wait; a harvest waits longer, but no single page of a harvest stands for it all."""
FAULTS = 2
"""Links in a row on which a host gave no answer at all, after which its others are not asked."""
HEAD = 200_000
"""Bytes of a page that are looked through for a challenge."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What a link turned out to be, and why; `at` is None where it was not asked because its host does not answer."""

    at: datetime | None
    outcome: Outcome
    reached: str | None = None
    reason: str | None = None
    status: int | None = None
    url: str


def check_links(
    urls: Sequence[str], options: HarvestOptions, *, clock: Callable[[], datetime], found: Callable[[Look], None],
    named: Collection[tuple[str, int]] = (),
) -> None:  # fmt: skip
    """Ask for links and hand each outcome to `found` as it comes; `named` are hosts that may be on this machine.

    Raises UsageError where a host outside this machine would be asked without contact.
    """
    headers(options)
    for url in urls:
        if _is_ours_to_ask(url):
            need_contact(endpoint_of(url), options)
    patient = msgspec.structs.replace(
        options, retries=min(options.retries, RETRIES), max_wait=min(options.max_wait, MAX_WAIT)
    )

    async def ask(fetcher: Fetcher) -> None:
        round_ = _Round(fetcher, clock)
        for url in by_turns(urls):
            found(await round_.look(url))

    ask_through(Gate(None, resolve, also=named), patient, ask, clock=clock)


def by_turns(urls: Sequence[str]) -> Iterator[str]:
    """Yield addresses so that hosts take turns: the pause of one is the time to ask another."""
    waiting: dict[str, deque[str]] = {}
    for url in dict.fromkeys(urls):
        waiting.setdefault(urlsplit(url).netloc.lower(), deque()).append(url)
    while waiting:
        for host in list(waiting):
            yield waiting[host].popleft()
            if not waiting[host]:
                del waiting[host]


def _is_ours_to_ask(url: str) -> bool:
    try:
        endpoint_of(url)
    except OutOfBounds:
        return False
    return not is_jstor(url)


class _Round:
    """The links of one check, and which hosts have shown that they do not answer."""

    def __init__(self, fetcher: Fetcher, clock: Callable[[], datetime]) -> None:
        self._fetcher, self._clock = fetcher, clock
        self._silent: dict[str, str] = {}
        self._faults: Counter[str] = Counter()

    async def look(self, url: str) -> Look:
        """Ask for one link."""
        host = urlsplit(url).netloc.lower()
        if host in self._silent:
            return Look(url=url, outcome="unreachable", reason=f"not asked: {self._silent[host]}", at=None)
        answers = self._fetcher.answers
        try:
            fetched = await self._fetcher.look(url, "HEAD")
            if _is_to_be_asked_again(fetched):
                fetched = await self._fetcher.look(url, "GET")
        except ComeBackLater as later:
            self._silent[host] = str(later)
            return Look(url=url, outcome="unreachable", reason=str(later), at=self._clock())
        if fetched.end == "failed" and self._fetcher.answers == answers:
            self._faults[host] += 1
            if self._faults[host] == FAULTS:
                self._silent[host] = f"{host} did not answer for {FAULTS} others"
        else:
            self._faults[host] = 0
        return look_of(url, fetched, self._clock())


def _is_to_be_asked_again(fetched: Fetched) -> bool:
    """Say whether HEAD was refused or may have been: nothing is dead by an answer to HEAD, which many hosts give wrongly."""
    status = fetched.capture.status if fetched.capture else None
    return status is not None and not 200 <= status < 300 and status not in LATER


def look_of(url: str, fetched: Fetched, at: datetime) -> Look:
    """Return what the end of asking means for a link."""
    status = fetched.capture.status if fetched.capture else None
    outcome, reason = _judged(fetched, status)
    reached = fetched.moved if outcome == "moved" else None
    return Look(url=url, outcome=outcome, reason=reason, reached=reached, status=status, at=at)


def _judged(fetched: Fetched, status: int | None) -> tuple[Outcome, str | None]:
    capture = fetched.capture
    if fetched.end in ("disallowed", "silent", "refused"):
        return "refused", fetched.reason
    if capture is None:
        return "unreachable", fetched.reason
    if fetched.end == "gone":
        return "gone", f"answers {status}"
    if status not in LATER and (wall := challenge_reason(capture, capture.body[:HEAD].decode("utf-8", "replace"))):
        return "refused", wall
    if fetched.end == "failed":
        return "refused" if status in REFUSALS else "unreachable", f"answers {status}"
    return ("moved", "redirects for good") if fetched.moved else ("alive", None)
