"""Sets: by source, type, series and saved query; which there are, which records are in one, in which ones a record is.

A tombstone is in every set in which it may have been: that it was taken back must reach whoever had it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from archive.database import Rows
from archive.selection import chosen
from archive.service.oai.naming import spelled, unspelled
from archive.service.oai.shapes import Refused, Repository, SavedQuery
from archive.types import bound_list
from archive.words import fold
from schemas.errors import UsageError
from schemas.record import decode

KINDS = ("source", "type", "series", "query")
"""The first part of a setSpec; by itself it is no set, because whatever is listed must stand in the headers."""
IN_SERIES = "EXISTS (SELECT 1 FROM series s WHERE s.record_id = r.id{})"


class Set(NamedTuple):
    """A set as it is listed."""

    spec: str
    name: str


Condition = tuple[str, list[Any]]
"""A condition on record `r` in SQL, and its values."""


def condition(spec: str, repository: Repository, dialect: str) -> Condition:
    """Return the condition for the records of a set; raises Refused for one that there is not."""
    kind, _, part = spec.partition(":")
    value = unspelled(part)
    if kind not in KINDS or not value:
        raise _none(spec)
    if kind == "source":
        return "r.source = ?", [value]
    if kind == "type":
        return "(r.type = ? OR (r.deleted AND r.type IS NULL))", [value]
    if kind == "series":
        member = IN_SERIES.format(" AND s.title = ?")
        return f"({member} OR (r.deleted AND NOT {IN_SERIES.format('')}))", [value]
    asked = next((one for one in repository.queries if one.name == part), None)
    if asked is None:
        raise _none(spec)
    sql, values = _selected(asked, dialect)
    return f"(r.deleted OR {sql})", values


def _none(spec: str) -> Refused:
    return Refused("noRecordsMatch", f"there is no set {spec}: ListSets says which there are")


def _selected(query: SavedQuery, dialect: str) -> Condition:
    where, values = chosen(query.selection, dialect)
    return "(" + (" AND ".join(where) or "1 = 1") + ")", values


def check(repository: Repository, dialect: str) -> None:
    """Raise UsageError for saved queries that cannot be sets: two of one name, or a selection that cannot be."""
    names = [one.name for one in repository.queries]
    if len(names) != len(set(names)):
        raise UsageError("two saved queries have one name")
    for one in repository.queries:
        _selected(one, dialect)
        if one.selection.limit is not None:
            raise UsageError(f"saved query {one.name}: a set has no limit")


class Memberships:
    """The sets in which the records of one page are."""

    def __init__(self, rows: Rows, repository: Repository, numbers: Sequence[int]) -> None:
        self._series: dict[int, list[str]] = {}
        self._queries: dict[int, list[str]] = {}
        if not repository.sets or not numbers:
            return
        listed = bound_list(rows.dialect, numbers)
        for number, title in rows.all("SELECT record_id, title FROM series WHERE record_id IN ?", listed):
            self._series.setdefault(number, []).append(f"series:{spelled(title)}")
        for one in repository.queries:
            sql, values = _selected(one, rows.dialect)
            for (number,) in rows.all(f"SELECT r.id FROM record r WHERE r.id IN ? AND {sql}", listed, *values):
                self._queries.setdefault(number, []).append(f"query:{one.name}")

    def of(self, number: int, source: str, kind: str | None) -> list[str]:
        """Return the setSpecs of a record."""
        found = [f"source:{spelled(source)}"]
        if kind:
            found.append(f"type:{spelled(kind)}")
        if number in self._series:
            found += self._series[number]
        if number in self._queries:
            found += self._queries[number]
        return found


def few(rows: Rows, repository: Repository) -> Iterator[Set]:
    """Yield the sets of which there are few: all but the series."""
    sources = [row[0] for row in rows.all("SELECT DISTINCT source FROM record ORDER BY source")]
    types = [row[0] for row in rows.all("SELECT DISTINCT type FROM record WHERE type IS NOT NULL ORDER BY type")]
    yield from (Set(f"source:{spelled(one)}", f"Source {one}") for one in sources)
    yield from (Set(f"type:{spelled(one)}", f"Type {one}") for one in types)
    yield from (Set(f"query:{one.name}", one.title) for one in repository.queries)


def series(rows: Rows, after: str, limit: int) -> list[tuple[str, Set]]:
    """Return the series after a folded title, each with that title: named as one of their records prints them."""
    found = rows.all(
        "SELECT title, min(record_id) FROM series WHERE title > ? GROUP BY title ORDER BY title LIMIT ?", after, limit
    )
    listed = bound_list(rows.dialect, [number for _, number in found])
    sql = "SELECT r.id, v.text FROM record r JOIN version v ON v.id = r.version_id WHERE r.id IN ?"
    texts = dict(rows.all(sql, listed)) if found else {}
    return [(title, Set(f"series:{spelled(title)}", _printed(title, texts.get(number)))) for title, number in found]


def _printed(title: str, text: str | None) -> str:
    for one in decode(text).series if text else ():
        if one.title and fold(one.title) == title:
            return one.title
    return title
