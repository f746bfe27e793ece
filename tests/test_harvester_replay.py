"""Kept bytes read again: unchanged code writes nothing, a better reader shows what it changes before it writes."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from archive.selection import Selection
from archive.store import Store, open_store
from harvester import ingest
from harvester.options import HarvestOptions
from harvester.replay import ReplayResult, replay
from harvester.run import harvest
from harvester.verdict import accept
from schemas.capture import Capture
from schemas.formats import jsonl
from schemas.reading import Reading
from schemas.record import Title
from tests import oai_server, site
from tests.conftest import Clock
from tests.site import Page, Site, listing, report, report_path


@pytest.fixture
def lake() -> Iterator[Site]:
    with site.serving() as served:
        yield served


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "again.db", create=True) as opened:
        yield opened


def run(place: str, store: Store, **options: Any) -> None:
    harvest(place, HarvestOptions(**{"source": "lake", "backoff": 0.01, "retries": 1, **options}), store)


def exported(store: Store) -> bytes:
    out = BytesIO()
    jsonl.write(store.heads(deleted=True), out)
    return out.getvalue()


def wrote(store: Store) -> dict[str, int]:
    return {name: store.stats()[name] for name in ("versions", "records", "captures")}


def counted(result: ReplayResult, *names: str) -> tuple[int, ...]:
    return tuple(result.tally[f"records_{name}"] for name in names)


def better(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the reader of pages find a subtitle from today on, and read one title in other letters."""
    reads = ingest.read_page

    def read(capture: Capture, **more: Any) -> Reading:
        reading = reads(capture, **more)
        found = []
        for one in reading.found:
            assert one.record.title is not None
            title = Title(main=one.record.title.main, sub="measured")
            if one.record.title.main == "Report 3":
                title = msgspec.structs.replace(one.record.title, main="REPORT 3")
            found.append(msgspec.structs.replace(one, record=msgspec.structs.replace(one.record, title=title)))
        return msgspec.structs.replace(reading, found=tuple(found))

    monkeypatch.setattr(ingest, "read_page", read)


def test_unchanged_code_writes_nothing(lake: Site, archive: Store) -> None:
    lake.publish(12)
    link = '<p class="series">Series: <a href="/papers/" rel="up">Lindwater Papers</a></p>'
    lake.pages[report_path(1)] = Page(report(lake.base, 1, related=link))
    lake.pages["/papers/"] = Page(listing([1, 2, 3], None, title="Lindwater Papers"))
    run(lake.base + "/sitemap.xml", archive)
    run(lake.base + report_path(1), archive, related=True)
    lake.pages[report_path(2)] = Page(report(lake.base, 2, title="Changed"))
    lake.pages[report_path(4)] = Page("", 410)
    run(lake.base + "/sitemap.xml", archive)
    before, counts = exported(archive), wrote(archive)
    lake.forget()
    for options in ({"dry_run": True}, {}, {}, {"source": "lake"}, {"selection": Selection(types=("report",))}):
        result = replay(archive, **options)
        assert (result.outcome, result.changes, result.lost) == ("complete", {"fields": {}, "kinds": {}}, ())
        assert (exported(archive), wrote(archive)) == (before, counts)
    assert lake.asked == []
    assert archive.check(chain=True) == []


