"""After the lists: which records of an origin that keeps no deletions are not there any more."""

from __future__ import annotations

from collections.abc import Sequence

from archive.ledger_shapes import ListWindow
from archive.store import Store
from harvester.guard import GUARDED_FROM
from harvester.holding import Holding
from harvester.oai.book import Book
from harvester.oai.protocol import Repository
from harvester.oai.seen import Seen
from harvester.options import HarvestOptions
from harvester.renumbering import renumbered
from harvester.tally import Course


def mark_missing(
    store: Store, book: Book, walks: Sequence[tuple[ListWindow, bool]], repository: Repository,
    options: HarvestOptions, course: Course, holding: Holding,
) -> None:  # fmt: skip
    """Mark the records that a complete walk no longer met as missing, and take from them those that were met.

    Only a walk without bounds that came to every end can show it, over all the sets that the source ever had, and
    only while no more than the guard allows would go (DESIGN.md, section 3).
    """
    if course.troubles or book.run is None:
        return
    debts = store.debts
    if debts.missing(book.source):
        debts.found_again(book.source, Seen(book.met_now()), run=book.run, at=store.clock())
    sets = {window.set_spec for window, _ in walks}
    if repository.deleted == "persistent" or not walks or not all(whole for _, whole in walks):
        return
    if any(window.first or window.last for window, _ in walks) or options.limit:
        return
    if None not in sets and any(w.set_spec not in sets for w in book.windows()):
        return
    met = Seen(number for window, _ in walks for number in book.met(walk=window.walk))
    unmet, live = debts.unmet(book.source, met)
    before = {number for number, _, _ in debts.missing(book.source)}
    fresh, live = [number for number in unmet if number not in before], live - len(before)
    if live >= GUARDED_FROM and len(fresh) > options.guard * live:
        _hold(store, book, holding, fresh, live, course)
        return
    debts.mark_missing(book.source, unmet, run=book.run, at=store.clock())
    course.count("records_missing", len(unmet))


def _hold(store: Store, book: Book, holding: Holding, unmet: Sequence[int], live: int, course: Course) -> None:
    """Hold the source for a person, with what would be missing beside the last page; where as many came, say so."""
    reason = f"{len(unmet)} of {live} live records of {book.source} are gone from its lists"
    reason += renumbered(book.source, len(unmet), course.counts["records_new"])
    last = max((row.id for row in store.captures(run=book.run)), default=None)
    hold = holding.hold(book.source, reason)
    if last is not None:
        holding.keep_back(hold, (), {last: store.debts.ids(unmet)})
