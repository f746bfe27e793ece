"""Old bytes that are let go: never those that something in force was read from, and what goes is said; what grows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from archive.pruning import Pruned
from archive.store import Store
from harvester.replay import replay
from schemas.errors import NotFound
from tests.archive_samples import Harvest, report
from tests.conftest import Clock
from tests.test_cli_replay import Here


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    return Here(capsys)


def filled(store: Store, clock: Clock) -> dict[str, int]:
    harvest = Harvest(store, clock)
    kept = {
        "read and superseded": harvest.keep("one", asked="https://site.example/1"),
        "in force": harvest.keep("two", asked="https://site.example/1"),
        "listing": harvest.keep("a list", asked="https://site.example/list"),
        "listing later": harvest.keep("a list, later", asked="https://site.example/list"),
        "shared": harvest.keep("a list, later", asked="https://site.example/other"),
        "shared later": harvest.keep("another", asked="https://site.example/other"),
        "set apart": harvest.keep("broken", asked="https://site.example/3"),
        "mended": harvest.keep("whole", asked="https://site.example/3"),
    }
    harvest.put(report("One"), capture=kept["read and superseded"])
    harvest.put(report("Two"), capture=kept["in force"])
    for name in ("listing", "listing later", "shared", "shared later", "mended"):
        store.mark_read(kept[name])
    store.quarantine(harvest.run, kept["set apart"], "broken")
    harvest.keep("kept and not yet read", asked="https://site.example/4")
    harvest.end()
    return kept


def without_bytes(store: Store, kept: dict[str, int]) -> set[str]:
    return {name for name, number in kept.items() if not store.body(number)}


def test_what_nothing_needs_goes(store: Store, clock: Clock) -> None:
    kept = filled(store, clock)
    before = clock.move(days=400) - timedelta(days=365)
    assert store.sources.prune("site", before=before - timedelta(days=300)).captures == 0
    told = store.sources.prune("site", before=before, dry_run=True)
    assert without_bytes(store, kept) == set()
    assert told == Pruned(source="site", captures=2, bytes=6, versions=0)
    assert store.sources.prune("site", before=before) == told
    assert without_bytes(store, kept) == {"listing", "shared"}
    told = store.sources.prune("site", before=before, superseded=True)
    assert told == Pruned(source="site", captures=1, bytes=3, versions=1)
    assert without_bytes(store, kept) == {"listing", "shared", "read and superseded"}
    with pytest.raises(NotFound, match="no bytes are kept"):
        store.capture_of("site:one", version=1)
    assert store.check(chain=True) == []
    assert replay(store, dry_run=True).without_bytes == 1
    (grown,) = store.sources.growth(clock() - timedelta(days=30))
    assert (grown.captures, grown.captures_since, grown.versions, grown.records) == (9, 0, 2, 1)


def test_on_the_command_line(tocsin: Here) -> None:
    page = '<html><head><meta name="citation_title" content="{}"><meta name="citation_author" content="Ostrow, Mira"></head><body><h1>{}</h1></body></html>'
    for title in ("Water", "Bread"):
        Path("page.html").write_text(page.format(title, title), "utf-8")
        tocsin("harvest", "page.html", "--source", "lake")
    tocsin("sources", "prune", "lake", code=2)
    tocsin("sources", "prune", "nobody", "--dry-run", code=2)
    (row,) = tocsin.lines("sources", "prune", "--older", "1m", "--dry-run", "--format", "json")
    assert (row["source"], row["captures"]) == ("lake", 0)
    assert "lake" in tocsin("sources", "prune", "--reason", "room")
    (row,) = tocsin.lines("db", "stats", "--sources", "--format", "json")
    assert (row["source"], row["records"], row["captures"], row["versions_since"]) == ("lake", 1, 2, 2)
    assert "captures without bytes" in tocsin("db", "stats")
