"""A table of the words of titles alone, filled from the versions in force, and an index for feeds of one source."""

import sqlalchemy as sa
from alembic import op

from archive.search import title_words
from schemas.record import decode

revision = "0011"
down_revision = "0010"

CREATE = {
    "sqlite": ("CREATE VIRTUAL TABLE words_titles USING fts5(title, content='', tokenize='ascii')",),
    "postgresql": (
        "CREATE TABLE words_titles"
        " (version_id BIGINT NOT NULL CONSTRAINT pk_words_titles PRIMARY KEY, vector TSVECTOR NOT NULL)",
        "CREATE INDEX ix_words_titles_vector ON words_titles USING gin (vector)",
    ),
}
INSERT = {
    "sqlite": "INSERT INTO words_titles(rowid, title) VALUES (:id, :words)",
    "postgresql": "INSERT INTO words_titles(version_id, vector) VALUES (:id, CAST(:words AS tsvector))",
}
SOME = (
    "SELECT v.id, v.text FROM version v JOIN record r ON r.version_id = v.id"
    " WHERE v.id > :last AND NOT r.deleted ORDER BY v.id LIMIT 500"
)


def upgrade() -> None:
    connection = op.get_bind()
    dialect = connection.dialect.name
    op.create_index("ix_record_source_datestamp", "record", ["source", "datestamp"])
    for statement in CREATE[dialect]:
        op.execute(statement)
    last = 0
    while found := connection.execute(sa.text(SOME), {"last": last}).all():
        made = [{"id": number, "words": title_words(dialect, decode(text))} for number, text in found]
        connection.execute(sa.text(INSERT[dialect]), made)
        last = found[-1][0]
