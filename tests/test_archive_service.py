"""The service as programs and people ask it: pages, formats, tombstones, feeds, API; on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from archive.service.app import repository
from archive.service.settings import Settings
from archive.store import open_store
from schemas.formats import formats
from tests.conftest import Clock, database
from tests.service_samples import asking, fill

KEY = quote("a/b c?#é", safe="")
PAGES = (
    "/", "/search", "/search?q=dams", "/search?q=water*&source=site&year=2020", "/records/site/bridge", f"/records/site/{KEY}",
    "/records/site/mind/versions", "/records/site/mind/versions?from=1&to=2", "/records/site/bridge/provenance", "/sources",
    "/sources/site", "/runs", "/runs/1", "/findings", "/changes", "/api",
)  # fmt: skip


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled_archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an archive that the tests of this file only read, on each database."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            target = str(tmp_path_factory.mktemp("service") / "archive.db")
        else:
            target = stack.enter_context(database(request.getfixturevalue("postgres_server")))
        clock = Clock()
        with open_store(target, create=True, clock=clock) as store:
            fill(store, clock)
        yield target


@pytest.fixture(scope="module")
def client(filled_archive: str) -> Iterator[TestClient]:
    with asking(filled_archive) as client:
        yield client


def test_every_page_answers_with_its_headers(client: TestClient) -> None:
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe-inline" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = client.head(path)
        assert head.status_code == 200
        assert not head.content
        assert head.headers["etag"] == answer.headers["etag"]


def test_a_search_marks_words_names_the_entry_and_narrows_down(client: TestClient) -> None:
    found = client.get("/search?q=dams").text
    assert "<mark>Dams</mark>" in found
    assert f"/records/site/{KEY}/entries/p3" in found
    assert "Nothing found" in client.get("/search?q=dams&source=nobody").text
    assert "Nothing found" in client.get("/search?q=zebra").text
    assert client.get("/search?limit=0").status_code == client.get("/search?page=x").status_code == 400
    assert client.get("/search", params={"q": "x " * 300}).status_code == 400


@pytest.mark.parametrize("form", sorted(formats()))
def test_records_and_entries_come_in_every_format(client: TestClient, form: str) -> None:
    for path in ("/records/site/bridge", "/records/site/bridge/entries/p5", "/search?q=bridge"):
        answer = client.get(path, params={"format": form} if "?" not in path else {"q": "bridge", "format": form})
        if answer.status_code == 406:
            assert form in ("kbart", "datacite", "datacite-json"), path
            continue
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(formats()[form].MEDIA_TYPE)
        assert formats()[form].SUFFIX in answer.headers["content-disposition"]


def test_accept_chooses_the_format(client: TestClient) -> None:
    for accept, begins in (
        ("application/x-research-info-systems", "application/x-research-info-systems"), ("text/html,*/*;q=0.1", "text/html"),
        ("application/json;q=0.5, application/marcxml+xml", "application/marcxml+xml"), ("*/*", "text/html"),
    ):  # fmt: skip
        answer = client.get("/records/site/bridge", headers={"Accept": accept})
        assert answer.headers["content-type"].startswith(begins)
        assert answer.headers["vary"] == "Accept"
    assert client.get("/records/site/bridge", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/records/site/bridge?format=nonsense").status_code == 400


def test_a_record_page_carries_what_programs_look_for(client: TestClient) -> None:
    answer = client.get("/records/site/bridge")
    assert '<meta name="citation_title" content="Évaluation of the Müller bridge">' in answer.text
    assert '<meta name="citation_doi" content="10.5555/bridge">' in answer.text
    assert 'class="Z3988" title="ctx_ver=Z39.88-2004' in answer.text
    document = answer.text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(document)["@type"] == ["Report", "Book"]
    links = answer.headers["link"]
    assert '<https://doi.org/10.5555/bridge>; rel="cite-as"' in links
    assert 'rel="describedby"; type="application/ld+json"' in links
    entry = client.get("/records/site/bridge/entries/p11")
    assert '<meta name="citation_inbook_title" content="Évaluation of the Müller bridge">' in entry.text
    assert '<http://localhost/records/site/bridge>; rel="collection"' in entry.headers["link"]


def test_what_is_no_more_is_gone_where_it_had_been_given_out(client: TestClient) -> None:
    held, deleted = client.get("/records/site/held"), client.get("/records/site/deleted")
    assert held.status_code == deleted.status_code == 410
    assert "Held back wholly" not in held.text
    assert "Deleted by its source" in deleted.text
    assert client.get("/records/site/never").status_code == 404
    assert client.get("/records/site/mind/entries/p1").status_code == 200
    assert client.get("/records/site/mind/entries/p99").status_code == 404
    for path in ("/records/site/held/versions", "/records/site/held/provenance", "/api/records/site/held"):
        assert client.get(path).status_code == 410
    for path in ("/changes", "/changes.atom", "/search?q=wholly", "/sitemap-0.xml", "/api/records", "/api/changes"):
        assert "Held back wholly" not in client.get(path).text


def test_an_entry_that_was_suppressed_is_in_no_version(target: str, clock: Clock) -> None:
    with open_store(target, create=True, clock=clock) as store:
        fill(store, clock)
        run = store.begin_run(kind="suppress", command="tocsin suppress", who="tester")
        store.suppressions.suppress([("site:bridge", "p5")], run=run, who="tester", reason="a letter")
        store.end_run(run, outcome="complete")
    with asking(target) as client:
        assert client.get("/records/site/bridge/entries/p5").status_code == 410
        for path in ("", "/versions", "/versions?from=1&to=2", "/provenance"):
            assert "Stone and" not in client.get(f"/records/site/bridge{path}").text
        for path in ("/versions/1", "/versions", "/differences?from=1&to=2", "/provenance"):
            assert "Stone and" not in client.get(f"/api/records/site/bridge{path}").text


def test_extracts_go_out_only_of_sources_that_are_marked(client: TestClient, filled_archive: str) -> None:
    for path in (f"/records/site/{KEY}", f"/records/site/{KEY}?format=jsonl", f"/records/site/{KEY}/entries/p3",
                 f"/api/records/site/{KEY}", "/api/records", f"/api/records/site/{KEY}/provenance", f"/api/records/site/{KEY}/versions/1"):  # fmt: skip
        assert "Once upon" not in client.get(path).text, path
    with asking(filled_archive, extracts=frozenset({"site"})) as marked:
        assert "Once upon a dam" in marked.get(f"/records/site/{KEY}").text
        assert "Once upon a dam" in marked.get(f"/api/records/site/{KEY}").text


def test_keys_are_one_segment_and_other_spellings_lead_there(client: TestClient) -> None:
    assert client.get(f"/records/site/{KEY}").status_code == 200
    assert client.get("/records/site/a/b c").status_code == 404
    found = client.get("/resolve", params={"name": "10.5555/bridge"})
    assert (found.status_code, found.headers["location"]) == (303, "/records/site/bridge")


def test_a_record_that_moved_is_found_at_its_old_address(target: str, clock: Clock) -> None:
    with open_store(target, create=True, clock=clock) as store:
        fill(store, clock)
        run = store.begin_run(kind="rekey", command="tocsin sources rekey", who="tester", source="site")
        plan = store.sources.plan("site", [("bridge", "brücke/2")])
        store.sources.rekey("site", plan.moves, run=run, at=clock.move(minutes=1))
        store.end_run(run, outcome="complete")
    with asking(target) as client:
        for before, now in (("/records/site/bridge", "/records/site/br%C3%BCcke%2F2"), ("/records/site/bridge/entries/p5", "/records/site/br%C3%BCcke%2F2/entries/p5")):  # fmt: skip
            answer = client.get(before + "?format=ris")
            assert (answer.status_code, answer.headers["location"]) == (308, now + "?format=ris")
            assert client.get(f"/api{before}").headers["location"] == f"/api{now}"
            assert client.get(now).status_code == 200


def test_feeds_and_sitemaps_are_well_formed(client: TestClient) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    for path in (
        "/changes.atom",
        "/changes.atom?source=site",
        "/changes.atom?q=water",
        "/changes.atom?source=site&q=bridge",
    ):
        feed = ElementTree.fromstring(client.get(path).content)
        ids = [one.text for one in feed.iter(f"{atom}id")]
        assert len(ids) == len(set(ids)) > 1
    assert ElementTree.fromstring(client.get("/sitemap.xml").content)[0][0].text == "http://localhost/sitemap-0.xml"
    places = [
        one.text or ""
        for one in ElementTree.fromstring(client.get("/sitemap-0.xml").content).iter()
        if one.tag.endswith("loc")
    ]
    assert f"http://localhost/records/site/{KEY}" in places
    assert len(places) == 5
    assert client.get("/robots.txt").text.endswith("Sitemap: http://localhost/sitemap.xml\n")


def test_lists_go_on_by_keyset_and_by_cursor(client: TestClient) -> None:
    ids: list[str] = []
    after = ""
    while True:
        answer = client.get("/api/records", params={"limit": 2, **({"after": after} if after else {})})
        said = answer.json()
        ids += [one["id"] for one in said["items"]]
        if said["next"] is None:
            break
        after = said["next"]
        assert f"after={after}" in answer.headers["link"]
    assert len(ids) == len(set(ids)) == 5
    assert client.get("/api/records?after=%C3%A9").status_code == 422
    assert client.get("/api/records?after=_w").status_code == 400
    changes = client.get("/api/changes?since=0&limit=3").json()
    assert [one["kind"] for one in changes["items"]] == ["new"] * 3
    assert client.get("/api/changes", params={"since": changes["next"]}).json()["items"][0]["id"] == "site:held"
    assert {one["id"] for one in client.get("/api/records?query=dams&level=both").json()["items"]} > {"site:a/b c?#é"}
    assert client.get("/api/records?type=nonsense").status_code == 400


def test_nobody_learns_who_typed_what_and_where(client: TestClient) -> None:
    for path in (*PAGES, "/api/runs", "/api/runs/1", "/api/sources/site", "/api/records/site/bridge/provenance"):
        assert "tester" not in client.get(path).text
        assert "tocsin harvest" not in client.get(path).text


def test_health_readiness_and_figures(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"
    client.get("/records/site/bridge")
    assert 'tocsin_answers_total{kind="records",method="GET",status="200"} ' in client.get("/metrics").text


def test_requests_out_of_bounds_are_refused(client: TestClient) -> None:
    assert client.get("/search?q=" + "x" * 9000).status_code == 414
    assert client.post("/search", content=b"x" * 70_000).status_code == 413
    assert client.delete("/records/site/bridge").status_code == 405
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/static/../settings.py").status_code == 404
    assert client.get("/static/settings.py").status_code == 404


def test_harvesters_are_answered_beside_the_pages(client: TestClient) -> None:
    said = client.get("/oai", params={"verb": "Identify"})
    assert said.status_code == 200, said.text
    assert b"<baseURL>" in said.content
    listed = client.post("/oai", data={"verb": "ListRecords", "metadataPrefix": "oai_dc"})
    assert b"<oai_dc:dc" in listed.content
    assert "/oai?verb=Identify" in client.get("/api").text


def test_identifiers_are_of_the_public_host() -> None:
    here = "https://records.library.example/tocsin/"
    made = repository(Settings(target="x.db", base_url=here, contact="metadata@library.example"))
    assert (made.namespace, made.base_url) == ("records.library.example", f"{here}oai")
    assert repository(Settings(target="x.db", base_url="http://192.0.2.7/")).namespace == "tocsin.invalid"
