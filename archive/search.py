"""One search, two engines: FTS5 on SQLite, tsvector on PostgreSQL, fed with the same folded words and finding the same.

A row of words bears the number of its version, so that a new version adds a row and none is ever changed: a search
joins the versions in force. `words_titles` has the words of titles alone, for a search that asks for these first
(ranking.py): there a common word costs no reading of where else it stands. `tocsin db upgrade` makes both again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from archive.database import Database, Rows
from archive.query import Term, parse
from archive.shapes import Hit
from archive.words import WORDS, fold, spaced
from schemas.errors import UsageError
from schemas.record import ContentsEntry, Record, Title, decode, walk

if TYPE_CHECKING:
    from sqlalchemy import Connection

CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE words USING fts5(title, names, entries, abstract, content='', tokenize='ascii')",
        "INSERT INTO words(words, rank) VALUES('rank', 'bm25(10.0, 5.0, 3.0, 1.0)')",
        "CREATE VIRTUAL TABLE words_titles USING fts5(title, content='', tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE words (version_id BIGINT NOT NULL CONSTRAINT pk_words PRIMARY KEY, vector TSVECTOR NOT NULL)",
        "CREATE INDEX ix_words_vector ON words USING gin (vector)",
        "CREATE TABLE words_titles"
        " (version_id BIGINT NOT NULL CONSTRAINT pk_words_titles PRIMARY KEY, vector TSVECTOR NOT NULL)",
        "CREATE INDEX ix_words_titles_vector ON words_titles USING gin (vector)",
    ),
}
INSERT = {
    "sqlite": "INSERT INTO words(rowid, title, names, entries, abstract) VALUES (?, ?, ?, ?, ?)",
    "postgresql": "INSERT INTO words(version_id, vector) VALUES (?, ?::tsvector)",
}
INSERT_TITLES = {
    "sqlite": "INSERT INTO words_titles(rowid, title) VALUES (?, ?)",
    "postgresql": "INSERT INTO words_titles(version_id, vector) VALUES (?, ?::tsvector)",
}
EMPTY = {
    "sqlite": (
        "INSERT INTO words(words) VALUES('delete-all')",
        "INSERT INTO words_titles(words_titles) VALUES('delete-all')",
    ),
    "postgresql": ("TRUNCATE words, words_titles",),
}
MATCH = {
    "sqlite": "SELECT rowid FROM words WHERE words MATCH ?",
    "postgresql": "SELECT version_id FROM words WHERE vector @@ ?::tsquery",
}
# A deleted record has no words, so the join finds only what is in force; the texts of versions are read for hits alone.
HITS = "SELECT r.source, r.key, v.text, v.entry_keys FROM ({}) h JOIN record r ON r.id = h.id"
VERSIONS = " JOIN version v ON v.id = r.version_id ORDER BY h.score, r.id"
SEARCH = {
    "sqlite": HITS.format(
        "SELECT r.id, w.rank AS score FROM words w JOIN record r ON r.version_id = w.rowid WHERE words MATCH ?"
        " ORDER BY w.rank, r.id LIMIT ? OFFSET ?"
    )
    + VERSIONS,
    "postgresql": HITS.format(
        "SELECT r.id, -ts_rank_cd(w.vector, q.query) AS score FROM words w CROSS JOIN (SELECT ?::tsquery AS query) q"
        " JOIN record r ON r.version_id = w.version_id WHERE w.vector @@ q.query ORDER BY score, r.id LIMIT ? OFFSET ?"
    )
    + VERSIONS,
}
_BETWEEN = " \x1e "  # in no text of a record, and ASCII, so that plain texts stay plain while they are folded
BREAK = "\u241e"
"""Stands between texts of one field, so that no phrase runs from one into the next; no query can hold it."""


def create(connection: Connection) -> None:
    """Make the tables of words in a new database, and say which folding its words have."""
    for statement in CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"INSERT INTO mark (name, value) VALUES ('words', '{WORDS}')")


def feed(rows: Rows, records: Iterable[tuple[int, Record]]) -> None:
    """Add the words of versions, those of their titles to the table of titles too."""
    made: list[tuple[int | str, ...]]
    if rows.dialect == "sqlite":
        made = [
            (number, *[_joined(texts) if texts else "" for texts in fields(record)])
            for number, record in records
            if not record.deleted
        ]
        titles = [row[:2] for row in made]
    else:
        texts = [(number, fields(record)) for number, record in records if not record.deleted]
        made = [(number, vector(of)) for number, of in texts]
        titles = [(number, vector(of[:1])) for number, of in texts]
    rows.many(INSERT[rows.dialect], made)
    rows.many(INSERT_TITLES[rows.dialect], titles)


def title_words(dialect: str, record: Record) -> str:
    """Return what the table of titles has of a record."""
    titles = fields(record)[:1]
    return _joined(titles[0]) if dialect == "sqlite" else vector(titles)


def reindex(rows: Rows) -> None:
    """Make the tables of words again from the versions in force."""
    for statement in EMPTY[rows.dialect]:
        rows.do(statement)
    last = 0
    sql = (
        "SELECT v.id, v.text FROM version v JOIN record r ON r.version_id = v.id WHERE v.id > ? ORDER BY v.id LIMIT 500"
    )
    while found := rows.all(sql, last):
        feed(rows, [(number, decode(text)) for number, text in found])
        last = found[-1][0]
    rows.do("DELETE FROM mark WHERE name = 'words'")
    rows.do("INSERT INTO mark (name, value) VALUES ('words', ?)", WORDS)


def fields(record: Record) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the texts of a record that are searched: titles, names, contents entries, abstracts."""
    titles = _titles(record.title) if record.title else []
    for title in record.alternative_titles:
        titles += _titles(title)
    names = [c.name for c in record.contributors]
    names += [s.title for s in record.series if s.title]
    if record.publisher and record.publisher.name:
        names.append(record.publisher.name)
    entries = [text for entry in walk(record.contents) for text in entry_texts(entry)] if record.contents else []
    return titles, names, entries, [a.text for a in record.abstract] + [s.term for s in record.subjects]


