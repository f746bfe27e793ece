"""Captures and records written by us, for the tests of the archive; no tests here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from archive.store import Put, PutTally, Store
from schemas.capture import Capture
from schemas.record import ContentsEntry, Contributor, Identifier, Pages, Record, Text, Title


def entry(title: str | None = None, first: str | None = None, last: str | None = None, **more: Any) -> ContentsEntry:
    pages = (Pages(first=first, last=last),) if first else ()
    return ContentsEntry(title=title, pages=pages, **more)


def report(title: str = "Water and power", *entries: ContentsEntry, **more: Any) -> Record:
    return Record(type="report", title=Title(main=title), contents=entries, **more)


RICH = report(
    "Évaluation of the Müller bridge",
    entry("Stone and O'Brien's iron", "5", "9", contributors=(Contributor(name="Oisín Byrne"),)),
    entry("Granite politics", "11", "20", identifiers=(Identifier(scheme="doi", value="10.5555/bridge.2"),)),
    contributors=(Contributor(name="Łucja Ørsted", role="aut"),),
    identifiers=(Identifier(scheme="doi", value="10.5555/bridge"), Identifier(scheme="isbn", value="9789291986088")),
    abstract=(Text(text="Why bridges fall in winter, and what C++ has to do with it."),),
)


class Harvest:
    """A run with a clock that goes on by a minute with each page that is kept."""

    def __init__(self, store: Store, clock: Any, *, source: str = "site") -> None:
        self.store, self.clock, self.source = store, clock, source
        self.run = store.begin_run(kind="harvest", command="tocsin harvest", who="tester", source=source)

    def keep(self, body: str = "a page", *, asked: str = "https://site.example/1", **more: Any) -> int:
        at: datetime = more.pop("at", None) or self.clock.move(minutes=1)
        capture = Capture(asked=asked, url=asked, at=at, body=body.encode(), media_type="text/html", **more)
        return self.store.keep(capture, run=self.run, source=self.source)

    def put(self, record: Record, key: str = "one", *, capture: int | None = None, **more: Any) -> PutTally:
        return self.store.put([self.make(record, key, capture=capture, **more)], run=self.run)

    def make(self, record: Record, key: str = "one", *, capture: int | None = None, **more: Any) -> Put:
        capture = self.keep() if capture is None else capture
        return Put(
            **{"source": self.source, "key": key, "capture_id": capture, "record": record, "reader": "page/1", **more}
        )

    def end(self, outcome: str = "complete") -> None:
        self.store.end_run(self.run, outcome=outcome, tally={"new": 1})


def counted(tally: PutTally) -> dict[str, int]:
    names = ("new", "changed", "cosmetic", "unchanged", "older", "outranked", "duplicate", "refused", "suppressed")
    return {name: value for name in names if (value := getattr(tally, name))}
