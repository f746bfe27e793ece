"""What machines ask of the service itself: style and script files, health, metrics, robots.txt, sitemap, OpenSearch."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from archive.service.errors import NotHere
from archive.service.links import list_path, record_path
from archive.service.service import service_of
from archive.service.web import STATIC, base_of, static_file, xml

FOR_EVER = "public, max-age=31536000, immutable"
KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
PER_MAP = 10_000
"""Addresses of one sitemap, by the numbers of their records: 50,000 are allowed, and take too long in one piece."""
MAPPED = "SELECT source, key, datestamp FROM record WHERE id > ? AND id <= ? AND NOT deleted ORDER BY id"


def router() -> APIRouter:
    """Return the routes of these."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/static/{name}", static)
    made.add_api_route("/favicon.ico", favicon)
    made.add_api_route("/healthz", healthy)
    made.add_api_route("/readyz", ready)
    made.add_api_route("/metrics", metrics)
    made.add_api_route("/robots.txt", robots)
    made.add_api_route("/sitemap.xml", sitemaps)
    made.add_api_route("/sitemap-{number}.xml", sitemap)
    made.add_api_route("/opensearch.xml", opensearch)
    return made


def static(request: Request, name: str) -> Response:
    """Return a file beside the templates; its address changes with its bytes."""
    if name not in STATIC:
        raise NotHere("There is no such file.")
    kept = FOR_EVER if "v" in request.query_params else "no-cache"
    return Response(static_file(name), media_type=KINDS[name.rpartition(".")[2]], headers={"Cache-Control": kept})


def favicon(request: Request) -> Response:
    """Return the bell."""
    return static(request, "tocsin.svg")


async def healthy() -> Response:
    """Say that the process answers."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def ready(request: Request) -> Response:
    """Say whether the archive can be read and the facets are counted; raises StorageError where it cannot be read."""
    service = service_of(request)
    with service.store.db.reading() as rows:
        rows.first("SELECT max(number) FROM run")
    said, status = ("ready\n", 200) if service.facets.ready else ("the facets are being counted\n", 503)
    return PlainTextResponse(said, status, headers={"Cache-Control": "no-store"})


def metrics(request: Request) -> Response:
    """Give the figures in the text format of Prometheus."""
    kept = request.app.state.metrics
    kept.records.set(len(service_of(request).facets.order))
    kind = "text/plain; version=0.0.4; charset=utf-8"
    return Response(kept.text(), headers={"Content-Type": kind, "Cache-Control": "no-store"})


def robots(request: Request) -> Response:
    """Let robots read records, not the endless combinations of facets."""
    lines = ("User-agent: *", "Disallow: /search", "Disallow: /resolve", "Disallow: /*/versions", "Disallow: /*/provenance", "Disallow: /*/cite", "Disallow: /*?style=", "Disallow: /*?format=", "Crawl-delay: 1", f"Sitemap: {base_of(request)}/sitemap.xml")  # fmt: skip
    return PlainTextResponse("\n".join(lines) + "\n")


def sitemaps(request: Request) -> Response:
    """List the sitemaps."""
    with service_of(request).store.db.reading() as rows:
        (last,) = rows.first("SELECT coalesce(max(id), 0) FROM record") or (0,)
    numbers = [str(number) for number in range(int(last - 1) // PER_MAP + 1 if last else 0)]
    lists = ["lists"] if service_of(request).store.lists.all() else []
    return xml(request, "sitemaps.xml", "application/xml", names=[*numbers, *lists])


def sitemap(request: Request, number: str) -> Response:
    """List the pages of the live records among those of some numbers, or those of the reading lists."""
    if number == "lists":
        lists = [(list_path(one.name), one.changed) for one in service_of(request).store.lists.all()]
        return xml(request, "sitemap.xml", "application/xml", rows=lists)
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise NotHere("There is no such sitemap.")
    first = int(number) * PER_MAP
    with service_of(request).store.db.reading() as rows:
        found = rows.all(MAPPED, first, first + PER_MAP)
    if not found and first:
        raise NotHere("There is no such sitemap.")
    return xml(request, "sitemap.xml", "application/xml", rows=[(record_path(f"{s}:{k}"), at) for s, k, at in found])


def opensearch(request: Request) -> Response:
    """Let browsers add the catalogue to their search engines."""
    return xml(request, "opensearch.xml", "application/opensearchdescription+xml")
