"""Captures: the bytes of responses, kept before anybody reads them; what was read from them is in versions.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
import zstandard

from archive import statements
from archive.chain import START, link
from archive.database import Database, Rows
from archive.shapes import CaptureRow, LatestCapture, Piece, Quarantined
from archive.types import bound_list, instant, kept, moment
from schemas.capture import Capture
from schemas.errors import NotFound

LEVEL = 1
"""Of zstd: on pages of 24 KB level 3 takes half as much time again and saves 4 % of the bytes."""

DELETED = "SELECT id FROM record WHERE source = ? AND key = ? AND deleted"
WHOLE = "FROM quarantine q JOIN capture c ON c.id = q.capture_id WHERE q.digest = ? AND c.asked = ? AND q.start IS NULL"
NO_ROW = "there is no such row in the quarantine: tocsin quarantine lists them"
ROW = "id, run, source, asked, url, at, status, media_type, sha256, read, reader"


def keep(db: Database, capture: Capture, *, run: int, source: str | None) -> int:
    """Keep a capture, committed when this returns, and return its number; its bytes are stored once by SHA-256."""
    with db.writing() as rows:
        return insert(rows, capture, run=run, source=source)


def insert(rows: Rows, capture: Capture, *, run: int, source: str | None) -> int:
    """Keep a capture within a transaction and return its number."""
    sha256, body = capture.sha256, capture.body
    body_id, top_body = rows.first(
        "SELECT (SELECT id FROM body WHERE sha256 = ?), (SELECT max(id) FROM body)", sha256
    ) or (None, None)
    last, before = rows.first("SELECT id, link FROM capture ORDER BY id DESC LIMIT 1") or (0, START)
    if body_id is None and body:
        body_id = (top_body or 0) + 1
        packed = zstandard.compress(body, LEVEL)
        codec, data = ("zstd", packed) if len(packed) < len(body) else ("raw", body)
        rows.do(statements.INSERT_BODY, body_id, sha256, len(body), codec, data)
    said = _said(last + 1, run, source, capture, sha256)
    rows.do(statements.INSERT_CAPTURE, *said, body_id, link(bytes(before), said), False, None, None)
    return int(last) + 1


def insert_bare(rows: Rows, capture: Capture, *, run: int, source: str | None, reader: str) -> int:
    """Keep a capture without its bytes, read already, within a transaction and return its number."""
    last, before = rows.first("SELECT id, link FROM capture ORDER BY id DESC LIMIT 1") or (0, START)
    said = _said(last + 1, run, source, capture, capture.sha256)
    rows.do(statements.INSERT_CAPTURE, *said, None, link(bytes(before), said), True, reader, None)
    return int(last) + 1


def keep_unchanged(db: Database, same: Sequence[tuple[Capture, int]], *, run: int) -> None:
    """Keep captures that gave what an earlier one did (304, or equal bytes): a row each, read already, no bytes."""
    with db.writing() as rows:
        numbers = bound_list(rows.dialect, sorted({number for _, number in same}))
        sql = "SELECT id, source, sha256, body_id, reader, gave FROM capture WHERE id IN ?"
        earlier = {row[0]: row[1:] for row in rows.all(sql, numbers)}
        last, before = rows.first("SELECT id, link FROM capture ORDER BY id DESC LIMIT 1") or (0, START)
        made = []
        for last, (capture, number) in enumerate(same, last + 1):  # noqa: B020 (counts on from the last row)
            source, sha256, body_id, reader, gave = earlier[number]
            said = _said(last, run, source, capture, bytes(sha256))
            before = link(bytes(before), said)
            made.append((*said, body_id, before, True, reader, gave))
        rows.many(statements.INSERT_CAPTURE, made)


def _said(number: int, run: int, source: str | None, capture: Capture, sha256: bytes) -> tuple[Any, ...]:
    """Return the columns of a capture that never change."""
    headers = msgspec.json.encode(capture.headers).decode() if capture.headers else None
    at = instant(capture.at)
    return number, run, source, capture.asked, capture.url, at, capture.status, capture.media_type, headers, sha256


def mark_read(db: Database, capture_id: int, *, reader: str | None = None) -> None:
    """Say that a capture has been read although it gave no record."""
    with db.writing() as rows:
        rows.do("UPDATE capture SET read = ?, reader = coalesce(?, reader) WHERE id = ?", True, reader, capture_id)


def body(db: Database, capture_id: int) -> bytes:
    """Return the bytes of a capture; raises NotFound where there is no such capture."""
    return load(db, capture_id).body


def load(db: Database, capture_id: int) -> Capture:
    """Return a capture as it was kept; raises NotFound where there is none of this number."""
    with db.reading() as rows:
        found = rows.first(
            "SELECT c.asked, c.url, c.at, c.status, c.media_type, c.headers, b.codec, b.data"
            " FROM capture c LEFT JOIN body b ON b.id = c.body_id WHERE c.id = ?",
            capture_id,
        )
    if found is None:
        raise NotFound(f"capture {capture_id}: there is none of this number")
    asked, url, at, status, media_type, headers, codec, data = found
    return Capture(
        asked=asked, url=url, at=moment(at), status=status, media_type=media_type, body=unpacked(codec, data),
        headers=msgspec.json.decode(headers) if headers else {},
    )  # fmt: skip


def unpacked(codec: str | None, data: bytes | None) -> bytes:
    """Return bytes as they came, from how they are kept; no body is empty bytes."""
    if data is None:
        return b""
    return zstandard.decompress(bytes(data)) if codec == "zstd" else bytes(data)


def listed(db: Database, *, source: str | None = None, run: int | None = None) -> Iterator[CaptureRow]:
    """Yield captures in the order in which they were kept, without their bytes."""
    wanted, values = [], []
    for name, value in (("source", source), ("run", run)):
        if value is not None:
            wanted.append(f"{name} = ?")
            values.append(value)
    where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    with db.reading() as rows:
        for found in db.stream(rows, f"SELECT {ROW} FROM capture{where} ORDER BY id", *values):
            yield from map(_row, found)


def unread(db: Database, source: str | None = None) -> Iterator[int]:
    """Yield the numbers of captures that were kept and not read (a run was killed between), oldest first."""
    with db.reading() as rows:
        if source is None:
            found = rows.all("SELECT id FROM capture WHERE NOT read ORDER BY id")
        else:
            found = rows.all("SELECT id FROM capture WHERE NOT read AND source = ? ORDER BY id", source)
    for (number,) in found:
        yield number


def latest(db: Database, asked: str) -> LatestCapture | None:
    """Return the latest capture with status 200 of an address that has been read, or None."""
    with db.reading() as rows:
        found = rows.first(
            "SELECT id, at, headers, sha256, gave, reader FROM capture"
            " WHERE asked = ? AND status = 200 AND read ORDER BY id DESC LIMIT 1",
            asked,
        )
        gave: list[str] = msgspec.json.decode(found[4]) if found and found[4] else []
        deleted = any(rows.first(DELETED, *name.partition(":")[::2]) for name in gave)
    if found is None:
        return None
    number, at, headers, sha256, _, reader = found
    said: dict[str, str] = msgspec.json.decode(headers) if headers else {}
    return LatestCapture(
        id=number, at=moment(at), etag=said.get("etag"), last_modified=said.get("last-modified"), sha256=bytes(sha256),
        gave=tuple(gave), reader=reader, deleted=deleted,
    )  # fmt: skip


def last_visit(db: Database, asked: str, *, before: int | None) -> int | None:
    """Return the status of the last answer of an address in runs before the given one, None where there is none."""
    with db.reading() as rows:
        found = rows.first(
            "SELECT status FROM capture WHERE asked = ? AND run < ? ORDER BY id DESC LIMIT 1", asked, before or 2**31
        )
    return int(found[0]) if found else None


def quarantine(
    db: Database, capture_id: int, *, run: int, reason: str, at: datetime, piece: Piece | None = None
) -> int:
    """Set a capture apart that could not be read, or a piece of it, with the reason; return the number of the row.

    A whole capture counts as read then; of one of which a piece is bad the rest is still to be read. The same bytes
    of a piece, or of an address, are set apart once.
    """
    with db.writing() as rows:
        if piece is None:
            rows.do("UPDATE capture SET read = ? WHERE id = ?", True, capture_id)
        source, sha256, asked = rows.first("SELECT source, sha256, asked FROM capture WHERE id = ?", capture_id) or (
            None, b"", "",
        )  # fmt: skip
        known = (
            rows.first("SELECT id FROM quarantine WHERE digest = ?", piece.digest)
            if piece
            else rows.first(f"SELECT q.id {WHOLE}", sha256, asked)
        )
        if known:
            return int(known[0])
        (top,) = rows.first("SELECT max(id) FROM quarantine") or (0,)
        where = (
            (piece.name and kept(piece.name), piece.start, piece.stop, piece.digest)
            if piece
            else (None, None, None, sha256)
        )
        said = ((top or 0) + 1, run, capture_id, instant(at), kept(reason), source)
        rows.do(statements.INSERT_QUARANTINE, *said, *where, None, None)
    return int(top or 0) + 1


def is_waived_bytes(db: Database, capture: Capture) -> bool:
    """Say whether the bytes of a capture were waived as those of its address."""
    with db.reading() as rows:
        return rows.first(f"SELECT q.id {WHOLE} AND q.waived IS NOT NULL", capture.sha256, capture.asked) is not None


def waive(db: Database, number: int, *, reason: str, run: int) -> None:
    """Say that a row of the quarantine, and the debt that comes from it, trouble no run; raises NotFound."""
    with db.writing() as rows:
        if rows.first("SELECT id FROM quarantine WHERE id = ?", number) is None:
            raise NotFound(f"{number}: {NO_ROW}")
        rows.do("UPDATE quarantine SET waived = ?, waived_run = ? WHERE id = ?", reason, run, number)
        rows.do("UPDATE debt SET state = 'waived' WHERE quarantine_id = ? AND state = 'open'", number)


def is_waived(db: Database, number: int) -> bool:
    """Say whether a row of the quarantine was waived."""
    with db.reading() as rows:
        return rows.first("SELECT waived FROM quarantine WHERE id = ?", number) not in (None, (None,))


def quarantined(db: Database) -> list[Quarantined]:
    """Return what was set apart, oldest first."""
    with db.reading() as rows:
        found = rows.all(
            "SELECT q.at, q.capture_id, q.reason, q.run, c.url, q.id, q.name, coalesce(q.source, c.source), q.start,"
            " q.stop, q.waived, coalesce(q.stop - q.start, b.size, 0), q.start IS NULL AND c.reader IS NOT NULL"
            " FROM quarantine q JOIN capture c ON c.id = q.capture_id LEFT JOIN body b ON b.id = c.body_id ORDER BY q.id"
        )
    names = (
        "at", "capture_id", "reason", "run", "url", "number", "name", "source", "start", "stop", "waived", "size", "read",
    )  # fmt: skip
    return [Quarantined(**{**dict(zip(names, one, strict=True)), "read": bool(one[-1])}) for one in found]


def set_apart(db: Database, number: int) -> Quarantined:
    """Return one row of the quarantine; raises NotFound."""
    found = next((one for one in quarantined(db) if one.number == number), None)
    if found is None:
        raise NotFound(f"{number}: {NO_ROW}")
    return found


def _row(found: tuple[Any, ...]) -> CaptureRow:
    number, run, source, asked, url, at, status, media_type, sha256, read, reader = found
    return CaptureRow(
        id=number, run=run, source=source, asked=asked, url=url, at=at, status=status, media_type=media_type,
        sha256=bytes(sha256).hex(), read=bool(read), reader=reader,
    )  # fmt: skip
