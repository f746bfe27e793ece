"""INSERT and UPDATE statements made from the tables, so that a column is named in one place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table

from archive import tables


def columns(model: Any) -> tuple[str, ...]:
    """Return the names of a table's columns in their order, which is the order of the rows that are written."""
    table: Table = model.__table__
    return tuple(table.columns.keys())


def insert(model: Any, *, skip: bool = False, without: tuple[str, ...] = ()) -> str:
    """Return the INSERT of a whole row; with `skip` a row that is there already is left alone."""
    names = [name for name in columns(model) if name not in without]
    sql = f"INSERT INTO {model.__tablename__} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    return sql + " ON CONFLICT DO NOTHING" if skip else sql


def update(model: Any, key: str) -> str:
    """Return the UPDATE of a whole row; its parameters are the columns in order but the key, then the key."""
    names = [name for name in columns(model) if name != key]
    return f"UPDATE {model.__tablename__} SET {', '.join(f'{name} = ?' for name in names)} WHERE {key} = ?"


INSERT_RUN = insert(tables.Run)
INSERT_BODY = insert(tables.Body)
INSERT_CAPTURE = insert(tables.Capture)
INSERT_RECORD = insert(tables.Record)
UPDATE_RECORD = update(tables.Record, "id")
INSERT_VERSION = insert(tables.Version)
INSERT_ALIAS = insert(tables.Alias, skip=True)
INSERT_IDENTIFIER = insert(tables.Identifier, without=("id",))
INSERT_SERIES = insert(tables.Series, skip=True)
INSERT_QUARANTINE = insert(tables.Quarantine)
RECORD_COLUMNS = ", ".join(f"r.{name}" for name in columns(tables.Record))
