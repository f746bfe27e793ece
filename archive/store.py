"""The archive as the rest of tocsin sees it: open_store gives a Store, whose methods lead to the modules by theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from archive import captures, changes, heads, names, restore, runs, schema, search, upkeep, versions
from archive.again import Again
from archive.alone import alone
from archive.connect import address, translated
from archive.corrections import Corrections
from archive.database import Database
from archive.debts import Debts
from archive.deliveries import Deliveries
from archive.findings import Findings
from archive.holds import Holds
from archive.ledger import Ledger
from archive.list_links import Links
from archive.lists import Lists
from archive.moments import When
from archive.same import Same
from archive.selection import Selection
from archive.shapes import (
    CaptureRow,
    Change,
    Hit,
    LatestCapture,
    Piece,
    Put,
    PutTally,
    Quarantined,
    RunRow,
    VersionRow,
)
from archive.sources import Sources
from archive.suppressions import Suppressions
from schemas.capture import Capture
from schemas.envelope import Held

if TYPE_CHECKING:
    from archive.copying import Copied

__all__ = ["Put", "PutTally", "Selection", "Store", "open_store"]

EVERYTHING = Selection()


def _now() -> datetime:
    return datetime.now(UTC)


def open_store(
    target: str | Path, *, create: bool = False, upgrade: bool = False, clock: Callable[[], datetime] = _now
) -> Store:
    """Open the archive at a path or SQLAlchemy URL; with `create` it is made where it is absent.

    Raises NoArchive, NewerArchive (written by a newer version), UsageError (an older schema, unless `upgrade` is to
    follow) or StorageError (read-only, not a database, no answer).
    """
    db = Database(address(target), create=create)
    try:
        with translated(db.name):
            schema.ready(db, create=create, upgrade=upgrade)
    except BaseException:
        db.close()
        raise
    return Store(db, clock)


class Store:
    """An open archive; a context manager that closes it.

    `ledger` has the windows of lists and how far they were walked, `debts` what origins owe and what is missing,
    `again` what is kept to be read again, `holds` the sources that are held for a person, `sources` what is known of
    each source and of what its runs wrote, `same` which records are of one work; `corrections` and `suppressions` are
    what people decided about records, `deliveries` what was given out under which name, `lists` the reading lists,
    `links` what asking for their addresses gave, `findings` what is wrong with records.
    """

    def __init__(self, db: Database, clock: Callable[[], datetime]) -> None:
        self.db, self.clock = db, clock
        self.ledger, self.debts = Ledger(db), Debts(db)
        self.again, self.holds = Again(db, clock), Holds(db, clock)
        self.sources, self.same = Sources(db), Same(db, clock)
        self.deliveries, self.lists, self.links = Deliveries(db, clock), Lists(db, clock), Links(db)
        self.corrections, self.suppressions = Corrections(db, clock), Suppressions(db, clock)
        self.findings = Findings(db, clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the archive's connections."""
        self.db.close()

    # --- runs -------------------------------------------------------------------------------------------------------

    def alone(self, name: str) -> AbstractContextManager[None]:
        """Hold the lock of a name (what a run harvests) while a block runs; raises Busy where another run holds it."""
        return alone(self.db, name)

    def lock(self, source: str) -> AbstractContextManager[None]:
        """Hold the lock of a named source while a block runs; raises Busy where another run holds it.

        A holder that died holds nothing: its lock went with its process.
        """
        return alone(self.db, f"source {source}")

    def begin_run(self, *, kind: str, command: str, who: str, source: str | None = None) -> int:
        """Begin a run and return its number."""
        return runs.begin(self.db, kind=kind, command=command, who=who, source=source, at=self.clock())

    def end_run(
        self, run: int, *, outcome: str, reason: str | None = None, tally: Mapping[str, Any] | None = None
    ) -> None:
        """End a run with its outcome and tally, and seal it into the chain of digests."""
        runs.end(self.db, run, outcome=outcome, reason=reason, tally=tally or {}, at=self.clock())

    def runs(self, limit: int | None = None, *, before: int | None = None) -> list[RunRow]:
        """Return the runs, the latest first; with `before` those of lower numbers."""
        return runs.listed(self.db, limit, before)

    def run(self, number: int) -> RunRow:
        """Return one run; raises NotFound."""
        return runs.one(self.db, number)

    # --- captures ---------------------------------------------------------------------------------------------------

    def keep(self, capture: Capture, *, run: int, source: str | None = None) -> int:
        """Keep a capture before it is read, committed when this returns; returns its number."""
        return captures.keep(self.db, capture, run=run, source=source)

    def keep_unchanged(self, same: Sequence[tuple[Capture, int]], *, run: int) -> None:
        """Keep captures that gave what an earlier one (its number is beside it) did: a row each, read, no bytes."""
        captures.keep_unchanged(self.db, same, run=run)

    def capture(self, capture_id: int) -> Capture:
        """Return a capture as it was kept; raises NotFound."""
        return captures.load(self.db, capture_id)

    def body(self, capture_id: int) -> bytes:
        """Return the bytes of a capture; raises NotFound."""
        return captures.load(self.db, capture_id).body

    def captures(self, *, source: str | None = None, run: int | None = None) -> Iterator[CaptureRow]:
        """Yield captures without their bytes, in the order in which they were kept."""
        return captures.listed(self.db, source=source, run=run)

    def capture_of(self, name: str, version: int | None = None) -> Capture:
        """Return the capture that a record's version in force (or of that number) was read from; raises NotFound."""
        return captures.load(self.db, heads.capture_number(self.db, name, version))

    def unread(self, source: str | None = None) -> Iterator[int]:
        """Yield the numbers of captures that were kept but not read, oldest first."""
        return captures.unread(self.db, source)

    def latest(self, asked: str) -> LatestCapture | None:
        """Return the latest capture with status 200 of an address that was read, or None."""
        return captures.latest(self.db, asked)

    def last_visit(self, asked: str, *, before: int | None) -> int | None:
        """Return the status of the last answer of an address in runs before the given one, None where there is none."""
        return captures.last_visit(self.db, asked, before=before)

    def mark_read(self, capture_id: int, *, reader: str | None = None) -> None:
        """Say that a capture has been read although it gave no record (a listing, a 304)."""
        captures.mark_read(self.db, capture_id, reader=reader)

    def quarantine(self, run: int, capture_id: int, reason: str, piece: Piece | None = None) -> int:
        """Set a capture that could not be read, or a piece of it, apart; its bytes stay. Returns the row's number."""
        return captures.quarantine(self.db, capture_id, run=run, reason=reason, at=self.clock(), piece=piece)

    def waive(self, number: int, *, reason: str, run: int) -> None:
        """Let what was set apart, and the same bytes when they come again, trouble no run; raises NotFound."""
        captures.waive(self.db, number, reason=reason, run=run)

    def is_waived(self, number: int) -> bool:
        """Say whether a row of the quarantine was waived."""
        return captures.is_waived(self.db, number)

    def is_waived_bytes(self, capture: Capture) -> bool:
        """Say whether the bytes of a capture that could not be read were waived."""
        return captures.is_waived_bytes(self.db, capture)

    def quarantined(self) -> list[Quarantined]:
        """Return what was set apart and why, oldest first."""
        return captures.quarantined(self.db)

    def set_apart(self, number: int) -> Quarantined:
        """Return one row of the quarantine; raises NotFound."""
        return captures.set_apart(self.db, number)

    # --- records ----------------------------------------------------------------------------------------------------

    def put(self, page: Sequence[Put], *, run: int, at: When | None = None) -> PutTally:
        """Write records in one transaction; `at` is the time of writing, the datestamp [default: when its turn comes]."""
        return versions.put(self.db, page, run=run, at=at or self.clock)

    def restore(self, page: Sequence[Held], *, run: int) -> PutTally:
        """Write exported records with the envelopes they had (version, datestamp, provenance, entry keys)."""
        return restore.restore(self.db, page, run=run, at=self.clock)

    def heads(self, selection: Selection = EVERYTHING, *, deleted: bool = False) -> Iterator[Held]:
        """Yield the versions in force, ordered by source and key, of one moment and in flat memory."""
        return heads.heads(self.db, selection, deleted=deleted)

    def head_rows(self, selection: Selection = EVERYTHING, *, deleted: bool = False) -> Iterator[tuple[Any, ...]]:
        """Yield what `heads` does as rows (the columns of heads.VERSION), for exports that need no decoding."""
        return heads.head_rows(self.db, selection, deleted=deleted)

    def count(self, selection: Selection = EVERYTHING, *, deleted: bool = False) -> int:
        """Return how many records are selected."""
        return heads.count(self.db, selection, deleted=deleted)

    def get(self, name: str, version: int | None = None) -> Held:
        """Return a record by its id: the version in force or that of a number; raises NotFound."""
        return heads.get(self.db, name, version)

    def history(self, name: str) -> list[VersionRow]:
        """Return every version of a record, the oldest first; raises NotFound."""
        return heads.history(self.db, name)

    def changes(self, since: int | str = 0) -> Iterator[Change]:
        """Yield what moved a datestamp or became of a record, after a cursor or from a date or time on."""
        return changes.changes(self.db, since)

    def resolve(self, name: str) -> list[str]:
        """Return the ids that a name stands for: id, ID#entry, DOI, ISBN, stable URL, former name."""
        return names.resolve(self.db, name)

    def one(self, name: str) -> str:
        """Return the one id that a name stands for; raises NotFound or Ambiguous."""
        return names.one(self.db, name)

    def search(self, query: str, limit: int = 20, offset: int = 0) -> list[Hit]:
        """Return the records that have all words of the query, the best first."""
        return search.search(self.db, query, limit=limit, offset=offset)

    # --- upkeep -----------------------------------------------------------------------------------------------------

    def check(self, chain: bool = False) -> list[str]:
        """Return what does not fit in the archive; with `chain` all digests too."""
        return upkeep.check(self.db, chain=chain)

    def stats(self) -> dict[str, int]:
        """Return how much there is of everything."""
        return upkeep.stats(self.db)

    def copy(self, target: str | Path, report: Callable[[str, int], None] | None = None) -> list[Copied]:
        """Copy all that is in the archive at this moment into a new one; raises UsageError and StorageError."""
        from archive.copying import copy

        return copy(self.db, target, report)

    def upgrade(self) -> str:
        """Bring the schema to that of this version and return its revision."""
        return schema.upgrade(self.db)
