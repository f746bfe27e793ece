"""Findings with their states, and waivers."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("record_id", NUMBER, nullable=False),
        sa.Column("code", KEY, nullable=False),
        sa.Column("entry_key", KEY, nullable=True),
        sa.Column("place", KEY, nullable=False),
        sa.Column("value", KEY, nullable=True),
        sa.Column("since", KEY, nullable=False),
        sa.Column("ended", KEY, nullable=True),
        sa.Column("back", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_finding_record_id_record"),
        sa.PrimaryKeyConstraint("id", name="pk_finding"),
    )
    op.create_index("ix_finding_record_id", "finding", ["record_id"])
    op.create_table(
        "waiver",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("code", KEY, nullable=False),
        sa.Column("source", KEY, nullable=True),
        sa.Column("record_id", NUMBER, nullable=True),
        *(sa.Column(name, KEY, nullable=True) for name in ("entry_key", "place", "value", "until")),
        *(sa.Column(name, KEY, nullable=False) for name in ("at", "who", "reason")),
        sa.Column("lifted", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_waiver_run_run"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_waiver_record_id_record"),
        sa.PrimaryKeyConstraint("id", name="pk_waiver"),
    )
    op.create_index("ix_waiver_record_id", "waiver", ["record_id"])
