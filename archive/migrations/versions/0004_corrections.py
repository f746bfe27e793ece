"""Corrections and suppressions, and what the source says beneath them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _decided(
        "correction",
        *(sa.Column(name, KEY, nullable=False) for name in ("field", "op")),
        *(sa.Column(name, KEY, nullable=True) for name in ("value", "before", "base", "theirs")),
        *(sa.Column(name, KEY, nullable=False) for name in ("state", "at", "who", "reason")),
        sa.Column("ended", NUMBER, nullable=True),
    )
    _decided(
        "suppression",
        sa.Column("until", KEY, nullable=True),
        *(sa.Column(name, KEY, nullable=False) for name in ("at", "who", "reason")),
        sa.Column("lifted", NUMBER, nullable=True),
    )
    op.create_table(
        "beneath",
        sa.Column("version_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("entry_keys", KEY, nullable=True),
        sa.Column("text", KEY, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name="fk_beneath_version_id_version"),
        sa.PrimaryKeyConstraint("version_id", name="pk_beneath"),
    )


def _decided(table: str, *columns: sa.Column[Any]) -> None:
    """Make a table of what is decided about records."""
    op.create_table(
        table,
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("record_id", NUMBER, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("entry_key", KEY, nullable=True),
        *columns,
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=f"fk_{table}_record_id_record"),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name=f"fk_{table}_run_run"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_record_id", table, ["record_id"])
