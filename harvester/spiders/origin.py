"""The spider of every walk over HTTP: it lends a walk Scrapy's downloader and nothing else decides there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import scrapy
from scrapy.http import Request

from harvester.bounds import Gate
from harvester.fetch import Answer, Download
from harvester.options import HarvestOptions
from harvester.settings import headers

Job = Callable[[Download], Awaitable[None]]
"""A walk: it is given what asks, and goes from page to page until it is done."""


class OriginSpider(scrapy.Spider):  # type: ignore[misc]
    """Runs one job inside Scrapy's engine.

    A walk asks one host for one page after another and has to read each before it knows the next, so it asks by
    `engine.download_async` in its own order; scheduler, spider callbacks and item pipelines have no part in it.
    The page in hand is what Scrapy would call the item; it goes through `ingest` before the next one is asked for.
    """

    name = "tocsin"

    def __init__(self, *, job: Job, gate: Gate, options: HarvestOptions, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.gate, self.options = gate, options
        self.failure: BaseException | None = None
        self._job = job
        self._headers = dict(headers(options))

    async def start(self) -> AsyncIterator[Any]:
        """Run the job to its end; what it raises is kept in `failure`, because Scrapy would only log it."""
        try:
            await self._job(self._ask)
        except BaseException as error:  # noqa: BLE001 (it is raised again, by harvester.crawl)
            self.failure = error
        nothing: tuple[Any, ...] = ()
        for item in nothing:
            yield item

    async def _ask(self, url: str, extra: Mapping[str, str], method: str = "GET") -> Answer:
        request = Request(url, method=method, headers=self._headers | dict(extra), dont_filter=True)
        response = await self.crawler.engine.download_async(request)
        said = {_text(name).lower(): _text(b", ".join(values)) for name, values in response.headers.items()}
        return Answer(body=response.body, headers=said, status=response.status)


def _text(value: bytes) -> str:
    """Decode a header: UTF-8 where it is that (addresses in Location often are), else Latin-1, which always works."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
