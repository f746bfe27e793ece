"""What one answer of the service costs, by kind: CPU of the serving process, asked one at a time, so that others' load matters little.

`python -m benchmarks.service_cost ARCHIVE [--count 200] [--harvest]`; `python -m benchmarks.service` measures times under a steady rate.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote, urlencode

from archive.store import open_store
from benchmarks.service import memory, served
from schemas.crosswalk.wording import headed

TICK = 1000 / os.sysconf("SC_CLK_TCK")


def kinds(target: str, count: int) -> Iterator[tuple[str, list[str]]]:
    """Yield kinds with the paths to ask."""
    chance = random.Random(5)
    with open_store(target) as store, store.db.reading() as rows:
        (last,) = rows.first("SELECT max(id) FROM record") or (1,)
        numbers = chance.sample(range(1, int(last) + 1), min(4 * count, int(last)))
        names = [rows.first("SELECT source, key FROM record WHERE id = ? AND NOT deleted", one) for one in numbers]
        held = [store.get(f"{row[0]}:{row[1]}") for row in names if row]
    paths = [f"/records/{quote(one.envelope.source)}/{quote(one.envelope.key, safe='')}" for one in held]
    yield "record page", paths[:count]
    yield "record in marcxml", [f"{path}?format=marcxml" for path in paths[count : 2 * count]]
    entries = [(path, entry.key) for path, one in zip(paths, held, strict=True) for entry in one.record.contents]
    yield "entry page", [f"{path}/entries/{key}" for path, key in entries[:count]]
    titles = [(headed(one.record.title) or "").split() for one in held]
    yield "search", [f"/search?{urlencode({'q': _words(chance, one)})}" for one in titles[:count]]
    yield "the same again", [f"/search?{urlencode({'q': _words(random.Random(5), titles[0])})}"] * (count // 4)
    yield "search and a facet", [f"/search?{urlencode({'q': _words(chance, one), 'year': '2005'})}" for one in titles[count : count + count // 4]]  # fmt: skip
    yield "browse", ["/search"] * (count // 4)
    yield "browse by a facet", [f"/search?year={1990 + place % 30}" for place in range(count // 4)]
    yield "home", ["/"] * (count // 4)
    yield "changes", ["/changes"] * (count // 4)
    yield "feed", ["/changes.atom"] * (count // 4)
    yield "feed of a source", ["/changes.atom?source=bench2"] * (count // 4)
    yield "feed of a query", [f"/changes.atom?{urlencode({'q': _words(chance, one)})}" for one in titles[: count // 4]]
    yield "healthz", ["/healthz"] * count


def _words(chance: random.Random, words: Sequence[str]) -> str:
    return " ".join(chance.sample(list(words), min(len(words), chance.randint(2, 5))))


def spent(process: int) -> float:
    """Return the CPU milliseconds that a process has used."""
    said = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) * TICK


def main() -> None:
    """Serve, ask each kind one after the other, and print a line of JSON a kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("archive")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--only")
    said = parser.parse_args()
    with served(said.archive) as (process, port):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for kind, paths in kinds(said.archive, said.count):
            if said.only and said.only not in kind:
                continue
            before, times, size = spent(process), [], 0
            for path in paths:
                began = time.perf_counter()
                connection.request("GET", path)
                answer = connection.getresponse()
                size += len(answer.read())
                times.append((time.perf_counter() - began) * 1000)
                if answer.status != 200:
                    print(json.dumps({"path": path, "status": answer.status}))
            times.sort()
            each = round((spent(process) - before) / len(paths), 2)
            figures = {
                "CPU ms": each,
                "ms p50": round(times[len(times) // 2], 1),
                "ms p95": round(times[len(times) * 95 // 100], 1),
            }
            print(json.dumps({"kind": kind, **figures, "KB": round(size / len(paths) / 1000, 1), "MB": memory(process)}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
