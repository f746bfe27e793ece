"""What machines ask of the service itself: style and script files, health, metrics, robots.txt, sitemap, OpenSearch."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from archive.service.errors import NotHere
from archive.service.web import STATIC, static_file

FOR_EVER = "public, max-age=31536000, immutable"
KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def router() -> APIRouter:
    """Return the routes of these."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/static/{name}", static)
    return made


def static(request: Request, name: str) -> Response:
    """Return a file beside the templates; its address changes with its bytes."""
    if name not in STATIC:
        raise NotHere("There is no such file.")
    kept = FOR_EVER if "v" in request.query_params else "no-cache"
    return Response(static_file(name), media_type=KINDS[name.rpartition(".")[2]], headers={"Cache-Control": kept})
