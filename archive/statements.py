"""INSERT and UPDATE statements made from the tables, so that a column is named in one place."""

from __future__ import annotations

from archive.drawn import columns


def insert(table: str, *, skip: bool = False, without: tuple[str, ...] = ()) -> str:
    """Return the INSERT of a whole row; with `skip` a row that is there already is left alone."""
    names = [name for name in columns()[table] if name not in without]
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    return sql + " ON CONFLICT DO NOTHING" if skip else sql


def insert_or_replace(model: Any, *key: str) -> str:
    """Return the INSERT of a whole row that takes the place of the one with the same key."""
    others = ", ".join(f"{name} = excluded.{name}" for name in columns(model) if name not in key)
    return f"{insert(model)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {others}"


def update(model: Any, key: str) -> str:
def update(table: str, key: str) -> str:
    """Return the UPDATE of a whole row; its parameters are the columns in order but the key, then the key."""
    names = [name for name in columns()[table] if name != key]
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE {key} = ?"


def _made() -> dict[str, str]:
    """Make all statements, when the first is asked for: nothing is read at import."""
    return {
        "INSERT_RUN": insert(tables.Run),
        "INSERT_BODY": insert(tables.Body),
        "INSERT_CAPTURE": insert(tables.Capture),
        "INSERT_RECORD": insert(tables.Record),
        "UPDATE_RECORD": update(tables.Record, "id"),
        "INSERT_VERSION": insert(tables.Version),
        "INSERT_ALIAS": insert(tables.Alias, skip=True),
        "INSERT_IDENTIFIER": insert(tables.Identifier, without=("id",)),
        "INSERT_SERIES": insert(tables.Series, skip=True),
        "INSERT_QUARANTINE": insert(tables.Quarantine),
        "INSERT_WINDOW": insert(tables.Window),
        "INSERT_PAGE": insert(tables.Page),
        "INSERT_DEBT": insert(tables.Debt),
        "INSERT_EVENT": insert(tables.Event),
        "INSERT_HOLD": insert(tables.Hold),
        "INSERT_HELD_BACK": insert(tables.HeldBack, skip=True),
        "INSERT_CORRECTION": insert(tables.Correction),
        "INSERT_SUPPRESSION": insert(tables.Suppression),
        "INSERT_BENEATH": insert(tables.Beneath),
        "INSERT_SAMENESS": insert(tables.Sameness),
        "INSERT_GIVEN_NAME": insert(tables.GivenName),
        "KEEP_DELIVERY": insert_or_replace(tables.Delivery, "id"),
        "KEEP_DELIVERED": insert_or_replace(tables.Delivered, "delivery_id", "record_id"),
        "INSERT_READING": insert(tables.Reading),
        "UPDATE_READING": update(tables.Reading, "id"),
        "INSERT_SECTION": insert(tables.Section),
        "INSERT_ITEM": insert(tables.Item),
        "INSERT_CITATION": insert(tables.Citation, skip=True),
        "CAPTURE_COLUMNS": ", ".join(columns(tables.Capture)),
        "VERSION_COLUMNS": ", ".join(columns(tables.Version)),
        "WINDOW_COLUMNS": ", ".join(columns(tables.Window)),
        "DEBT_COLUMNS": ", ".join(columns(tables.Debt)),
        "RECORD_COLUMNS": ", ".join(f"r.{name}" for name in columns(tables.Record)),
        "INSERT_RUN": insert("run"),
        "INSERT_BODY": insert("body"),
        "INSERT_CAPTURE": insert("capture"),
        "INSERT_RECORD": insert("record"),
        "UPDATE_RECORD": update("record", "id"),
        "INSERT_VERSION": insert("version"),
        "INSERT_ALIAS": insert("alias", skip=True),
        "INSERT_IDENTIFIER": insert("identifier", without=("id",)),
        "INSERT_SERIES": insert("series", skip=True),
        "INSERT_QUARANTINE": insert("quarantine"),
        "INSERT_WINDOW": insert("list_window"),
        "INSERT_PAGE": insert("list_page"),
        "INSERT_DEBT": insert("debt"),
        "INSERT_EVENT": insert("event"),
        "INSERT_HOLD": insert("hold"),
        "INSERT_HELD_BACK": insert("held_back", skip=True),
        "INSERT_CORRECTION": insert("correction"),
        "INSERT_SUPPRESSION": insert("suppression"),
        "INSERT_BENEATH": insert("beneath"),
        "INSERT_SAMENESS": insert("sameness"),
        "CAPTURE_COLUMNS": ", ".join(columns()["capture"]),
        "VERSION_COLUMNS": ", ".join(columns()["version"]),
        "WINDOW_COLUMNS": ", ".join(columns()["list_window"]),
        "DEBT_COLUMNS": ", ".join(columns()["debt"]),
        "RECORD_COLUMNS": ", ".join(f"r.{name}" for name in columns()["record"]),
    }


def __getattr__(name: str) -> str:
    """Return a statement by its name, made when the first is asked for."""
    made = _made() if name.isupper() else {}
    if name not in made:
        raise AttributeError(name)
    globals().update(made)
    return made[name]
