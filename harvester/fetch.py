"""One page asked with all manners: gate, robots.txt, pace, redirects, retries; nothing is read or kept here."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from harvester.bounds import DOI_RESOLVERS, Gate, OutOfBounds, endpoint_of, is_jstor, is_loopback, redirected
from harvester.decoding import Undecodable
from harvester.options import MAX_REDIRECTS, HarvestOptions
from harvester.retry import is_retried, retry_after, wait_before
from harvester.robots import Robots, RobotsAnswer, Rules
from harvester.tally import LOG
from schemas.capture import KEPT_HEADERS, Capture

End = Literal["here", "same", "gone", "disallowed", "silent", "refused", "failed"]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One response on the wire: header names in lower case, the body decoded."""

    body: bytes = b""
    headers: Mapping[str, str] = {}
    status: int


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """How asking for one page ended.

    `here`: a 2xx with its capture; `same`: 304; `gone`: 404 or 410; `disallowed` by robots.txt; `silent`: robots.txt
    did not answer; `refused` by our own bounds before it was asked; `failed`: anything else, an unreachable host too.
    A capture is there wherever bytes came. `moved` is the address that redirects for good (301, 308) lead to.
    """

    capture: Capture | None = None
    end: End
    moved: str | None = None
    reason: str | None = None


