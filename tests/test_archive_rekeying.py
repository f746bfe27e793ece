"""Records under other keys: old ids stay names, versions go along, changes says moved, and later input finds them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.store import Store
from harvester.options import HarvestOptions
from harvester.refresh import refresh
from harvester.renumbering import drafted
from harvester.replay import replay
from harvester.sources import NamedSource
from harvester.verdict import accept
from schemas.errors import UsageError
from tests.archive_samples import Harvest, counted, report
from tests.conftest import Clock
from tests.oai_server import Rec, Repo, serving
from tests.site import Page, sitemap
from tests.site import serving as site_serving
from tests.test_cli_replay import Here

R = "oai:repo.example:"


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    return Here(capsys)


@pytest.fixture
def repo() -> Iterator[Repo]:
    with serving(Repo(60)) as served:
        served.deleted = "no"
        yield served


def moved(store: Store, pairs: list[tuple[str, str]]) -> None:
    run = store.begin_run(kind="rekey", command="tocsin sources rekey site", who="tester", source="site")
    store.sources.rekey("site", store.sources.plan("site", pairs).moves, run=run, at=store.clock())
    store.end_run(run, outcome="complete")


def test_old_ids_stay_names_and_versions_go_along(store: Store, clock: Clock) -> None:
    harvest = Harvest(store, clock)
    capture = harvest.keep("one")
    harvest.put(report("Water"), "1", capture=capture)
    harvest.put(report("Water and power"), "1")
    harvest.put(report("Bread"), "2")
    harvest.end()
    cursor = list(store.changes())[-1].cursor
    clock.move(days=1)
    moved(store, [("1", "a/1"), ("9", "a/9")])
    assert store.one("site:1") == "site:a/1"
    assert store.get("site:1").envelope.id == "site:a/1"
    assert [version.number for version in store.history("site:a/1")] == [1, 2]
    (change,) = store.changes(cursor)
    assert (change.kind, change.id, change.former, change.cause) == ("moved", "site:a/1", "site:1", "identity")
    assert store.check(chain=True) == []
    later = Harvest(store, clock)
    assert counted(later.put(report("Water and power"), "a/1")) == {"unchanged": 1}
    assert counted(later.put(report("Water and power"), "1")) == {"unchanged": 1}  # an old page, or a replay
    assert counted(later.put(report("Water"), "1", capture=capture)) == {"unchanged": 1}
    assert [held.envelope.id for held in store.heads()] == ["site:2", "site:a/1"]


def test_keys_that_change_places(store: Store, clock: Clock) -> None:
    harvest = Harvest(store, clock)
    for key in ("1", "2", "3"):
        harvest.put(report(f"Report {key}"), key)
    harvest.end()
    moved(store, [("1", "2"), ("2", "1"), ("3", "4")])
    titles = {held.envelope.key: held.record.title for held in store.heads()}
    assert {key: title.main for key, title in titles.items() if title} == {
        "1": "Report 2",
        "2": "Report 1",
        "4": "Report 3",
    }
    with pytest.raises(UsageError, match="more than one record"):
        store.sources.plan("site", [("1", "x"), ("2", "x")])


def test_records_that_came_under_the_new_keys_end(store: Store, clock: Clock) -> None:
    harvest = Harvest(store, clock)
    harvest.put(report("Water"), "1")
    harvest.put(report("Water, revised"), "a/1", aliases=("https://site.example/a/1",))
    harvest.end()
    (move,) = store.sources.plan("site", [("1", "a/1")]).moves
    assert move.taken is not None
    moved(store, [("1", "a/1")])
    (held,) = store.heads()
    assert (held.envelope.id, held.envelope.version) == ("site:a/1", 2)
    assert held.record.title is not None
    assert held.record.title.main == "Water, revised"
    assert store.one("https://site.example/a/1") == store.one("site:1") == "site:a/1"
    assert store.check(chain=True) == []


def source(repo: Repo, **options: Any) -> NamedSource:
    said = {"as_": "oai", "source": "repo", "backoff": 0.0, "retries": 1, "timeout": 2.0, **options}
    return NamedSource(name="repo", options=HarvestOptions(**said), target=repo.base)


def test_a_repository_that_renumbers_is_held_and_gets_a_map(repo: Repo, store: Store, clock: Clock) -> None:
    refresh(store, source(repo))
    before = {held.envelope.key: held.record.title for held in store.heads()}
    repo.records = {
        f"oai:new.example:{n}": Rec(title=f"Report {n}", payload=repo.records[f"{R}{n}"].payload) for n in range(1, 61)
    }
    clock.move(days=1)
    made = refresh(store, source(repo, full=True))
    assert made.exit_code == 3
    assert "60 of 120 live records of repo are gone from its lists and 60 came under other keys" in (made.held or "")
    pairs = drafted(store, "repo")
    assert (len(pairs), pairs[0]) == (60, (f"{R}1", "oai:new.example:1"))
    run = store.begin_run(kind="rekey", command="tocsin sources rekey repo", who="tester", source="repo")
    store.sources.rekey("repo", store.sources.plan("repo", pairs).moves, run=run, at=clock())
    store.end_run(run, outcome="complete")
    assert accept(store, "repo", command="accept").outcome == "complete"
    assert store.debts.missing("repo") == []
    after = {held.envelope.key.replace("new", "repo"): held.record.title for held in store.heads()}
    assert after == before
    clock.move(days=1)
    made = refresh(store, source(repo, full=True))
    assert (made.outcome, made.changes["kinds"]) == ("complete", {})
    assert replay(store).changes["kinds"] == {}
    assert store.check(chain=True) == []


def test_accepting_says_that_records_are_missing(repo: Repo, store: Store, clock: Clock) -> None:
    refresh(store, source(repo))
    whole = dict(repo.records)
    repo.records = dict(list(whole.items())[:30]) | {f"{R}30": Rec(title="Changed")}
    clock.move(days=1)
    assert refresh(store, source(repo, full=True)).exit_code == 3
    assert store.debts.missing("repo") == []
    assert replay(store, dry_run=True).captures == 7  # the page beside which they are noted is one like the others
    accepted = accept(store, "repo", command="accept")
    assert (accepted.outcome, accepted.tally["records_missing"], len(store.debts.missing("repo"))) == (
        "complete",
        30,
        30,
    )
    clock.move(days=1)
    assert refresh(store, source(repo, full=True)).outcome == "complete"  # those trip no guard again
    repo.records = whole | {f"{R}30": Rec(title="Changed")}
    clock.move(days=1)
    made = refresh(store, source(repo, full=True))
    assert (made.outcome, made.changes["kinds"], store.debts.missing("repo")) == ("complete", {"back": 30}, [])


@pytest.mark.slow
def test_a_site_that_moves_its_pages(store: Store, clock: Clock) -> None:
    """Pages without a DOI have their address as key: all are gone, and as many come."""

    def page(number: int) -> Page:
        title = f"Report {number}: the gauge at Lindwater"
        return Page(
            f'<html><head><meta name="citation_title" content="{title}"><meta name="citation_author" content="Ostrow, Mira">'
            f"</head><body><h1>{title}</h1></body></html>"
        )

    def at(folder: str) -> None:
        site.pages |= {f"/{folder}/{n}.html": page(n) for n in range(1, 61)}
        urls = [f"{site.base}/{folder}/{n}.html" for n in range(1, 61)]
        site.pages["/sitemap.xml"] = Page(sitemap(urls), headers={"Content-Type": "application/xml"})

    with site_serving() as site:
        named = NamedSource(
            name="lake", options=HarvestOptions(source="lake", retries=0), target=site.base + "/sitemap.xml"
        )
        at("old")
        assert refresh(store, named).changes["kinds"] == {"new": 60}
        clock.move(days=1)
        old = list(site.pages)
        at("new")
        both = Page(
            sitemap([f"{site.base}/{f}/{n}.html" for f in ("old", "new") for n in range(1, 61)]),
            headers={"Content-Type": "application/xml"},
        )
        site.pages |= {path: Page("", 410) for path in old if path.startswith("/old/")} | {"/sitemap.xml": both}
        made = refresh(store, named)
        assert "60 of 60 live records of lake would go and 60 came under other keys: renumbered?" in (made.held or "")
        pairs = drafted(store, "lake")
        assert pairs[0] == (f"{site.base}/old/1.html", f"{site.base}/new/1.html")
        run = store.begin_run(kind="rekey", command="tocsin sources rekey lake", who="tester", source="lake")
        store.sources.rekey("lake", store.sources.plan("lake", pairs).moves, run=run, at=clock())
        store.end_run(run, outcome="complete")
        assert accept(store, "lake", command="accept").outcome == "complete"
        assert (store.count(), len(pairs)) == (60, 60)
        clock.move(days=1)
        site.pages["/new/7.html"] = Page("", 410)
        made = refresh(store, named)
        assert (made.outcome, made.changes["kinds"], store.count()) == ("complete", {"deleted": 1}, 59)


def test_on_the_command_line(tocsin: Here) -> None:
    page = '<html><head><meta name="citation_title" content="{}"><meta name="citation_author" content="Ostrow, Mira"></head><body><h1>{}</h1></body></html>'
    for name in ("Water", "Bread"):
        Path(f"{name}.html").write_text(page.format(name, name), "utf-8")
    tocsin("harvest", "Water.html", "Bread.html", "--source", "lake")
    assert "lake:Water" in tocsin("list")
    assert "lake:w/Water" in tocsin("sources", "rekey", "lake", "--replace", "^(W)", r"w/\1", "--dry-run")
    assert "1 records would move" in tocsin.error
    tocsin("sources", "rekey", "lake", "--replace", "^(W)", r"w/\1", code=2)
    tocsin("sources", "rekey", "lake", "--replace", "(", "x", "--dry-run", code=2)
    tocsin("sources", "rekey", "lake", code=2)
    with Path("map.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("old", "new"), ("Water", "Bread"), ("nothing", "else")])
    assert "taken" in tocsin("sources", "rekey", "lake", "--map", "map.csv", "--dry-run")
    tocsin("sources", "rekey", "lake", "--map", "map.csv", "--reason", "renumbered", code=2)
    Path("map.csv").write_text("old,new\nWater,w-1\n", "utf-8")
    tocsin("sources", "rekey", "lake", "--map", "map.csv", "--reason", "renumbered")
    assert "w-1" in tocsin("show", "lake:Water")
    (row,) = tocsin.lines("changes", "--kind", "moved", "--format", "json")
    assert (row["id"], row["former"]) == ("lake:w-1", "lake:Water")
