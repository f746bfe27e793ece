"""The tables as SQL are those of tables.py; that new and migrated archives are alike is asked in test_archive_migrations."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from archive import drawn
from archive.tables import Table

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_files_are_what_the_tables_say(dialect: str) -> None:
    assert drawn.path_of(dialect).read_text("utf-8") == drawn.draw(dialect), "draw again: python -m archive.drawn"


def test_columns_are_those_of_the_tables_in_their_order() -> None:
    tables = Table.metadata.sorted_tables
    assert drawn.columns() == {table.name: tuple(table.columns.keys()) for table in tables}


def test_making_an_archive_and_writing_into_it_loads_no_sqlmodel(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom archive.store import open_store\nfrom archive import statements\n"
        f"with open_store({str(tmp_path / 'a.db')!r}, create=True) as store:\n"
        " store.begin_run(kind='harvest', command='tocsin', who='me')\n"
        "assert not {'sqlmodel', 'pydantic', 'archive.tables'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
