"""Deliveries by name, and what each gave last of every record."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("name", "form", "terms")),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        *(sa.Column(name, KEY, nullable=False) for name in ("file", "tally")),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_delivery_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("name", name="uq_delivery_name"),
    )
    op.create_table(
        "delivered",
        *(sa.Column(name, NUMBER, autoincrement=False, nullable=False) for name in ("delivery_id", "record_id")),
        *(sa.Column(name, NUMBER, nullable=False) for name in ("number", "place")),
        sa.Column("name", KEY, nullable=False),
        sa.Column("version_id", NUMBER, nullable=True),
        sa.Column("gone", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("before_name", KEY, nullable=True),
        sa.Column("before_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["delivery.id"], name="fk_delivered_delivery_id_delivery"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_delivered_record_id_record"),
        sa.PrimaryKeyConstraint("delivery_id", "record_id", name="pk_delivered"),
    )
    op.create_index("ix_delivered_delivery_id_number_place", "delivered", ["delivery_id", "number", "place"])
