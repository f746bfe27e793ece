"""Several sources refreshed side by side, each in a process of its own, so that none waits for or falls with another."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from cli.session import Session

if TYPE_CHECKING:
    from harvester.refresh import Refreshed
    from harvester.sources import NamedSource


def chains(sources: Sequence[NamedSource]) -> list[list[NamedSource]]:
    """Return the sources in chains: those of one host follow each other, because a host is asked by one at a time."""
    by_host: dict[str, list[NamedSource]] = {}
    for one in sources:
        by_host.setdefault(urlsplit(one.target).netloc or one.target, []).append(one)
    return list(by_host.values())


def side_by_side(session: Session, sources: Sequence[NamedSource], jobs: int) -> Iterator[Refreshed]:
    """Refresh each source in a process of its own, at most `jobs` at once; yields as they end."""
    crew = Crew(session)
    with crew.passing_signals_on(), ThreadPoolExecutor(jobs) as pool:
        waiting = [pool.submit(crew.chain, chain) for chain in chains(sources)]
        for done in as_completed(waiting):
            yield from done.result()


class Crew:
    """The processes that run at the moment; a signal is passed on to each of them, and no further one is begun."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped: int | None = None

    def chain(self, sources: Sequence[NamedSource]) -> list[Refreshed]:
        """Refresh sources one after the other."""
        return [self._one(source.name) for source in sources]

    def _one(self, name: str) -> Refreshed:
        from harvester.refresh import Refreshed

        with self._lock:
            if self._stopped is not None:
                return Refreshed(source=name, outcome="interrupted", exit_code=128 + self._stopped)
            loud = None if self._session.verbosity > 0 else subprocess.PIPE  # what it complains of is told from here
            process = subprocess.Popen(
                self._command(name), env=self._environment(), stdout=subprocess.PIPE, stderr=loud
            )  # fmt: skip
            self._running.add(process)
        out, complained = process.communicate()
        with self._lock:
            self._running.discard(process)
        try:
            return msgspec.json.decode(out.splitlines()[-1], type=Refreshed)
        except (msgspec.MsgspecError, IndexError):
            code = process.returncode
            said = f"its process ended with {code}" if code >= 0 else f"its process was ended by signal {-code}"
            last = (complained or b"").decode("utf-8", "replace").strip().splitlines()[-1:]
            return Refreshed(source=name, outcome="failed", exit_code=4, reason=": ".join([said, *last]))

    def _command(self, name: str) -> list[str]:
        loud = ["-" + "v" * self._session.verbosity] if self._session.verbosity > 0 else ["-q"]
        return [sys.executable, "-m", "cli.main", *loud, "refresh", name, "--format", "json"]

    def _environment(self) -> dict[str, str]:
        """The archive's address goes by the environment: a command line is seen by everybody, and it may hold a password."""
        told = {"TOCSIN_DB": self._session.target, "TOCSIN_CONFIG": str(self._session.config_path or "")}
        left = {name: value for name, value in os.environ.items() if not name.startswith("TOCSIN_REFRESH_")}
        return left | {name: value for name, value in told.items() if value}

    @contextmanager
    def passing_signals_on(self) -> Iterator[None]:
        """Pass SIGINT and SIGTERM on to the processes while the block runs (in the main thread)."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before: dict[int, Any] = {s: signal.signal(s, self._on_signal) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._stopped = number
        for process in list(self._running):
            process.send_signal(number)
