"""An OAI-PMH repository on loopback for tests: records by name, every verb, faults by a function, and a log of requests."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape, quoteattr

OAI = "http://www.openarchives.org/OAI/2.0/"
NOW = "2026-11-24T12:00:00Z"


class Rec(NamedTuple):
    """A record of the repository; `payload` is its metadata where that is not made from the title."""

    stamp: str = "2024-05-01T00:00:00Z"
    title: str = "A report"
    sets: tuple[str, ...] = ()
    deleted: bool = False
    payload: str | None = None


class Answer(NamedTuple):
    """What goes over the wire."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = {}


Args = Mapping[str, str]
Fault = Callable[[Args, Answer, int], "Answer | Callable[[Any], None]"]
"""Given the arguments and the path, the right answer and how often this was asked before: what is sent, or who sends it."""


def dc(title: str, name: str = "") -> str:
    """Return a payload of oai_dc."""
    return (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>Quandt, Ana</dc:creator><dc:date>2024-05-01</dc:date>"
        f"<dc:identifier>https://repository.example/{escape(name)}</dc:identifier></oai_dc:dc>"
    )


class Repo:
    """The repository: its records in their order, how it pages them, and what it says of itself."""

    def __init__(self, count: int = 0, *, page_size: int = 10, granularity: str = "YYYY-MM-DDThh:mm:ssZ") -> None:
        self.records: dict[str, Rec] = {f"oai:repo.example:{n}": Rec(title=f"Report {n}") for n in range(1, count + 1)}
        self.page_size, self.granularity = page_size, granularity
        self.deleted = "persistent"
        self.earliest = "2000-01-01"
        self.now = NOW
        self.sizes = True
        self.last_token = True  # whether the last page of a list has an empty token
        self.formats = {"oai_dc": OAI + "oai_dc/"}
        self.fault: Fault | None = None
        self.asked: list[dict[str, str]] = []
        self.times: Counter[str] = Counter()
        self.base = ""

    # --- answers ----------------------------------------------------------------------------------------------------

    def answer(self, args: Args) -> bytes:
        """Return the right answer."""
        verb = args.get("verb", "")
        if verb == "Identify":
            return self.page(verb, self.identify())
        if verb == "ListMetadataFormats":
            return self.page(verb, "".join(
                f"<metadataFormat><metadataPrefix>{p}</metadataPrefix><schema>x</schema><metadataNamespace>{n}</metadataNamespace></metadataFormat>"
                for p, n in self.formats.items()
            ))  # fmt: skip
        if verb == "ListSets":
            return self.error("noSetHierarchy")
        if verb == "GetRecord":
            rec = self.records.get(args.get("identifier", ""))
            return self.page(verb, self.record(args["identifier"], rec)) if rec else self.error("idDoesNotExist")
        if verb in ("ListRecords", "ListIdentifiers"):
            return self.list(verb, args)
        return self.error("badVerb")

    def list(self, verb: str, args: Args) -> bytes:
        """Return a page of a list; the token holds all that the list was asked with, and where it goes on."""
        if "resumptionToken" in args:
            try:
                first, until, spec, offset = args["resumptionToken"].split("|")
                int(offset)
            except ValueError:
                return self.error("badResumptionToken")
        else:
            first, until, spec, offset = args.get("from", ""), args.get("until", ""), args.get("set", ""), "0"
            if args.get("metadataPrefix") not in self.formats:
                return self.error("cannotDisseminateFormat")
        chosen = [(n, r) for n, r in self.records.items() if self.fits(r, first, until, spec)]
        if not chosen:
            return self.error("noRecordsMatch")
        at = int(offset)
        part = chosen[at : at + self.page_size]
        body = "".join(self.record(n, r) if verb == "ListRecords" else self.header(n, r) for n, r in part)
        return self.page(verb, body + self.token(f"{first}|{until}|{spec}|{at + self.page_size}", at, len(chosen)))

    def fits(self, rec: Rec, first: str, until: str, spec: str) -> bool:
        return (
            (not first or rec.stamp[: len(first)] >= first) and (not until or rec.stamp[: len(until)] <= until)
            and (not spec or any(s == spec or s.startswith(spec + ":") for s in rec.sets))
        )  # fmt: skip

    def token(self, value: str, at: int, total: int) -> str:
        hints = f' completeListSize="{total}" cursor="{at}"' if self.sizes else ""
        if at + self.page_size < total:
            return f"<resumptionToken{hints}>{escape(value)}</resumptionToken>"
        return f"<resumptionToken{hints}/>" if at and self.last_token else ""

    def identify(self) -> str:
        earliest = self.earliest if self.granularity == "YYYY-MM-DD" else f"{self.earliest}T00:00:00Z"
        return (
            f"<repositoryName>Repo</repositoryName><baseURL>{self.base}</baseURL><protocolVersion>2.0</protocolVersion>"
            f"<adminEmail>a@repo.example</adminEmail><earliestDatestamp>{earliest}</earliestDatestamp>"
            f"<deletedRecord>{self.deleted}</deletedRecord><granularity>{self.granularity}</granularity>"
        )

    def header(self, name: str, rec: Rec) -> str:
        stamp = rec.stamp if self.granularity != "YYYY-MM-DD" else rec.stamp[:10]
        sets = "".join(f"<setSpec>{escape(s)}</setSpec>" for s in rec.sets)
        status = ' status="deleted"' if rec.deleted else ""
        return f"<header{status}><identifier>{escape(name)}</identifier><datestamp>{stamp}</datestamp>{sets}</header>"

    def record(self, name: str, rec: Rec) -> str:
        payload = "" if rec.deleted else f"<metadata>{rec.payload or dc(rec.title, name)}</metadata>"
        return f"<record>{self.header(name, rec)}{payload}</record>"

    def page(self, verb: str, body: str) -> bytes:
        return self.envelope(f"<{verb}>{body}</{verb}>", verb)

    def error(self, code: str) -> bytes:
        return self.envelope(f"<error code={quoteattr(code)}>no</error>", "")

    def envelope(self, body: str, verb: str) -> bytes:
        said = f" verb={quoteattr(verb)}" if verb else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="{OAI}"><responseDate>{self.now}</responseDate>'
            f"<request{said}>{escape(self.base)}</request>{body}</OAI-PMH>\n"
        ).encode()

    # --- what was asked ---------------------------------------------------------------------------------------------

    def lists(self) -> list[dict[str, str]]:
        """Return the requests for lists of records."""
        return [args for args in self.asked if args.get("verb") in ("ListRecords", "ListIdentifiers")]

    def forget(self) -> None:
        """Empty the log."""
        self.asked.clear()
        self.times.clear()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    repo: Repo

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        repo, parts = self.server.repo, urlsplit(self.path)
        if parts.path == "/robots.txt":
            self.send(Answer(b"User-agent: *\nDisallow: /\n", 200, {"Content-Type": "text/plain"}))
            return
        args = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        before = repo.times[parts.query]
        repo.times[parts.query] += 1
        repo.asked.append(args | ({"path": parts.path} if parts.path != "/oai" else {}))
        if not args and parts.path == "/oai":
            self.send(Answer(repo.error("badVerb")))
            return
        answer: Any = Answer(repo.answer(args))
        if repo.fault is not None:
            answer = repo.fault({**args, "path": parts.path}, answer, before)
        if callable(answer):
            answer(self)
        else:
            self.send(answer)

    def send(self, answer: Answer) -> None:
        """Send an answer."""
        self.send_response(answer.status)
        headers = {"Content-Type": "text/xml", "Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def raw(self, data: bytes, *, then: Callable[[], None] = lambda: None) -> None:
        """Send bytes as they are and close."""
        self.wfile.write(data)
        self.wfile.flush()
        then()
        self.close_connection = True

    def drip(self, data: bytes, *, seconds: float, pieces: int = 50) -> None:
        """Send an answer piece by piece, over so many seconds."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n")
        size = max(1, len(data) // pieces)
        for start in range(0, len(data), size):
            self.wfile.write(data[start : start + size])
            self.wfile.flush()
            time.sleep(seconds / pieces)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(repo: Repo) -> Iterator[Repo]:
    """Serve a repository on a free port; `repo.base` is its base URL then."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.repo = repo
    repo.base = f"http://127.0.0.1:{server.server_address[1]}/oai"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield repo
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
