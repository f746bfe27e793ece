"""What the endpoints share: the open archive, the facets kept up beside it, records as they may go out, hits of a search."""

from __future__ import annotations

import gc
import logging
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from time import monotonic
from typing import Any, ParamSpec, TypeVar

import msgspec
from fastapi import Request

from archive import heads, tombstones
from archive.due import let_out
from archive.query import Term, parse
from archive.ranking import Ranked, ranked
from archive.service.bounds import bound, few
from archive.service.errors import Gone, Moved, NotHere
from archive.service.facets import NAMES, Count, Facets
from archive.service.links import entry_path, record_path
from archive.service.outgoing import entry_of, outgoing
from archive.service.settings import Settings
from archive.service.styles import Styles
from archive.service.unchanged import ChangeMark
from archive.store import Store, open_store
from archive.why import Lost, Reread
from schemas.crosswalk.wording import headed
from schemas.entries import entries_of
from schemas.envelope import Held
from schemas.errors import NotFound, StorageError, UsageError
from schemas.record import ContentsEntry

LOG = logging.getLogger("tocsin")
P = ParamSpec("P")
T = TypeVar("T")
NEWEST = "SELECT id FROM record WHERE NOT deleted ORDER BY id DESC LIMIT ?"
KEPT = 256
"""Searches whose numbers are kept until the facets have moved on: of 2,000 numbers each 16 kilobytes."""
OLD = 30.0
"""Seconds for which counts of facets may be shown again while the archive is written."""


def nothing_lost(store: Store, held: Held) -> Reread | None:
    """Say that lost values are not known: for a service that is made without readers."""
    return None


class Found(msgspec.Struct, frozen=True):
    """What a search found: numbers of records, whether there are more than were looked at, and the words to mark."""

    numbers: Sequence[int]
    more: bool
    terms: tuple[Term, ...]


class Entry(msgspec.Struct, frozen=True):
    """An entry with its host; `alone` is the entry as a record of its own, None where it has no title."""

    host: Held
    part: ContentsEntry
    alone: Held | None


