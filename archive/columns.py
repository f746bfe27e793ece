"""What all tables share: their base, and columns of each kind; the tables are in tables.py and source_tables.py."""

from sqlalchemy import Column, MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from archive.column_types import Bytes, Flag, Key, Number

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """Base of the archive's tables, with metadata of their own."""


def id_column() -> Column:
    """Return the column of a row number, given by us."""
    return Column(Number, primary_key=True, autoincrement=False)


def text_column(*, null: bool = False, **kw) -> Column:
    """Return a column of text that is compared by bytes."""
    return Column(Key, nullable=null, **kw)


def number_column(*args, null: bool = False) -> Column:
    """Return a column of whole numbers."""
    return Column(Number, *args, nullable=null)


def bytes_column(*, null: bool = False, **kw) -> Column:
    """Return a column of bytes."""
    return Column(Bytes, nullable=null, **kw)


def flag_column() -> Column:
    """Return a column of yes or no."""
    return Column(Flag, nullable=False)
