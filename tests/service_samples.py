"""An archive with everything that the service shows, and a client that asks it in this process; no tests here."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from fastapi.testclient import TestClient

from archive.service.app import create_app
from archive.service.settings import Settings
from archive.store import Store
from schemas.record import (
    ContentsEntry,
    Contributor,
    Date,
    Identifier,
    Link,
    Pages,
    Publisher,
    Record,
    Relation,
    Rights,
    Series,
    Subject,
    Text,
    Title,
)
from tests.archive_samples import RICH, Harvest, entry, report

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{7*7}} \x01\x1b\x85 \u202egnp.exe =1+1 javascript:alert(3) &amp; ]]> --> %0d%0a"
"""What harvested text may hold: markup, a template, control characters, a turned direction, a formula, line ends."""


def hostile() -> Record:
    """A record with hostile text in every field."""
    text, mark = HOSTILE, Identifier(scheme="doi", value='10.5555/"><script>alert(4)</script>')
    who = Contributor(name=text, family=text, given=text, role="aut", kind="person", affiliations=(text,), identifiers=(Identifier(scheme="orcid", value=text),))  # fmt: skip
    part = ContentsEntry(title=text, label=text, contributors=(who,), pages=(Pages(first=text, last=text),), extract=text, identifiers=(mark,), url="javascript:alert(5)")  # fmt: skip
    return Record(
        abstract=(Text(text=text, lang='en"><script>'),), alternative_titles=(Title(main=text),), contents=(part,), contributors=(who,),
        dates=(Date(kind="issued", edtf="2020", as_printed=text),), edition=text, extent=text, identifiers=(mark, Identifier(scheme=text, value=text, of=text)),
        languages=(text,), links=(Link(url="javascript:alert(6)", rel="landing"), Link(url=f"https://x.example/{text}", rel="fulltext", media_type=text)),
        publisher=Publisher(name=text, place=text), relations=(Relation(kind=text, title=text, to="javascript:alert(7)"),),
        rights=(Rights(statement=text, uri="javascript:alert(8)"),), series=(Series(title=text, number=text, issn=text),),
        subjects=(Subject(term=text, scheme=text),), title=Title(main=text, sub=text), type="report", type_as_printed=text,
    )  # fmt: skip


def fill(store: Store, clock: Any) -> None:
    """Put records of two sources: with versions, a deleted one, one held back, an entry gone, odd keys, hostile text."""
    first = Harvest(store, clock, source="site")
    first.put(RICH, "bridge")
    first.put(
        report("Water and power", entry("Dams", "3", "9", extract="Once upon a dam"), entry("Weirs", "10", "20")),
        "a/b c?#é",
    )
    first.put(report("Never mind", entry("Gone part", "1", "2")), "mind")
    first.put(report("Held back wholly"), "held")
    first.put(report("Deleted by its source"), "deleted")
    first.put(report("No entry has a title", ContentsEntry(pages=(Pages(first="5"),))), "untitled")
    first.end()
    second = Harvest(store, clock, source="site")
    second.put(report("Never mind the gap", entry("Other part", "1", "2")), "mind")
    second.put(Record(deleted=True), "deleted")
    second.end()
    third = Harvest(store, clock, source='o"dd<source>')
    third.put(hostile(), 'k"<script>')
    third.end()
    run = store.begin_run(kind="suppress", command="tocsin suppress", who="tester")
    store.suppressions.suppress([("site:held", None)], run=run, who="tester", reason="a letter")
    store.end_run(run, outcome="complete")


@contextmanager
def asking(target: str, **more: Any) -> Iterator[TestClient]:
    """Give a client of the service over an archive, its facets counted."""
    app = create_app(Settings(target=target, **more))
    app.state.service.facets.refresh()
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        yield client


@contextmanager
def serving(target: str, **more: Any) -> Iterator[str]:
    """Serve an archive on loopback, its facets counted; gives the address."""
    app = create_app(Settings(target=target, **more))
    app.state.service.facets.refresh()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
