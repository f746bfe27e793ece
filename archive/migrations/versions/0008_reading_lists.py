"""Reading lists with their sections and items, and citations that were made once."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "reading_list",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("name", KEY, nullable=False),
        *(sa.Column(name, KEY, nullable=True) for name in ("title", "course_code", "list_code", "owner", "language")),
        sa.Column("last", NUMBER, nullable=False),
        sa.Column("made", KEY, nullable=False),
        sa.Column("changed", KEY, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_reading_list_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_reading_list"),
        sa.UniqueConstraint("name", name="uq_reading_list_name"),
    )
    op.create_table(
        "reading_section",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("list_id", NUMBER, nullable=False),
        sa.Column("place", NUMBER, nullable=False),
        *(sa.Column(name, KEY, nullable=True) for name in ("title", "starts", "ends")),
        sa.ForeignKeyConstraint(["list_id"], ["reading_list.id"], name="fk_reading_section_list_id_reading_list"),
        sa.PrimaryKeyConstraint("id", name="pk_reading_section"),
    )
    op.create_index("ix_reading_section_list_id", "reading_section", ["list_id"])
    _items()
    op.create_table(
        "citation",
        sa.Column("digest", KEY, nullable=False),
        sa.Column("runs", KEY, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_citation"),
    )


def _items() -> None:
    op.create_table(
        "reading_item",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        *(sa.Column(name, NUMBER, nullable=False) for name in ("section_id", "place", "number")),
        sa.Column("record_id", NUMBER, nullable=True),
        sa.Column("entry_key", KEY, nullable=True),
        sa.Column("version", NUMBER, nullable=True),
        sa.Column("seen", NUMBER, nullable=True),
        sa.Column("gone", sa.Boolean(create_constraint=False), nullable=False),
        *(
            sa.Column(name, KEY, nullable=True)
            for name in ("reference", "typed", "pages", "importance", "note", "library_note")
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["reading_section.id"], name="fk_reading_item_section_id_reading_section"
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_reading_item_record_id_record"),
        sa.PrimaryKeyConstraint("id", name="pk_reading_item"),
    )
    op.create_index("ix_reading_item_section_id", "reading_item", ["section_id"])
    op.create_index("ix_reading_item_record_id", "reading_item", ["record_id"])
