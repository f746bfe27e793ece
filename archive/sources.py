"""What is known of each source: its records, its runs and what they wrote, what is owed, missing and set apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from archive import growth, pruning, rekeying, wrote
from archive.changes import GONE
from archive.database import Database
from archive.moments import When
from archive.runs import ROW, row_of
from archive.shapes import RunRow
from archive.trial import Written
from archive.types import bound_list

FIGURES = {
    "records": "SELECT count(*) FROM record WHERE source = ? AND NOT deleted",
    "deleted": "SELECT count(*) FROM record WHERE source = ? AND deleted",
    "debts": "SELECT count(*) FROM debt WHERE source = ? AND state = 'open'",
    "missing": "SELECT count(*) FROM missing m JOIN record r ON r.id = m.record_id WHERE r.source = ?",
    "set_apart": "SELECT count(*) FROM quarantine WHERE source = ? AND waived IS NULL",
}
LIVE = (
    "(NOT r.deleted OR EXISTS (SELECT 1 FROM beneath b WHERE b.version_id = r.version_id AND NOT "
    f"({GONE.format('b.text')})))"
)
"""Of a record `r`: its source has it. Over what is suppressed lies a tombstone, and beneath it what the source says."""


class SourceFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How much there is of a source: live records and tombstones, debts that are open, missing records, bytes set apart."""

    debts: int
    deleted: int
    missing: int
    records: int
    set_apart: int


class Sources:
    """The sources that the archive knows."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def names(self) -> list[str]:
        """Return the names of the sources that records belong to, each looked up after the one before in the index."""
        found: list[str] = []
        sql = "SELECT min(source) FROM record WHERE source > ?"
        with self.db.reading() as rows:
            while (row := rows.first(sql, found[-1] if found else "")) and row[0]:
                found.append(row[0])
        return found

    def figures(self, source: str) -> SourceFigures:
        """Return how much there is of a source."""
        with self.db.reading() as rows:
            return SourceFigures(**{name: int((rows.first(sql, source) or (0,))[0]) for name, sql in FIGURES.items()})

    def runs(self, source: str, kinds: Sequence[str], limit: int = 2000) -> list[RunRow]:
        """Return the latest runs of these kinds of a source, the latest first."""
        with self.db.reading() as rows:
            sql = f"SELECT {ROW} FROM run WHERE source = ? AND kind IN ? ORDER BY number DESC LIMIT ?"
            return [row_of(found) for found in rows.all(sql, source, bound_list(rows.dialect, kinds), limit)]

    def prefixes(self, source: str) -> tuple[str | None, str | None]:
        """Return the metadata prefix in which a source was last walked, and the last one that its origin offers and refused."""
        sql = "SELECT (SELECT w.prefix FROM list_window w WHERE w.source = ? {} ORDER BY w.id DESC LIMIT 1)"
        with self.db.reading() as rows:
            last, refused = (
                (rows.first(sql.format(state), source) or (None,))[0] for state in ("", "AND w.state = 'refused'")
            )
        return last, None if refused == last else refused

    def sample(self, source: str, count: int) -> list[str]:
        """Return the keys of live records of a source, taken from its first, its last and between."""
        sql = "SELECT key FROM record WHERE source = ? AND NOT deleted AND NOT stub ORDER BY key LIMIT 1 OFFSET ?"
        live = self.figures(source).records
        places = sorted({(live - 1) * place // max(count - 1, 1) for place in range(count)}) if live else []
        with self.db.reading() as rows:
            return [str(row[0]) for place in places if (row := rows.first(sql, source, place))]

    def keys(self, source: str) -> list[str]:
        """Return the keys of all records of a source."""
        return rekeying.keys(self.db, source)

    def plan(self, source: str, pairs: Iterable[tuple[str, str]]) -> rekeying.Plan:
        """Return which records would move by a map of old keys to new ones; raises UsageError for one that joins two."""
        return rekeying.plan(self.db, source, pairs)

    def rekey(self, source: str, moves: Sequence[rekeying.Move], *, run: int, at: When) -> None:
        """Give records other keys, all or none; their former ids stay names."""
        rekeying.rekey(self.db, source, moves, run=run, at=at)

    def dated(
        self, source: str, set_spec: str | None, first: str | None, last: str | None, *, live: bool = False
    ) -> int:
        """Return how many records of a source, or of a set of it, its origin last changed between two days.

        Tombstones count too, unless only `live` ones do: those that the origin has, suppressed here or not.
        """
        sql = "SELECT count(*) FROM record r WHERE r.source = ?" + (f" AND {LIVE}" if live else "")
        values = [source]
        for sign, day in ((">=", first), ("<=", last)):
            if day is not None:
                sql, values = f"{sql} AND substr(r.origin_datestamp, 1, 10) {sign} ?", [*values, day[:10]]
        if set_spec is not None:
            within = "SELECT v.id FROM version v WHERE v.origin_sets LIKE ? OR v.origin_sets LIKE ?"
            sql, values = f"{sql} AND r.version_id IN ({within})", [*values, f'%"{set_spec}"%', f'%"{set_spec}:%']
        with self.db.reading() as rows:
            return int((rows.first(sql, *values) or (0,))[0])

    def first_datestamp(self, source: str) -> str | None:
        """Return the earliest datestamp that the origin of a source gave to a record, None where it gave none."""
        with self.db.reading() as rows:
            found = rows.first("SELECT min(origin_datestamp) FROM record WHERE source = ?", source)
        return found[0] if found else None

    def prune(
        self, source: str, *, before: datetime, superseded: bool = False, dry_run: bool = False
    ) -> pruning.Pruned:
        """Let go of the bytes of old captures that nothing is read from any more, or only say which."""
        return pruning.prune(self.db, source, before=before, superseded=superseded, dry_run=dry_run)

    def growth(self, since: datetime) -> list[growth.Growth]:
        """Return how much there is of each source, and how much of it came since a time."""
        return growth.growth(self.db, since)

    def captured(self) -> list[str]:
        """Return the names of the sources that captures belong to; `-` are those of runs that named none."""
        with self.db.reading() as rows:
            found = rows.all("SELECT DISTINCT coalesce(source, '-') FROM capture ORDER BY 1")
        return [str(name) for (name,) in found]

    def counted(self, run: int) -> Counter[str]:
        """Return how many records a run wrote that were new or came deleted, and were missing, back, moved or corrected."""
        return wrote.counted(self.db, run)

    def changed(self, run: int) -> Iterator[Written]:
        """Yield the records that a run changed, with what differs from before."""
        return wrote.changed(self.db, run)
