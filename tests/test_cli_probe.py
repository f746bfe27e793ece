"""`tocsin probe`: what an origin offers, found by asking it; sample records with findings; a draft that can be harvested."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.config import load_config
from tests import oai_server
from tests.oai_server import Rec, Repo
from tests.site import Page, Site, report, report_path, serving
from tests.test_cli_replay import Here


@pytest.fixture
def tocsin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    return Here(capsys)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


def drafted(tocsin: Here, url: str) -> dict[str, object]:
    """Probe, put what is drafted into tocsin.toml, and harvest it."""
    said = tocsin("probe", url, "--name", "lake")
    Path("tocsin.toml").write_text(said.partition("for tocsin.toml:")[2], "utf-8")
    assert list(load_config(None).source) == ["lake"]
    tocsin("db", "upgrade")
    (row,) = tocsin.lines("refresh", "--format", "json")
    return row


def test_a_repository(tocsin: Here) -> None:
    with oai_server.serving(Repo(30)) as repo:
        repo.records = {"oai:repo.example:gone": Rec(deleted=True)} | repo.records
        for url in (repo.base, repo.base + "?verb=ListRecords&metadataPrefix=oai_dc"):
            found = json.loads(tocsin("probe", url, "--format", "json"))
            offers = {offer["what"]: offer["value"] for offer in found["offers"]}
            assert offers["OAI-PMH"] == repo.base
            assert offers["records"] == "31 by its own count"
            assert offers["formats"] == "oai_dc"
            assert [one["name"] for one in found["samples"]] == [f"oai:repo.example:{n}" for n in range(1, 6)]
            assert found["samples"][0]["record"]["title"]["main"] == "Report 1"
            assert found["samples"][0]["findings"]
            assert found["draft"] == {"as": "oai", "every": "7d", "prefix": "oai_dc", "sweep": "90d", "url": repo.base}
        assert not Path("tocsin.db").exists()
        assert drafted(tocsin, repo.base)["changes"]["kinds"] == {"new": 30, "deleted": 1}  # type: ignore[index]


def test_a_listing(tocsin: Here, site: Site) -> None:
    site.publish(12)
    del site.pages["/sitemap.xml"]
    said = tocsin("probe", site.base + "/reports/")
    assert "a listing of 10 items" in said
    assert "10 items, and further pages" in said
    assert "ETag" in said
    assert said.count("Vale, Jonas") + said.count("Jonas Vale") == 5
    assert 'as = "listing"' in said
    assert drafted(tocsin, site.base + "/reports/")["changes"]["kinds"] == {"new": 12}  # type: ignore[index]


def test_a_page_its_sitemap_and_its_feeds(tocsin: Here, site: Site) -> None:
    site.publish(7)
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
    site.pages[report_path(1)] = Page(report(site.base, 1).replace("</head>", feed))
    site.pages["/robots.txt"] = Page("User-agent: *\nCrawl-delay: 0.1\nSitemap: " + site.base + "/sitemap.xml\n")
    found = json.loads(tocsin("probe", site.base + report_path(1), "--format", "json"))
    offers = {offer["what"]: offer["value"] for offer in found["offers"]}
    assert offers["citation_* tags"] == "7"
    assert offers["feed (RSS)"] == site.base + "/feed.xml"
    assert offers["robots.txt"] == "lets the page be asked; 0.1 s between requests"
    assert "7 addresses" in offers["sitemap"]
    assert (found["draft"]["as"], found["draft"]["url"]) == ("sitemap", site.base + "/sitemap.xml")
    assert len(found["samples"]) == 5


def test_an_interface_that_the_page_links_to(tocsin: Here, site: Site) -> None:
    repo = Repo(3)
    repo.base = site.base + "/services/oai-pmh"
    for query, args in {
        "verb=Identify": {"verb": "Identify"}, "verb=ListMetadataFormats": {"verb": "ListMetadataFormats"},
        "verb=ListSets": {"verb": "ListSets"},
        "verb=ListRecords&metadataPrefix=oai_dc": {"verb": "ListRecords", "metadataPrefix": "oai_dc"},
    }.items():  # fmt: skip
        site.pages[f"/services/oai-pmh?{query}"] = Page(repo.answer(args), headers={"Content-Type": "text/xml"})
    link = '<p><a href="/services/oai-pmh?verb=Identify">Our interface</a></p>'
    site.pages["/about.html"] = Page(f"<html><head><title>About</title></head><body><h1>About</h1>{link}</body></html>")
    found = json.loads(tocsin("probe", site.base + "/about.html", "--format", "json"))
    assert (found["draft"]["url"], found["draft"]["as"]) == (site.base + "/services/oai-pmh", "oai")
    assert len(found["samples"]) == 3


def test_nothing_there(tocsin: Here, site: Site) -> None:
    assert "nothing that can be harvested" in tocsin("probe", site.base + "/nowhere", code=4)
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /\n")
    site.publish(2)
    assert "robots.txt" in tocsin("probe", site.base + "/reports/", code=4)
    tocsin("probe", "nowhere", code=2)
