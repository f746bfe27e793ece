"""What grows in the archive, source by source, and by how much of late; nothing is written."""

from __future__ import annotations

from datetime import datetime

import msgspec

from archive.database import Database
from archive.types import instant, to_second

CAPTURES = "SELECT coalesce(source, '-'), count(*), sum(CASE WHEN at >= ? THEN 1 ELSE 0 END) FROM capture GROUP BY 1"
# Bytes are kept once: they count for the source whose capture first had them.
BYTES = (
    "SELECT coalesce(c.source, '-'), sum(length(b.data)), sum(CASE WHEN c.at >= ? THEN length(b.data) ELSE 0 END)"
    " FROM body b JOIN (SELECT body_id, min(id) AS first FROM capture WHERE body_id IS NOT NULL GROUP BY body_id) f"
    " ON f.body_id = b.id JOIN capture c ON c.id = f.first GROUP BY 1"
)
VERSIONS = (
    "SELECT r.source, count(*), sum(CASE WHEN u.started >= ? THEN 1 ELSE 0 END) FROM version v"
    " JOIN record r ON r.id = v.record_id JOIN run u ON u.number = v.run GROUP BY 1"
)
RECORDS = "SELECT source, count(*), 0 FROM record WHERE NOT deleted AND ? <> '' GROUP BY 1"


class Growth(msgspec.Struct, kw_only=True):
    """How much there is of a source, and how much of it came since a time."""

    bytes: int = 0
    bytes_since: int = 0
    captures: int = 0
    captures_since: int = 0
    records: int = 0
    source: str
    versions: int = 0
    versions_since: int = 0


def growth(db: Database, since: datetime) -> list[Growth]:
    """Return what there is of each source and what came since a time; captures without a source are those of `-`."""
    found: dict[str, Growth] = {}
    with db.reading() as rows:
        for name, sql in (("captures", CAPTURES), ("bytes", BYTES), ("versions", VERSIONS), ("records", RECORDS)):
            for source, all_, late in rows.all(
                sql, to_second(instant(since)) if name == "versions" else instant(since)
            ):
                one = found.setdefault(source, Growth(source=source))
                setattr(one, name, int(all_ or 0))
                if name != "records":
                    setattr(one, f"{name}_since", int(late or 0))
    return [found[name] for name in sorted(found)]
