"""Scrapy's engine run to its end inside a plain function call, as often as a process wants."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from harvester.bounds import Gate
from harvester.options import HarvestOptions
from harvester.settings import scrapy_settings


def crawl(job: Any, gate: Gate, options: HarvestOptions) -> None:
    """Run a job (`harvester.spiders.origin.Job`) in one crawl; raises what the job raised.

    A reactor cannot be started twice, so it is started once and left standing: between crawls its loop just does
    not run. That keeps the production reactor for every target of one command, and for every test.
    """
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.utils.reactor import install_reactor, is_reactor_installed

    settings = scrapy_settings(options)
    if not is_reactor_installed():
        install_reactor(settings["TWISTED_REACTOR"])
    _make_current()
    import harvester.download  # noqa: F401 (here: within the engine its imports look through twice as deep a stack)
    from harvester.spiders.origin import OriginSpider

    runner = AsyncCrawlerRunner(settings)
    crawler = runner.create_crawler(OriginSpider)
    with _few_collections():
        _run(runner.crawl(crawler, job=job, gate=gate, options=options))
    failure = getattr(crawler.spider, "failure", None)
    if failure is not None:
        raise failure


def _make_current() -> None:
    """Make the reactor's loop the current one, which Scrapy asks for: `asyncio.run` in between leaves none."""
    from twisted.internet import reactor

    asyncio.set_event_loop(reactor._asyncioEventloop)


def _run(task: asyncio.Task[None]) -> None:
    from twisted.internet import reactor

    loop = task.get_loop()
    task.add_done_callback(lambda _: loop.stop())
    try:
        if reactor.running:
            loop.run_forever()
        else:
            reactor.run(installSignalHandlers=False)
    except BaseException:
        task.cancel()
        loop.call_later(1.0, loop.stop)
        loop.run_forever()
        raise
    task.result()


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let the garbage collector look less often while pages pass through: 8 % of the time, and nothing leaks by it."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def faults() -> tuple[type[Exception], ...]:
    """Return the exceptions that the network raises: what asking again may mend."""
    from twisted.internet.error import ConnectError, ConnectionClosed, DNSLookupError
    from twisted.web._newclient import ParseError, RequestNotSent
    from twisted.web.client import ResponseFailed
    from twisted.web.error import SchemeNotSupported

    from harvester.download import TooSlow

    return (OSError, TooSlow, ConnectError, ConnectionClosed, DNSLookupError, ResponseFailed, RequestNotSent,
            ParseError, SchemeNotSupported)  # fmt: skip
