"""Old bytes let go by a stated policy: rows, digests and times stay, and what is read from them is never lost unsaid."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec

from archive.database import Database, Rows
from archive.types import bound_list, instant

IN_FORCE = "SELECT v.capture_id FROM record r JOIN version v ON v.id = r.version_id WHERE v.capture_id IS NOT NULL"
EVER = "SELECT capture_id FROM version WHERE capture_id IS NOT NULL"
NEEDED = (
    # What a conditional request is compared with, and a list is walked on from, is the last answer of an address.
    "SELECT max(id) FROM capture WHERE status = 200 AND read GROUP BY asked",
    "SELECT capture_id FROM quarantine WHERE waived IS NULL",
    "SELECT h.capture_id FROM held_back h JOIN hold o ON o.id = h.hold_id WHERE o.verdict IS NULL",
    "SELECT p.capture_id FROM list_page p JOIN list_window w ON w.id = p.window_id WHERE w.state = 'open'",
)
OLD = "SELECT c.id, c.body_id FROM capture c WHERE c.body_id IS NOT NULL AND c.read AND coalesce(c.source, '-') = ? AND c.at < ?"


class Pruned(msgspec.Struct, frozen=True, kw_only=True):
    """What was, or would be, let go of a source: captures, bytes as kept, and versions that could then not be read again."""

    bytes: int
    captures: int
    source: str
    versions: int


def prune(db: Database, source: str, *, before: datetime, superseded: bool, dry_run: bool) -> Pruned:
    """Let go of the bytes of a source's captures from before a time that nothing in force was read from.

    Captures that only older versions were read from are kept too, unless `superseded`. Bytes that other captures
    share stay.
    """
    if dry_run:
        with db.reading() as rows:
            return _found(rows, source, before, superseded)[0]
    with db.writing() as rows:
        pruned, captures, bodies = _found(rows, source, before, superseded)
        for start in range(0, len(captures), 5000):
            part = bound_list(rows.dialect, captures[start : start + 5000])
            rows.do("UPDATE capture SET body_id = NULL WHERE id IN ?", part)
        for start in range(0, len(bodies), 5000):
            rows.do("DELETE FROM body WHERE id IN ?", bound_list(rows.dialect, bodies[start : start + 5000]))
    return pruned


def _found(rows: Rows, source: str, before: datetime, superseded: bool) -> tuple[Pruned, list[int], list[int]]:
    """Return what is let go: told, the captures, and the bodies that no other capture needs."""
    without = " ".join(f"AND c.id NOT IN ({sql})" for sql in (*NEEDED, IN_FORCE if superseded else EVER))
    old = {int(number): int(body) for number, body in rows.all(f"{OLD} {without}", source, instant(before))}
    theirs = Counter(old.values())
    shared = rows.all("SELECT body_id, count(*) FROM capture WHERE body_id IS NOT NULL GROUP BY body_id") if old else []
    bodies = sorted(int(body) for body, count in shared if theirs.get(int(body)) == count)
    captures = sorted(old)
    told = Pruned(
        source=source, captures=len(captures), bytes=_sum(rows, "SELECT sum(length(data)) FROM body WHERE id IN ?", bodies),
        versions=_sum(rows, "SELECT count(*) FROM version WHERE capture_id IN ?", captures),
    )  # fmt: skip
    return told, captures, bodies


def _sum(rows: Rows, sql: str, numbers: list[int]) -> int:
    return int((rows.first(sql, bound_list(rows.dialect, numbers)) or (0,))[0] or 0) if numbers else 0
