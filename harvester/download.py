"""The download handler that Scrapy is given: one GET or HEAD within the bounds on silence, time, size and addresses."""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Headers, Request, Response
from twisted.internet import protocol, reactor
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import TCP4ClientEndpoint, TCP6ClientEndpoint, wrapClientTLS
from twisted.internet.error import ConnectError
from twisted.python.failure import Failure
from twisted.web.client import URI, Agent, PotentialDataLoss, ResponseDone
from twisted.web.http_headers import Headers as WireHeaders
from twisted.web.iweb import UNKNOWN_LENGTH, IAgentEndpointFactory
from zope.interface import implementer

from harvester.bounds import Gate
from harvester.decoding import Decoder, Undecodable
from harvester.options import MAX_HEAD

KEPT = (b"content-type", b"content-language", b"content-location", b"etag", b"last-modified", b"link",
        b"retry-after", b"date", b"location")  # fmt: skip


class TooSlow(Exception):
    """A response that fell silent or took too long; the message says which."""


class Handler(HTTP11DownloadHandler):  # type: ignore[misc]
    """Scrapy's HTTP/1.1 handler with its pool and TLS settings, and an agent that keeps the bounds.

    The spider hands over its `gate` (checked addresses) and `options`; connections go to checked addresses only,
    so that a name cannot resolve to something else between the check and the connection.
    """

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._options = crawler.spider.options
        self._meter = _Meter()
        endpoints = _Endpoints(crawler.spider.gate, self._contextFactory, self._options.timeout, self._meter)
        self._agent = Agent.usingEndpointFactory(reactor, endpoints, pool=self._pool)

    async def download_request(self, request: Request) -> Response:
        """Ask once; raises TooSlow, Undecodable, or what the connection raised."""
        wire = WireHeaders(dict(request.headers))
        self._meter.left = MAX_HEAD
        sent = self._agent.request(request.method.encode("ascii"), request.url.encode("ascii"), wire)
        watch = _Watch(self._options.timeout, self._options.deadline)
        try:
            answer = await watch.over(sent)
            self._meter.left += self._options.max_body
            reader = _Body(answer, self._options.max_body, watch)
            if answer.length:
                answer.deliverBody(reader)
                await watch.over(reader.done)
            body = reader.decoder.body()
        finally:
            watch.stop()
        headers = {name: values for name in KEPT if (values := answer.headers.getRawHeaders(name))}
        return Response(request.url, status=answer.code, headers=Headers(headers), body=body, request=request)


class _Meter:
    """Counts what comes over the wire for one request: a head without end, or 100 Continue for ever, has no body to measure."""

    left = MAX_HEAD

    def over(self, protocol: Any) -> None:
        """Count what a connection's protocol is given, and end the connection where it is too much."""
        receive = protocol.dataReceived

        def counted(data: bytes) -> None:
            self.left -= len(data)
            if self.left < 0:
                protocol.transport.abortConnection()
            else:
                receive(data)

        protocol.dataReceived = counted


class _Watch:
    """Cancels what is awaited once nothing was heard for `silence` seconds or `deadline` seconds are over."""

    def __init__(self, silence: float, deadline: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._silence, self._deadline = silence, deadline
        self.heard = self._began = self._loop.time()
        self._awaited: Deferred[Any] | None = None
        self._reason: str | None = None
        self._timer = self._loop.call_later(min(silence, deadline), self._look)

    async def over(self, awaited: Deferred[Any]) -> Any:
        """Await the deferred; raises TooSlow where the watch had to cancel it."""
        self._awaited = awaited
        try:
            return await awaited.asFuture(self._loop)
        except BaseException as error:
            if self._reason:
                raise TooSlow(self._reason) from error
            raise

    def stop(self) -> None:
        """End the watch."""
        self._timer.cancel()

    def _look(self) -> None:
        now = self._loop.time()
        until = min(self.heard + self._silence, self._began + self._deadline)
        if now < until:
            self._timer = self._loop.call_later(until - now, self._look)
            return
        late = now >= self._began + self._deadline
        self._reason = f"not complete after {self._deadline:g} s" if late else f"silent for {self._silence:g} s"
        if self._awaited is not None:
            self._awaited.cancel()


class _Body(protocol.Protocol):  # type: ignore[misc]
    """Collects one body, decoding as it comes; anything over the bounds ends the connection at once."""

    def __init__(self, answer: Any, limit: int, watch: _Watch) -> None:
        encodings = answer.headers.getRawHeaders(b"content-encoding", [])
        self.done: Deferred[None] = Deferred(lambda _: _abort(self.transport))
        self._watch = watch
        try:
            self.decoder = Decoder(b",".join(encodings).decode("latin-1"), limit)
            if answer.length is not UNKNOWN_LENGTH and answer.length > limit:
                raise Undecodable(f"the body is larger than {limit} bytes")
        except Undecodable:
            _abort(answer._transport)  # nobody will read it, so the pool must not have it back
            raise

    def dataReceived(self, data: bytes) -> None:
        self._watch.heard = self._watch._loop.time()
        if self.done.called:
            return
        try:
            self.decoder.feed(data)
        except Undecodable:
            _abort(self.transport)
            self.done.errback(Failure())

    def connectionLost(self, reason: Failure = protocol.connectionDone) -> None:
        if self.done.called:
            return
        if reason.check(ResponseDone, PotentialDataLoss):
            self.done.callback(None)
        else:
            self.done.errback(reason)


def _abort(transport: Any) -> None:
    """End the connection at once: a polite close would wait for an origin that may never answer."""
    producer = getattr(transport, "_producer", None)
    if producer is not None:
        producer.abortConnection()


@implementer(IAgentEndpointFactory)
class _Endpoints:
    """Gives the agent endpoints that connect to the addresses which the gate has checked, and to no others."""

    def __init__(self, gate: Gate, tls: Any, timeout: float, meter: _Meter) -> None:
        self._gate, self._tls, self._timeout, self._meter = gate, tls, timeout, meter

    def endpointForURI(self, uri: URI) -> Any:
        host = uri.host.decode("ascii").strip("[]")
        plain = _Checked(self._gate.checked(host, uri.port), uri.port, self._timeout, self._meter)
        if uri.scheme == b"https":
            return wrapClientTLS(self._tls.creatorForNetloc(uri.host, uri.port), plain)
        return plain


class _Checked:
    """An endpoint that tries numeric addresses in their order."""

    def __init__(self, addresses: tuple[str, ...], port: int, timeout: float, meter: _Meter) -> None:
        self._addresses, self._port, self._timeout, self._meter = addresses, port, timeout, meter

    def connect(self, factory: Any) -> Deferred[Any]:
        return Deferred.fromCoroutine(self._connect(factory))

    async def _connect(self, factory: Any) -> Any:
        for position, address in enumerate(self._addresses, 1):
            endpoint = TCP6ClientEndpoint if ":" in address else TCP4ClientEndpoint
            try:
                connected = await endpoint(reactor, address, self._port, timeout=self._timeout).connect(factory)
                self._meter.over(connected)
                return connected
            except ConnectError:
                if position == len(self._addresses):
                    raise
        raise ConnectError(string="the host has no address")
