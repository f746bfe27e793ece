"""The schema of a database: which revision it has, making it new, bringing it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive import drawn, search
from archive.database import Database
from archive.words import WORDS
from schemas.errors import NewerArchive, NoArchive, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()",
}
ALEMBIC = "version_num VARCHAR(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY"
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0010", "0011")
"""The revisions of archive/migrations/versions, the oldest first."""


def ready(db: Database, *, create: bool, upgrade: bool) -> None:
    """See that the database has the schema of this version; raises NoArchive, NewerArchive or UsageError where not."""
    found = revision(db)
    if found is None:
        if not create:
            raise NoArchive(f"{db.name}: holds no archive: harvest into it, or make it with: tocsin db upgrade")
        make(db)
    elif found not in REVISIONS:
        raise NewerArchive(f"{db.name}: was written by a newer tocsin (schema {found}): upgrade tocsin to use it")
    elif found != REVISIONS[-1] and not upgrade:
        raise UsageError(f"{db.name}: has the older schema {found}: bring it up to date with: tocsin db upgrade")
    db.settle()


def revision(db: Database) -> str | None:
    """Return the revision of the database, None where it holds no archive; raises NoArchive for another program's."""
    with db.reading() as rows:
        names = sorted(name for (name,) in rows.all(TABLES[db.dialect]))
        if "alembic_version" in names and "capture" in names:
            return str((rows.first("SELECT version_num FROM alembic_version") or ("none",))[0])
    if names:
        raise NoArchive(f"{db.name}: is a database of another program (it has a table {names[0]!r})")
    return None


def make(db: Database) -> None:
    """Make the schema in an empty database, at the latest revision; leave one that another process has just made."""
    with db.schema_work() as connection:
        if "alembic_version" in connection.exec_driver_sql(TABLES[db.dialect]).scalars():
            return
        create_all(connection)
        connection.exec_driver_sql(f"CREATE TABLE alembic_version ({ALEMBIC})")
        connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{REVISIONS[-1]}')")


def create_all(connection: Connection) -> None:
    """Create every table and index, the search engine's too."""
    for statement in drawn.statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    search.create(connection)


def upgrade(db: Database) -> str:
    """Bring the schema to the latest revision, make the index again where folding has changed; return the revision."""
    if revision(db) != REVISIONS[-1]:
        from archive.migrations import run

        with db.schema_work() as connection:
            run(connection)
    with db.writing() as rows:
        if rows.first("SELECT value FROM mark WHERE name = 'words'") != (WORDS,):
            search.reindex(rows)
    return REVISIONS[-1]
