"""Alembic migrations, shipped with the package; `run` needs no file beside it."""

from __future__ import annotations

from pathlib import Path

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
