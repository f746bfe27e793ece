"""Every difference between the two databases in look-ups; those in column types are in column_types.py, no tables and no connections here."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

AS_BYTES = re.compile(r"CAST\(([\w.]+) AS BLOB\)")
"""Text as its UTF-8 bytes, in SQLite's words: what is only handed on need not become a string first."""


def spelled(dialect: str, sql: str) -> str:
    """Return SQL written with `?` (and `IN ?` for one bound list of any length) as the database's driver takes it."""
    if dialect == "sqlite":
        return sql.replace("IN ?", "IN (SELECT value FROM json_each(?))")
    return AS_BYTES.sub(r"convert_to(\1, 'UTF8')", sql).replace("IN ?", "= ANY(?)").replace("?", "%s")


def bound_list(dialect: str, values: Sequence[Any]) -> Any:
    """Return the values as the one parameter that `IN ?` takes."""
    return msgspec.json.encode(values).decode() if dialect == "sqlite" else list(values)


def kept(text: str) -> str:
    """Return text as a column of either database can keep it: PostgreSQL keeps no NUL, which only damaged bytes have."""
    return text.replace("\0", "")


def sought(value: Any) -> Any:
    """Return what is looked for as PostgreSQL takes it: no column holds a NUL, nor the sign that stands for it here."""
    if isinstance(value, str):
        return value.replace("\0", "\uffff") if "\0" in value else value
    return [sought(one) for one in value] if isinstance(value, list) else value


def packed(numbers: Iterable[int]) -> bytes:
    """Return row numbers in four bytes each (eight where one needs them), as `unpacked` takes them."""
    numbers = list(numbers)
    wide = "Q" if numbers and max(numbers) > 0xFFFFFFFF else "I"
    return wide.encode() + array(wide, numbers).tobytes()


def unpacked(data: bytes) -> Iterable[int]:
    """Return the row numbers that were packed."""
    return array(bytes(data[:1]).decode(), bytes(data[1:]))


def instant(at: datetime) -> str:
    """Return a time as it is kept: RFC 3339 in UTC, always to the microsecond, so that text order is time order.

    Raises ValueError for a naive time: what clock it was read from is not known.
    """
    if at.tzinfo is None:
        raise ValueError("a time without an offset cannot be kept")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def to_second(kept: str) -> str:
    """Return a kept time to the second, as envelopes have it."""
    return kept[:19] + "Z"


def moment(kept: str) -> datetime:
    """Return a kept time as a datetime in UTC."""
    return datetime.fromisoformat(kept)