def entry_texts(entry: ContentsEntry) -> list[str]:
    """Return the texts of a contents entry that are searched."""
    return [text for text in (entry.title, *(c.name for c in entry.contributors)) if text]


def _titles(title: Title) -> list[str]:
    whole = f"{title.main} {title.sub}" if title.main and title.sub else title.main or title.sub
    return [whole] if whole else [title.as_printed] if title.as_printed else []


def _joined(texts: list[str]) -> str:
    """Return texts for FTS5, whose tokenizer `ascii` folds what is ASCII as we do, so that only the rest is folded here."""
    joined = _BETWEEN.join(texts)
    return f" {BREAK} ".join(texts) if joined.isascii() else spaced(joined).replace(_BETWEEN, f" {BREAK} ")


def vector(of: Sequence[Sequence[str]]) -> str:
    """Return the words of the fields of a record, titles first, as a tsvector: each with its place and its field's weight."""
    places: dict[str, list[str]] = {}
    place = 0
    for weight, texts in zip("ABCD", of, strict=False):
        for text in texts:
            place += 1
            for word in fold(text).split():
                place += 1
                places.setdefault(word[:500], []).append(f"{min(place, 16383)}{weight}")
    return " ".join(f"'{word}':{','.join(at[:255])}" for word, at in places.items())


def spelled_query(dialect: str, terms: Sequence[Term]) -> str:
    """Return the terms in the engine's own query language, all of them required."""
    if dialect == "sqlite":
        return " AND ".join(term.fts5() for term in terms)
    return " & ".join(term.tsquery() for term in terms)


def matching(dialect: str, query: str) -> tuple[str, str]:
    """Return the condition for the versions that have all words of a query, and its value; raises UsageError for none."""
    terms = parse(query)
    if not terms:
        raise UsageError(f"{query!r}: has no word to search for")
    return MATCH[dialect], spelled_query(dialect, terms)


def search(db: Database, query: str, *, limit: int = 20, offset: int = 0) -> list[Hit]:
    """Return the records that have all words of the query, the best first; the entry that matched is named."""
    terms = parse(query)
    if not terms:
        return []
    with db.reading() as rows:
        found = rows.all(SEARCH[db.dialect], spelled_query(db.dialect, terms), limit, offset)
    return [_hit(f"{source}:{key}", decode(text), keys, terms) for source, key, text, keys in found]


def matched_entry(record: Record, terms: Sequence[Term]) -> ContentsEntry | None:
    """Return the first contents entry that has all terms, where the titles of the record have not."""
    if _all_in(terms, fields(record)[0]):
        return None
    return next((entry for entry in walk(record.contents) if _all_in(terms, entry_texts(entry))), None)


def _hit(name: str, record: Record, keys: str | None, terms: Sequence[Term]) -> Hit:
    titles, _, _, abstracts = fields(record)
    title = _shown(record.title)
    if not _all_in(terms, titles) and keys:
        for key, entry in zip(msgspec.json.decode(keys), walk(record.contents), strict=True):
            if _all_in(terms, entry_texts(entry)):
                return Hit(id=name, entry_key=key, title=entry.title or "[title unknown]", snippet=title)
    return Hit(id=name, entry_key=None, title=title, snippet=_snippet(abstracts, terms))


def _shown(title: Title | None) -> str:
    """Return title and subtitle as people write them in one line."""
    parts = (title.main, title.sub) if title else ()
    return ": ".join(part for part in parts if part) or (title and title.as_printed) or "[no title]"


def _all_in(terms: Sequence[Term], texts: list[str]) -> bool:
    words: list[str] = []
    for text in texts:
        words += [BREAK, *fold(text).split()]
    return all(term.matches(words) for term in terms)


def _snippet(texts: list[str], terms: Sequence[Term], size: int = 24) -> str:
    """Return the words around the first term that occurs in running text."""
    for text in texts:
        words = text.split()
        for start in range(0, len(words), size // 2):
            part = " ".join(words[start : start + size])
            if any(term.matches(fold(part).split()) for term in terms):
                return ("... " if start else "") + part + (" ..." if start + size < len(words) else "")
    return ""
