"""A walk is never silently short: what was promised and did not come is named, and what comes back is taken again."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.store import Store, open_store
from schemas.errors import UsageError
from tests.site import Page, Site, cut, hung_up, list_path, listing, report, report_path, serving, sitemap
from tests.walking import run

XML = {"Content-Type": "application/xml"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "walk.db", create=True) as opened:
        yield opened


@pytest.mark.parametrize("etag", [True, False], ids=["304", "equal bytes"])
def test_a_page_that_was_deleted_and_is_back_gives_its_record_back(site: Site, archive: Store, etag: bool) -> None:
    site.publish(3, etag=etag)
    page = site.pages[report_path(1)]
    run(site, archive, "/sitemap.xml")
    site.pages[report_path(1)] = Page("", 410)
    gone = run(site, archive, "/sitemap.xml")
    assert (gone.tally["records_deleted"], gone.tally["records_changed"]) == (1, 0)
    site.pages[report_path(1)] = page
    back = run(site, archive, "/sitemap.xml")
    assert (back.outcome, back.tally["records_changed"], back.tally["records_unchanged"]) == ("complete", 1, 2)
    assert not archive.get("lindwater:10.5555/lindwater.1").record.deleted
    assert [v.number for v in archive.history("lindwater:10.5555/lindwater.1")] == [1, 2, 3]
    assert run(site, archive, "/sitemap.xml").tally["records_unchanged"] == 3


@pytest.mark.parametrize(
    "part",
    [
        Page(gzip.compress(b"<urlset>" * 500, mtime=0)[:30], headers={"Content-Type": "application/gzip"}),
        Page("<html><head><title>Welcome</title></head><body><h1>Welcome</h1></body></html>"),
        Page("", 404),
        Page("", 410),
        cut,
    ],
    ids=["broken gzip", "another page", "404", "410", "cut"],
)
def test_a_sitemap_that_the_index_promised(site: Site, archive: Store, part: Any) -> None:
    site.publish(2)
    site.pages["/part.gz"] = part
    site.pages["/index.xml"] = Page(
        sitemap([f"{site.base}/part.gz", f"{site.base}/sitemap.xml"], index=True), headers=XML
    )
    result = run(site, archive, "/index.xml")
    assert (result.outcome, result.exit_code, result.tally["records_new"]) == ("incomplete", 3, 2)
    assert "/part.gz" in (result.reason or "")


def test_a_list_page_that_is_gone(site: Site, archive: Store) -> None:
    site.publish(15)
    site.pages[list_path(2)] = Page("", 404)
    result = run(site, archive, list_path(1))
    assert (result.outcome, result.tally["records_new"]) == ("incomplete", 10)
    assert f"a part of the list is gone: {site.base}{list_path(2)}" in (result.reason or "")


@pytest.mark.parametrize("fault", [cut, hung_up], ids=["cut", "hung up"])
def test_the_page_that_did_not_arrive_is_named(site: Site, archive: Store, fault: Any) -> None:
    site.publish(3)
    site.pages[report_path(2)] = fault
    result = run(site, archive, "/sitemap.xml")
    assert (result.outcome, result.tally["records_new"]) == ("incomplete", 2)
    assert f"{site.base}{report_path(2)}: " in (result.reason or "")


@pytest.mark.parametrize("path", [list_path(1), "/sitemap.xml"])
def test_one_key_is_not_given_to_many(site: Site, archive: Store, path: str) -> None:
    site.publish(3)
    result = run(site, archive, path, key="one")
    assert (result.outcome, result.exit_code, archive.count()) == ("failed", 4, 0)
    assert "--key says what one page is" in (result.reason or "")
    with pytest.raises(UsageError, match="without --related"):
        run(site, archive, report_path(1), key="one", related=True)
    assert run(site, archive, report_path(1), key="one").outcome == "complete"
    assert [held.envelope.id for held in archive.heads()] == ["lindwater:one"]


def test_a_list_where_one_page_was_asked_for_is_no_success(site: Site, archive: Store) -> None:
    site.publish(3)
    result = run(site, archive, list_path(1), as_="page")
    assert (result.outcome, result.exit_code) == ("failed", 4)
    assert "is a list of pages" in (result.reason or "")


def test_related_says_where_there_is_nothing_to_follow(site: Site, archive: Store) -> None:
    site.pages["/lone.html"] = Page(
        '<html><head><meta name="citation_title" content="A lone gauge"></head><body><h1>A lone gauge</h1></body></html>'
    )
    result = run(site, archive, "/lone.html", related=True)
    assert result.outcome == "complete"
    assert any("nothing related" in note for note in result.tally["notes"])


def test_a_crawl_delay_that_is_too_long_is_named(site: Site, archive: Store) -> None:
    site.publish(1)
    site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 1000\n", headers={"Content-Type": "text/plain"})
    result = run(site, archive, report_path(1))
    assert any("asks for 1000 s between requests" in note for note in result.tally["notes"])


@pytest.mark.parametrize("name", ["Lindwater", "a:b", "a b", "", "#", "-x", "a/b"])
def test_the_name_of_a_source_can_stand_in_an_id(site: Site, archive: Store, name: str) -> None:
    site.publish(1)
    with pytest.raises(UsageError, match="is not the name of a source"):
        run(site, archive, report_path(1), source=name)
    assert archive.runs() == []


def test_pages_that_a_list_names_twice_are_asked_once(site: Site, archive: Store) -> None:
    site.pages |= {report_path(n): Page(report(site.base, n)) for n in (1, 2, 3)}
    site.pages[list_path(1)] = Page(listing([1, 2, 3, 1, 2, 3], None))
    assert run(site, archive, list_path(1)).tally["pages_asked"] == 4
