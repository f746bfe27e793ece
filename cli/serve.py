"""`tocsin serve`: the archive as pages, API and feeds on this machine; read-only."""

from __future__ import annotations

import logging
import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click
import msgspec

from cli.log import listen
from cli.output import COUNT
from cli.session import Session, pass_session
from schemas.errors import UsageError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from archive.service.settings import Settings

NEEDED = ("fastapi", "uvicorn", "jinja2", "prometheus_client")
HANDED = "TOCSIN_SERVED_SETTINGS"
"""The environment variable that hands the settings to worker processes."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", type=COUNT, default=1, show_default=True, help="Processes that answer.")
@click.option("--base-url", metavar="URL", help="Public address, where a proxy stands before it.")
@click.option(
    "--host-name", "hosts", multiple=True, help="Host that is answered for, besides loopback and the public one."
)
@click.option("--title", default="tocsin", show_default=True, help="Name of the catalogue on every page.")
@click.option("--access-log/--no-access-log", default=True, show_default=True, help="A line of JSON for each request.")
@pass_session
def serve(
    session: Session, host: str, port: int, workers: int, base_url: str | None, hosts: tuple[str, ...], title: str,
    access_log: bool,
) -> None:  # fmt: skip
    """Serve the archive to people and programs: search, pages, downloads, API, feeds; read-only.

    Listens on loopback unless --host says otherwise; docs/operations.md shows it behind nginx. Ctrl-C or SIGTERM ends
    it after the requests that are being answered.
    """
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise UsageError(
            f"serve needs the extra `service` ({missing[0]} is not installed): pip install 'tocsin[service]'"
        )
    if base_url is not None and not base_url.startswith(("http://", "https://")):
        raise click.BadParameter(f"{base_url!r}: give an address with http:// or https://", param_hint="--base-url")
    from archive.service.settings import Settings

    config = session.config
    settings = Settings(
        base_url=base_url, contact=config.contact, extracts=frozenset(n for n, s in config.source.items() if s.extracts),
        hosts=(*hosts, *(() if host in ("0.0.0.0", "::") else (host,))), target=session.target, title=title,
    )  # fmt: skip
    session.open().close()  # what cannot be opened is told here, in one line
    session.say(f"serving {session.target} at {base_url or f'http://{host}:{port}/'}  (Ctrl-C ends it)")
    _run(settings, host, port, workers, access_log)


def _run(settings: Settings, host: str, port: int, workers: int, access_log: bool) -> None:
    import uvicorn

    os.environ[HANDED] = msgspec.json.encode({"settings": settings, "access_log": access_log}).decode()
    uvicorn.run(
        "cli.serve:made", factory=True, host=host, port=port, workers=workers, log_config=None, access_log=False,
        server_header=False, date_header=True, timeout_keep_alive=15, timeout_graceful_shutdown=10,
        limit_concurrency=200, h11_max_incomplete_event_size=32_768, lifespan="on", ws="none",
    )  # fmt: skip


def made() -> FastAPI:
    """Return the application of a worker process, from the settings that it was handed."""
    from archive.service.app import create_app
    from archive.service.settings import Settings
    from harvester.lost import lost_values

    handed = msgspec.json.decode(os.environ[HANDED])
    listen()
    access = logging.getLogger("tocsin.access")
    access.handlers, access.propagate = [logging.StreamHandler()], False
    access.setLevel(logging.INFO if handed["access_log"] else logging.ERROR)
    return create_app(msgspec.convert(handed["settings"], Settings), lost_values)
