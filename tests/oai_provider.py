"""The provider of an archive behind a real server on loopback, for tests; the application is made here, no tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI
from lxml import etree

from archive.service.oai.provider import Provider
from archive.service.oai.router import router
from archive.service.oai.shapes import Answer, Repository
from archive.store import Store

NS = {"o": "http://www.openarchives.org/OAI/2.0/"}
BASE = "http://library.example/oai"
HOME = Repository(namespace="library.example", name="The library", emails=("oai@library.example",), page_size=100)


@contextmanager
def serving(provider: Provider) -> Iterator[str]:
    """Serve a provider on a free port and give its base URL."""
    app = FastAPI()
    app.include_router(router(provider))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/oai"
    finally:
        server.should_exit = True
        thread.join()


def provider_of(store: Store, repository: Repository = HOME, **more: Any) -> Provider:
    return Provider(store.db, repository, **{"clock": store.clock, **more})


def asking(provider: Provider, **arguments: str | None) -> Answer:
    """Ask without a server; `from_` and `set_` stand for words of Python."""
    said = {name.rstrip("_"): value for name, value in arguments.items() if value is not None}
    return provider.answer([urlencode(said)], BASE)


class Read:
    """An answer, read by lxml."""

    def __init__(self, answer: Answer) -> None:
        self.body, self.root = answer.body, etree.fromstring(answer.body)
        self.errors = [one.get("code") for one in self.root.findall("o:error", NS)]
        self.date = self.root.findtext("o:responseDate", namespaces=NS)
        token = self.root.find(".//o:resumptionToken", NS)
        self.token = token.text if token is not None else None
        self.hints = dict(token.attrib) if token is not None else None
        self.headers = self.root.findall(".//o:header", NS)
        self.names = [
            one.findtext("o:identifier", namespaces=NS).removeprefix("oai:library.example:") for one in self.headers
        ]
        self.deleted = [name for name, one in zip(self.names, self.headers, strict=True) if one.get("status")]
        self.stamps = [one.findtext("o:datestamp", namespaces=NS) for one in self.headers]
        self.specs = {
            name: [spec.text for spec in one.findall("o:setSpec", NS)]
            for name, one in zip(self.names, self.headers, strict=True)
        }

    def text(self, path: str) -> str | None:
        """Return the text of an element in the namespace of the protocol."""
        return self.root.findtext(".//" + "/".join(f"o:{part}" for part in path.split("/")), namespaces=NS)


def read(provider: Provider, **arguments: str | None) -> Read:
    return Read(asking(provider, **arguments))


def walk(provider: Provider, **arguments: str | None) -> list[Read]:
    """Walk a list to its end."""
    arguments.setdefault("verb", "ListRecords")
    pages = [read(provider, **{"metadataPrefix": "oai_dc", **arguments})]
    while pages[-1].token:
        pages.append(read(provider, verb=arguments["verb"], resumptionToken=pages[-1].token))
    return pages


def names(pages: list[Read]) -> list[str]:
    return [name for page in pages for name in page.names]
