"""Harvests over HTTP, by the real spider and archive, from a site on loopback with faults."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.store import Store, open_store
from harvester.options import HarvestOptions
from harvester.replay import ReplayResult
from harvester.run import harvest
from harvester.tally import RunResult
from harvester.verdict import accept, reject
from schemas.errors import NotFound
from tests.site import (
    Page,
    Site,
    bomb,
    cut,
    dribbling,
    hung_up,
    list_path,
    listing,
    report,
    report_path,
    serving,
    silent,
    sitemap,
)
from tests.walking import run

CHALLENGE = Page("<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>", 200)
NO_RECORD = Page("<html><head><title>About us</title></head><body><h1>About us</h1><p>We are here.</p></body></html>")
XML = {"Content-Type": "application/xml"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "walk.db", create=True) as opened:
        yield opened


def counts(result: RunResult | ReplayResult, *names: str) -> tuple[int, ...]:
    return tuple(result.tally[name] for name in names)


PAGES = ("pages_asked", "pages_fetched", "pages_unchanged", "pages_read")


def test_a_landing_page(site: Site, archive: Store) -> None:
    site.publish(1)
    result = run(site, archive, report_path(1), source=None)
    assert (result.outcome, result.exit_code, result.found) == ("complete", 0, "a page")
    assert counts(result, *PAGES, "records_new", "requests") == (1, 1, 0, 1, 1, 2)
    (held,) = archive.heads()
    assert held.envelope.id == "127.0.0.1:10.5555/lindwater.1"
    assert held.envelope.captured is not None
    assert held.envelope.captured.url == site.base + report_path(1)
    assert archive.resolve(site.base + report_path(1)) == [held.envelope.id]
    agent = site.asked[-1].headers["User-Agent"]
    assert agent.startswith("tocsin/")
    assert "From" not in site.asked[-1].headers


def test_who_asks_is_said(site: Site, archive: Store) -> None:
    site.publish(1)
    run(site, archive, report_path(1), contact="metadata@library.example")
    assert site.asked[-1].headers["User-Agent"].endswith(" (+mailto:metadata@library.example)")
    assert site.asked[-1].headers["From"] == "metadata@library.example"


def test_a_listing_with_its_pages(site: Site, archive: Store) -> None:
    site.publish(25)
    result = run(site, archive, list_path(1))
    assert result.found == "a listing"
    assert (result.outcome, result.reason) == ("complete", None)
    assert counts(result, *PAGES, "lists_read", "records_new") == (28, 28, 0, 25, 3, 25)
    assert site.times[report_path(7)] == 1
    assert archive.count() == 25


def test_a_second_harvest_asks_with_conditions_and_changes_nothing(site: Site, archive: Store) -> None:
    site.publish(12)
    run(site, archive, list_path(1))
    before = [row.number for row in archive.history("lindwater:10.5555/lindwater.3")]
    site.forget()
    result = run(site, archive, list_path(1))
    assert result.outcome == "complete"
    assert counts(result, *PAGES, "records_unchanged", "records_new") == (14, 0, 14, 0, 12, 0)
    assert [row.number for row in archive.history("lindwater:10.5555/lindwater.3")] == before
    assert list(archive.changes("2999-01-01")) == []


def test_equal_bytes_without_etag_cost_no_parse_and_no_version(
    site: Site, archive: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(3, etag=False)
    run(site, archive, "/sitemap.xml")
    monkeypatch.setattr("harvester.ingest.read_page", lambda _: pytest.fail("it was read"))
    result = run(site, archive, "/sitemap.xml")
    assert counts(result, *PAGES, "records_unchanged") == (4, 4, 4, 0, 3)


def test_a_changed_page_is_a_version(site: Site, archive: Store) -> None:
    site.publish(3)
    run(site, archive, "/sitemap.xml")
    site.pages[report_path(2)] = Page(report(site.base, 2, title="Corrected report"), etag=True)
    result = run(site, archive, "/sitemap.xml")
    assert counts(result, "records_changed", "records_unchanged", "pages_unchanged") == (1, 2, 3)
    assert len(archive.history("lindwater:10.5555/lindwater.2")) == 2


def test_full_asks_again_without_conditions(site: Site, archive: Store) -> None:
    site.publish(2)
    run(site, archive, "/sitemap.xml")
    result = run(site, archive, "/sitemap.xml", full=True)
    assert counts(result, "pages_fetched", "records_new", "records_changed") == (3, 0, 0)


def test_a_sitemap_index_gzip_and_unusable_entries(site: Site, archive: Store) -> None:
    site.publish(6)
    one = sitemap([site.base + report_path(n) for n in (1, 2, 3)] + ["/relative", "ftp://x.example/"])
    two = sitemap([site.base + report_path(n) for n in (3, 4, 5, 6)] + ["http://elsewhere.test/1", "http://10.0.0.1/"])
    site.pages["/one.xml"] = Page(one, headers=XML)
    site.pages["/two.xml.gz"] = Page(gzip.compress(two.encode()), headers={"Content-Type": "application/gzip"})
    both = [site.base + "/one.xml", site.base + "/two.xml.gz"]
    site.pages["/index.xml"] = Page(sitemap(both, index=True), headers=XML)
    result = run(site, archive, "/index.xml")
    assert result.found == "a sitemap index of 2 entries"
    assert (result.outcome, result.reason) == ("complete", None)
    wanted = ("pages_read", "lists_read", "unusable_entries", "skipped_out_of_bounds", "records_new")
    assert counts(result, *wanted) == (6, 3, 2, 2, 6)


def test_lastmod_spares_requests(site: Site, archive: Store) -> None:
    site.publish(3)
    urls = [site.base + report_path(n) for n in (1, 2, 3)]
    site.pages["/sitemap.xml"] = Page(sitemap(urls, lastmod="2020-01-01"), headers=XML)
    run(site, archive, "/sitemap.xml")
    site.forget()
    result = run(site, archive, "/sitemap.xml")
    assert site.paths() == ["/sitemap.xml"]
    assert counts(result, "pages_unchanged", "records_unchanged") == (4, 3)
    site.forget()
    assert len(run(site, archive, "/sitemap.xml", full=True) and site.paths()) == 4


def test_a_page_that_is_no_record_or_a_challenge_is_a_failure_alone(site: Site, archive: Store) -> None:
    site.pages |= {"/about": NO_RECORD, "/challenge": CHALLENGE, "/403": CHALLENGE._replace(status=403)}
    for path in ("/about", "/challenge", "/403", "/not-there"):
        for _ in range(2):
            result = run(site, archive, path)
            assert (result.outcome, result.exit_code) == ("failed", 4), path
            assert result.reason
    assert archive.count() == 0
    assert archive.quarantined()


def test_among_pages_no_record_is_counted_and_a_challenge_is_incomplete(site: Site, archive: Store) -> None:
    site.publish(3)
    site.pages["/about"] = NO_RECORD
    urls = [site.base + path for path in (report_path(1), "/about", report_path(2))]
    site.pages["/sitemap.xml"] = Page(sitemap(urls), headers=XML)
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, *counts(result, "not_a_record", "records_new")) == ("complete", 1, 2)
    site.pages["/about"] = CHALLENGE
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, result.exit_code, *counts(result, "pages_refused")) == ("incomplete", 3, 1)


def test_robots_txt_keeps_pages_off_and_that_is_complete(site: Site, archive: Store) -> None:
    site.publish(4)
    site.pages["/robots.txt"] = Page(f"User-agent: *\nDisallow: {report_path(2)}\n")
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, *counts(result, "skipped_by_robots", "records_new")) == ("complete", 1, 3)
    assert report_path(2) not in site.paths()


def test_a_robots_txt_that_does_not_answer_is_incomplete(site: Site, archive: Store) -> None:
    site.publish(2)
    site.pages["/robots.txt"] = Page("", 503)
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, result.exit_code) == ("incomplete", 3)
    assert site.paths() == []


def test_a_host_that_is_not_there(site: Site, archive: Store) -> None:
    told = HarvestOptions(backoff=0.01, retries=1)
    result = harvest("http://127.0.0.1:9/reports/", told, archive)
    assert (result.outcome, result.exit_code) == ("failed", 4)
    assert result.reason


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (silent(3.0), "silent for 0.3 s"),
        (dribbling(4.0), "not complete after 0.8 s"),
        (cut, "closed"),
        (hung_up, ""),
        (Page("", 500), "answered 500"),
        (bomb(3_000_000), "larger than"),
        (Page("x" * 3_000_000), "larger than"),
        (Page(gzip.compress(gzip.compress(b"x")), headers={"Content-Encoding": "gzip, gzip"}), "nested"),
        (Page(b"\x1f\x8b not gzip", headers={"Content-Encoding": "gzip"}), "is not gzip"),
        (Page("", 302, {"Location": "http://169.254.169.254/latest/"}), "another site"),
        (Page("", 302, {"Location": "http://127.0.0.1:9/"}), "private"),
        (Page("", 302, {"Location": "file:///etc/passwd"}), "only http"),
        (Page("", 302, {"Location": "/loop"}), "more than 5"),
    ],
)
def test_a_fault_costs_one_page(site: Site, archive: Store, fault: Any, words: str) -> None:
    site.publish(3)
    site.pages |= {report_path(2): fault, "/loop": Page("", 302, {"Location": "/loop"})}
    result = run(site, archive, "/sitemap.xml", timeout=0.3, deadline=0.8, max_body=2_000_000)
    assert (result.outcome, result.exit_code) == ("incomplete", 3)
    assert counts(result, "pages_failed", "records_new") == (1, 2)
    assert words in (result.reason or "")


def test_a_503_with_retry_after_is_waited_out(site: Site, archive: Store) -> None:
    site.publish(1)
    good = site.pages[report_path(1)]
    site.pages[report_path(1)] = [Page("", 503, {"Retry-After": "0"}), good]  # type: ignore[list-item]
    assert run(site, archive, report_path(1)).outcome == "complete"


def test_a_host_that_asks_for_an_hour_ends_the_run(site: Site, archive: Store) -> None:
    site.publish(3)
    site.pages[report_path(2)] = Page("", 429, {"Retry-After": "3600"})
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, result.exit_code) == ("incomplete", 3)
    assert "3600 s" in (result.reason or "")
    assert site.times[report_path(3)] == 0


def test_a_dead_host_is_not_hammered(site: Site, archive: Store) -> None:
    site.publish(30)
    site.pages |= {report_path(n): hung_up for n in range(3, 31)}
    result = run(site, archive, "/sitemap.xml", retries=0)
    assert result.outcome == "incomplete"
    assert counts(result, "pages_failed") == (5,)


def test_crawl_delay_is_obeyed(site: Site, archive: Store) -> None:
    site.publish(2)
    site.pages["/robots.txt"] = Page("User-agent: tocsin\nCrawl-delay: 0.2")
    run(site, archive, "/sitemap.xml")
    times = [one.at for one in site.asked]
    assert min(b - a for a, b in pairwise(times)) >= 0.2


def test_limit_is_a_number_of_pages_and_complete(site: Site, archive: Store) -> None:
    site.publish(30)
    result = run(site, archive, list_path(1), limit=4)
    assert (result.outcome, *counts(result, "pages_read", "records_new")) == ("complete", 4, 4)
    assert any("limit" in note for note in result.tally["notes"])


def test_a_dry_run_writes_nothing(site: Site, archive: Store) -> None:
    site.publish(3)
    result = run(site, archive, list_path(1), dry_run=True)
    assert (result.run_id, result.outcome, *counts(result, "records_new", "pages_read")) == (None, "complete", 3, 3)
    assert archive.count() == 0
    assert archive.runs() == []
    assert list(archive.captures()) == []


def test_one_bad_page_costs_one_page(site: Site, archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from harvester import ingest

    read_page = ingest.read_page

    def sometimes(capture: Any) -> Any:
        if capture.url.endswith(report_path(2)):
            raise ZeroDivisionError("a defect of the reader")
        return read_page(capture)

    monkeypatch.setattr(ingest, "read_page", sometimes)
    site.publish(3)
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, *counts(result, "pages_failed", "records_new")) == ("incomplete", 1, 2)
    (apart,) = archive.quarantined()
    assert "ZeroDivisionError" in apart.reason
    assert archive.body(apart.capture_id)


def test_a_404_is_missing_in_the_second_run_and_a_410_deletes(site: Site, archive: Store) -> None:
    site.publish(4)
    run(site, archive, "/sitemap.xml")
    site.pages |= {report_path(2): Page("", 404), report_path(3): Page("", 410)}
    first = run(site, archive, "/sitemap.xml")
    assert (first.outcome, *counts(first, "pages_gone", "records_missing", "records_deleted")) == ("complete", 2, 0, 1)
    second = run(site, archive, "/sitemap.xml")
    assert (second.outcome, *counts(second, "pages_gone", "records_missing", "records_deleted")) == (
        "complete",
        2,
        1,
        0,
    )
    assert archive.count() == 3
    assert archive.get("lindwater:10.5555/lindwater.3").record.deleted
    assert archive.get("lindwater:10.5555/lindwater.3").record.title is not None
    assert not archive.get("lindwater:10.5555/lindwater.2").record.deleted


def test_the_guard_holds_many_deletions(site: Site, archive: Store) -> None:
    site.publish(50)
    run(site, archive, "/sitemap.xml")
    site.pages |= {report_path(n): Page("", 410) for n in range(1, 12)}
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, *counts(result, "records_deleted")) == ("incomplete", 0)
    assert "guard: 11 of 50" in (result.reason or "")
    site.pages |= {report_path(1): Page(report(site.base, 1), etag=True)}
    result = run(site, archive, "/sitemap.xml")  # held until a person has said what is right
    assert (result.outcome, *counts(result, "records_deleted")) == ("incomplete", 0)
    assert "held: lindwater, since run 2: 11 of 50" in (result.reason or "")
    site.forget()
    accepted = accept(archive, "lindwater", command="accept")
    assert (accepted.outcome, counts(accepted, "records_deleted"), site.asked) == ("complete", (10,), [])
    assert not archive.get("lindwater:10.5555/lindwater.1").record.deleted
    assert archive.get("lindwater:10.5555/lindwater.11").record.deleted
    assert run(site, archive, "/sitemap.xml").outcome == "complete"


def test_what_was_gone_before_trips_no_guard(site: Site, archive: Store) -> None:
    site.publish(80)
    run(site, archive, "/sitemap.xml")
    site.pages |= {report_path(n): Page("", 410) for n in range(1, 21)}
    run(site, archive, "/sitemap.xml")
    assert counts(accept(archive, "lindwater", command="accept"), "records_deleted") == (20,)
    site.pages |= {report_path(n): Page("", 404) for n in range(21, 31)}
    for missing in (0, 10, 0):
        result = run(site, archive, "/sitemap.xml")
        assert (result.outcome, *counts(result, "records_deleted", "records_missing")) == ("complete", 0, missing)
    site.pages |= {report_path(n): Page("", 404) for n in range(31, 41)}
    for missing in (0, 10, 0):
        result = run(site, archive, "/sitemap.xml")
        assert (result.outcome, *counts(result, "records_missing")) == ("complete", missing)


def test_the_guard_holds_a_field_that_most_pages_lose(site: Site, archive: Store) -> None:
    site.publish(60)
    run(site, archive, "/sitemap.xml")
    for number in range(1, 61):
        page = report(site.base, number)
        without = "".join(
            part for part in page.splitlines(keepends=True) if "author" not in part and "By Mira" not in part
        )
        site.pages[report_path(number)] = Page(without, etag=True)
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, *counts(result, "records_changed")) == ("incomplete", 0)
    assert "guard: contributors was filled in 100% of 60 records and now in 0%" in (result.reason or "")
    assert counts(result, "records_held") == (60,)
    assert archive.get("lindwater:10.5555/lindwater.2").record.contributors
    site.forget()
    accepted = accept(archive, "lindwater", command="accept")
    assert (accepted.outcome, counts(accepted, "records_changed"), site.asked) == ("complete", (60,), [])
    assert accepted.changes["fields"]["contributors"]["emptied"] == 60
    assert not archive.get("lindwater:10.5555/lindwater.2").record.contributors
    with pytest.raises(NotFound, match="not held"):
        accept(archive, "lindwater", command="accept")


@pytest.mark.slow
def test_what_is_rejected_is_put_back(site: Site, archive: Store) -> None:
    site.publish(60)
    run(site, archive, "/sitemap.xml")
    before = [(held.envelope.id, held.record) for held in archive.heads()]
    site.pages |= {report_path(n): Page(report(site.base, n, title="Other"), etag=True) for n in range(1, 61)}
    broken = run(site, archive, "/sitemap.xml")
    assert counts(broken, "records_changed") == (60,)
    archive.holds.begin("lindwater", run=broken.run_id or 0, reason="the guard tripped after the last page")
    assert reject(archive, "lindwater", command="reject").back == 60
    assert [(held.envelope.id, held.record) for held in archive.heads()] == before
    assert {change.cause for change in archive.changes() if change.version == 3} == {"rejected"}
    assert archive.check(chain=True) == []
    again = run(site, archive, "/sitemap.xml")  # the same bytes are no news
    assert (again.outcome, *counts(again, "records_changed")) == ("complete", 0)


def test_related_goes_to_the_list_and_keeps_the_relation(site: Site, archive: Store) -> None:
    site.publish(3)
    link = '<p class="series">Series: <a href="/papers/" rel="up">Lindwater Papers</a></p>'
    site.pages[report_path(1)] = Page(report(site.base, 1, related=link))
    site.pages["/papers/"] = Page(listing([1, 2, 3], None, title="Lindwater Papers"))
    assert counts(run(site, archive, report_path(1)), "records_new") == (1,)
    result = run(site, archive, report_path(1), related=True)
    assert (result.outcome, *counts(result, "records_new", "records_changed")) == ("complete", 2, 1)
    for number in (1, 2, 3):
        (relation,) = archive.get(f"lindwater:10.5555/lindwater.{number}").record.relations
        assert (relation.kind, relation.to, relation.title) == ("isPartOf", f"{site.base}/papers/", "Lindwater Papers")
    again = run(site, archive, report_path(1), related=True)
    assert counts(again, "records_new", "records_changed") == (0, 0)


def test_a_list_in_circles_is_incomplete(site: Site, archive: Store) -> None:
    site.publish(20)
    site.pages[list_path(2)] = Page(listing(range(11, 21), list_path(1)))
    result = run(site, archive, list_path(1))
    assert (result.outcome, *counts(result, "records_new")) == ("incomplete", 20)
    assert "circles" in (result.reason or "")


def test_as_page_follows_nothing(site: Site, archive: Store) -> None:
    site.publish(5)
    result = run(site, archive, list_path(1), as_="page")
    assert counts(result, "pages_asked") == (1,)


def test_two_crawls_at_once_leave_no_signal_handler_behind(site: Site, archive: Store) -> None:
    import signal

    before = signal.getsignal(signal.SIGINT)
    site.publish(1)
    run(site, archive, report_path(1))
    assert signal.getsignal(signal.SIGINT) is before


def test_a_crawl_runs_after_another_event_loop(site: Site, archive: Store) -> None:
    site.publish(1)
    for _ in range(2):
        asyncio.run(asyncio.sleep(0))
        assert run(site, archive, report_path(1)).outcome == "complete"
