"""Fixtures for all tests: no network but loopback, the shared corpus where it is there, a store on both databases."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.engine import make_url

from archive.store import Store, open_store
from tests import postgres
from tests.asking import ask, filled, place  # noqa: F401 (fixtures of all tests that ask command lines)

# Shared cores: no deadline for one example, and the same examples in CI every time.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("here"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

NAMES = count(1)


def is_loopback(host: str) -> bool:
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches a host outside this machine, by connection or by asking for its name."""
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded(act: Callable[..., Any]) -> Callable[..., Any]:
        def to(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(str(address[0])):
                raise OSError(f"tests reach no host but loopback: {address[0]}")
            return act(self, address)

        return to

    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name is not None and not is_loopback(name):
            raise socket.gaierror(socket.EAI_NONAME, f"tests reach no host but loopback: {name}")
        return getaddrinfo(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real material from public repositories; nothing of it is in the project."""
    folder = Path(__file__).resolve().parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip("the shared corpus is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real PostgreSQL, one for each worker; where there is none CI fails and others skip, saying so."""
    if named := os.environ.get("TEST_POSTGRES_DSN"):
        yield named
        return
    try:
        with postgres.server() as url:
            yield url
    except LookupError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


@contextmanager
def database(server: str, template: str = "template1") -> Iterator[str]:
    """Give the URL of a new database, which is dropped at the end where the server is not ours to throw away."""
    import psycopg

    name = f"test_{os.getpid()}_{next(NAMES)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    if os.environ.get("TEST_POSTGRES_DSN"):
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database on it."""
    with database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_archive(postgres_server: str) -> Iterator[str]:
    """The name of a database with a new archive, to be copied for each test."""
    with database(postgres_server) as url:
        open_store(url, create=True).close()
        yield make_url(url).database or ""


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an archive that is not there yet, on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "archive.db")
    return str(request.getfixturevalue("postgres_url"))


class Clock:
    """A clock that stands, and is moved by tests."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """A new archive, on each database, with a clock that tests move."""
    if request.param == "sqlite":
        with open_store(tmp_path / "archive.db", create=True, clock=clock) as opened:
            yield opened
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_archive")
    with database(server, template) as url, open_store(url, clock=clock) as opened:
        yield opened
