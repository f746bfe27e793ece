"""Entries as records of their own: what they have from their host and what they have not."""

from pathlib import Path

import pytest

from schemas.entries import NO_ENTRY_TITLE, entries_of
from schemas.envelope import Envelope, Held
from schemas.left_out import Tally
from schemas.record import (
    ContentsEntry,
    Contributor,
    Date,
    Identifier,
    Link,
    Pages,
    Publisher,
    Record,
    Relation,
    Rights,
    Series,
    Subject,
    Text,
    Title,
)
from tests.format_cases import held

ENVELOPE = Envelope(id="press:w", source="press", key="w", version=2, datestamp="2026-11-23T18:00:00Z")
HOST = Record(
    type="report", title=Title(main="Waters", sub="an outlook"), contributors=(Contributor(name="Jane Doe", role="aut"),),
    dates=(Date(kind="issued", edtf="2021"),), publisher=Publisher(name="Water Institute"), series=(Series(title="Papers", number="1"),),
    rights=(Rights(statement="©"),), languages=("en",), identifiers=(Identifier(scheme="isbn", value="9783161484100"),),
    subjects=(Subject(term="Rivers"),), abstract=(Text(text="All of it."),), links=(Link(url="https://press.example/w"),), page_count=9,
    contents=(ContentsEntry(key="p1", title="Rivers: a history", pages=(Pages(first="1", last="9"),), extract="Long ago"),),
)  # fmt: skip


def entries(record: Record) -> list[Held]:
    return list(entries_of(Held(envelope=ENVELOPE, record=record)))


def test_an_entry_has_what_is_the_hosts_by_nature_and_nothing_else() -> None:
    (one,) = entries(HOST)
    assert one.envelope.id == "press:w#p1"
    assert one.envelope.key == "w#p1"
    assert one.record == Record(
        type="chapter", title=Title(main="Rivers", sub="a history"), pages=(Pages(first="1", last="9"),), dates=HOST.dates,
        publisher=HOST.publisher, series=HOST.series, rights=HOST.rights, languages=("en",),
        relations=(Relation(kind="isPartOf", title="Waters: an outlook", to="press:w"),),
    )  # fmt: skip


def test_the_language_of_a_host_of_several_is_not_known_of_a_part() -> None:
    (one,) = entries(Record(languages=("en", "de"), contents=HOST.contents))
    assert one.record.languages == ()


@pytest.mark.parametrize(
    ("host", "part"), [("journal", "article"), ("issue", "article"), ("book", "chapter"), (None, "chapter")]
)
def test_parts_of_journals_are_articles(host: str | None, part: str) -> None:
    (one,) = entries(Record(type=host, contents=HOST.contents))
    assert one.record.type == part


def test_a_journal_is_the_series_of_its_articles() -> None:
    journal = Record(type="journal", title=Title(main="Waters"), identifiers=(Identifier(scheme="issn", value="1017-7566"),), contents=HOST.contents)  # fmt: skip
    (one,) = entries(journal)
    assert one.record.series == (Series(title="Waters", issn="1017-7566"),)


def test_untitled_entries_make_no_record_and_are_told(tmp_path: Path) -> None:
    tally = Tally()
    (jstor,) = held("untitled-entries")
    assert list(entries_of(jstor, tally)) == []
    assert tally.counts == {NO_ENTRY_TITLE: 2}
    (full,) = held("full-report")
    assert [one.envelope.id for one in entries_of(full, tally)] == [
        f"press:water-12#{key}" for key in ("pv", "p1", "p3", "p41")
    ]
    assert tally.counts == {NO_ENTRY_TITLE: 3}
    assert f"{jstor.envelope.id}#" in tally.lines()[0]


def test_entries_without_keys_go_by_position() -> None:
    two = (ContentsEntry(title="A", entries=(ContentsEntry(title="B"),)), ContentsEntry(title="C"))
    assert [one.envelope.key for one in entries(Record(contents=two))] == ["w#1", "w#2", "w#3"]
