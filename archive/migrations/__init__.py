"""Alembic migrations, shipped with the package; they run on an open connection and need no file beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for an open connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def run(connection: Connection) -> None:
    """Bring the database of the connection to the latest revision, within its transaction."""
    command.upgrade(config(connection), "head")


def compared(_object: Any, name: str | None, kind: str, _reflected: bool, _to: Any) -> bool:
    """Tell Alembic what to compare with the tables: all but the search engine's own, which search.py makes."""
    return not (kind == "table" and (name or "").startswith("words"))
