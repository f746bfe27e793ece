"""Runs: who ran what, when, how it ended; a run that ends is sealed into the chain of digests (chain.py)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import metadata
from typing import Any

import msgspec

from archive import statements
from archive.chain import START, seal
from archive.database import Database, Rows
from archive.shapes import RunRow
from archive.types import instant, to_second
from schemas.errors import NotFound

ROW = "number, kind, command, who, source, program, started, ended, outcome, reason, digest, tally"


def begin(db: Database, *, kind: str, command: str, who: str, source: str | None, at: datetime) -> int:
    """Begin a run and return its number."""
    with db.writing() as rows:
        number, capture, version = rows.first(
            "SELECT (SELECT max(number) FROM run), (SELECT max(id) FROM capture), (SELECT max(id) FROM version)"
        ) or (0, 0, 0)
        number, program = (number or 0) + 1, metadata.version("tocsin")
        said = (kind, command, who, source, program, instant(at), (capture or 0) + 1, (version or 0) + 1)
        rows.do(statements.INSERT_RUN, number, *said, None, None, None, None, None, None)
    return int(number)


def end(db: Database, run: int, *, outcome: str, reason: str | None, tally: Mapping[str, Any], at: datetime) -> None:
    """End a run: keep its outcome and tally, and seal it; ending it again changes nothing."""
    with db.writing() as rows:
        if rows.first("SELECT number FROM run WHERE number = ? AND digest IS NULL", run) is None:
            return
        rows.do(
            "UPDATE run SET ended = ?, outcome = ?, reason = ?, tally = ? WHERE number = ?",
            instant(at), outcome, reason, msgspec.json.encode(tally, order="sorted").decode(), run,
        )  # fmt: skip
        _seal(rows, run)


def _seal(rows: Rows, run: int) -> None:
    place, before = rows.first("SELECT place, digest FROM run WHERE place IS NOT NULL ORDER BY place DESC LIMIT 1") or (
        0, START,
    )  # fmt: skip
    rows.do("UPDATE run SET place = ? WHERE number = ?", place + 1, run)
    rows.do("UPDATE run SET digest = ? WHERE number = ?", seal(rows, run, bytes(before)), run)


def listed(db: Database, limit: int | None = None, before: int | None = None) -> list[RunRow]:
    """Return the runs, the latest first; with `before` those of lower numbers."""
    most = 1_000_000_000
    with db.reading() as rows:
        sql = f"SELECT {ROW} FROM run WHERE number < ? ORDER BY number DESC LIMIT ?"
        found = rows.all(sql, before or most, limit or most)
    return [row_of(one) for one in found]


def one(db: Database, number: int) -> RunRow:
    """Return one run; raises NotFound where there is none of this number."""
    with db.reading() as rows:
        found = rows.first(f"SELECT {ROW} FROM run WHERE number = ?", number)
    if found is None:
        raise NotFound(f"run {number}: there is none of this number: tocsin runs lists them")
    return row_of(found)


def row_of(found: tuple[Any, ...]) -> RunRow:
    """Return a run from a row of the columns in ROW."""
    number, kind, command, who, source, program, started, ended, outcome, reason, digest, tally = found
    return RunRow(
        number=number, kind=kind, command=command, who=who, source=source, program=program,
        started=to_second(started), ended=to_second(ended) if ended else None, outcome=outcome, reason=reason,
        digest=bytes(digest).hex() if digest else None, tally=msgspec.json.decode(tally) if tally else {},
    )  # fmt: skip
