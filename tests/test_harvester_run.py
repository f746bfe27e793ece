"""The frame of a run: contact, command line, what is resumed, signals, failures of the archive."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from archive.store import Store, open_store
from harvester.options import HarvestOptions
from harvester.run import harvest
from harvester.settings import headers, scrapy_settings
from schemas.errors import StorageError, UsageError
from tests.site import Site, report_path, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "run.db", create=True) as opened:
        yield opened


def test_no_host_outside_this_machine_without_a_contact(archive: Store) -> None:
    with pytest.raises(UsageError, match="contact"):
        harvest("https://reports.example/list", HarvestOptions(), archive)
    assert archive.runs() == []


@pytest.mark.parametrize("contact", ["a\r\nX-Evil: 1", "käthe@library.example"])
def test_a_contact_that_cannot_stand_in_a_header(archive: Store, contact: str) -> None:
    with pytest.raises(UsageError, match="contact"):
        harvest("https://reports.example/list", HarvestOptions(contact=contact), archive)


def test_who_asks() -> None:
    said = headers(HarvestOptions(contact="mailto:metadata@library.example"))
    assert said["From"] == "metadata@library.example"
    assert said["User-Agent"].startswith("tocsin/")
    assert "From" not in headers(HarvestOptions(contact="https://library.example/contact"))


def test_nothing_is_opened_beside_the_crawl() -> None:
    settings = scrapy_settings(HarvestOptions())
    for name in ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED", "HTTPCACHE_ENABLED"):
        assert settings[name] is False
    assert settings["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert settings["DOWNLOAD_VERIFY_CERTIFICATES"] is True


def test_a_run_says_what_was_asked_for(site: Site, archive: Store) -> None:
    site.publish(1)
    result = harvest(site.base + "/sitemap.xml", HarvestOptions(limit=5, full=True, who="cataloguer"), archive)
    row = archive.run(result.run_id or 0)
    assert row.command == f"tocsin harvest {site.base}/sitemap.xml --full --limit 5"
    assert (row.kind, row.who, row.outcome) == ("harvest", "cataloguer", "complete")
    assert row.tally["records_new"] == 1
    lines = list(result.summary())
    assert lines[0].startswith(site.base)
    assert any("1 new" in line for line in lines)


def test_progress_is_told_after_each_page(site: Site, archive: Store) -> None:
    site.publish(3)
    told: list[Mapping[str, int]] = []
    harvest(site.base + "/sitemap.xml", HarvestOptions(), archive, progress=lambda counts: told.append(dict(counts)))
    assert [counts["pages_asked"] for counts in told] == [1, 2, 3, 4]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_finishes_the_page_in_hand(site: Site, archive: Store, number: int, code: int) -> None:
    site.publish(20)

    def stop(counts: Mapping[str, int]) -> None:
        if counts["pages_read"] == 5:
            os.kill(os.getpid(), number)

    result = harvest(site.base + "/sitemap.xml", HarvestOptions(source="l"), archive, progress=stop)
    assert (result.outcome, result.exit_code) == ("interrupted", code)
    assert archive.count() == 5
    assert archive.check(chain=True) == []
    again = harvest(site.base + "/sitemap.xml", HarvestOptions(source="l"), archive)
    assert (again.outcome, again.tally["records_new"], again.tally["pages_resumed"]) == ("complete", 15, 6)
    assert max(site.times.values()) <= 2  # robots.txt once a run, each page once
    assert all(site.times[report_path(n)] == 1 for n in range(1, 21))
    third = harvest(site.base + "/sitemap.xml", HarvestOptions(source="l"), archive)
    assert (third.tally["pages_resumed"], third.tally["pages_unchanged"]) == (0, 21)


def test_a_wait_is_cut_short_by_a_signal(site: Site, archive: Store) -> None:
    site.publish(2)
    began = time.monotonic()
    previous = signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
    signal.setitimer(signal.ITIMER_REAL, 1.5)
    try:
        result = harvest(site.base + "/sitemap.xml", HarvestOptions(delay=60.0), archive)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    assert result.outcome == "interrupted"
    assert time.monotonic() - began < 20


def test_an_archive_that_fails_ends_the_run_as_failed(
    site: Site, archive: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise StorageError("the disk is full")

    site.publish(2)
    monkeypatch.setattr(archive, "put", full)
    with pytest.raises(StorageError, match="disk"):
        harvest(site.base + "/sitemap.xml", HarvestOptions(), archive)
    monkeypatch.undo()
    assert archive.runs()[0].outcome == "failed"
    assert len(list(archive.unread())) == 2
    result = harvest(site.base + "/sitemap.xml", HarvestOptions(), archive)
    assert (result.tally["records_new"], result.tally["pages_asked"]) == (2, 0)
    assert list(archive.unread()) == []


def test_a_batch_that_fails_is_written_one_by_one(site: Site, archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put = archive.put

    def choosy(page: Any, **options: Any) -> Any:
        if any(one.key.endswith(".2") for one in page):
            raise ValueError("a defect of the archive")
        return put(page, **options)

    site.publish(3)
    monkeypatch.setattr(archive, "put", choosy)
    result = harvest(site.base + "/sitemap.xml", HarvestOptions(), archive)
    assert (result.outcome, result.tally["records_new"], result.tally["records_refused"]) == ("incomplete", 2, 1)
    assert len(archive.quarantined()) == 1
