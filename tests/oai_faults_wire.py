"""Faults of the connection, of HTTP, of compression and of redirects."""

from __future__ import annotations

import gzip
import socket
import struct
import time
import zlib
from email.utils import formatdate
from typing import Any

import brotli
import zstandard

from tests.oai_faults import (
    Case,
    Sends,
    anything,
    first,
    head,
    lists,
    once,
    pages,
    second,
    status,
    verb,
    when,
    wire,
)
from tests.oai_server import Answer, Repo

HTML = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form><input name='user'></form></body></html>"
CHALLENGE = (
    b"<html><head><title>Just a moment...</title></head><body><div id='cf-challenge-running'></div></body></html>"
)
SILENT = {"timeout": 0.6}
BRIEF = {"timeout": 0.6, "deadline": 1.2}


def _nothing(handler: Any, body: bytes) -> None:
    handler.raw(b"")


def _half_head(handler: Any, body: bytes) -> None:
    handler.raw(head(len(body))[:30])


def _cut(handler: Any, body: bytes) -> None:
    handler.raw(head(len(body)) + body[: len(body) // 2])


def _cut_chunks(handler: Any, body: bytes) -> None:
    half = body[: len(body) // 2]
    handler.raw(head(None, "Transfer-Encoding: chunked") + b"%x\r\n%s\r\n" % (len(half), half))


def _reset(handler: Any, body: bytes) -> None:
    handler.wfile.write(head(len(body)) + body[:100])
    handler.wfile.flush()
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def _silence(handler: Any, body: bytes) -> None:
    time.sleep(1.5)
    handler.close_connection = True


def _drip(handler: Any, body: bytes) -> None:
    handler.drip(body, seconds=4.0, pieces=40)


def _garbage(handler: Any, body: bytes) -> None:
    handler.raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")


def _old(handler: Any, body: bytes) -> None:
    handler.raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" + body)


def _continued(handler: Any, body: bytes) -> None:
    handler.raw(b"HTTP/1.1 100 Continue\r\n\r\n" + head(len(body)) + body)


def _large_head(handler: Any, body: bytes) -> None:
    handler.raw(head(len(body), *(f"X-{n}: {'x' * 8000}" for n in range(400))) + body)


def _short_length(handler: Any, body: bytes) -> None:
    handler.raw(head(len(body) - 200) + body)


def coded(name: str, data: bytes | None = None) -> Sends:
    """The answer in a content coding; `data` is sent instead of what is right."""
    make = {
        "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress,
        "zstd": zstandard.compress, "gzip, gzip": lambda b: gzip.compress(gzip.compress(b)), "identity": bytes,
    }  # fmt: skip
    return lambda a: Answer(make[name](a.body) if data is None else data, 200, {"Content-Encoding": name})


def _raw_deflate(answer: Answer) -> Answer:
    made = zlib.compressobj(wbits=-15)
    return Answer(made.compress(answer.body) + made.flush(), 200, {"Content-Encoding": "deflate"})


def _cut_gzip(answer: Answer) -> Answer:
    return Answer(gzip.compress(answer.body)[:-40], 200, {"Content-Encoding": "gzip"})


def _bomb(answer: Answer) -> Answer:
    return Answer(gzip.compress(answer.body + b" " * 40_000_000), 200, {"Content-Encoding": "gzip"})


def unsaid(name: str) -> Sends:
    """The answer in a content coding of which its header says nothing."""
    return lambda answer: coded(name)(answer)._replace(headers={})


def to(place: str, code: int = 302) -> Sends:
    """A redirect."""
    return lambda answer: Answer(b"", code, {"Location": place})


def _moved(args: Any, answer: Answer, before: int) -> Answer:
    return answer if args["path"] == "/new/oai" else Answer(b"", 301, {"Location": _new(args)})


def _new(args: Any) -> str:
    return "/new/oai?" + "&".join(f"{k}={v.replace('|', '%7C')}" for k, v in args.items() if k != "path")


def _loop(args: Any, answer: Answer, before: int) -> Answer:
    return Answer(b"", 302, {"Location": _new(args)}) if lists(args) else answer


def _old_stamp() -> str:
    return formatdate(1_700_000_000, usegmt=True)


def _none(repo: Repo) -> None:
    repo.records.clear()


MB = 1024 * 1024
CASES = (
    # --- the connection ---------------------------------------------------------------------------------------------
    Case("the connection closes, once", "whole", once(second, wire(_nothing))),
    Case("the connection closes, always", "told", when(second, wire(_nothing)), 10),
    Case("half a head, once", "whole", once(second, wire(_half_head))),
    Case("a body cut short, once", "whole", once(second, wire(_cut))),
    Case("a body cut short, always", "told", when(second, wire(_cut)), 10),
    Case("chunks that break off, once", "whole", once(second, wire(_cut_chunks))),
    Case("chunks that break off, always", "told", when(second, wire(_cut_chunks)), 10),
    Case("the connection is reset, once", "whole", once(second, wire(_reset))),
    Case("silence, once", "whole", once(second, wire(_silence)), options=SILENT, slow=True),
    Case("silence, always", "whole", when(second, wire(_silence)), options=SILENT | {"retries": 0}, slow=True),
    Case("silence from the start", "failed", when(anything, wire(_silence)), 0, options=SILENT | {"retries": 0}, slow=True),
    Case("drop by drop without end", "whole", when(second, wire(_drip)), options=BRIEF | {"retries": 0}, slow=True),
    Case("not HTTP", "told", when(second, wire(_garbage)), 10),
    Case("not HTTP from the start", "failed", when(anything, wire(_garbage)), 0),
    Case("an answer of HTTP/1.0", "whole", when(pages, wire(_old))),
    Case("100 Continue before the answer", "whole", when(pages, wire(_continued))),
    Case("a head of megabytes", "told", when(second, wire(_large_head)), 10),
    Case("a length that is too short", "told", when(second, wire(_short_length)), 10),
    # --- codings ----------------------------------------------------------------------------------------------------
    *(Case(f"coded as {name}", "whole", when(pages, coded(name))) for name in ("gzip", "x-gzip", "deflate", "br", "zstd", "identity")),
    *(Case(f"coded as {name}, unsaid", "whole", when(pages, unsaid(name))) for name in ("gzip", "deflate", "br", "zstd")),
    Case("gzip within gzip, unsaid", "told", when(second, unsaid("gzip, gzip")), 10),
    Case("gzip that breaks off, unsaid, always", "told", when(second, lambda a: _cut_gzip(a)._replace(headers={})), 10),
    Case("a bomb, unsaid", "told", when(second, lambda a: _bomb(a)._replace(headers={})), 10, options={"max_body": MB}),
    *(Case(f"said to be {name} and is plain", "whole", when(pages, lambda a, name=name: Answer(a.body, 200, {"Content-Encoding": name})))
      for name in ("gzip", "deflate", "br", "zstd")),
    Case("deflate without its wrapper", "whole", when(pages, _raw_deflate)),
    Case("gzip that breaks off, once", "whole", once(second, _cut_gzip)),
    Case("gzip that breaks off, always", "told", when(second, _cut_gzip), 10),
    Case("said to be gzip and is not", "told", when(second, coded("gzip", b"\x00\x01 no gzip")), 10),
    Case("gzip within gzip", "told", when(second, coded("gzip, gzip")), 10),
    Case("a coding that nobody knows", "told", when(second, lambda a: Answer(a.body, 200, {"Content-Encoding": "rot13"})), 10),
    Case("a bomb", "told", when(second, _bomb), 10, options={"max_body": MB}),
    Case("a length beyond all bounds", "told", when(second, wire(lambda h, b: h.raw(head(10**15) + b))), 10),
    # --- HTTP -------------------------------------------------------------------------------------------------------
    Case("503 and to come back at once", "whole", once(second, status(503, b"busy", Retry_After="0"))),
    Case("503 and a date", "whole", once(second, status(503, b"busy", Retry_After=_old_stamp()))),
    Case("503 and junk", "whole", once(second, status(503, b"busy", Retry_After="soon; maybe"))),
    Case("503 and a negative number", "whole", once(second, status(503, b"busy", Retry_After="-5"))),
    Case("503 and tomorrow", "told", once(second, status(503, b"busy", Retry_After="86400")), 10),
    Case("503 around a right page, once", "whole", once(second, status(503, Retry_After="0"))),
    Case("429, once", "whole", once(second, status(429, b"slower", Retry_After="0"))),
    Case("429, always", "told", when(second, status(429, b"slower", Retry_After="0")), 10),
    *(Case(f"{code}, once", "whole", once(second, status(code, b"oops"))) for code in (500, 502, 504)),
    Case("500, always", "whole", when(second, status(500, b"oops"))),
    Case("500 around a right page, always", "whole", when(pages, status(500))),
    Case("404 around a right page, always", "whole", when(pages, status(404))),
    Case("404 for a token", "whole", when(second, status(404, b"no"))),
    Case("403 and a challenge", "told", when(second, status(403, CHALLENGE)), 10),
    Case("a challenge with 200", "told", when(second, status(200, CHALLENGE)), 10),
    Case("a challenge from the start", "failed", when(anything, status(403, CHALLENGE)), 0),
    Case("a web page with 200, once", "whole", once(second, status(200, HTML))),
    Case("a web page with 200, always", "whole", when(second, status(200, HTML))),
    Case("a web page from the start", "failed", when(anything, status(200, HTML)), 0),
    Case("a web page for every list", "failed", when(lists, status(200, HTML)), 0),
    Case("nothing with 200, once", "whole", once(second, status(200, b""))),
    Case("nothing with 200, always", "whole", when(second, status(200, b""))),
    Case("204", "whole", when(second, status(204, b""))),
    Case("206 with a part", "told", when(second, lambda a: Answer(a.body[:1500], 206, {})), 10),
    Case("JSON", "failed", when(anything, status(200, b'{"error": "gone"}')), 0),
    Case("Identify fails, the lists do not", "whole", when(verb("Identify"), lambda a: Answer(_bad_verb(), 200))),
    Case("422 and noRecordsMatch", "whole", when(first, status(422)), 0, arrange=_none),
    # --- redirects --------------------------------------------------------------------------------------------------
    Case("moved on the same host", "whole", _moved),
    Case("redirected without end", "failed", _loop, 0),
    Case("redirected to another port", "told", when(second, to("http://127.0.0.1:{trap}/oai?verb=ListRecords")), 10),
    Case("redirected to another address", "told", when(second, to("http://127.0.0.2:{trap}/oai?verb=ListRecords")), 10),
    Case("redirected to localhost", "told", when(second, to("http://localhost:{trap}/oai?verb=ListRecords")), 10),
    Case("redirected within a link-local net", "told", when(second, to("http://169.254.169.254/latest/meta-data/")), 10),
    Case("redirected into a private net", "told", when(second, to("http://10.0.0.1/oai?verb=ListRecords")), 10),
    Case("redirected to a file", "told", when(second, to("file:///etc/hostname")), 10),
    Case("redirected to FTP", "told", when(second, to("ftp://127.0.0.1/oai")), 10),
    Case("redirected with credentials", "told", when(second, to("http://user:secret@127.0.0.1:{trap}/oai")), 10),
    Case("redirected to nowhere", "told", when(second, to("http://[")), 10),
    Case("a web page that refreshes elsewhere", "whole", when(second, status(
        200, b"<html><meta http-equiv='refresh' content='0; url=http://127.0.0.1:{trap}/oai'></html>"))),
    Case("a header that refreshes elsewhere", "whole", when(second, lambda a: a._replace(
        headers={"Refresh": "0; url=http://127.0.0.1:{trap}/oai"}))),
)  # fmt: skip
"""`{trap}` is the port of a server that must never be asked."""


def _bad_verb() -> bytes:
    return Repo().error("badVerb")