class Service:
    """The archive as endpoints see it; `start` opens it and `close` closes it."""

    def __init__(self, settings: Settings, lost: Lost = nothing_lost) -> None:
        self.settings, self.lost = settings, lost
        self.store = open_store(settings.target)
        bound(self.store.db.engine, settings.seconds, settings.threads + 3)  # the keeper's, the mark's, one to spare
        self.kept = open_store(settings.target)  # for the little that is written
        few(self.kept.db.engine, settings.threads + 2)
        self.styles = Styles(self.store.lists)
        self.facets = Facets(self.store.db, datetime.now(UTC).date())
        self._mark = ChangeMark(self.store.db)
        self._searches: OrderedDict[tuple[int, str], Ranked] = OrderedDict()
        self._counted: OrderedDict[Any, tuple[int, float, dict[str, list[Count]]]] = OrderedDict()
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._keeper = threading.Thread(target=self._keep_up, name="facets", daemon=True)

    def start(self) -> None:
        """Begin to fill the facets beside the requests; a small archive is counted before the first one."""
        self._keeper.start()
        self._keeper.join(0.01)

    def close(self) -> None:
        """Stop what goes on beside the requests and close the archive."""
        self._stop.set()
        self._keeper.join(5)
        self._mark.close()
        self.store.close()
        self.kept.close()

    def mark(self) -> object:
        """Return what is equal as long as every page is: nobody wrote, the facets are the same, it is the same day."""
        return self._mark.now(), self.facets.generation, datetime.now(UTC).date()

    def _keep_up(self) -> None:
        day: date | None = None
        while not self._stop.is_set():
            try:
                if day != (day := datetime.now(UTC).date()):
                    self.facets.today = day
                    self._let_out()
                first = not self.facets.ready
                self.facets.refresh(self._stop.is_set)
                if first:
                    gc.freeze()  # the facets hold no cycles, and looking through them would halt every request
            except StorageError as error:
                LOG.error("facets: %s", error)
            self._stop.wait(self.settings.refresh)

    def _let_out(self) -> None:
        """End the suppressions whose day has come; an archive that may not be written leaves that to the next command."""
        try:
            let_out(self.kept)
        except StorageError as error:
            LOG.error("suppressions whose day has come: %s", error)

    # --- records ----------------------------------------------------------------------------------------------------

    def held(self, source: str, key: str, version: int | None = None) -> Held:
        """Return a record as it may go out; raises NotHere, Gone (a tombstone that was given out) or Moved."""
        name = f"{source}:{key}"
        try:
            held = self.store.get(name)
        except NotFound as error:
            raise NotHere("There is no record of this name.") from error
        if held.envelope.id != name:
            if name.startswith(f"{held.envelope.id}#"):
                raise Moved(entry_path(held.envelope.id, name[len(held.envelope.id) + 1 :]))
            raise Moved(record_path(held.envelope.id))
        if held.record.deleted:
            raise self._gone(name)
        if version is not None:
            try:
                held = self.store.get(name, version)
            except NotFound as error:
                raise NotHere(f"The record has no version {version}.") from error
        return self.out(held, versioned=version is not None)

    def out(self, held: Held, *, versioned: bool = False) -> Held:
        """Return a record as it may go out; of a former version what is held back now is left out."""
        hidden = tombstones.hidden(self.store.db, held.envelope.id) if versioned else frozenset()
        return outgoing(held, self.settings.extracts, {key for key in hidden if key})

    def entry(self, source: str, key: str, entry_key: str) -> Entry:
        """Return an entry as it may go out; raises NotHere, Gone or Moved."""
        try:
            host = self.held(source, key)
        except Moved as moved:
            raise Moved(entry_path(self.store.get(f"{source}:{key}").envelope.id, entry_key)) from moved
        part = entry_of(host.record, entry_key)
        if part is None:
            stone = tombstones.of_entry(self.store.db, f"{source}:{key}", entry_key)
            if stone is None or not stone.given_out:
                raise NotHere("The record has no entry of this name.")
            why = "is held back" if stone.suppressed else "is not in the contents any more"
            raise Gone(f"This entry {why} since {stone.since[:10]}.")
        wanted = f"{host.envelope.id}#{entry_key}"
        return Entry(host, part, next((one for one in entries_of(host) if one.envelope.id == wanted), None))

    def _gone(self, name: str) -> Exception:
        stone = tombstones.of_record(self.store.db, name)
        if not stone.given_out and stone.suppressed:
            return NotHere("There is no record of this name.")
        if stone.suppressed:
            return Gone(f"The record {name} is held back since {stone.since[:10]}.")
        titled = f" ({stone.title})" if stone.title else ""
        return Gone(f"The record {name}{titled} was deleted by its source on {stone.since[:10]}.")

    def numbered(self, numbers: Sequence[int]) -> list[Held]:
        """Return live records by their numbers, as they may go out."""
        return [self.out(held) for _, held in heads.numbered(self.store.db, numbers)]

    def titles(self, names: Iterable[str]) -> dict[str, str]:
        """Return the titles of the live ones of records by their ids."""
        return {
            one.envelope.id: headed(one.record.title) or "[no title]"
            for one in heads.named(self.store.db, sorted(names))
        }

    # --- searches ---------------------------------------------------------------------------------------------------

    def found(self, query: str, filters: Mapping[str, Sequence[str]]) -> Found:
        """Return what fits a query and filters, the best first, without a query the newest first; raises UsageError."""
        if len(query) > self.settings.max_query:
            raise UsageError(f"a query has at most {self.settings.max_query} characters")
        terms = parse(query)
        if len(terms) > 20:
            raise UsageError("a query has at most 20 words")
        limit = self.settings.hits
        if query.strip():
            best = self._ranked(query) if terms else Ranked()
            numbers: Sequence[int] = best.numbers
            more = best.more
        else:
            numbers, more = self._newest(), False
        if filters:
            if not self.facets.ready:
                raise StorageError("the facets are still being counted: try again in some seconds")
            numbers = self.facets.narrowed(numbers, filters)
        return Found(numbers[:limit] if query.strip() else numbers, more, terms)

    def counts(self, found: Found, name: str, most: int = 12) -> list[Count]:
        """Return the commonest values of a facet among what was found."""
        return self.facets.counts(self.facets.known(found.numbers), name, most) if self.facets.ready else []

    def counted(self, found: Found, query: str, filters: Mapping[str, Sequence[str]]) -> dict[str, list[Count]]:
        """Return the commonest values of every facet among what was found, kept until the facets have moved on."""
        key = (query, tuple(sorted((name, tuple(values)) for name, values in filters.items())))
        generation, now = self.facets.generation, monotonic()
        with self._lock:
            if (kept := self._counted.get(key)) and (kept[0] == generation or now - kept[1] < OLD):
                return kept[2]
        known = self.facets.known(found.numbers) if self.facets.ready else ()
        counts = {name: self.facets.counts(known, name, 12) for name in NAMES}
        self._keep(self._counted, key, (generation, now, counts))
        return counts

    def _keep(self, kept: OrderedDict[Any, Any], key: Any, value: Any) -> None:
        with self._lock:
            kept[key] = value
            while len(kept) > KEPT:
                kept.popitem(last=False)

    def _newest(self) -> Sequence[int]:
        if self.facets.ready:
            return self.facets.order
        with self.store.db.reading() as rows:
            return [number for (number,) in rows.all(NEWEST, self.settings.hits)]

    def _ranked(self, query: str) -> Ranked:
        key = (self.facets.generation, " ".join(query.split()))
        with self._lock:
            if key in self._searches:
                self._searches.move_to_end(key)
                return self._searches[key]
        found = ranked(self.store.db, query, self.settings.hits)
        found = msgspec.structs.replace(found, numbers=array("q", found.numbers))  # a fifth of the room
        self._keep(self._searches, key, found)
        return found


def service_of(request: Request) -> Service:
    """Return the service that a request is asked of."""
    service: Service = request.app.state.service
    return service


def of_one_moment(endpoint: Callable[P, T]) -> Callable[P, T]:
    """Let all that an endpoint reads be of one moment, in one transaction; it takes `request` by that name."""

    @wraps(endpoint)
    def asked(*arguments: P.args, **named: P.kwargs) -> T:
        request: Any = named["request"]
        with service_of(request).store.db.moment():
            return endpoint(*arguments, **named)

    return asked
