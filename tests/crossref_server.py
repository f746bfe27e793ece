"""A small interface like Crossref's on loopback for tests: lists with filters and cursors, single works, faults; deterministic."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

SELECTABLE = frozenset(
    "abstract URL resource member posted score created degree update-policy short-title license ISSN container-title issued update-to issue prefix "
    "approved indexed article-number accepted author group-title DOI is-referenced-by-count updated-by event chair standards-body original-title "
    "funder translator published archive published-print alternative-id subject subtitle published-online publisher-location content-domain reference "
    "title link type publisher volume references-count ISBN issn-type assertion deposited page content-created short-container-title relation editor".split()
)  # fmt: skip

Work = dict[str, Any]
Answer = tuple[int, bytes]
Fault = Callable[[int, str], Answer | None]
"""Called with the number of the request and its path; what it returns is answered instead."""


class Asked(NamedTuple):
    path: str
    agent: str


class Interface:
    """What the server holds, what was asked of it, and how it fails."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.works: list[Work] = []
        self.asked: list[Asked] = []
        self.fault: Fault = lambda number, path: None
        self.selectable = SELECTABLE
        self.most_rows = 1000

    def answer(self, path: str) -> Answer:
        number = len(self.asked)
        if (wrong := self.fault(number, path)) is not None:
            return wrong
        parts = urlsplit(path)
        name = unquote(parts.path.partition("/works/")[2]).lower()
        if name:
            found = next((one for one in self.works if str(one["DOI"]).lower() == name), None)
            return (200, _told("work", found)) if found else (404, b"Resource not found.")
        if not parts.path.endswith("/works"):
            return 404, b"Resource not found."
        return self._list({key: values[-1] for key, values in parse_qs(parts.query).items()})

    def _list(self, said: dict[str, str]) -> Answer:
        for field in (said.get("select") or "DOI").split(","):
            if field not in self.selectable:
                message = [
                    {
                        "type": "select-not-available",
                        "value": field,
                        "message": f"Select {field} specified but there is no such select",
                    }
                ]
                return 400, json.dumps(
                    {"status": "failed", "message-type": "validation-failure", "message": message}
                ).encode()
        found = [one for one in self.works if _fits(one, said)]
        rows = min(int(said.get("rows", "20")), self.most_rows)
        start = 0 if said.get("cursor", "*") == "*" else int(base64.b64decode(said["cursor"]).split(b"+/")[1])
        items = found[start : start + rows]
        if "select" in said:
            items = [{name: one[name] for name in said["select"].split(",") if name in one} for one in items]
        message = {"total-results": len(found), "items": items, "items-per-page": rows}
        if "cursor" in said:
            message["next-cursor"] = base64.b64encode(b"?&+/%d" % (start + len(items))).decode()
        return 200, _told("work-list", message)


def _told(kind: str, message: Any) -> bytes:
    return json.dumps({"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}).encode()


def _fits(work: Work, said: dict[str, str]) -> bool:
    wanted: dict[str, set[str]] = {}
    for one in filter(None, said.get("filter", "").split(",")):
        name, _, value = one.partition(":")
        wanted.setdefault(name, set()).add(value)
    stamp = str(work.get("deposited", {}).get("date-time", ""))[:10]
    has = {
        "prefix": {str(work["DOI"]).partition("/")[0]}, "type": {work.get("type")}, "isbn": set(work.get("ISBN", ())), "issn": set(work.get("ISSN", ())),
        "member": {work.get("member")},
    }  # fmt: skip
    if any(name in has and not values & has[name] for name, values in wanted.items()):
        return False
    if any(stamp < since for since in wanted.get("from-index-date", ())) or any(
        stamp > until for until in wanted.get("until-index-date", ())
    ):
        return False
    words = " ".join(value for name, value in said.items() if name.startswith("query")).lower().split()
    text = json.dumps(work).lower()
    return not words or any(word in text for word in words)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        interface = self.server.interface
        interface.asked.append(Asked(self.path, self.headers.get("User-Agent", "")))
        status, body = interface.answer(self.path)
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if body[:1] == b"{" else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    interface: Interface

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the tests."""


@contextmanager
def serving() -> Iterator[Interface]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.interface = Interface(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.interface
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def work(doi: str, kind: str, title: str, **more: Any) -> Work:
    """A work as it is deposited; `more` fields by their names with _ for -."""
    fields = {name.replace("_", "-"): value for name, value in more.items()}
    stamp = {"date-time": "2024-05-06T07:08:09Z"}
    return {"DOI": doi, "type": kind, "title": [title], "publisher": "Water Institute", "member": "77", "prefix": doi.partition("/")[0],
            "issued": {"date-parts": [[2021, 5]]}, "deposited": stamp, **fields}  # fmt: skip


def report_with_parts(parts: int = 3) -> list[Work]:
    isbn = ["9783161484100"]
    chapters = [
        work(f"10.5555/water.{n}", "report-component", f"Part {n}", ISBN=isbn, page=f"{10 * n}-{10 * n + 9}", container_title=["The water report"])
        for n in range(parts, 0, -1)
    ]  # fmt: skip
    whole = work(
        "10.5555/water", "report", "The water report", ISBN=isbn, institution=[{"name": "Institute of Institutes"}],
        isbn_type=[{"value": isbn[0], "type": "print"}], edition_number="2",
    )  # fmt: skip
    return [*chapters, whole]
