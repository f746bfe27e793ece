"""The shell around every request: bounds, Host, security headers, conditional answers, access log; no endpoint is known here.

Plain ASGI, because it runs for each request. Paths are routed as they came, percent-encoded, so that a key with a
slash in it stays one segment; endpoints decode what they take from a path.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable
from time import perf_counter

import msgspec
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.service.bounds import within
from archive.service.settings import LOOPBACK, Settings
from archive.service.unchanged import Unchanged

ACCESS = logging.getLogger("tocsin.access")
SECURITY = (
    (
        b"content-security-policy",
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
        b" form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), interest-cohort=()"),
)
"""Headers of every answer; styles and scripts only from files of the service."""
METHODS = frozenset({"GET", "HEAD", "POST"})
Seen = Callable[[str, str, int, float, int], None]
"""What is told of each answer: method, kind of path, status, seconds, bytes."""


class Refusal(Exception):
    """A request that no endpoint is to see: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Shell:
    """Wraps the application; `seen` is told of each answer, `unchanged` knows what need not be made again."""

    def __init__(self, app: ASGIApp, settings: Settings, seen: Seen, unchanged: Unchanged) -> None:
        self.app, self.settings, self.seen, self.unchanged = app, settings, seen, unchanged
        self.hosts = {*LOOPBACK, *settings.hosts, *_host_of(settings.base_url)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, answer = perf_counter(), Answer(scope, send)
        try:
            receive = self._checked(scope, receive)
            raw = scope.get("raw_path") or scope["path"].encode()
            scope = {**scope, "path": raw.partition(b"?")[0].decode("ascii", "replace")}
            if scope["method"] == "HEAD":
                scope["method"] = "GET"
            if answer.asked and scope["method"] == "GET":
                etag, answer.told = await self.unchanged.ask(scope)
                if etag and matches(answer.asked, etag):
                    await answer.again(etag)
                    return
            with within(self.settings.seconds):
                await self.app(scope, receive, answer.take)
        except Refusal as refusal:
            await answer.refuse(refusal)
        finally:
            spent = perf_counter() - began
            self.seen(answer.method, kind_of(scope), answer.status, spent, answer.sent)
            log(answer, scope, spent)

    def _checked(self, scope: Scope, receive: Receive) -> Receive:
        """Return how the body is received, bounded; raises Refusal for what is refused before anybody reads it."""
        headers = dict(scope["headers"])
        if scope["method"] not in METHODS:
            raise Refusal(405, "only GET, HEAD and POST are answered here")
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.settings.max_url:
            raise Refusal(414, "the address is too long")
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if host and _bare(host) not in self.hosts:
            raise Refusal(421, "this service does not answer for that host: see --host-name of tocsin serve")
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.settings.max_body:
            raise Refusal(413, "the request is too large")
        return _bounded(receive, self.settings.max_body)


class Answer:
    """Holds an answer back until it is whole, so that it gets its headers and its ETag, and sends it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.method, self.send = scope["method"], send
        self.asked = dict(scope["headers"]).get(b"if-none-match", b"")
        self.told: Callable[[bytes], None] = _forgotten
        self.status, self.sent = 500, 0
        self._start: Message = {"type": "http.response.start", "status": 500, "headers": []}
        self._body: list[bytes] = []

    async def take(self, message: Message) -> None:
        """Take a message of the application; the last one sends all."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body.append(message.get("body", b""))
        if not message.get("more_body"):
            await self._finish(self._start["status"], list(self._start.get("headers", [])), b"".join(self._body))

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with one line."""
        headers = [(b"content-type", b"text/plain; charset=utf-8")]
        if refusal.status == 405:
            headers.append((b"allow", b", ".join(sorted(one.encode() for one in METHODS))))
        await self._finish(refusal.status, headers, f"{refusal}\n".encode())

    async def again(self, etag: bytes) -> None:
        """Answer that it is as it was."""
        self.status = 304
        headers = [*SECURITY, (b"cache-control", b"no-cache"), (b"vary", b"Accept"), (b"etag", etag)]
        await self.send({"type": "http.response.start", "status": 304, "headers": headers})
        await self.send({"type": "http.response.body", "body": b""})

    async def _finish(self, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
        named = {name for name, _ in headers}
        headers += [one for one in SECURITY if one[0] not in named]
        if status == 200 and self.method in ("GET", "HEAD"):
            if b"cache-control" not in named:
                headers.append((b"cache-control", b"no-cache"))
            if b"etag" not in named:
                etag = b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'
                headers.append((b"etag", etag))
                if (b"cache-control", b"no-cache") in headers:
                    self.told(etag)
                if matches(self.asked, etag):
                    status, body = 304, b""
                    headers = [one for one in headers if one[0] not in (b"content-type", b"content-length")]
        if status != 304:
            headers = [one for one in headers if one[0] != b"content-length"]
            headers.append((b"content-length", str(len(body)).encode()))
        body = b"" if self.method == "HEAD" else body
        self.status, self.sent = status, len(body)
        await self.send({"type": "http.response.start", "status": status, "headers": headers})
        await self.send({"type": "http.response.body", "body": body})


def kind_of(scope: Scope) -> str:
    """Return the first part of a path, by which answers are counted: names of records would be without end."""
    first = str(scope["path"]).split("/")[1:2]
    return first[0] if first and first[0].isascii() and first[0].isalpha() and len(first[0]) < 12 else "other"


def log(answer: Answer, scope: Scope, spent: float) -> None:
    """Write one line of JSON about an answer."""
    if ACCESS.isEnabledFor(logging.INFO):
        query = scope["query_string"].decode("latin-1")
        said = {
            "client": (scope.get("client") or ("-",))[0],
            "method": answer.method,
            "path": str(scope["path"]) + (f"?{query}" if query else ""),
            "status": answer.status,
            "ms": round(spent * 1000, 1),
            "bytes": answer.sent,
        }
        ACCESS.info("%s", msgspec.json.encode(said).decode())


def matches(asked: bytes, etag: bytes) -> bool:
    """Tell whether an If-None-Match names an ETag."""
    return asked.strip() == b"*" or etag in [one.strip().removeprefix(b"W/") for one in asked.split(b",")]


def _forgotten(etag: bytes) -> None:
    """Keep nothing of an ETag."""


def _bounded(receive: Receive, most: int) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise Refusal(413, "the request is too large")
        return message

    return bounded


def _bare(host: str) -> str:
    return host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() and not host.endswith("]") else host


def _host_of(base: str | None) -> Iterable[str]:
    return () if base is None else (_bare(base.partition("://")[2].partition("/")[0].lower()),)
