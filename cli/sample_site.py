"""A small invented publisher's site, as files and as a server on loopback, for `tocsin demo`; nothing of it is real."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cli.sample_pages import REPORTS, landing_page, listing_page

PER_PAGE = 4
PORT = 18641
"""Of no known service."""

ROBOTS = "User-agent: *\nDisallow: /drafts/\n"


def pages(base: str) -> Mapping[str, tuple[str, bytes]]:
    """Return the whole site: path -> (media type, bytes); `base` is its address, without a final slash."""
    site: dict[str, tuple[str, bytes]] = {"/robots.txt": ("text/plain", ROBOTS.encode())}
    for start in range(0, len(REPORTS), PER_PAGE):
        number = start // PER_PAGE + 1
        path = "/reports/" if number == 1 else f"/reports/page-{number}.html"
        following = f"/reports/page-{number + 1}.html" if start + PER_PAGE < len(REPORTS) else None
        site[path] = ("text/html", listing_page(REPORTS[start : start + PER_PAGE], number, following).encode())
    for report in REPORTS:
        site[report.path] = ("text/html", landing_page(report, base).encode())
    site["/sitemap.xml"] = ("application/xml", _sitemap(base).encode())
    return site


def _sitemap(base: str) -> str:
    urls = "".join(f"<url><loc>{base}{report.path}</loc></url>" for report in REPORTS)
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def write_files(site: Mapping[str, tuple[str, bytes]], folder: Path) -> None:
    """Write the site's landing pages into a folder, as a browser would save them."""
    for report in REPORTS:
        file = folder / report.path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(site[report.path][1])


class _Server(ThreadingHTTPServer):
    """Serves a mapping of pages; answers 304 to a matching If-None-Match."""

    daemon_threads = True
    site: Mapping[str, tuple[str, bytes]] = {}


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        media_type, body = self.server.site.get(self.path, ("text/plain", b""))
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        found = self.path in self.server.site
        same = found and self.headers.get("If-None-Match") == etag
        self.send_response(304 if same else 200 if found else 404)
        self.send_header("ETag", etag)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Length", "0" if same else str(len(body)))
        self.end_headers()
        if not same:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo prints what tocsin says."""


@contextmanager
def serving() -> Iterator[tuple[str, Mapping[str, tuple[str, bytes]]]]:
    """Serve the site on loopback; gives its address and its pages.

    The port is the same each time where it is free: a second demo in one folder finds its pages unchanged.
    """
    try:
        opened = _Server(("127.0.0.1", PORT), _Handler)
    except OSError:
        opened = _Server(("127.0.0.1", 0), _Handler)
    with opened as server:
        base = f"http://127.0.0.1:{server.server_port}"
        server.site = pages(base)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield base, server.site
        finally:
            server.shutdown()
            thread.join()
