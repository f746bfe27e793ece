"""Selected records page by page: each page is found by where the last one ended, so that a late page costs what the first did."""

from __future__ import annotations

from archive.database import Database
from archive.heads import FROM, VERSION, held_of
from archive.selection import Selection, chosen
from schemas.envelope import Held


def after(db: Database, selection: Selection, place: tuple[str, str] | None, limit: int) -> list[Held]:
    """Return the live records that are selected and stand after a source and key, ordered by these; raises UsageError."""
    where, values = chosen(selection, db.dialect)
    where = [*where, "NOT r.deleted"]
    if place is not None:
        where.append("(r.source, r.key) > (?, ?)")
        values = [*values, *place]
    sql = f"SELECT {VERSION}{FROM} WHERE {' AND '.join(where)} ORDER BY r.source, r.key LIMIT ?"
    with db.reading() as rows:
        return [held_of(row) for row in rows.all(sql, *values, limit)]
