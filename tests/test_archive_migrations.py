"""Migrations make the same schema as the tables say, on both databases, and need nothing beside the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from archive import migrations, schema
from archive.connect import address
from archive.database import Database
from archive.store import Store, open_store
from archive.tables import Table
from archive.words import WORDS

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def empty(target: str) -> Any:
    db = Database(address(target), create=True, name="test")
    yield db
    db.close()


def differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "include_object": migrations.compared}
    return compare_metadata(MigrationContext.configure(connection, opts=options), Table.metadata)


def where(index: Any) -> list[tuple[str, str]]:
    return sorted(
        (name, str(text)) for name, text in index.get("dialect_options", {}).items() if name.endswith("_where")
    )


def shape(connection: Connection) -> dict[str, Any]:
    """All that the database says of its tables, in a form to compare."""
    found = inspect(connection)
    return {
        table: (
            [
                (c["name"], str(c["type"]), c["nullable"], getattr(c["type"], "collation", None))
                for c in found.get_columns(table)
            ],
            found.get_pk_constraint(table),
            sorted((i["name"], i["column_names"], i["unique"], where(i)) for i in found.get_indexes(table)),
            sorted(str(u) for u in found.get_unique_constraints(table)),
            sorted(str(k) for k in found.get_foreign_keys(table)),
            sorted(str(k) for k in found.get_check_constraints(table)),
        )
        for table in sorted(found.get_table_names())
    }


def test_migrations_and_tables_agree(empty: Database, tmp_path: Path) -> None:
    with empty.schema_work() as connection:
        migrations.run(connection)
        assert differences(connection) == []
        migrated = shape(connection)
    assert schema.revision(empty) == schema.REVISIONS[-1]
    with empty.schema_work() as connection:
        if empty.dialect == "sqlite":
            connection.exec_driver_sql("DROP TABLE words")
            connection.exec_driver_sql("DROP TABLE words_titles")
        for table in (
            *(t.name for t in reversed(Table.metadata.sorted_tables)),
            "alembic_version",
            "words",
            "words_titles",
        ):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    schema.make(empty)
    with empty.schema_work() as connection:
        assert shape(connection) == migrated
        assert differences(connection) == []


def test_a_migrated_archive_works(empty: Database, target: str) -> None:
    with empty.schema_work() as connection:
        migrations.run(connection)
    with open_store(target) as store:
        assert store.check(chain=True) == []
        assert store.search("anything") == []


def test_the_list_of_revisions_is_that_of_the_folder(store: Store) -> None:
    with store.db.schema_work() as connection:
        scripts = ScriptDirectory.from_config(migrations.config(connection))
        assert [script.revision for script in scripts.walk_revisions()][::-1] == list(schema.REVISIONS)
    with store.db.reading() as rows:
        assert rows.all("SELECT name, value FROM mark") == [("words", WORDS)]


def test_an_older_archive_is_brought_up_to_date(empty: Database, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive whose revision is not the latest runs the migrations that are missing."""
    schema.make(empty)
    ran: list[str] = []
    monkeypatch.setattr("archive.schema.REVISIONS", (*schema.REVISIONS, "9999"))
    monkeypatch.setattr("archive.migrations.run", lambda connection: ran.append("run"))
    with open_store(target, upgrade=True) as store:
        assert store.upgrade() == "9999"
    assert ran == ["run"]


def test_opening_an_archive_does_not_load_alembic(tmp_path: Path) -> None:
    code = (
        "import sys; from archive.store import open_store; open_store(sys.argv[1], create=True).close();"
        "sys.exit('alembic' in sys.modules or 'psycopg' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.db")], check=True, cwd=ROOT)
