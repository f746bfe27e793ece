"""The archive's first schema: runs, captures, versions, what is looked up of them, and the search engine's own tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BYTES = sa.LargeBinary()
FLAG = sa.Boolean()
WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE words USING fts5(title, names, entries, abstract, content='', tokenize='ascii')",
        "INSERT INTO words(words, rank) VALUES('rank', 'bm25(10.0, 5.0, 3.0, 1.0)')",
    ),
    "postgresql": (
        "CREATE TABLE words (version_id BIGINT NOT NULL CONSTRAINT pk_words PRIMARY KEY, vector TSVECTOR NOT NULL)",
        "CREATE INDEX ix_words_vector ON words USING gin (vector)",
    ),
}


def upgrade() -> None:
    _run()
    _body()
    _capture()
    _quarantine()
    _record()
    _version()
    _alias()
    _identifier()
    _series()
    _mark()
    for statement in WORDS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.execute("INSERT INTO mark (name, value) VALUES ('words', '1')")


def _run() -> None:
    op.create_table(
        "run",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("command", KEY, nullable=False),
        sa.Column("who", KEY, nullable=False),
        sa.Column("source", KEY, nullable=True),
        sa.Column("program", KEY, nullable=False),
        sa.Column("started", KEY, nullable=False),
        sa.Column("first_capture", NUMBER, nullable=False),
        sa.Column("first_version", NUMBER, nullable=False),
        sa.Column("ended", KEY, nullable=True),
        sa.Column("outcome", KEY, nullable=True),
        sa.Column("reason", KEY, nullable=True),
        sa.Column("tally", KEY, nullable=True),
        sa.Column("place", NUMBER, nullable=True),
        sa.Column("digest", BYTES, nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_run"),
        sa.UniqueConstraint("place", name="uq_run_place"),
    )


def _body() -> None:
    op.create_table(
        "body",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("sha256", BYTES, nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("codec", KEY, nullable=False),
        sa.Column("data", BYTES, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_body"),
        sa.UniqueConstraint("sha256", name="uq_body_sha256"),
    )


def _capture() -> None:
    op.create_table(
        "capture",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("source", KEY, nullable=True),
        sa.Column("asked", KEY, nullable=False),
        sa.Column("url", KEY, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("status", NUMBER, nullable=False),
        sa.Column("media_type", KEY, nullable=True),
        sa.Column("headers", KEY, nullable=True),
        sa.Column("sha256", BYTES, nullable=False),
        sa.Column("body_id", NUMBER, nullable=True),
        sa.Column("link", BYTES, nullable=False),
        sa.Column("read", FLAG, nullable=False),
        sa.Column("reader", KEY, nullable=True),
        sa.Column("gave", KEY, nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name="fk_capture_body_id_body"),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_capture_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_capture"),
    )
    op.create_index("ix_capture_asked_id", "capture", ["asked", "id"])
    op.create_index(
        "ix_capture_unread", "capture", ["id"], sqlite_where=sa.text("NOT read"), postgresql_where=sa.text("NOT read")
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("capture_id", NUMBER, nullable=False),
        sa.Column("at", KEY, nullable=False),
        sa.Column("reason", KEY, nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_quarantine_capture_id_capture"),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_quarantine_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("source", KEY, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("last", NUMBER, nullable=False),
        sa.Column("deleted", FLAG, nullable=False),
        sa.Column("stub", FLAG, nullable=False),
        sa.Column("input", KEY, nullable=False),
        sa.Column("type", KEY, nullable=True),
        sa.Column("datestamp", KEY, nullable=False),
        sa.Column("digest", BYTES, nullable=False),
        sa.Column("capture_id", NUMBER, nullable=True),
        sa.Column("walk", NUMBER, nullable=False),
        sa.Column("seen", KEY, nullable=False),
        sa.Column("origin_datestamp", KEY, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
        sa.UniqueConstraint("source", "key", name="uq_record_source_key"),
    )
    op.create_index("ix_record_datestamp", "record", ["datestamp"])
    op.create_index("ix_record_version_id", "record", ["version_id"], unique=True)


def _version() -> None:
    op.create_table(
        "version",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("record_id", NUMBER, nullable=False),
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.Column("capture_id", NUMBER, nullable=True),
        sa.Column("cause", KEY, nullable=False),
        sa.Column("cosmetic", FLAG, nullable=False),
        sa.Column("past", FLAG, nullable=False),
        sa.Column("stub", FLAG, nullable=False),
        sa.Column("reader", KEY, nullable=True),
        sa.Column("walk", NUMBER, nullable=False),
        sa.Column("seen", KEY, nullable=False),
        sa.Column("datestamp", KEY, nullable=False),
        sa.Column("origin_datestamp", KEY, nullable=True),
        sa.Column("origin_sets", KEY, nullable=True),
        sa.Column("digest", BYTES, nullable=False),
        sa.Column("found_in", KEY, nullable=True),
        sa.Column("entry_keys", KEY, nullable=True),
        sa.Column("text", KEY, nullable=False),
        sa.Column("link", BYTES, nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_version_capture_id_capture"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_version_record_id_record"),
        sa.ForeignKeyConstraint(["run"], ["run.number"], name="fk_version_run_run"),
        sa.PrimaryKeyConstraint("id", name="pk_version"),
        sa.UniqueConstraint("record_id", "number", name="uq_version_record_id_number"),
    )
    op.create_index("ix_version_datestamp", "version", ["datestamp"])


def _alias() -> None:
    op.create_table(
        "alias",
        sa.Column("name", KEY, nullable=False),
        sa.Column("record_id", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_alias_record_id_record"),
        sa.PrimaryKeyConstraint("name", "record_id", name="pk_alias"),
    )
    op.create_index("ix_alias_record_id", "alias", ["record_id"])


def _identifier() -> None:
    op.create_table(
        "identifier",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("record_id", NUMBER, nullable=False),
        sa.Column("entry_key", KEY, nullable=True),
        sa.Column("scheme", KEY, nullable=False),
        sa.Column("value", KEY, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_identifier_record_id_record"),
        sa.PrimaryKeyConstraint("id", name="pk_identifier"),
    )
    op.create_index("ix_identifier_record_id", "identifier", ["record_id"])
    op.create_index("ix_identifier_value_scheme", "identifier", ["value", "scheme"])


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("record_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("title", KEY, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_series_record_id_record"),
        sa.PrimaryKeyConstraint("record_id", "title", name="pk_series"),
    )
    op.create_index("ix_series_title", "series", ["title"])


def _mark() -> None:
    op.create_table(
        "mark",
        sa.Column("name", KEY, nullable=False),
        sa.Column("value", KEY, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_mark"),
    )
