"""The names that combined records were given out under."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "given_name",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("record_id", NUMBER, nullable=False),
        sa.Column("name_id", NUMBER, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_given_name_record_id_record"),
        sa.ForeignKeyConstraint(["name_id"], ["record.id"], name="fk_given_name_name_id_record"),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_given_name_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_given_name"),
    )
    op.create_index("ix_given_name_record_id", "given_name", ["record_id"])
    op.create_index("ix_given_name_name_id", "given_name", ["name_id"])
