"""How fast the service answers while others use it: pages, searches from titles, facets and feeds at a steady rate.

`python -m benchmarks.service ARCHIVE [--seconds 60] [--rate 50] [--harvest]` serves the archive in a process of its own and asks from this one;
`--make N` makes the archive first, of invented records (of 40 words in all, or of `--words`). With `--harvest` records are put by one more process while it is asked.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.parse import quote, urlencode

from archive.store import Put, Store, open_store
from benchmarks.records import records
from schemas.crosswalk.wording import headed


def make(target: str, count: int, words: int = 0) -> None:
    """Make an archive of invented records of four sources, every tenth with a table of contents."""
    with open_store(target, create=True) as store:
        put(store, count, seed=7, words=words)


def put(store: Store, count: int, *, seed: int, pause: float = 0, words: int = 0) -> None:
    """Put invented records in batches of 500, as a harvest does, resting a little after each."""
    run = store.begin_run(kind="harvest", command="benchmark", who="benchmark", source="bench")
    batch: list[Put] = []
    for place, (key, record) in enumerate(records(count, seed=seed, words=words)):
        name = f"bench{place % 4}" if seed == 7 else f"later{seed}"
        batch.append(Put(source=name, key=key, record=record, reader="bench/1"))
        if len(batch) == 500:
            store.put(batch, run=run)
            batch.clear()
            time.sleep(pause)
    store.put(batch, run=run)
    store.end_run(run, outcome="complete", tally={})


def questions(target: str, count: int) -> list[tuple[str, str]]:
    """Return kinds and paths to ask: 60 % records and entries, 30 % searches of words of titles, 10 % facets and feeds."""
    chance = random.Random(11)
    with open_store(target) as store, store.db.reading() as rows:
        (last,) = rows.first("SELECT max(id) FROM record") or (1,)
        numbers = sorted({chance.randint(1, int(last)) for _ in range(2000)})
        found = [rows.first("SELECT source, key FROM record WHERE id = ? AND NOT deleted", one) for one in numbers]
        names = [row for row in found if row]
        held = [store.get(f"{source}:{key}") for source, key in names[:600]]
    pages = [f"/records/{quote(source)}/{quote(key, safe='')}" for source, key in names]
    pages += [
        f"/records/{quote(one.envelope.source)}/{quote(one.envelope.key, safe='')}/entries/{entry.key}"
        for one in held
        for entry in one.record.contents
    ]
    titles = [headed(one.record.title) or "" for one in held]
    kinds = {
        "page": lambda: chance.choice(pages),
        "search": lambda: "/search?" + urlencode({"q": " ".join(chance.sample(words, min(len(words), chance.randint(2, 5))))})
        if (words := chance.choice(titles).split())
        else "/search",
        "facets and feeds": lambda: chance.choice(
            ["/search", f"/search?year={chance.randint(1990, 2025)}", "/search?source=bench1&q=water", "/changes.atom", "/changes.atom?source=bench2", "/changes", "/"]
        ),
    }  # fmt: skip
    return [(kind, kinds[kind]()) for kind in chance.choices(list(kinds), (60, 30, 10), k=count)]


def ask(port: int, asked: Sequence[tuple[str, str]], rate: float) -> tuple[dict[str, list[float]], int]:
    """Ask at a steady rate, whatever the answers take; return the times (from when each was due) by kind, and the faults."""
    times: dict[str, list[float]] = defaultdict(list)
    faults, lock, local = [0], threading.Lock(), threading.local()
    begin = time.perf_counter() + 0.2

    def one(place: int) -> None:
        due = begin + place / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        kind, path = asked[place]
        try:
            connection = getattr(local, "connection", None)
            if connection is None:
                connection = local.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            good = answer.status == 200
        except OSError:
            good, local.connection = False, None
        with lock:
            times[kind].append(time.perf_counter() - due)
            faults[0] += not good

    with ThreadPoolExecutor(32) as pool:
        list(pool.map(one, range(len(asked))))
    return times, faults[0]


def memory(process: int) -> int:
    """Return the resident megabytes of a process."""
    text = Path(f"/proc/{process}/status").read_text()
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("VmRSS"))) // 1024


def main() -> None:
    """Serve, wait until it is ready, ask, and print the figures as one line of JSON a kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive")
    parser.add_argument("--make", type=int)
    parser.add_argument("--words", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--harvest", action="store_true")
    parser.add_argument("--put", action="store_true", help="only put records, as --harvest lets another process do")
    parser.add_argument("--workers", default="1")
    said = parser.parse_args()
    if said.make:
        make(said.archive, said.make, said.words)
    if said.put:
        with open_store(said.archive) as store:
            put(store, 1_000_000, seed=int(time.time()), pause=0.5, words=said.words)
        return
    with served(said.archive, "--workers", said.workers) as (process, port):
        asked = questions(said.archive, int(said.seconds * said.rate))
        with harvesting(said.archive, said.words) if said.harvest else nullcontext():
            times, faults = ask(port, asked, said.rate)
        _tell(times)
        print(json.dumps({"faults": faults, "MB after": memory(process)}))


@contextmanager
def harvesting(archive: str, words: int) -> Iterator[None]:
    """Let one more process put records into an archive, about 500 a second where it has a core for itself."""
    command = [sys.executable, "-m", "benchmarks.service", archive, "--put", "--words", str(words)]
    harvest = subprocess.Popen(command)
    try:
        yield
    finally:
        harvest.terminate()
        harvest.wait(30)


@contextmanager
def served(archive: str, *options: str) -> Iterator[tuple[int, int]]:
    """Serve an archive in a process of its own; give its number and port once it is ready."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "cli.main",
        "--db",
        archive,
        "serve",
        "--port",
        str(port),
        "--no-access-log",
        *options,
    ]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        began = time.perf_counter()
        while not _ready(port):
            if server.poll() is not None:
                sys.exit(f"{archive}: tocsin serve ended: is it of an older version (tocsin db upgrade)?")
            time.sleep(0.3)
        print(
            json.dumps({"ready after s": round(time.perf_counter() - began, 1), "MB": memory(server.pid)}), flush=True
        )
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(30)


def _tell(times: dict[str, list[float]]) -> None:
    for kind, values in [*times.items(), ("all", [one for some in times.values() for one in some])]:
        values.sort()
        figures = {f"p{p}": round(values[min(len(values) - 1, len(values) * p // 100)] * 1000, 1) for p in (50, 95, 99)}
        print(json.dumps({"kind": kind, "count": len(values), "ms": {**figures, "most": round(values[-1] * 1000, 1)}}))


def _ready(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False


if __name__ == "__main__":
    main()
