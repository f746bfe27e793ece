"""The application: create_app puts the parts together; nothing is made at import."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib import metadata
from typing import Any
from urllib.parse import urlsplit

import anyio.to_thread
import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from archive.service import citing, feeds, histories, machinery, operations, reading, records, searching
from archive.service.api import lists as api_lists
from archive.service.api import records as api_records
from archive.service.api import rest as api_rest
from archive.service.errors import Moved, Refused
from archive.service.metrics import Metrics
from archive.service.oai.provider import Provider
from archive.service.oai.router import router
from archive.service.oai.shapes import Repository
from archive.service.service import Service, nothing_lost
from archive.service.settings import Settings
from archive.service.shell import SECURITY, Shell
from archive.service.unchanged import Unchanged
from archive.service.web import environment, page, root_of
from archive.why import Lost
from schemas.errors import Ambiguous, NotFound, StorageError, TocsinError, UsageError

DOMAIN = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)+")
"""What identifiers of OAI-PMH may stand under (oai-identifier 2.0): a name, no number."""
TURN = 0.001
"""Seconds after which one thread lets another have its turn: a request gives way at every statement, and waits for this long."""
LOG = logging.getLogger("tocsin")
ABOUT = "Bibliographic records of reports down to the table of contents; read-only."
ROUTERS = (
    searching.router,
    records.router,
    citing.router,
    reading.router,
    histories.router,
    operations.router,
    feeds.router,
    machinery.router,
    api_records.router,
    api_lists.router,
    api_rest.router,
)
STATUS = ((NotFound, 404), (Ambiguous, 409), (UsageError, 400), (StorageError, 503))


def create_app(settings: Settings, lost: Lost = nothing_lost) -> FastAPI:
    """Return the service over the archive of the settings; `lost` reads kept bytes again for values that did not win.

    The archive is opened here, so that what cannot be opened is told at once; raises what open_store does.
    """
    service = Service(settings, lost)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        sys.setswitchinterval(TURN)
        service.start()
        yield
        service.close()

    app = FastAPI(
        title=settings.title,
        description=ABOUT,
        version=metadata.version("tocsin"),
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    counted = Metrics()
    app.state.service, app.state.templates, app.state.metrics = service, environment(settings), counted
    for made in ROUTERS:
        app.include_router(made())
    kept = service.kept
    app.include_router(router(Provider(service.store.db, repository(settings), clock=kept.clock, writable=kept.db)))
    for kind in (TocsinError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, answer_error)
    app.add_exception_handler(Exception, answer_defect)
    app.add_middleware(Shell, settings=settings, seen=counted.seen, unchanged=Unchanged(service.mark))
    return app


def repository(settings: Settings) -> Repository:
    """Return what the OAI-PMH provider is to be: identifiers are of the public host, and never change while that does not."""
    emails = (settings.contact,) if settings.contact and "@" in settings.contact else ()
    if settings.base_url is None:
        return Repository(emails=emails, name=settings.title)
    made = Repository(base_url=f"{settings.base_url.rstrip('/')}/oai", emails=emails, name=settings.title)
    host = urlsplit(settings.base_url).hostname or ""
    return msgspec.structs.replace(made, namespace=host) if DOMAIN.fullmatch(host) else made


def answer_error(request: Request, error: Any) -> Response:
    """Return an error as a page, or as JSON (RFC 9457) to programs."""
    if isinstance(error, Moved):
        query = f"?{request.url.query}" if request.url.query else ""
        prefix = "/api" if request.url.path.startswith("/api/") else ""
        return RedirectResponse(root_of(request.app.state.service.settings) + prefix + str(error) + query, 308)
    status, title, reason = described(error)
    headers = {**(getattr(error, "headers", None) or {}), **({"Retry-After": "5"} if status == 503 else {})}
    accept = request.headers.get("accept", "*/*")
    if request.url.path.startswith("/api") or not ("text/html" in accept or "*/*" in accept):
        body = msgspec.json.encode({"title": title, "status": status, "detail": reason})
        return Response(body, status, media_type="application/problem+json", headers=headers)
    return page(request, "error.html", status=status, headers=headers, title=title, reason=reason, code=status)


def answer_defect(request: Request, error: Exception) -> Response:
    """Return what is said of a defect: it is answered outside the shell, so it brings the headers of every answer itself."""
    headers = {name.decode(): value.decode() for name, value in SECURITY}
    return Response("This cannot be answered: a defect, which is logged.\n", 500, headers, "text/plain; charset=utf-8")


def described(error: Any) -> tuple[int, str, str]:
    """Return status, title and reason of an error."""
    if isinstance(error, Refused):
        return error.status, error.title, str(error)
    if isinstance(error, HTTPException):
        return error.status_code, HTTPStatus(error.status_code).phrase, str(error.detail)
    if isinstance(error, RequestValidationError):
        said = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()[:5])
        return 422, "That cannot be answered", said
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    if status >= 500:
        LOG.error("%s", error)
        slow = "interrupted" in str(error) or "statement timeout" in str(error)
        return (
            status,
            "Not now",
            "This took too long: ask for less." if slow else "The archive cannot be read at the moment.",
        )
    return status, HTTPStatus(status).phrase, str(error)
