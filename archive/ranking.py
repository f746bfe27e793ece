"""The numbers of the records that a search finds, ranked within a bound, for those who read only a few of many hits.

Ranking every record that has a common word costs as much as the archive is large. Where more records fit than are to be
ranked, those that have the words in their titles come first, and the rest follows, both unranked (decision 0062).
Titles have a table of their own: in the other, every place of a common word would be read to find those in titles.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from archive.database import Database, Rows
from archive.query import parse
from archive.search import spelled_query

SOME = {
    "sqlite": "SELECT r.id FROM words w JOIN record r ON r.version_id = w.rowid WHERE words MATCH ?"
    " ORDER BY w.rowid DESC LIMIT ?",
    "postgresql": "SELECT r.id FROM words w JOIN record r ON r.version_id = w.version_id WHERE w.vector @@ ?::tsquery"
    " LIMIT ?",
}
TITLED = {dialect: sql.replace("words ", "words_titles ") for dialect, sql in SOME.items()}
BEST = {
    "sqlite": "SELECT r.id FROM words w JOIN record r ON r.version_id = w.rowid WHERE words MATCH ?"
    " ORDER BY w.rank, r.id LIMIT ?",
    "postgresql": "SELECT r.id FROM words w CROSS JOIN (SELECT ?::tsquery AS query) q JOIN record r"
    " ON r.version_id = w.version_id WHERE w.vector @@ q.query ORDER BY ts_rank_cd(w.vector, q.query) DESC, r.id LIMIT ?",
}


class Ranked(msgspec.Struct, frozen=True):
    """Numbers of records, the best first; `more` says that more fit than are given."""

    numbers: Sequence[int] = ()
    more: bool = False


def ranked(db: Database, query: str, limit: int) -> Ranked:
    """Return the records that have all words of the query, at most `limit`; none where it has no word in it."""
    terms = parse(query)
    if not terms:
        return Ranked()
    spelled = spelled_query(db.dialect, terms)
    with db.reading() as rows:
        some = _numbers(rows, SOME, spelled, limit + 1)
        if len(some) <= limit:
            return Ranked(tuple(_numbers(rows, BEST, spelled, limit)))
        first = _numbers(rows, TITLED, spelled, limit)
    return Ranked(tuple(dict.fromkeys([*first, *some]))[:limit], more=True)


def _numbers(rows: Rows, sql: dict[str, str], query: str, limit: int) -> list[int]:
    return [number for (number,) in rows.all(sql[rows.dialect], query, limit)]
