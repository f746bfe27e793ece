"""The tables as SQL, drawn from tables.py beforehand: new archives are made from it, and statements have its columns.

    python -m archive.drawn     draw them again after the tables have changed; a test says where that was forgotten

Loading SQLModel and letting it draw the tables costs half a second, as much as 1,000 records (decision 0041).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

_TABLE = re.compile(r"CREATE TABLE (\w+) \(\n(.*?)\n\)", re.S)
_COLUMN = re.compile(r'\t"?([a-z]\w*)"? ')
_END = ";\n\n"


def path_of(dialect: str) -> Path:
    """Return the file that has the tables for a database."""
    return Path(__file__).with_name(f"schema.{dialect}.sql")


def statements(dialect: str) -> list[str]:
    """Return the statements that make every table and index, in the order in which they are to be executed."""
    return path_of(dialect).read_text("utf-8").removesuffix(";\n").split(_END)


@lru_cache(maxsize=1)
def columns() -> dict[str, tuple[str, ...]]:
    """Return the names of each table's columns in their order, which is the order of the rows that are written."""
    text = path_of("sqlite").read_text("utf-8")
    return {name: tuple(_COLUMN.findall(f"\n{body}")) for name, body in _TABLE.findall(text)}


def draw(dialect: str) -> str:
    """Return the text of the file that tables.py asks for."""
    from sqlalchemy.dialects import postgresql, sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from archive.tables import Table

    spoken = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}[dialect]()
    made: list[str] = []
    for table in Table.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=spoken)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=spoken)) for index in indexes]
    return _END.join(re.sub(r"[ \t]+$", "", text.strip(), flags=re.M) for text in made) + ";\n"


if __name__ == "__main__":
    for one in ("sqlite", "postgresql"):
        path_of(one).write_text(draw(one), "utf-8")