class ComeBackLater(Exception):
    """The host asks to wait longer than a run waits; `seconds` says how long."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asks to come back in {seconds:.0f} s, longer than max_wait")
        self.seconds = seconds


Method = Literal["GET", "HEAD"]
Download = Callable[..., Awaitable[Answer]]
"""Asks once for an address with headers, by GET or by the method given last; raises OSError or another exception of FAULTS for what the network did, Undecodable, OutOfBounds."""

Sleep = Callable[[float], Awaitable[None]]


class Fetcher:
    """Asks for pages one after another by the manners of the options; it counts requests, answers and bytes."""

    def __init__(
        self, download: Download, gate: Gate, options: HarvestOptions, *,
        clock: Callable[[], datetime], sleep: Sleep, faults: tuple[type[Exception], ...] = (OSError,),
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """`clock` says when a page was fetched, `seconds` how much time passes between requests."""
        self._download, self._gate, self._options = download, gate, options
        self._clock, self._sleep, self._faults = clock, sleep, faults
        self._seconds = seconds
        self._robots = Robots(self._robots_txt, seconds)
        self._free_at: dict[str, float] = {}
        self.requests = 0
        self.answers = 0
        self.bytes = 0
        self.not_before: datetime | None = None  # when a host asked to be asked again that would not be waited for

    async def get(self, url: str, conditions: Mapping[str, str] | None = None) -> Fetched:
        """Ask for one page; `conditions` are the headers of a conditional request.

        Raises ComeBackLater where the host asks for a longer wait than `max_wait`.
        """
        before = self.requests
        return await self._guarded(self._follow(url, conditions or {}, obey=True), url, before)

    async def look(self, url: str, method: Method) -> Fetched:
        """Look whether an address answers: as `get`, but by a method, and on whatever site redirects lead to."""
        return await self._guarded(self._follow(url, {}, obey=True, anywhere=True, method=method), url, self.requests)

    async def rules(self, url: str) -> Rules:
        """Return the rules of robots.txt that hold for an address."""
        return await self._robots.rules(url)

    async def ask(self, url: str, is_answer: Callable[[bytes], bool]) -> Fetched:
        """Ask a machine interface that the user named: no robots.txt, the pace of an API.

        `is_answer` tells from a body that it is an answer of the interface, whatever its status says; only 429 and
        503 mean to come back later all the same. Raises ComeBackLater as `get` does.
        """
        return await self._guarded(self._follow(url, {}, obey=False, is_answer=is_answer), url, self.requests)

    async def _guarded(self, asking: Awaitable[Fetched], url: str, before: int) -> Fetched:
        try:
            return await asking
        except OutOfBounds as error:
            return Fetched(end="refused" if self.requests == before else "failed", reason=str(error))
        except (Undecodable, *self._faults) as error:  # type: ignore[misc]  # a tuple of classes
            return Fetched(end="failed", reason=f"{url}: {_words(error)}")

    async def _follow(
        self, asked: str, headers: Mapping[str, str], *, obey: bool, anywhere: bool = False,
        is_answer: Callable[[bytes], bool] | None = None, method: Method = "GET",
    ) -> Fetched:  # fmt: skip
        url, before, settled = asked, None, asked
        moved = endpoint_of(asked)[0] not in DOI_RESOLVERS  # which redirects whatever it knows
        for _ in range(MAX_REDIRECTS + 1):
            if is_jstor(url):
                raise OutOfBounds(f"{url}: JSTOR is not crawled: harvest saved pages instead (README says how)")
            addresses = await self._gate.admit(url, came_from=before)
            rules = await self._robots.rules(url) if obey else Rules()
            verdict = rules.verdict(url)
            if rules.fault:
                return Fetched(end="failed", reason=f"{url}: {rules.fault}")
            if verdict != "allowed":
                return Fetched(end=verdict, reason=f"robots.txt of {urlsplit(url).netloc} {rules.words}")
            pause = self._pause(addresses, rules, api=is_answer is not None)
            answer = await self._patiently(url, headers, pause, is_answer, method)
            location = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not location:
                ended = self._end(asked, url, answer)
                return msgspec.structs.replace(ended, moved=settled if settled != asked else None)
            moved = moved and answer.status in (301, 308)
            url, before = redirected(url, location, anywhere=anywhere), url
            settled = url if moved else settled
        raise OutOfBounds(f"{asked} redirects more than {MAX_REDIRECTS} times")

    async def _patiently(
        self, url: str, headers: Mapping[str, str], pause: float, is_answer: Callable[[bytes], bool] | None,
        method: Method,
    ) -> Answer:  # fmt: skip
        """Ask until there is an answer that is one, or the retries are used up."""
        for attempt in range(1, self._options.retries + 2):
            last = attempt > self._options.retries
            asked: float | None = None
            await self._pace(urlsplit(url).netloc, pause)
            try:
                answer = await self._once(url, headers, method)
            except (Undecodable, *self._faults) as error:  # type: ignore[misc]  # a tuple of classes
                if last or (isinstance(error, Undecodable) and not error.again):
                    raise
            else:
                if not is_retried(answer.status) or (
                    is_answer is not None and answer.status not in (429, 503) and is_answer(answer.body)
                ):
                    return answer
                asked = retry_after(answer.headers.get("retry-after"), self._clock())
                if asked is not None and asked > self._options.max_wait:
                    self.not_before = self._clock() + timedelta(seconds=asked)
                    raise ComeBackLater(urlsplit(url).netloc, asked)
                if last:
                    return answer
            await self._sleep(wait_before(attempt, backoff=self._options.backoff, asked=asked))
        raise AssertionError("the last attempt returns or raises")

    async def _once(self, url: str, headers: Mapping[str, str], method: Method) -> Answer:
        self.requests += 1
        host = urlsplit(url).netloc
        try:
            answer = await self._download(url, headers, *(() if method == "GET" else (method,)))
        finally:
            self._free_at[host] = self._seconds()
        self.answers += 1
        self.bytes += len(answer.body)
        LOG.debug("%s answered %d, %d bytes", url, answer.status, len(answer.body))
        return answer

    async def _pace(self, host: str, pause: float) -> None:
        free_at = self._free_at.get(host)
        if pause and free_at is not None and (wait := free_at + pause - self._seconds()) > 0:
            await self._sleep(wait)

    def _pause(self, addresses: tuple[str, ...], rules: Rules, *, api: bool) -> float:
        here = all(map(is_loopback, addresses))
        return max(rules.delay, self._options.pause(on_this_machine=here, api=api))

    def _end(self, asked: str, url: str, answer: Answer) -> Fetched:
        capture = Capture(
            asked=asked, at=self._clock(), body=answer.body, status=answer.status, url=url,
            headers={name: value for name in KEPT_HEADERS if (value := answer.headers.get(name))},
            media_type=(answer.headers.get("content-type") or "").partition(";")[0].strip().lower() or None,
        )  # fmt: skip
        if answer.status == 304:
            return Fetched(end="same", capture=capture)
        if answer.status in (404, 410):
            return Fetched(end="gone", capture=capture, reason=f"the page is gone ({answer.status})")
        if 200 <= answer.status < 300:
            return Fetched(end="here", capture=capture)
        return Fetched(end="failed", capture=capture, reason=f"{url} answered {answer.status}")

    async def _robots_txt(self, url: str) -> RobotsAnswer:
        try:
            fetched = await self._follow(url, {}, obey=False, anywhere=True)
        except OutOfBounds:
            return RobotsAnswer(status=404)  # it redirects without end: unavailable (RFC 9309, 2.3.1.2)
        except (Undecodable, *self._faults) as error:  # type: ignore[misc]  # a tuple of classes
            return RobotsAnswer(fault=f"{'robots.txt: ' * isinstance(error, Undecodable)}{_words(error)}")
        assert fetched.capture is not None
        return RobotsAnswer(status=fetched.capture.status, body=fetched.capture.body)


PLAINLY = {
    "certificate verify failed": "its certificate cannot be verified, so it may be another host",
    "VerificationError": "its certificate cannot be verified, so it may be another host",
    "Name or service not known": "no host of this name is known",
    "Connection refused": "the connection was refused: nothing listens there",
    "closed cleanly": "the host closed the connection before the answer was whole",
}
"""What to say instead of the library's words that hold such a sign."""


def _words(error: Exception) -> str:
    """Say what the network did, in the library's words where it has some."""
    reasons = getattr(error, "reasons", None)
    text = str(reasons[0].getErrorMessage() if reasons else error).strip().rstrip(".")
    for sign, said in PLAINLY.items():
        if sign in text:
            return said
    return text.splitlines()[0] if text else type(error).__name__


async def resolve(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host, by the system's resolver; raises OSError where there is none."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError(f"{host} is not the name of a host") from error
    return [str(entry[4][0]) for entry in found]
