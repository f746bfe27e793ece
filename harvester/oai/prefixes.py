"""Which metadata prefix is walked: the richest that is offered and read, and another where that one is not given after all."""

from __future__ import annotations

from archive.ledger_shapes import ListWindow
from archive.store import Store
from harvester.oai.answers import read_answer
from harvester.oai.asking import Failure, Origin, failed
from harvester.oai.protocol import formats_of, ranked
from harvester.options import HarvestOptions
from harvester.tally import Course

PLAIN = "oai_dc"
"""The prefix that every repository must give."""

OPEN = frozenset(("network", "closed", "circles"))
"""Failures that say nothing about a prefix."""


class Prefixes:
    """Chooses the prefix of one harvest; what a person named stays chosen, and so does that of which records are held."""

    def __init__(self, origin: Origin, store: Store, options: HarvestOptions, course: Course, *, source: str) -> None:
        self._origin, self._store, self._course, self._source = origin, store, course, source
        self._named = options.prefix
        self._offered: tuple[str, ...] | None = None
        self._tried: set[str | None] = set()  # the sets for which another prefix was looked for

    async def choose(self, asked: str | None) -> str:
        """Return the prefix: what was named or `asked` for in the address, that of the last walk, or the richest that we read."""
        self._named = self._named or asked
        if self._named:
            return self._named
        if known := self._store.ledger.windows(self._source):
            return known[-1].prefix
        return (await self._ranked())[0]

    async def instead(self, window: ListWindow, failure: Failure | None) -> str | None:
        """Return the prefix to take where a list brought nothing: the next richest that brings records; None to stay.

        `failure` is None for a list that came and was empty. Whether another prefix helps is not guessed but tried.
        """
        if self._named or window.set_spec in self._tried or not _may_be_the_prefix(window, failure):
            return None
        if self._holds(window.prefix):
            return None
        self._tried.add(window.set_spec)
        ranked = await self._ranked()
        place = ranked.index(window.prefix) + 1 if window.prefix in ranked else 0
        for other in ranked[place:]:
            if other != window.prefix and await self._brings(window, other):
                why = str(failure) if failure else "its list is empty"
                self._course.note(
                    f"{self._source}: {window.prefix} is offered and not given ({why}): {other} is taken from now on"
                )
                return other
        return None

    def _holds(self, prefix: str) -> bool:
        """Say whether records have come with a prefix: the source is of that kind then, and another cannot go on with it."""
        return any(window.records for window in self._store.ledger.windows(self._source, prefix=prefix))

    async def _brings(self, window: ListWindow, prefix: str) -> bool:
        address = self._origin.address(
            window.verb, metadataPrefix=prefix, from_=window.first, until=window.last, set_=window.set_spec
        )
        self._course.count("pages_asked")
        try:
            capture = await self._origin.capture(address)
        except Failure:
            return False
        page = read_answer(capture.body)
        return failed(page, capture) is None and not page.errors and bool(page.records)

    async def _ranked(self) -> tuple[str, ...]:
        """Return the prefixes that are offered and read, the richest first."""
        if self._offered is None:
            try:
                self._offered = ranked(formats_of((await self._origin.tell("ListMetadataFormats")).page))
            except Failure as failure:
                self._course.note(f"ListMetadataFormats: {failure}")
                self._offered = (PLAIN,)
        return self._offered


def _may_be_the_prefix(window: ListWindow, failure: Failure | None) -> bool:
    """Say whether a list may have brought nothing because of its prefix."""
    if window.records:
        return False
    if failure is None:
        return True
    return failure.kind not in OPEN and not (failure.code == "badArgument" and (window.first or window.last))
