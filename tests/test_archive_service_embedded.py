"""What pages of records, entries and lists carry for programs, as programs read it: COinS, tags, JSON-LD, signposts that lead where they say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from fastapi.testclient import TestClient
from lxml import html

from archive.store import open_store
from tests.conftest import Clock
from tests.service_lists import fill_lists
from tests.service_pages import ODD, ODD_ENTRY, ODD_LIST
from tests.service_samples import asking, fill
from tests.test_schemas_formats_jsonld import Faults, vocabulary

RECORD, ENTRY, LIST = "/records/site/bridge", "/records/site/bridge/entries/p11", "/lists/water"
HOSTILE = (ODD, ODD_ENTRY, ODD_LIST)
LINK = re.compile(r'<([^>]*)>; rel="([a-z-]+)"(?:; type="([^"]+)")?')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    target = str(tmp_path_factory.mktemp("embedded") / "archive.db")
    with open_store(target, create=True, clock=Clock()) as store:
        fill(store, Clock())
        fill_lists(store)
    with asking(target) as client:
        yield client


@pytest.fixture(scope="module")
def faults(shared: Path) -> Faults:
    path = shared / "schemas" / "schemaorg-30.0" / "schemaorg-current-https.jsonld"
    if not path.is_file():
        pytest.skip("the vocabulary is not here (../shared/schemas/schemaorg-30.0)")
    return vocabulary(json.loads(path.read_text("utf-8"))["@graph"])


def root(client: TestClient, path: str) -> Any:
    return html.fromstring(client.get(path).content)


def tags(page: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in page.xpath("//head/meta[starts-with(@name, 'citation_')]"):
        found.setdefault(one.get("name"), []).append(one.get("content"))
    return found


def test_tags_of_a_record_and_an_entry(client: TestClient) -> None:
    said = tags(root(client, RECORD))
    assert said["citation_title"] == ["Évaluation of the Müller bridge"]
    assert said["citation_isbn"] == ["9789291986088"]
    part = tags(root(client, ENTRY))
    assert part["citation_title"] == ["Granite politics"]
    assert (part["citation_firstpage"], part["citation_lastpage"]) == (["11"], ["20"])
    assert part["citation_inbook_title"] == ["Évaluation of the Müller bridge"]
    assert tags(root(client, LIST)) == {}, "they would say that the list is one work"


def test_coins_are_read_by_a_resolver(client: TestClient) -> None:
    found = {path: [parse_qs(one.get("title"), strict_parsing=True) for one in root(client, path).xpath("//span[@class='Z3988']")] for path in (RECORD, ENTRY, LIST, *HOSTILE)}  # fmt: skip
    assert [len(found[path]) for path in (RECORD, ENTRY, LIST)] == [1, 1, 4]
    for spans in found.values():
        for one in spans:
            assert one["ctx_ver"] == ["Z39.88-2004"]
            assert one["rft_val_fmt"][0] in ("info:ofi/fmt:kev:mtx:book", "info:ofi/fmt:kev:mtx:journal")
    assert found[ENTRY][0]["rft.atitle"] == ["Granite politics"]
    assert found[ENTRY][0]["rft.genre"] == ["bookitem"]
    assert [one.get("rft.atitle", one["rft.btitle"])[0] for one in found[LIST]] == ["Weirs", "Évaluation of the Müller bridge", "Doe, J. (1999). Old bridges. Oxford.", "Never mind the gap"]  # fmt: skip


def test_json_ld_is_of_the_vocabulary(client: TestClient, faults: Faults) -> None:
    kinds = {}
    for path in (RECORD, ENTRY, LIST, *HOSTILE):
        (text,) = root(client, path).xpath("//script[@type='application/ld+json']/text()")
        said = json.loads(text)
        assert said.pop("@context") == "https://schema.org"
        assert not faults(said), path
        kinds[path] = said["@type"]
    assert (kinds[RECORD], kinds[ENTRY], kinds[LIST]) == (["Report", "Book"], "Chapter", "CollectionPage")


@pytest.mark.parametrize("path", [RECORD, ENTRY, LIST, *HOSTILE])
def test_signposts_lead_where_they_say(client: TestClient, path: str) -> None:
    links = LINK.findall(client.get(path).headers["link"])
    assert {rel for _, rel, _ in links} >= {"cite-as", "type", "describedby"}
    assert len(client.get(path).headers["link"]) < 2700
    for url, rel, kind in links:
        if url.startswith("http://localhost") and rel in ("describedby", "item", "collection"):
            answer = client.get(url.removeprefix("http://localhost"))
            if answer.status_code == 406:
                assert "datacite" in url
                continue
            assert answer.status_code == 200, url
            assert answer.headers["content-type"].startswith(kind), url
    document = root(client, path)
    for one in document.xpath("//head/link[@rel='alternate'][contains(@href, 'format=')]"):
        assert client.get(one.get("href")).status_code in (200, 406), one.get("href")
