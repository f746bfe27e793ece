"""Selection: which records a command is about, and its conditions in SQL; what people type is resolved in names.py."""

from __future__ import annotations

from typing import Any

import msgspec

from archive.search import matching
from archive.types import bound_list
from archive.words import fold
from schemas.errors import UsageError


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Records that fit everything that is given; `ids` may name entries (`source:key#entry`), which select it.

    `since` is a date or time (UTC) that the datestamp is not before; a date means its first second. `missing` records are
    those that their source has no longer, without having said that they are deleted.
    """

    ids: tuple[str, ...] | None = None
    limit: int | None = None
    missing: bool = False
    query: str | None = None
    series: str | None = None
    since: str | None = None
    sources: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


def chosen(selection: Selection, dialect: str) -> tuple[list[str], list[Any]]:
    """Return the conditions on record `r` and their values; raises UsageError for what cannot be understood."""
    where: list[str] = []
    values: list[Any] = []
    for column, wanted in (("r.source", selection.sources), ("r.type", selection.types)):
        if wanted:
            where.append(f"{column} IN ?")
            values.append(bound_list(dialect, wanted))
    if selection.ids is not None:
        names = {*selection.ids, *(name.rpartition("#")[0] for name in selection.ids if "#" in name)}
        where += ["r.source IN ?", "r.key IN ?", "r.source || ':' || r.key IN ?"]
        parts = [sorted({name.partition(":")[index] for name in names}) for index in (0, 2)]
        values += [bound_list(dialect, part) for part in (*parts, sorted(names))]
    if selection.missing:
        where.append("EXISTS (SELECT 1 FROM missing m WHERE m.record_id = r.id)")
    if selection.series is not None:
        where.append("EXISTS (SELECT 1 FROM series s WHERE s.record_id = r.id AND s.title = ?)")
        values.append(fold(selection.series))
    if selection.query is not None:
        condition, value = matching(dialect, selection.query)
        where.append(f"r.version_id IN ({condition})")
        values.append(value)
    if selection.since is not None:
        where.append("r.datestamp >= ?")
        values.append(since(selection.since))
    return where, values


def since(text: str) -> str:
    """Return a date or time as datestamps are kept; raises UsageError for anything else."""
    from datetime import UTC, datetime

    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r}: not a date or time: give 2026-11-23 or 2026-11-23T18:00:00Z") from error
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
