"""The table of titles: what it finds is what the whole index finds in titles; feeds of one source use their index."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import latest, ranking, search
from archive.query import Term
from archive.store import Store
from schemas.record import Record, Text, Title
from tests.archive_samples import Harvest, entry, report

WORDS = ("water", "waters", "wat", "Straße", "état", "o'brien", "政策", "and")
OLD = {
    "sqlite": "SELECT w.rowid FROM words w JOIN record r ON r.version_id = w.rowid WHERE words MATCH ? ORDER BY 1",
    "postgresql": "SELECT w.version_id FROM words w JOIN record r ON r.version_id = w.version_id"
    " WHERE w.vector @@ ?::tsquery ORDER BY 1",
}
NEW = {dialect: sql.replace("words ", "words_titles ") for dialect, sql in OLD.items()}

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
titles = st.builds(Title, main=texts, sub=st.none() | texts)
records = st.builds(
    Record,
    title=st.none() | titles,
    alternative_titles=st.lists(titles, max_size=2).map(tuple),
    abstract=st.lists(st.builds(Text, text=texts), max_size=1).map(tuple),
    contents=st.lists(texts.map(entry), max_size=2).map(tuple),
)
queries = st.lists(
    st.tuples(st.sampled_from(("{}", '"{}"', "{}*")), texts).map(lambda made: made[0].format(made[1])),
    min_size=1,
    max_size=2,
).map(" ".join)


def former(dialect: str, terms: tuple[Term, ...]) -> str:
    """The query of titles in the index of all fields, as it was asked before titles had a table."""
    if dialect == "sqlite":
        return f"{{title}} : ({search.spelled_query(dialect, terms)})"
    return " & ".join(term.tsquery("A") for term in terms)


def both(store: Store, query: str) -> tuple[list[Any], list[Any]]:
    terms, dialect = search.parse(query), store.db.dialect
    with store.db.reading() as rows:
        old = rows.all(OLD[dialect], former(dialect, terms))
        return old, rows.all(NEW[dialect], search.spelled_query(dialect, terms))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(records, min_size=1, max_size=6), st.lists(queries, min_size=1, max_size=6))
def test_titles_are_found_as_in_the_whole_index(store: Store, clock: Any, made: list[Record], asked: list[str]) -> None:
    harvest = Harvest(store, clock)
    for number, record in enumerate(made):
        harvest.put(record, f"r{number}")  # keys come again: examples write new versions of records that are there
    for query in asked:
        old, new = both(store, query)
        assert old == new, query
    assert not [problem for problem in store.check() if "index" in problem]


def test_titles_come_first_where_more_fit_than_are_ranked(store: Store, clock: Any) -> None:
    harvest = Harvest(store, clock)
    harvest.put(report("Water and power"), "titled")
    for number in range(6):
        harvest.put(report(f"Report {number}", abstract=(Text(text="on water"),)), f"other{number}")
    harvest.put(report("Old water"), "changed")
    harvest.put(report("No such word now"), "changed")
    found = ranking.ranked(store.db, "water", 4)
    assert found.more
    assert len(found.numbers) == 4
    with store.db.reading() as rows:
        assert rows.first("SELECT key FROM record WHERE id = ?", found.numbers[0]) == ("titled",)


def test_an_archive_without_the_table_is_filled_by_an_upgrade(store: Store, clock: Any) -> None:
    harvest = Harvest(store, clock)
    for number in range(3):
        harvest.put(report(f"Water {number}"), f"r{number}")
    harvest.put(report("Water again"), "r1")
    before = both(store, "water")
    with store.db.schema_work() as connection:
        for statement in (
            "DROP TABLE words_titles",
            "DROP INDEX ix_record_source_datestamp",
            "UPDATE alembic_version SET version_num = '0010'",
        ):
            connection.exec_driver_sql(statement)
    assert store.upgrade() >= "0011"
    assert both(store, "water") == before
    assert len(before[1]) == 3
    assert store.check() == []


def test_a_title_that_is_not_in_its_table_is_told_and_put_back(store: Store, clock: Any) -> None:
    Harvest(store, clock).put(report("Water"), "one")
    with store.db.writing() as rows:
        rows.do(search.EMPTY[rows.dialect][-1].replace("words, ", ""))
        rows.do("UPDATE mark SET value = 'older' WHERE name = 'words'")
    assert any("search index" in problem for problem in store.check())
    store.upgrade()
    assert store.check() == []
    assert len(both(store, "water")[1]) == 1


def test_the_feed_of_one_source_reads_an_index(store: Store) -> None:
    if store.db.dialect != "sqlite":
        pytest.skip("a planner that counts rows reads a small table whole")
    sql = latest.VERSIONS.format(latest.OF_SOURCE.format("v"))
    with store.db.reading() as rows:
        plan = " ".join(str(row[-1]) for row in rows.all(f"EXPLAIN QUERY PLAN {sql}", "quiet", 20, 20))
    assert "ix_record_source_datestamp (source=?)" in plan, plan
