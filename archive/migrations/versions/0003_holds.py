"""Changes that are no versions, sources held for a person and what is held back under them; runs by source."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_index("ix_run_source_number", "run", ["source", "number"])
    _event()
    _hold()
    _held_back()


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("record_id", NUMBER, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("cause", KEY, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("after", NUMBER, nullable=False),
        sa.Column("detail", KEY, nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_event_record_id_record"),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_event_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_record_id", "event", ["record_id"])
    op.create_index("ix_event_run", "event", ["run"])


def _hold() -> None:
    op.create_table(
        "hold",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("reason", KEY, nullable=False),
        sa.Column("since", KEY, nullable=False),
        sa.Column("verdict", KEY, nullable=True),
        sa.Column("settled", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_hold_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_hold"),
    )
    op.create_index("ix_hold_source", "hold", ["source"])


def _held_back() -> None:
    op.create_table(
        "held_back",
        sa.Column("hold_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("capture_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("gone", KEY, nullable=True),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_held_back_capture_id_capture"),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name="fk_held_back_hold_id_hold"),
        sa.PrimaryKeyConstraint("hold_id", "capture_id", name="pk_held_back"),
    )
