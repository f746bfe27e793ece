"""The probe of an address: the page itself, its interface, its sitemap; by all manners, a few requests, nothing kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

from harvester.fetch import Fetched, Fetcher
from harvester.oai.answers import read_answer
from harvester.oai.asking import Origin
from harvester.oai.finding import looks_like_endpoint
from harvester.oai.protocol import base_url, request
from harvester.oai.reading import looks_like_oai
from harvester.once import ask_once
from harvester.options import HarvestOptions
from harvester.pages import read_page
from harvester.pages.document import Document
from harvester.probing.repository import RepositoryProbe
from harvester.probing.shapes import Offer, Probe, Sample
from harvester.probing.signs import carriers, endpoints, feeds, validators
from harvester.sitemaps import Sitemap, looks_like_sitemap, read_sitemap
from schemas.addresses import source_of
from schemas.capture import Capture
from schemas.errors import ReadError
from schemas.reading import Reading
from schemas.rules import check

SAMPLES = 5


def probe(url: str, options: HarvestOptions, *, clock: Callable[[], datetime]) -> Probe:
    """Say what an origin offers, with sample records and their findings, and draft a source from it.

    Raises UsageError for an address that cannot be asked.
    """
    asking: list[_Asking] = []

    async def ask(fetcher: Fetcher) -> None:
        asking.append(_Asking(url, fetcher, clock().astimezone(UTC).date()))
        await asking[0].run()

    ask_once(url, options, ask, clock=clock)
    return asking[0].told()


class _Asking:
    """One probe while it goes on."""

    def __init__(self, url: str, fetcher: Fetcher, today: date) -> None:
        self._url, self._fetcher, self._today = url, fetcher, today
        self._offers: list[Offer] = []
        self._notes: list[str] = []
        self._samples: list[Sample] = []
        self._found = "nothing that can be harvested"
        self._draft: dict[str, object] = {}

    def told(self) -> Probe:
        """Return what was found out."""
        name = source_of(self._url).replace(".", "-")
        draft = {"url": self._url, **self._draft, "every": "7d"} if self._draft else {}
        return Probe(
            url=self._url, name=name, found=self._found, offers=tuple(self._offers), draft=draft,
            samples=tuple(self._samples), notes=tuple(self._notes),
        )  # fmt: skip

    async def run(self) -> None:
        """Ask for the address; an interface is asked as one, a page for what it leads to."""
        if looks_like_endpoint(self._url) and await self._repository(base_url(self._url)):
            return
        fetched = await self._fetcher.get(self._url)
        capture = fetched.capture
        if fetched.end != "here" or capture is None:
            self._notes.append(fetched.reason or f"{self._url} did not answer")
            return
        if looks_like_oai(capture.body) and await self._repository(base_url(self._url)):
            return
        if looks_like_sitemap(capture.body, capture.media_type, capture.url):
            await self._sitemap(self._url, capture)
            return
        await self._page(capture)

    # --- a page -----------------------------------------------------------------------------------------------------

    async def _page(self, capture: Capture) -> None:
        reading = read_page(capture)
        doc = Document(capture) if "html" in (capture.media_type or "text/html") else None
        if doc is not None:
            self._offers += [*carriers(doc), *feeds(doc)]
        self._offers += validators(capture)
        await self._rules()
        self._judge(capture, reading)
        for address in endpoints(doc, capture.url):
            if await self._is_endpoint(address):
                await self._repository(address)
                return
        await self._its_sitemap(capture)
        if not self._samples:
            await self._sample([one.url for one in reading.onward if one.rel == "item"])

    def _judge(self, capture: Capture, reading: Reading) -> None:
        if reading.kind == "listing":
            items = sum(one.rel == "item" for one in reading.onward)
            self._found, self._draft = f"a listing of {items} items", {"as": "listing"}
            self._offers.append(Offer("listing", f"{items} items" + self._paging(reading)))
        elif reading.kind == "work":
            self._found, self._draft = "the page of one work", {"as": "page"}
            record = reading.found[0].record
            self._samples = [Sample(name=capture.url, record=record, findings=check(record, today=self._today))]
        else:
            self._notes.append(f"{capture.url}: {reading.reason or 'no record on this page'}")

    def _paging(self, reading: Reading) -> str:
        return ", and further pages" if any(one.rel == "next" for one in reading.onward) else ""

    async def _rules(self) -> None:
        rules = await self._fetcher.rules(self._url)
        delay = f"{rules.delay:g} s between requests" if rules.delay else "no Crawl-delay"
        self._offers.append(Offer("robots.txt", f"lets the page be asked; {delay}"))
        for address in list(rules.parsed.sitemaps)[:5] if rules.parsed is not None else ():
            self._offers.append(Offer("sitemap", address))

    async def _its_sitemap(self, capture: Capture) -> None:
        """Look into the sitemap that robots.txt names, or the one that may stand at the usual place."""
        parts = urlsplit(capture.url)
        told = [offer.value for offer in self._offers if offer.what == "sitemap"]
        for address in told[:1] or [f"{parts.scheme}://{parts.netloc}/sitemap.xml"]:
            fetched = await self._fetcher.get(address)
            found = fetched.capture
            if fetched.end == "here" and found and looks_like_sitemap(found.body, found.media_type, found.url):
                await self._sitemap(address, found)

    # --- interfaces -------------------------------------------------------------------------------------------------

    async def _is_endpoint(self, address: str) -> bool:
        """Say whether an interface answers at an address that nobody named: it is asked as a page is, by robots.txt."""
        fetched: Fetched = await self._fetcher.get(request(address, "Identify"))
        if fetched.end != "here" or fetched.capture is None or not looks_like_oai(fetched.capture.body):
            return False
        return read_answer(fetched.capture.body).verb == "Identify"

    async def _repository(self, address: str) -> bool:
        asked = RepositoryProbe(Origin(address, self._fetcher), self._today)
        if not await asked.run(SAMPLES):
            return False
        self._found, self._offers = asked.name, [*self._offers, *asked.offers]
        self._samples, self._notes = asked.samples or self._samples, [*self._notes, *asked.notes]
        self._draft = {"url": address, "as": "oai", "prefix": asked.prefix, "sweep": "90d"}
        return True

    async def _sitemap(self, address: str, capture: Capture) -> None:
        try:
            found: Sitemap = read_sitemap(capture.body)
        except ReadError as error:
            self._notes.append(f"{address}: {error}")
            return
        dated = sum(entry.lastmod is not None for entry in found.entries)
        kind = "sitemaps" if found.index else "addresses"
        self._offers.append(
            Offer("sitemap", f"{address}: {len(found.entries)} {kind}, {dated} with the time of a change")
        )
        if not self._draft or self._draft.get("as") == "page":
            self._found, self._draft = f"a sitemap of {len(found.entries)} {kind}", {"url": address, "as": "sitemap"}
        if not found.index:
            self._samples = []
            await self._sample([entry.url for entry in found.entries])

    async def _sample(self, addresses: list[str]) -> None:
        """Read the first pages of a list."""
        for address in addresses[: SAMPLES * 2]:
            if len(self._samples) == SAMPLES:
                return
            fetched = await self._fetcher.get(address)
            if fetched.end != "here" or fetched.capture is None:
                self._notes.append(f"{address}: {fetched.reason}")
                continue
            reading = read_page(fetched.capture)
            if reading.kind != "work":
                self._notes.append(f"{address}: {reading.reason or reading.kind}")
                continue
            record = reading.found[0].record
            self._samples.append(Sample(name=address, record=record, findings=check(record, today=self._today)))
            if len(self._samples) == 1:
                self._offers += [*carriers(Document(fetched.capture)), *validators(fetched.capture)]
