"""A named source compared with what its origin says it has: the origin's own counts, window by window; nothing is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Literal

import msgspec

from archive.ledger_shapes import ListWindow
from archive.store import Store
from harvester.fetch import Fetcher
from harvester.oai.answers import read_answer
from harvester.oai.asking import Failure, Origin, no_answer
from harvester.oai.datestamps import argument
from harvester.oai.protocol import Repository, base_url, repository_of
from harvester.once import ask_once
from harvester.sitemaps import looks_like_sitemap, read_sitemap
from harvester.sources import NamedSource
from schemas.errors import ReadError, UsageError

State = Literal["held", "missing", "stale", "moved on", "not known"]

MOST_YEARS = 60
MOST_SITEMAPS = 50


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One window: how many records (or pages) the origin counts in it, how many are here, and what that means.

    held: as many; missing: the origin has more from a time that was walked to its end; stale: more, from later on;
    moved on: fewer, because records have changed or gone there since.
    """

    here: int
    set_spec: str | None = None
    state: State
    there: int | None
    window: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """All windows of a source, the lists of the ledger that did not come to their end, and until when it was walked."""

    open: tuple[ListWindow, ...]
    source: str
    walked_until: str | None
    windows: tuple[Compared, ...]


def compare(store: Store, named: NamedSource) -> Comparison:
    """Compare the archive with the origin of a source.

    Raises UsageError where the origin has nothing that counts, ReadError where it does not answer.
    """
    if store.ledger.windows(named.name):
        return _repository(store, named)
    found = ask_once(named.target, named.options, lambda fetcher: _sitemap(store, named, fetcher), clock=store.clock)
    return Comparison(source=named.name, windows=(found,), open=(), walked_until=None)


# --- repositories -----------------------------------------------------------------------------------------------------


def _repository(store: Store, named: NamedSource) -> Comparison:
    windows = store.ledger.windows(named.name)
    prefix = windows[-1].prefix
    sets: Sequence[str | None] = named.options.sets or (windows[-1].set_spec,)
    bases = {one: store.ledger.base(named.name, prefix, one) for one in sets}
    dates = [base.response_date for base in bases.values() if base is not None]
    walked = min(dates) if len(dates) == len(sets) else None
    asking = _Counting(store, named, prefix, walked)
    found = ask_once(named.target, named.options, lambda fetcher: asking.all(fetcher, sets), clock=store.clock)
    unsettled = tuple(one for one in windows if one.state in ("open", "short") and one.walk == windows[-1].walk)
    return Comparison(source=named.name, windows=tuple(found), open=unsettled, walked_until=walked)


class _Counting:
    """Asks a repository for its counts, all together and year by year."""

    def __init__(self, store: Store, named: NamedSource, prefix: str, walked: str | None) -> None:
        self._store, self._named, self._prefix, self._walked = store, named, prefix, walked
        self._only_live = False

    async def all(self, fetcher: Fetcher, sets: Sequence[str | None]) -> list[Compared]:
        """Return what is compared of each set; raises ReadError where the origin does not answer."""
        origin = Origin(base_url(self._named.target), fetcher)
        try:
            said = repository_of((await origin.tell("Identify")).page)
            self._only_live = said.deleted == "no"
            return [one for spec in sets async for one in self._set(origin, said, spec)]
        except Failure as failure:
            raise ReadError(f"{self._named.target}: {failure}") from failure

    async def _set(self, origin: Origin, said: Repository, spec: str | None) -> AsyncIterator[Compared]:
        whole = await self._count(origin, spec, None, None)
        yield self._judged(whole, spec, "all", None, None)
        for year in self._years(said):
            first = argument(f"{year}-01-01", said.granularity)
            last = argument(f"{year}-12-31", said.granularity, last=True)
            yield self._judged(await self._count(origin, spec, first, last), spec, str(year), first, last)

    def _years(self, said: Repository) -> Iterator[int]:
        now = self._store.clock().year
        here = self._store.sources.first_datestamp(self._named.name)
        first = min(year for year in (_year(said.earliest), _year(here), now) if year is not None)
        yield from range(max(first, now - MOST_YEARS), now + 1)

    async def _count(self, origin: Origin, spec: str | None, first: str | None, last: str | None) -> int | None:
        """Return how many records the origin counts, None where it does not say."""
        address = origin.address("ListIdentifiers", metadataPrefix=self._prefix, from_=first, until=last, set_=spec)
        capture = await origin.capture(address)
        page = read_answer(capture.body)
        if reason := no_answer(page, capture):
            raise Failure("answer", reason)
        if any(error.code == "noRecordsMatch" for error in page.errors):
            return 0
        if page.errors:
            raise Failure("refused", str(page.errors[0]), code=page.errors[0].code)
        if page.token is None or not page.token.value:
            return len(page.headers)
        return int(page.token.size) if page.token.size and page.token.size.strip().isdigit() else None

    def _judged(self, there: int | None, spec: str | None, name: str, first: str | None, last: str | None) -> Compared:
        here = self._store.sources.dated(self._named.name, spec, first, last, live=self._only_live)
        late = self._walked is None or last is None or last >= self._walked[: len(last)]
        state: State = (
            "not known" if there is None else "held" if there == here else "moved on" if there < here
            else "stale" if late else "missing"
        )  # fmt: skip
        return Compared(window=name, set_spec=spec, there=there, here=here, state=state)


def _year(text: str | None) -> int | None:
    return int(text[:4]) if text and text[:4].isdigit() else None


# --- sitemaps ---------------------------------------------------------------------------------------------------------


async def _sitemap(store: Store, named: NamedSource, fetcher: Fetcher) -> Compared:
    addresses = [address async for address in _listed(named.target, fetcher)]
    here = sum((latest := store.latest(address)) is not None and bool(latest.gave) for address in addresses)
    state: State = "held" if here == len(addresses) else "missing"
    return Compared(window="addresses that gave records", there=len(addresses), here=here, state=state)


async def _listed(address: str, fetcher: Fetcher) -> AsyncIterator[str]:
    waiting, asked = [address], 0
    while waiting and asked < MOST_SITEMAPS:
        asked += 1
        url = waiting.pop(0)
        fetched = await fetcher.get(url)
        capture = fetched.capture
        if fetched.end != "here" or capture is None:
            raise ReadError(fetched.reason or f"{url} did not answer")
        if not looks_like_sitemap(capture.body, capture.media_type, capture.url):
            raise UsageError(f"{url}: says no count: what is compared is a repository or a sitemap")
        found = read_sitemap(capture.body)
        for entry in found.entries:
            if found.index:
                waiting.append(entry.url)
            else:
                yield entry.url
