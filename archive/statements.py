"""INSERT and UPDATE statements made from the tables, so that a column is named in one place."""

from __future__ import annotations

from archive.drawn import columns


def insert(table: str, *, skip: bool = False, without: tuple[str, ...] = ()) -> str:
    """Return the INSERT of a whole row; with `skip` a row that is there already is left alone."""
    names = [name for name in columns()[table] if name not in without]
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    return sql + " ON CONFLICT DO NOTHING" if skip else sql


def insert_or_replace(table: str, *key: str) -> str:
    """Return the INSERT of a whole row that takes the place of the one with the same key."""
    others = ", ".join(f"{name} = excluded.{name}" for name in columns()[table] if name not in key)
    return f"{insert(table)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {others}"


def update(table: str, key: str) -> str:
    """Return the UPDATE of a whole row; its parameters are the columns in order but the key, then the key."""
    names = [name for name in columns()[table] if name != key]
    return f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in names)} WHERE {key} = ?"


def _made() -> dict[str, str]:
    """Make all statements, when the first is asked for: nothing is read at import."""
    return {
        "INSERT_GIVEN_NAME": insert("given_name"),
        "KEEP_DELIVERY": insert_or_replace("delivery", "id"),
        "KEEP_DELIVERED": insert_or_replace("delivered", "delivery_id", "record_id"),
        "INSERT_READING": insert("reading_list"),
        "UPDATE_READING": update("reading_list", "id"),
        "INSERT_SECTION": insert("reading_section"),
        "INSERT_ITEM": insert("reading_item"),
        "INSERT_CITATION": insert("citation", skip=True),
        "KEEP_LINK": insert_or_replace("link", "url"),
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
        "INSERT_FINDING": insert("finding"),
        "INSERT_WAIVER": insert("waiver"),
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
