"""Asking an origin and judging what comes: an answer of the protocol, an error of it, or no answer at all."""

from __future__ import annotations

from typing import Literal

import msgspec

from harvester.fetch import Fetcher
from harvester.oai.answers import read_answer
from harvester.oai.protocol import request
from harvester.oai.reading import looks_like_oai
from harvester.oai.shapes import OaiPage
from harvester.pages.challenge import challenge_reason
from schemas.capture import Capture

Kind = Literal["network", "answer", "closed", "refused", "lost", "circles"]
"""Why a list failed.

Nothing came; what came is no answer; the host lets nobody in; an error of the protocol; the token was lost; it repeats.
"""

CLOSED = frozenset((401, 403, 407, 429, 451, 503))
"""Statuses by which a host asks to be left alone: asking for less, or for something else, is no answer to them."""


class Failure(Exception):
    """A request or list that failed; the message says why."""

    def __init__(self, kind: Kind, reason: str, *, code: str | None = None, digest: bytes | None = None) -> None:
        super().__init__(reason)
        self.kind, self.code, self.digest = kind, code, digest


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An answer to a request that gives no records: the page and what it came in."""

    capture: Capture
    page: OaiPage


class Origin:
    """The interface at a base URL."""

    def __init__(self, base: str, fetcher: Fetcher) -> None:
        self.base, self._fetcher = base, fetcher
        self.answered = False

    def address(self, verb: str, **arguments: str | None) -> str:
        """Return the address of a request."""
        return request(self.base, verb, **arguments)

    async def capture(self, address: str) -> Capture:
        """Ask once and return what came, whatever its status; raises Failure where nothing did."""
        fetched = await self._fetcher.ask(address, looks_like_oai)
        if fetched.capture is None:
            raise Failure("network", fetched.reason or f"{self.base}: no answer")
        return fetched.capture

    async def tell(self, verb: str) -> Told:
        """Ask for what the origin says of itself; raises Failure where that is no answer, or an error."""
        capture = await self.capture(self.address(verb))
        page = read_answer(capture.body)
        if failure := failed(page, capture):
            raise failure
        self.answered = True
        if page.errors and page.verb != verb:
            raise Failure("refused", f"{verb}: {page.errors[0]}", code=page.errors[0].code)
        return Told(capture=capture, page=page)


def failed(page: OaiPage, capture: Capture) -> Failure | None:
    """Return the failure that an answer is, None where it is one of the protocol."""
    reason = no_answer(page, capture)
    if reason is None:
        return None
    closed = capture.status in CLOSED or _challenge(capture) is not None
    return Failure("closed" if closed else "answer", reason, digest=capture.sha256)


def no_answer(page: OaiPage, capture: Capture) -> str | None:
    """Say why what came is no answer of the protocol, None where it is one."""
    if page.records or (page.rooted and (page.verb or page.errors)):
        return None
    said = f"{capture.url} answered {capture.status}"
    if not capture.body.strip():
        return f"{said} with nothing"
    if page.rooted:
        return f"{said} with an OAI-PMH element that answers nothing"
    kind = "a web page" if b"<html" in capture.body[:5000].lower() else "what is no OAI-PMH"
    challenge = _challenge(capture)
    return f"{said} with {kind}" + (f": {challenge}" if challenge else "")


def _challenge(capture: Capture) -> str | None:
    return challenge_reason(capture, capture.body[:200_000].decode("utf-8", "replace"))
