"""What people said of pairs of records: of one work, or not."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sameness",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("low", NUMBER, nullable=False),
        sa.Column("high", NUMBER, nullable=False),
        sa.Column("together", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("reason", KEY, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["low"], ["record.id"], name="fk_sameness_low_record"),
        sa.ForeignKeyConstraint(["high"], ["record.id"], name="fk_sameness_high_record"),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_sameness_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_sameness"),
    )
    op.create_index("ix_sameness_low", "sameness", ["low"])
    op.create_index("ix_sameness_high", "sameness", ["high"])
