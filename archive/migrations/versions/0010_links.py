"""What asking for the links of reading lists gave."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "link",
        sa.Column("url", KEY, nullable=False),
        sa.Column("outcome", KEY, nullable=False),
        sa.Column("status", NUMBER, nullable=True),
        sa.Column("reached", KEY, nullable=True),
        sa.Column("reason", KEY, nullable=True),
        sa.Column("at", KEY, nullable=False),
        sa.Column("changed", sa.Boolean(create_constraint=False), nullable=False),
        sa.Column("was", KEY, nullable=True),
        sa.Column("was_at", KEY, nullable=True),
        sa.PrimaryKeyConstraint("url", name="pk_link"),
    )
