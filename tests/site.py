"""A small publisher's site on loopback for tests: pages by path, faults by path, and a log of what was asked; deterministic."""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

HTML = "text/html; charset=utf-8"


class Page(NamedTuple):
    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    etag: bool = False

    def bytes(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


class Asked(NamedTuple):
    path: str
    headers: Mapping[str, str]
    at: float
    method: str = "GET"


Fault = Callable[["_Handler"], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.server.site
        site.asked.append(Asked(self.path, dict(self.headers.items()), time.monotonic(), self.command))
        number = site.times[self.path]
        site.times[self.path] += 1
        found = site.pages.get(self.path)
        if isinstance(found, list):
            found = found[min(number, len(found) - 1)]
        if callable(found):
            found(self)
            return
        self.answer(found if isinstance(found, Page) else Page("not here", 404))

    do_HEAD = do_GET

    def answer(self, page: Page) -> None:
        body = page.bytes()
        headers = {"Content-Type": HTML, **page.headers}
        if page.etag:
            headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == headers["ETag"]:
                page, body = Page(b"", 304), b""
        self.send_response(page.status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Site:
    """The pages of the site; a path holds a Page, a fault, or a list of them for one request after the other."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.pages: dict[str, Page | Fault | list[Page | Fault]] = {"/robots.txt": Page("", 404)}
        self.asked: list[Asked] = []
        self.times: Counter[str] = Counter()

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    def paths(self) -> list[str]:
        """What was asked since the last `forget`, without robots.txt."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def forget(self) -> None:
        self.asked.clear()
        self.times.clear()

    def publish(self, count: int, *, etag: bool = True, per_page: int = 10, title: str = "Report") -> None:
        """Put up `count` reports below /reports/, listed with paging at /reports/, and a sitemap of them."""
        for number in range(1, count + 1):
            self.pages[report_path(number)] = Page(report(self.base, number, title=title), etag=etag)
        starts = range(0, count, per_page)
        for page, start in enumerate(starts, 1):
            numbers = range(start + 1, min(start + per_page, count) + 1)
            following = list_path(page + 1) if page < len(starts) else None
            self.pages[list_path(page)] = Page(listing(numbers, following), etag=etag)
        urls = [self.base + report_path(n) for n in range(1, count + 1)]
        self.pages["/sitemap.xml"] = Page(sitemap(urls), headers={"Content-Type": "application/xml"}, etag=etag)


def report_path(number: int) -> str:
    return f"/reports/{number:04d}.html"


def list_path(page: int) -> str:
    return "/reports/" if page == 1 else f"/reports/page-{page}.html"


def report(base: str, number: int, *, title: str = "Report", related: str = "") -> str:
    """A landing page with Highwire tags."""
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title} {number} - Lindwater Institute</title>
<meta name="citation_title" content="{title} {number}: the gauge at Lindwater">
<meta name="citation_author" content="Ostrow, Mira"><meta name="citation_author" content="Vale, Jonas {number}">
<meta name="citation_publication_date" content="2021/03/{number % 28 + 1:02d}">
<meta name="citation_doi" content="10.5555/lindwater.{number}">
<meta name="citation_technical_report_institution" content="Lindwater Institute">
<meta name="citation_technical_report_number" content="{number}">
<link rel="canonical" href="{base}{report_path(number)}"></head>
<body><h1>{title} {number}: the gauge at Lindwater</h1><p>By Mira Ostrow and Jonas Vale</p>{related}
<p>What the gauge said in year {number}, told at some length so that the page has running text.</p></body></html>"""


def listing(numbers: range | list[int], following: str | None, *, title: str = "Reports") -> str:
    """A page of a list of reports."""
    items = "".join(
        f'<li class="item"><h3><a href="{report_path(n)}">Report {n}: the gauge at Lindwater</a></h3>'
        f'<p class="authors">Mira Ostrow, Jonas Vale</p><p class="date">{n % 28 + 1} March 2021</p></li>'
        for n in numbers
    )
    more = f'<nav class="pager"><a rel="next" href="{following}">Next</a></nav>' if following else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title} - Lindwater Institute</title></head><body><h1>{title}</h1>'
        f'<ul class="publications">{items}</ul>{more}</body></html>'
    )


def sitemap(urls: list[str], *, lastmod: str | None = None, index: bool = False) -> str:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    said = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    rows = "".join(f"<{inner}><loc>{url}</loc>{said}</{inner}>" for url in urls)
    return f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{outer}>'


def headless(page: Page, status: int) -> Fault:
    """Answer HEAD with a status of its own."""
    return lambda handler: handler.answer(Page("", status) if handler.command == "HEAD" else page)


def silent(seconds: float) -> Fault:
    """Send the headers, then nothing."""

    def fault(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        time.sleep(seconds)

    return fault


def dribbling(seconds: float) -> Fault:
    """Send a byte now and then, never silent, never done."""

    def fault(handler: _Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                handler.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)

    return fault


def cut(handler: _Handler) -> None:
    """Promise more than is sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<html>" * 20)
    handler.close_connection = True


def hung_up(handler: _Handler) -> None:
    """Close without an answer."""
    handler.close_connection = True


def bomb(size: int, encoding: str = "gzip") -> Page:
    """A small body that unpacks to `size` bytes."""
    return Page(gzip.compress(b"\0" * size), headers={"Content-Encoding": encoding})


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site on a free port of loopback."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.site = Site(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.site
        finally:
            server.shutdown()
            thread.join()
