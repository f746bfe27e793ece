"""The provider at `/oai` of a FastAPI application, by GET and POST; what is answered is decided in provider.py."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from archive.service.oai.arguments import MOST
from archive.service.oai.provider import Provider, packed
from schemas.errors import StorageError

FORM = "application/x-www-form-urlencoded"
LATER = 30
"""Seconds after which to ask again while the archive does not answer."""


async def _form(request: Request) -> str:
    """Return the form that was posted, cut behind what is too long anyhow, or nothing where it is none."""
    if request.method != "POST" or not request.headers.get("content-type", "").lower().startswith(FORM):
        return ""
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > MOST:
            break
    return data[: MOST + 1].decode("utf-8", "replace")


def router(provider: Provider, path: str = "/oai") -> APIRouter:
    """Return the router; its endpoints run on the thread pool."""
    made = APIRouter()

    @made.api_route(path, methods=["GET", "HEAD", "POST"], include_in_schema=False)
    def oai(request: Request, form: Annotated[str, Depends(_form)]) -> Response:
        query = request.scope["query_string"].decode("latin-1")
        base = str(request.url.replace(query="", fragment=""))
        try:
            answer = provider.answer([query, form], base)
        except StorageError as error:
            return Response(f"{error}\n", 503, {"Retry-After": str(LATER)}, "text/plain")
        answer = packed(answer, request.headers.get("accept-encoding", ""))
        return Response(answer.body, answer.status, dict(answer.headers))

    return made
