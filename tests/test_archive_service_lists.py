"""Reading lists over the service: pages, formats, feed, API and sitemap; citations in styles; on both databases."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from archive.service.list_formats import kinds
from archive.store import open_store
from tests.conftest import Clock, database
from tests.service_lists import SECRET, fill_lists, hold_back
from tests.service_samples import asking, fill

CHAPTER = "/records/site/a%2Fb%20c%3F%23%C3%A9/entries/p10"
STYLES = ("apa", "chicago-author-date", "harvard-cite-them-right", "ieee", "modern-language-association")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def archive_of_lists(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an archive with lists that the tests of this file only read, on each database."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            target = str(tmp_path_factory.mktemp("lists") / "archive.db")
        else:
            target = stack.enter_context(database(request.getfixturevalue("postgres_server")))
        with open_store(target, create=True, clock=Clock()) as store:
            fill(store, Clock())
            fill_lists(store)
        yield target


@pytest.fixture(scope="module")
def client(archive_of_lists: str) -> Iterator[TestClient]:
    with asking(archive_of_lists) as client:
        yield client


def test_a_list_is_found_read_and_leads_to_its_chapters(client: TestClient) -> None:
    assert 'href="/lists/water"' in client.get("/lists").text
    page = client.get("/lists/water").text
    for said in (
        "Water and bridges",
        "ENG-7",
        "12–18 October 2026",
        "Read pp.\u00a012–14",
        "essential",
        "Begin with the map.",
        "Old bridges",
    ):
        assert said in page, said
    assert f'href="{CHAPTER}"' in page
    assert 'href="/records/site/bridge"' in page
    assert page.count('class="Z3988"') == 4
    assert client.get("/lists/nobody").status_code == 404
    assert client.get("/api/lists/nobody").status_code == 404


@pytest.mark.parametrize("form", sorted(kinds()))
def test_the_notes_for_the_library_go_out_in_no_format(client: TestClient, form: str) -> None:
    for path in ("/lists/water", "/api/lists/water"):
        answer = client.get(path, params={"format": form})
        if form in ("kbart", "datacite", "datacite-json"):
            assert answer.status_code in (200, 406)
            continue
        assert answer.status_code == 200, answer.text[:300]
        assert answer.headers["content-type"].startswith(kinds()[form])
        bytes_ = answer.content
        if form in ("xlsx", "ris-talis"):
            with zipfile.ZipFile(io.BytesIO(bytes_)) as packed:
                bytes_ = b"".join(packed.read(name) for name in packed.namelist())
        assert SECRET.encode() not in bytes_
        assert b"Weirs" in bytes_
    assert SECRET not in client.get("/lists/water").text


def test_formats_are_loaded_by_others(client: TestClient) -> None:
    import rispy

    found = rispy.loads(client.get("/lists/water", headers={"Accept": "application/x-research-info-systems"}).text)
    assert [one.get("title") or one.get("primary_title") for one in found][:1] == ["Weirs"]
    assert "Pages to read: 12-14" in found[0]["notes"]
    said = client.get("/api/lists/water").json()
    assert said["sections"][0]["items"][0]["url"] == f"http://localhost{CHAPTER}"
    assert client.get("/lists/water", headers={"Accept": "application/json"}).json() == said
    attached = client.get("/lists/water?format=handout&style=apa")
    assert attached.headers["content-disposition"].startswith('attachment; filename="water.html"')
    assert "APA Style" in attached.text
    assert client.get("/lists/water?format=nonsense").status_code == 400
    assert client.get("/lists/water", headers={"Accept": "image/png"}).status_code == 406
    names = [one["name"] for one in client.get("/api/lists").json()["items"]]
    assert names == ["odd<list>", "water"]


def test_a_list_says_to_programs_what_it_is(client: TestClient) -> None:
    answer = client.get("/lists/water")
    document = json.loads(answer.text.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    items = document["mainEntity"]["itemListElement"]
    assert document["@type"] == "CollectionPage"
    assert [one["position"] for one in items] == [1, 2, 3, 4]
    assert items[0]["item"]["url"] == f"http://localhost{CHAPTER}"
    assert items[0]["item"]["@type"] == "Chapter"
    links = answer.headers["link"]
    assert '<http://localhost/lists/water>; rel="cite-as"' in links
    assert f'<http://localhost{CHAPTER}>; rel="item"' in links
    assert 'rel="describedby"; type="application/x-research-info-systems"' in links
    again = client.get("/lists/water", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_feed_of_a_list_has_what_changed_of_its_records(client: TestClient) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(client.get("/lists/water/changes.atom").content)
    ids = [one.findtext(f"{atom}id") or "" for one in feed.iter(f"{atom}entry")]
    assert len(ids) == len(set(ids)) == 4
    assert {one.rpartition("/")[2] for one in ids} == {"water", "bridge", "mind", "a%2Fb%20c%3F%23%C3%A9"}
    assert "/sitemap-lists.xml" in client.get("/sitemap.xml").text
    assert "http://localhost/lists/water" in client.get("/sitemap-lists.xml").text
    ElementTree.fromstring(client.get("/lists/odd%3Clist%3E/changes.atom").content)


@pytest.mark.parametrize("path", ["/records/site/bridge", "/records/site/bridge/entries/p5"])
def test_citations_are_those_of_tocsin_cite(client: TestClient, archive_of_lists: str, path: str) -> None:
    from schemas.citations.runs import as_text
    from schemas.citations.styles import Style, bundled
    from schemas.entries import entries_of

    with open_store(archive_of_lists) as store:
        held = store.get("site:bridge")
    cited = held if path.endswith("bridge") else next(e for e in entries_of(held) if e.envelope.id == "site:bridge#p5")
    page = client.get(f"{path}/cite")
    assert page.status_code == 200
    for name in STYLES:
        said = client.get(f"/api{path}/citation", params={"style": name, "locale": "de"}).json()
        assert said["text"] == as_text(Style(bundled(name), "de").cite([cited])[0])
        assert said["html"].partition("<")[0] in client.get(f"{path}/cite?style={name}&locale=de").text
    assert client.get(f"{path}/cite?style=nature").status_code == 200
    for typed in ("APA", "Harvard Cite Them Right", "MLA"):
        assert client.get(f"{path}/cite", params={"style": typed}).status_code == 200, typed
    for asked in ("style=nonsense", "style=../../etc/passwd", "style=apa&locale=xx"):
        for answer in (client.get(f"{path}/cite?{asked}"), client.get(f"/api{path}/citation?{asked}")):
            assert answer.status_code in (400, 404), asked
    assert client.get("/lists/water?style=nonsense").status_code == 200
    assert "there is no style" in client.get("/lists/water?style=nonsense").text
    assert client.get("/api/lists/water?format=text&style=nonsense").status_code == 404


def test_a_list_is_cited_in_a_style_and_language(client: TestClient) -> None:
    plain, styled = client.get("/lists/water").text, client.get("/lists/water?style=ieee&locale=de").text
    assert "IEEE" in styled
    assert "Zu lesen" in styled
    assert styled != plain
    assert "Old bridges" in styled


def test_what_is_held_back_is_on_no_list_and_what_is_deleted_has_no_link(target: str, clock: Clock) -> None:
    with open_store(target, create=True, clock=clock) as store:
        fill(store, clock)
        fill_lists(store)
        hold_back(store, "site:bridge")
    with asking(target) as client:
        page = client.get("/lists/water").text
        assert "[held back]" in page
        assert "Müller bridge" not in page
        assert 'href="/records/site/bridge"' not in page
        for form in kinds():
            assert "ller bridge" not in client.get(f"/lists/water?format={form}").text, form
        assert "ller bridge" not in client.get("/lists/water/changes.atom").text
        assert client.get("/records/site/bridge/cite").status_code == 410


def test_without_the_processor_there_is_the_plain_citation(
    archive_of_lists: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.service import styles

    monkeypatch.setattr(styles, "find_spec", lambda name: None)
    with asking(archive_of_lists) as client:
        assert client.get("/records/site/bridge/cite").status_code == 200
        assert "style=apa" not in client.get("/lists/water").text
        answer = client.get("/api/records/site/bridge/citation?style=apa")
        assert answer.status_code == 404
        assert "extra `cite`" in answer.json()["detail"]
        assert client.get("/api/records/site/bridge/citation").status_code == 200


def test_citations_stop_where_time_is_over_and_go_on(archive_of_lists: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.service import styles

    monkeypatch.setattr(styles, "MOST_SECONDS", 0.0)
    with asking(archive_of_lists) as client:
        answer = client.get("/lists/water?format=text&style=apa")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        page = client.get("/lists/water?style=apa")
        assert "could not be cited in this style in time" in page.text
        assert page.headers["cache-control"] == "no-store", "it is another one the next time"
        monkeypatch.setattr(styles, "MOST_SECONDS", 5.0)
        assert client.get("/lists/water?format=text&style=apa").status_code == 200
