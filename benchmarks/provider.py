"""The OAI-PMH provider at many records: the last page against the first, and CPU a record against the bare writer of oai_dc.

    python -m benchmarks.provider [--records 100000] [--db PATH|URL]

The archive is as a harvest of another repository leaves it: every record with its provenance, one in fifty deleted. The
bare writer is `schemas/formats/dc.py` over the same rows, already fetched. `--db` keeps the archive, or takes
one that is there.
"""

from __future__ import annotations

import argparse
import gc
import io
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import msgspec

from archive.heads import held_of
from archive.service.oai.provider import Provider, packed
from archive.service.oai.shapes import Answer, Repository
from archive.store import Put, Store, open_store
from benchmarks.records import records
from schemas.capture import Capture
from schemas.errors import NoArchive
from schemas.formats import dc

BASE = "http://127.0.0.1/oai"
ORIGIN = "https://repository.bench.example/oai"
TOKEN = re.compile(rb"<resumptionToken[^>]*[^/]>([^<]+)<")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def fill(store: Store, count: int) -> None:
    """Put `count` invented records as a harvest of oai_dc does, a thousand a second of the archive's clock."""
    run = store.begin_run(kind="harvest", command="benchmark", who="benchmark")
    made, number = records(count), 0
    while batch := list(islice(made, 1000)):
        at = BEGAN + timedelta(seconds=number // 1000)
        capture = store.keep(
            Capture(asked=ORIGIN, url=f"{ORIGIN}?verb=ListRecords", at=at, body=b"%d" % number), run=run
        )
        puts = []
        for key, record in batch:
            number += 1
            gone = number % 50 == 0
            puts.append(
                Put(
                    source="bench", key=key, capture_id=capture, reader="dc/1", input="oai:oai_dc",
                    record=msgspec.structs.replace(record, deleted=True) if gone else record,
                    origin_datestamp="2024-05-01T00:00:00Z",
                )
            )  # fmt: skip
        store.put(puts, run=run, at=at)
    store.end_run(run, outcome="complete", reason=None, tally={})


def walked(provider: Provider, query: str) -> tuple[list[str], int, int]:
    """Walk a list; return the queries that were asked, and how many records and deleted ones came."""
    queries, count, gone = [query], 0, 0
    while True:
        body = provider.answer([queries[-1]], BASE).body
        count += body.count(b"<header")
        gone += body.count(b'<header status="deleted"')
        token = TOKEN.search(body)
        if token is None:
            return queries, count, gone
        queries.append(f"verb=ListRecords&resumptionToken={token[1].decode()}")


def alternately(times: int, *acts: Callable[[], object]) -> list[float]:
    """Return the median seconds of each act, done in turn, so that what else the machine does meets all of them."""
    seen: list[list[float]] = [[] for _ in acts]
    for _ in range(times):
        for place, act in enumerate(acts):
            began = time.perf_counter()
            act()
            seen[place].append(time.perf_counter() - began)
    return [statistics.median(one) for one in seen]


def cpu(act: Callable[[], int]) -> float:
    """Return the least CPU seconds a record of three goes."""
    best = []
    for _ in range(3):
        began = time.process_time()
        count = act()
        best.append((time.process_time() - began) / count)
    return min(best)


def pages(provider: Provider, prefix: str, times: int) -> None:
    """Print the time of the last whole page of a list against the first and the second."""
    queries, count, gone = walked(provider, f"verb=ListRecords&metadataPrefix={prefix}")

    def ask(query: str) -> Callable[[], Answer]:
        return lambda: provider.answer([query], BASE)

    first, second, last = alternately(times, ask(queries[0]), ask(queries[1]), ask(queries[-2]))
    print(
        f"{prefix}: {count} records, {gone} deleted, {len(queries)} pages; first {first * 1000:.1f} ms, second"
        f" {second * 1000:.1f} ms, last {last * 1000:.1f} ms: last/first {last / first:.2f}, last/second {last / second:.2f}"
    )


def measure(store: Store, times: int) -> None:
    """Print the rows."""
    provider = Provider(store.db, Repository(page_size=500), clock=store.clock)
    for prefix in ("oai_dc", "marcxml"):
        pages(provider, prefix, times)
    rows = list(islice(store.head_rows(), 20_000))
    gc.freeze()
    bare = cpu(lambda: dc.write(map(held_of, rows), io.BytesIO()))
    whole = cpu(lambda: walked(provider, "verb=ListRecords&metadataPrefix=oai_dc")[1])
    body = provider.answer(["verb=ListRecords&metadataPrefix=oai_dc"], BASE)
    gzip = cpu(lambda: len(packed(body, "gzip").body) and 500)
    print(
        f"CPU a record: bare writer {bare * 1e6:.1f} us, provider {whole * 1e6:.1f} us: {whole / bare:.2f}; gzip on top"
        f" {gzip * 1e6:.1f} us ({len(body.body) / len(packed(body, 'gzip').body):.1f} times smaller)"
    )


def main() -> None:
    """Make the archive where it is not there yet, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--db")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        target = asked.db or str(Path(folder) / "archive.db")
        try:
            store = open_store(target)
        except NoArchive:
            store = open_store(target, create=True)
            fill(store, asked.records)
        with store:
            measure(store, asked.times)


if __name__ == "__main__":
    main()
