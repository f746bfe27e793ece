"""A file's connections: used again, without what was not committed; SQLAlchemy is loaded only when it is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from archive.file_pool import KEPT
from archive.store import open_store

SCRIPT = "import sys; from archive.store import open_store; list(open_store(sys.argv[1]).heads()); print('sqlalchemy' in sys.modules)"


def test_reading_a_file_loads_no_sqlalchemy(tmp_path: Path) -> None:
    open_store(tmp_path / "one.db", create=True).close()
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "one.db")], capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"


def test_what_was_not_committed_does_not_go_along_with_a_connection(tmp_path: Path) -> None:
    open_store(tmp_path / "one.db", create=True).close()
    with open_store(tmp_path / "one.db") as store:
        lent = store.db.raw_connection()
        lent.cursor().execute("BEGIN IMMEDIATE")
        lent.cursor().execute("INSERT INTO mark (name, value) VALUES ('odd', 'x')")
        lent.close()
        again = store.db.raw_connection()
        assert again.driver_connection is lent.driver_connection
        again.close()
        with store.db.writing() as rows:
            assert rows.first("SELECT value FROM mark WHERE name = 'odd'") is None


def test_many_connections_at_once_and_the_engine_beside_them(tmp_path: Path) -> None:
    with open_store(tmp_path / "one.db", create=True) as store:
        many = [store.db.raw_connection() for _ in range(KEPT + 2)]
        for one in many:
            one.close()
        assert store.db.engine is store.db.engine
        assert list(store.heads()) == []
