"""One crawl outside of a run: an origin asked a few questions by all manners, nothing kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from harvester.bounds import Gate
from harvester.fetch import ComeBackLater, Download, Fetcher, resolve
from harvester.options import HarvestOptions
from harvester.run import check_target
from harvester.stop import Stop, Stopped
from schemas.errors import ReadError

T = TypeVar("T")


def ask_once(
    address: str, options: HarvestOptions, ask: Callable[[Fetcher], Awaitable[T]], *, clock: Callable[[], datetime]
) -> T:
    """Let `ask` ask an origin; returns what it does.

    Raises UsageError for an address that cannot be asked, ReadError where the host asks to wait longer than a run waits.
    """
    gate = Gate(check_target(address, options).endpoint, resolve)
    try:
        return ask_through(gate, options, ask, clock=clock)
    except ComeBackLater as later:
        raise ReadError(f"{address}: {later}") from later


def ask_through(
    gate: Gate, options: HarvestOptions, ask: Callable[[Fetcher], Awaitable[T]], *, clock: Callable[[], datetime]
) -> T:
    """Let `ask` ask whatever a gate lets through; returns what it does, and raises KeyboardInterrupt where it is stopped."""
    from harvester.crawl import crawl, faults

    stop, found = Stop(), list[T]()

    async def job(download: Download) -> None:
        fetcher = Fetcher(download, gate, options, clock=clock, sleep=stop.sleep, faults=faults())
        try:
            found.append(await ask(fetcher))
        except Stopped:
            raise KeyboardInterrupt from None

    with stop.listening():
        crawl(job, gate, options)
    return found[0]
