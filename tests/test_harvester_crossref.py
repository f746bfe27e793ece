"""Crossref over HTTP, against a loopback interface: one work with its parts, lists by cursor, faults, restart, replay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.store import Store, open_store
from harvester.crossref.address import address_of, doi_in, first_page, next_page
from harvester.options import HarvestOptions
from harvester.replay import replay
from harvester.run import harvest
from harvester.tally import RunResult
from harvester.target import find_target
from schemas.errors import TocsinError, UsageError
from schemas.formats.crossref import deposits_of
from tests.crossref_server import Interface, report_with_parts, serving, work

Q = HarvestOptions(as_="crossref")


@pytest.fixture
def interface() -> Iterator[Interface]:
    with serving() as made:
        yield made


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "works.db", create=True) as opened:
        yield opened


def run(address: str, store: Store, **options: Any) -> RunResult:
    result = harvest(address, HarvestOptions(as_="crossref", backoff=0.01, **options), store)
    assert store.check(chain=True) == []
    if result.outcome != "interrupted":
        assert list(store.unread()) == []
        again = replay(store, dry_run=True)
        assert (again.outcome, again.tally["records_changed"], again.tally["records_new"], again.lost) == (
            "complete",
            0,
            0,
            (),
        )
    return result


class Killed(BaseException):
    """The process ends here."""


def ids(store: Store) -> list[str]:
    return [held.envelope.id for held in store.heads()]


def many(count: int, prefix: str = "10.5555") -> list[dict[str, Any]]:
    return [work(f"{prefix}/r{n}", "report", f"Report {n}") for n in range(count)]


# --- addresses ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("10.5555/Water", "https://api.crossref.org/works/10.5555%2Fwater"),
        ("doi:10.5555/a;b", "https://api.crossref.org/works/10.5555%2Fa%3Bb"),
        ("https://doi.org/10.5555/x", "https://api.crossref.org/works/10.5555%2Fx"),
        ("issn:2049-3630", "https://api.crossref.org/works?filter=issn:2049-3630"),
        ("20493630", "https://api.crossref.org/works?filter=issn:2049-3630"),
        ("member:77", "https://api.crossref.org/works?filter=member:77,type:report,"),
        ("prefix:10.5555", "https://api.crossref.org/works?filter=prefix:10.5555,type:report,"),
        ("10.5555", "https://api.crossref.org/works?filter=prefix:10.5555,type:report,"),
        (
            "query: water & rain",
            "https://api.crossref.org/works?query.bibliographic=water%20%26%20rain&filter=type:report,",
        ),
    ],
)
def test_words_name_addresses(words: str, address: str) -> None:
    assert address_of(words).startswith(address)
    assert find_target(words, Q).name.startswith(address)


@pytest.mark.parametrize("words", ["water", "issn:1234-5678", "member:x", "query:", "doi:", "prefix:11.1", ""])
def test_words_that_name_nothing(words: str) -> None:
    with pytest.raises(UsageError):
        find_target(words, Q)


@given(st.text(max_size=30))
def test_any_words_name_an_address_or_are_refused(words: str) -> None:
    try:
        found = find_target(words, Q)
    except TocsinError:
        return
    assert found.kind in ("url", "file", "folder")


@given(st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable()))
def test_a_cursor_is_encoded_once(cursor: str) -> None:
    from urllib.parse import parse_qs, urlsplit

    page = next_page(first_page("http://h/works?filter=prefix:10.5555", HarvestOptions()), cursor)
    assert parse_qs(urlsplit(page).query)["cursor"] == [cursor]
    assert parse_qs(urlsplit(page).query)["filter"] == ["prefix:10.5555"]


def test_addresses_of_other_routes_become_lists() -> None:
    assert first_page("http://h/members/77", HarvestOptions(limit=5, since="2024-01-02T03:04:05Z")).startswith(
        "http://h/members/77/works?filter=from-index-date:2024-01-02&rows=5&cursor=*"
    )
    assert doi_in("http://h/v1/works/10.5555%2Fa%3Fb") == "10.5555/a?b"
    assert doi_in("http://h/works") is None


# --- one work -------------------------------------------------------------------------------------------------------------


def test_a_report_comes_with_its_parts_as_contents(interface: Interface, archive: Store) -> None:
    interface.works = [*report_with_parts(), *many(2)]
    result = run(f"{interface.base}/works/10.5555%2Fwater", archive, contact="a@b.example")
    assert (result.outcome, result.exit_code) == ("complete", 0)
    (held,) = archive.heads()
    assert held.envelope.id == "crossref:10.5555/water"
    assert [entry.title for entry in held.record.contents] == ["Part 1", "Part 2", "Part 3"]
    assert held.record.contents[0].identifiers[0].value == "10.5555/water.1"
    assert held.record.edition == "2"
    assert "Institute of Institutes" in [one.name for one in held.record.contributors]
    assert held.envelope.origin_datestamp == "2024-05-06T07:08:09Z"
    assert held.envelope.found_in["contents"] == "the parts deposited with it"
    assert len(interface.asked) == 2
    assert "(+mailto:a@b.example)" in interface.asked[0].agent
    assert "select=DOI,type" in interface.asked[1].path
    assert archive.resolve("10.5555/water.2")[0].startswith("crossref:10.5555/water#")
    second = run(f"{interface.base}/works/10.5555%2Fwater", archive)
    assert second.tally["records_unchanged"] == 1


def test_parts_without_isbn_are_found_by_the_title_of_their_report(interface: Interface, archive: Store) -> None:
    interface.works = [
        {k: v for k, v in one.items() if k != "ISBN" and k != "isbn-type"} for one in report_with_parts()
    ]
    interface.works.append(
        work("10.5555/else.1", "report-component", "Of another", container_title=["The water report of others"])
    )
    run(f"{interface.base}/works/10.5555/water", archive)
    (held,) = archive.heads()
    assert len(held.record.contents) == 3


def test_a_chapter_stands_for_itself(interface: Interface, archive: Store) -> None:
    interface.works = report_with_parts()
    run(f"{interface.base}/works/10.5555/water.2", archive)
    (held,) = archive.heads()
    assert (held.record.type, held.record.title.main if held.record.title else "") == ("chapter", "Part 2")
    assert len(interface.asked) == 1


def test_a_doi_that_is_not_known(interface: Interface, archive: Store) -> None:
    result = run(f"{interface.base}/works/10.5555/absent", archive)
    assert (result.outcome, result.exit_code) == ("failed", 4)
    assert "knows no such work" in (result.reason or "")


def test_parts_that_cannot_be_asked_make_it_incomplete(interface: Interface, archive: Store) -> None:
    interface.works = report_with_parts()
    interface.fault = lambda number, path: (500, b"oops") if "filter=" in path else None
    result = run(f"{interface.base}/works/10.5555/water", archive, retries=1)
    assert (result.outcome, ids(archive)) == ("incomplete", ["crossref:10.5555/water"])


def test_a_field_that_cannot_be_selected_is_asked_for_with_the_rest(interface: Interface, archive: Store) -> None:
    interface.works = report_with_parts(5)
    interface.selectable = interface.selectable - {"resource"}
    interface.most_rows = 2
    result = run(f"{interface.base}/works/10.5555/water", archive)
    assert result.outcome == "complete"
    assert sum("select=" in one.path for one in interface.asked) == 1
    assert len(next(archive.heads()).record.contents) == 5


# --- lists ----------------------------------------------------------------------------------------------------------------


def test_a_list_is_walked_by_its_cursor_to_the_end(interface: Interface, archive: Store) -> None:
    interface.works = [*many(60), *report_with_parts(40)]  # parts and whole on different pages
    interface.most_rows = 25
    result = run(f"{interface.base}/works?filter=prefix:10.5555", archive)
    assert (result.outcome, result.found) == ("complete", "a list of 101 works at Crossref")
    assert len(interface.asked) == 5
    assert archive.count() == 61
    assert len(archive.get("crossref:10.5555/water").record.contents) == 40
    interface.asked.clear()
    again = run(f"{interface.base}/works?filter=prefix:10.5555", archive)
    assert again.tally["records_unchanged"] == 61
    assert replay(archive).tally["records_unchanged"] >= 61


def test_routes_filters_and_limits(interface: Interface, archive: Store) -> None:
    interface.works = [*many(5), *many(3, "10.6666")]
    assert run(f"{interface.base}/prefixes/10.6666/works?filter=prefix:10.6666", archive).tally["records_new"] == 3
    limited = run(f"{interface.base}/works", archive, limit=2)
    assert (limited.outcome, limited.tally["records_new"]) == ("complete", 2)
    assert any("limit of 2" in note for note in limited.tally["notes"])
    assert run(f"{interface.base}/works?query=report", archive, limit=1).outcome == "complete"


def test_what_changed_since(interface: Interface, archive: Store) -> None:
    interface.works = many(3)
    interface.works[1]["deposited"] = {"date-time": "2026-01-01T00:00:00Z"}
    some = run(f"{interface.base}/works?filter=prefix:10.5555", archive, since="2025-01-01")
    assert (some.outcome, some.tally["records_new"]) == ("complete", 1)
    none = run(f"{interface.base}/works?filter=prefix:10.5555", archive, since="2026-06-01")
    assert (none.outcome, none.exit_code) == ("complete", 0)


@pytest.mark.parametrize("isbn", [True, False])
def test_a_report_that_a_list_has_in_part_comes_whole(interface: Interface, archive: Store, isbn: bool) -> None:
    works = [
        one if isbn else {k: v for k, v in one.items() if k not in ("ISBN", "isbn-type")}
        for one in report_with_parts(6)
    ]
    interface.works = [*reversed(works), *many(3)]
    limited = run(f"{interface.base}/works?filter=prefix:10.5555", archive, limit=3)
    assert limited.outcome == "complete"
    assert [len(held.record.contents) for held in archive.heads()] == [6]
    interface.works[0]["deposited"] = {"date-time": "2026-05-05T00:00:00Z"}  # the report alone has changed
    interface.works[0]["title"] = ["The water report, revised"] if isbn else ["The water report"]
    since = run(f"{interface.base}/works?filter=prefix:10.5555", archive, since="2026-05-01")
    assert since.outcome == "complete"
    assert len(archive.get("crossref:10.5555/water").record.contents) == 6
    assert archive.count() == 1


def test_a_chapter_that_has_changed_changes_its_report(interface: Interface, archive: Store) -> None:
    interface.works = [*report_with_parts(4), *many(2)]
    run(f"{interface.base}/works?filter=prefix:10.5555", archive)
    interface.works[1] |= {"title": ["Part of another name"], "deposited": {"date-time": "2026-05-05T00:00:00Z"}}
    interface.asked.clear()
    named = run(
        f"{interface.base}/works?filter=prefix:10.5555", archive, named=True, source="crossref", since="2026-05-01"
    )
    assert (named.outcome, named.tally["records_changed"], archive.count()) == ("complete", 1, 3)
    assert "Part of another name" in [entry.title for entry in archive.get("crossref:10.5555/water").record.contents]
    assert len(interface.asked) == 2


def test_a_named_source_asks_for_what_changed_since_its_last_complete_walk(
    interface: Interface, archive: Store
) -> None:
    interface.works = many(3)
    address = f"{interface.base}/works?filter=prefix:10.5555"
    options: dict[str, Any] = {"named": True, "source": "crossref"}
    assert run(address, archive, **options).tally["records_new"] == 3
    assert "from-index-date" not in interface.asked[0].path
    interface.asked.clear()
    again = run(address, archive, **options)
    assert (again.outcome, again.exit_code, again.tally["records_unchanged"]) == ("complete", 0, 0)
    assert "from-index-date:20" in interface.asked[0].path
    interface.asked.clear()
    assert run(address, archive, full=True, **options).tally["records_unchanged"] == 3


def test_a_list_of_nothing_is_no_success(interface: Interface, archive: Store) -> None:
    assert run(f"{interface.base}/works?filter=prefix:10.9999", archive).exit_code == 4


def cut(body: bytes, **changes: Any) -> bytes:
    value = json.loads(body)
    value["message"] |= changes
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("no cursor", {"next-cursor": None}),
        ("an empty page", {"items": []}),
        ("works that came before", {"items": [work("10.5555/r0", "report", "Report 0")]}),
    ],
)
def test_a_list_that_ends_early_is_said_to(
    interface: Interface, archive: Store, name: str, change: dict[str, Any]
) -> None:
    interface.works, interface.most_rows = many(50), 10
    asked = interface.answer

    def fault(number: int, path: str) -> tuple[int, bytes] | None:
        if number < 3:
            return None
        interface.fault = lambda n, p: None
        status, body = asked(path)
        interface.fault = fault
        return status, cut(body, **change)

    interface.fault = fault
    result = run(f"{interface.base}/works?filter=prefix:10.5555", archive)
    assert (result.outcome, result.exit_code) == ("incomplete", 3)
    assert "of 50 works came" in (result.reason or "") or "circles" in (result.reason or "")
    assert archive.count() >= 20


@pytest.mark.parametrize(
    "answer",
    [(500, b"oops"), (404, b"Resource not found."), (200, b"<html>Just a moment...</html>"), (200, b"{}"), (200, b""), (200, b'{"message-type": "work-list", "message": 7'),
     (400, b'{"status":"failed","message-type":"validation-failure","message":[{"message":"cursor expired"}]}')],
)  # fmt: skip
def test_a_page_that_fails_costs_what_is_behind_it_and_is_told(
    interface: Interface, archive: Store, answer: tuple[int, bytes]
) -> None:
    interface.works, interface.most_rows = many(50), 20
    interface.fault = lambda number, path: answer if number >= 2 else None
    result = run(f"{interface.base}/works?filter=prefix:10.5555", archive, retries=1)
    assert (result.outcome, archive.count()) == ("incomplete", 20)
    assert "20 of 50 works came" in (result.reason or "")


def test_a_work_that_cannot_be_read_costs_one(interface: Interface, archive: Store) -> None:
    interface.works = many(4)
    interface.works[2]["title"], interface.works[2]["DOI"] = [], "x"
    result = run(f"{interface.base}/works", archive)
    assert (result.outcome, archive.count(), result.tally["records_refused"]) == ("incomplete", 3, 1)


def test_an_interrupted_list_goes_on_at_its_cursor(
    interface: Interface, archive: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    interface.works, interface.most_rows = [*many(40), *report_with_parts(10)], 10

    def killed(*_: Any) -> None:
        raise Killed

    interface.fault = lambda number, path: (503, b"") if number == 4 else None
    with monkeypatch.context() as patched:
        patched.setattr("harvester.crossref.walk.WorksWalk._failed", killed)
        with pytest.raises(Killed):
            harvest(f"{interface.base}/works?filter=prefix:10.5555", HarvestOptions(as_="crossref", retries=0), archive)
    interface.fault = lambda number, path: None
    interface.asked.clear()
    result = run(f"{interface.base}/works?filter=prefix:10.5555", archive)
    assert (result.outcome, result.tally["pages_resumed"], len(interface.asked)) == ("complete", 3, 3)
    assert archive.count() == 41
    assert len(archive.get("crossref:10.5555/water").record.contents) == 10


def test_a_dry_run_writes_nothing(interface: Interface, archive: Store) -> None:
    interface.works = report_with_parts()
    result = harvest(f"{interface.base}/works", HarvestOptions(as_="crossref", dry_run=True), archive)
    assert (result.outcome, result.tally["records_new"], archive.count()) == ("complete", 1, 0)


def test_real_works_over_http(interface: Interface, archive: Store, shared: Path) -> None:
    for path in sorted((shared / "corpus" / "records" / "crossref").glob("*.*json")):
        found, _ = deposits_of(path.read_bytes())
        texts = path.read_text("utf-8").splitlines() if path.suffix == ".ndjson" else [path.read_text("utf-8")]
        values = [json.loads(text) for text in texts if text.strip()]
        works = [
            one for value in values for one in (value["items"] if "items" in value else [value.get("message", value)])
        ]
        assert len(works) == len(found)
        interface.works += works
    interface.most_rows = 7
    result = run(f"{interface.base}/works", archive)
    assert result.outcome == "complete"
    assert archive.count() == len({one["DOI"].lower() for one in interface.works})


def test_a_title_list_by_its_address(archive: Store, shared: Path) -> None:
    from tests.site import Page
    from tests.site import serving as site

    with site() as made:
        made.pages["/list.txt"] = Page(
            (shared / "corpus/records/kbart/zdb-1-eem.tsv").read_bytes(),
            headers={"Content-Type": "text/plain"},
            etag=True,
        )
        for options in ({"as_": "kbart"}, {}):
            result = harvest(f"{made.base}/list.txt", HarvestOptions(**options), archive)
            assert result.outcome == "complete"
        assert archive.count() == 334
        assert result.tally["records_unchanged"] == 334
