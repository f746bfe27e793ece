"""The ledger of lists: windows and their pages, debts, missing records, parts of captures set apart, digests of bytes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BYTES = sa.LargeBinary()
FLAG = sa.Boolean()


def upgrade() -> None:
    op.add_column("record", sa.Column("raw", BYTES, nullable=True))
    for name, kind in (
        ("source", KEY), ("name", KEY), ("start", NUMBER), ("stop", NUMBER), ("digest", BYTES), ("waived", KEY),
        ("waived_run", NUMBER),
    ):  # fmt: skip
        op.add_column("quarantine", sa.Column(name, kind, nullable=True))
    _window()
    _page()
    _debt()
    _missing()


def _window() -> None:
    op.create_table(
        "list_window",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("prefix", KEY, nullable=False),
        sa.Column("set_spec", KEY, nullable=True),
        sa.Column("walk", NUMBER, nullable=False),
        sa.Column("began", NUMBER, nullable=False),
        sa.Column("parent", NUMBER, nullable=True),
        sa.Column("verb", KEY, nullable=False),
        sa.Column("first", KEY, nullable=True),
        sa.Column("last", KEY, nullable=True),
        sa.Column("state", KEY, nullable=False),
        sa.Column("response_date", KEY, nullable=True),
        sa.Column("sure", FLAG, nullable=False),
        sa.Column("pages", NUMBER, nullable=False),
        sa.Column("records", NUMBER, nullable=False),
        sa.Column("size", KEY, nullable=True),
        sa.ForeignKeyConstraint(["began"], ["run.number"], name="fk_list_window_began_run"),
        sa.PrimaryKeyConstraint("id", name="pk_list_window"),
    )
    op.create_index("ix_list_window_source_prefix_set_spec", "list_window", ["source", "prefix", "set_spec"])


def _page() -> None:
    op.create_table(
        "list_page",
        sa.Column("capture_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("window_id", NUMBER, nullable=True),
        sa.Column("place", NUMBER, nullable=False),
        sa.Column("token", KEY, nullable=True),
        sa.Column("next", KEY, nullable=True),
        sa.Column("same", BYTES, nullable=True),
        sa.Column("gave", BYTES, nullable=True),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_list_page_capture_id_capture"),
        sa.ForeignKeyConstraint(["window_id"], ["list_window.id"], name="fk_list_page_window_id_list_window"),
        sa.PrimaryKeyConstraint("capture_id", name="pk_list_page"),
    )
    op.create_index("ix_list_page_window_id_place", "list_page", ["window_id", "place"])


def _debt() -> None:
    op.create_table(
        "debt",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("prefix", KEY, nullable=False),
        sa.Column("name", KEY, nullable=False),
        sa.Column("state", KEY, nullable=False),
        sa.Column("reason", KEY, nullable=False),
        sa.Column("since", KEY, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("tries", NUMBER, nullable=False),
        sa.Column("window_id", NUMBER, nullable=True),
        sa.Column("quarantine_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_debt_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_debt"),
        sa.UniqueConstraint("source", "name", name="uq_debt_source_name"),
    )


def _missing() -> None:
    op.create_table(
        "missing",
        sa.Column("record_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("since", KEY, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_missing_record_id_record"),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_missing_run_run"),
        sa.PrimaryKeyConstraint("record_id", name="pk_missing"),
    )
