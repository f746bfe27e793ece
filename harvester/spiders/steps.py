"""Where a walk may go: the queue of addresses, each taken once, with the bounds on site, hops, lists and traps."""

from __future__ import annotations

from collections import deque
from datetime import datetime
from typing import Literal

import msgspec

from harvester.bounds import DOI_RESOLVERS, OutOfBounds, endpoint_of, is_jstor, is_trap
from harvester.options import MAX_HOPS, PAGES_WITHOUT_NEWS
from harvester.tally import Course
from schemas.addresses import canonical_url, site_of
from schemas.reading import Found, Onward, Reading

Role = Literal["start", "item", "listed", "next", "related", "sitemap"]
"""What an address is to the walk; `listed` is an entry of a sitemap, from which nothing is followed."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One address to go to.

    `hops` counts the links from the start page (the pages of a list count as one); `barren` the list pages before it
    in a row that brought nothing new; `part_of` is title and address of the listing that it was reached from.
    """

    barren: int = 0
    hops: int = 0
    lastmod: datetime | None = None
    part_of: tuple[str | None, str] | None = None
    role: Role
    url: str


class Steps:
    """The addresses of one walk, in the order in which they were found."""

    def __init__(self, start: str, course: Course) -> None:
        self._site, self._start = site_of(start), endpoint_of(start)
        self._course = course
        self._seen: set[str] = {start}
        self._queue: deque[Step] = deque([Step(role="start", url=start)])

    def __bool__(self) -> bool:
        return bool(self._queue)

    def take(self) -> Step:
        """Return the next step."""
        return self._queue.popleft()

    def followable(self, url: str) -> bool:
        """Say whether the walk may ask for an address: http, in the site or by the DOI resolver, not JSTOR, no trap."""
        try:
            host, port = endpoint_of(url)
        except OutOfBounds:
            return False
        if is_jstor(url) or is_trap(url):
            return False
        if host == self._start[0]:
            return port == self._start[1] or port in (80, 443)
        return site_of(url) == self._site or host in DOI_RESOLVERS

    def unfollowed(self, reading: Reading) -> tuple[Found, ...]:
        """Return the items of a listing that the walk cannot follow to pages of their own."""
        followed = {canonical_url(o.url) for o in reading.onward if o.rel == "item" and self.followable(o.url)}
        return tuple(f for f in reading.found if f.stub and not (f.url and canonical_url(f.url) in followed))

    def add(self, step: Step) -> bool:
        """Queue a step unless its address was met before or is out of bounds; says whether it is new."""
        url = canonical_url(step.url)
        if url in self._seen:
            return False
        self._seen.add(url)
        if step.hops > MAX_HOPS or not self.followable(url):
            self._course.count("skipped_out_of_bounds")
            return False
        self._queue.append(step if step.url == url else msgspec.structs.replace(step, url=url))
        return True

    def add_list(self, step: Step, onward: tuple[Onward, ...]) -> None:
        """Queue the items of a list page, and its next page.

        A list ends after 3 pages without anything new; one that leads back to a page of its own cannot show that it
        was read to its end, so that is a trouble.
        """
        items = [o for o in onward if o.rel == "item"]
        new = sum([self.add(Step(role="item", url=o.url, hops=step.hops + 1, part_of=step.part_of)) for o in items])
        barren = 0 if new else step.barren + 1
        following = list(dict.fromkeys(canonical_url(o.url) for o in onward if o.rel == "next"))
        if not following:
            return
        if barren >= PAGES_WITHOUT_NEWS:
            if items:
                self._course.trouble("a list goes in circles", f"{step.url} and the pages before it bring nothing new")
            return
        after = Step(role="next", url=step.url, hops=step.hops, barren=barren, part_of=step.part_of)
        went_on = [self.add(msgspec.structs.replace(after, url=url)) for url in following]
        if len(following) == 1 and not went_on[0] and following[0] != step.url:
            self._course.trouble("a list goes in circles", f"{step.url} leads back to {following[0]}")