def test_a_better_reader_is_tried_first(lake: Site, archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.publish(5)
    run(lake.base + "/sitemap.xml", archive)
    before = exported(archive)
    better(monkeypatch)
    tried = replay(archive, dry_run=True)
    assert (tried.run_id, exported(archive)) == (None, before)
    assert tried.changes["kinds"] == {"changed": 4, "cosmetic": 1}
    assert tried.changes["fields"]["title"]["changed"] == 4
    assert tried.changes["fields"]["title"]["cosmetic"] == 1
    assert tried.changes["fields"]["title"]["examples"][0]["path"] == "title.sub"
    assert any("title: 4 changed, 1 cosmetic" in line for line in tried.summary())
    done = replay(archive)
    assert (done.outcome, done.changes) == ("complete", tried.changes)
    held = archive.get("lake:10.5555/lindwater.1")
    assert held.record.title == Title(main="Report 1", sub="measured")
    assert {v.cause for v in archive.history("lake:10.5555/lindwater.1") if v.number == 2} == {"reader"}
    after = exported(archive)
    assert replay(archive).changes["kinds"] == {}
    assert exported(archive) == after


def test_only_what_is_selected(lake: Site, archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.publish(5)
    run(lake.base + "/sitemap.xml", archive)
    better(monkeypatch)
    result = replay(archive, selection=Selection(ids=("lake:10.5555/lindwater.2",)))
    assert result.changes["kinds"] == {"changed": 1}
    assert [held.envelope.id for held in archive.heads() if held.envelope.version == 2] == ["lake:10.5555/lindwater.2"]
    assert replay(archive, source="other").captures == 0


def test_a_reader_that_loses_a_field_is_stopped(lake: Site, archive: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lake.publish(60)
    run(lake.base + "/sitemap.xml", archive)
    before = exported(archive)
    reads = ingest.read_page

    def worse(capture: Capture, **more: Any) -> Reading:
        reading = reads(capture, **more)
        found = (
            msgspec.structs.replace(f, record=msgspec.structs.replace(f.record, contributors=())) for f in reading.found
        )
        return msgspec.structs.replace(reading, found=tuple(found))

    monkeypatch.setattr(ingest, "read_page", worse)
    result = replay(archive)
    assert (result.outcome, result.exit_code) == ("incomplete", 3)
    assert "guard: contributors was filled" in (result.reason or "")
    assert exported(archive) == before
    assert archive.holds.all() == []  # nothing new came: there is nothing to hold
    assert counted(replay(archive, accept=True), "changed") == (60,)


def test_lists_of_records(store: Store, clock: Clock) -> None:
    archive = store
    with oai_server.serving(oai_server.Repo(250)) as repo:
        run(repo.base, archive)
        first = next(iter(repo.records))
        repo.records[first] = repo.records[first]._replace(title="Other")
        clock.move(hours=1)
        run(repo.base, archive, full=True)
        clock.move(hours=1)
        before, counts = exported(archive), wrote(archive)
        repo.forget()
        for options in ({"dry_run": True}, {}, {"source": "lake"}):
            result = replay(archive, **options)
            assert (result.outcome, result.changes["kinds"], result.lost) == ("complete", {}, ())
            assert (exported(archive), wrote(archive)) == (before, counts)
        assert repo.asked == []


def test_a_record_twice_in_a_page(archive: Store) -> None:
    repo = oai_server.Repo(3)
    second = repo.record("oai:repo.example:2", oai_server.Rec(deleted=True)).encode()

    def twice(args: Any, answer: oai_server.Answer, before: int) -> oai_server.Answer:
        return answer._replace(body=answer.body.replace(b"</ListRecords>", second + b"</ListRecords>"))

    repo.fault = twice
    with oai_server.serving(repo):
        run(repo.base, archive)
    assert archive.get("lake:oai:repo.example:2").record.deleted
    assert replay(archive).changes["kinds"] == {}


@pytest.mark.slow
def test_a_hold_waits_for_a_verdict_and_no_replay_reads_it(lake: Site, archive: Store) -> None:
    lake.publish(60)
    run(lake.base + "/sitemap.xml", archive)
    before = exported(archive)
    for number in range(1, 61):
        page = report(lake.base, number)
        kept = [part for part in page.splitlines() if "author" not in part and "By Mira" not in part]
        lake.pages[report_path(number)] = Page("\n".join(kept), etag=True)
    run(lake.base + "/sitemap.xml", archive)
    assert (replay(archive).changes["kinds"], exported(archive)) == ({}, before)
    accept(archive, "lake", command="accept")
    after = exported(archive)
    assert after != before
    assert (replay(archive).changes["kinds"], exported(archive)) == ({}, after)
