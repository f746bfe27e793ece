"""The names that records are kept under."""

from datetime import UTC, datetime

import pytest

from harvester.naming import part_of, put_of
from harvester.options import HarvestOptions
from schemas.capture import Capture
from schemas.reading import Found
from schemas.record import Identifier, Record, Relation

AT = datetime(2026, 11, 24, tzinfo=UTC)
DOI = Identifier(scheme="doi", value="10.5555/lindwater.1")


def names(asked: str, found: Found, **options: str) -> tuple[str, str, tuple[str, ...]]:
    capture = Capture(asked=asked, at=AT, body=b"", url=asked)
    put = put_of(found, capture, 7, "page/1", HarvestOptions(**options))
    assert (put.capture_id, put.reader) == (7, "page/1")
    return put.source, put.key, put.aliases


def test_a_live_page() -> None:
    url = "http://www.reports.example/r/1"
    bare = Found(record=Record())
    assert names(url, bare) == ("reports.example", url, ())
    told = Found(record=Record(identifiers=(DOI,)), key=DOI.value, url=url)
    assert names(url, told) == ("reports.example", DOI.value, (url,))
    assert names(url, told, source="lindwater")[:2] == ("lindwater", DOI.value)
    assert names(url, told, key="mine") == ("reports.example", "mine", (url, DOI.value))


def test_a_page_and_its_saved_copy_are_one_record() -> None:
    url = "http://www.reports.example/r/1"
    told = Found(record=Record(identifiers=(DOI,)), key=DOI.value, url=url)
    assert names("file:///saved/some%20page.html", told)[:2] == names(url, told)[:2]


@pytest.mark.parametrize(
    ("asked", "source", "key"),
    [
        ("file:///x/jstor-resrep06942.txt", "jstor", "resrep06942"),
        ("file:///x/resrep06942.html", "jstor", "resrep06942"),
        ("file:///x/978-92-9198-608-8.htm", "file", "9789291986088"),
        ("file:///x/our%20report.page.html", "file", "our report.page"),
        ("file:///x/report", "file", "report"),
    ],
)
def test_a_file_that_says_nothing_of_itself(asked: str, source: str, key: str) -> None:
    assert names(asked, Found(record=Record()))[:2] == (source, key)


def test_what_the_reader_of_a_site_knows() -> None:
    found = Found(record=Record(), key="resrep06942", source="jstor", url="https://www.jstor.org/stable/resrep06942")
    assert names("file:///x/page.txt", found) == ("jstor", "resrep06942", ("https://www.jstor.org/stable/resrep06942",))


def test_the_relation_of_a_listing() -> None:
    record = part_of(Record(), ("Lindwater Papers", "http://reports.example/papers"))
    assert record.relations == (
        Relation(kind="isPartOf", title="Lindwater Papers", to="http://reports.example/papers"),
    )
    assert part_of(record, ("Lindwater Papers", "http://reports.example/papers")) == record
