"""Export of many records against reading the same rows with sqlite3 and dumping them with orjson: CPU and peak memory.

    python -m benchmarks.export [--records 100000]

Prints a row a format: CPU seconds of the whole process, the ratio to the base, peak memory; and jsonl's peak at
a fifth of the records.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from benchmarks.records import records

BASE = """
import sqlite3, sys, orjson
db = sqlite3.connect(sys.argv[1])
rows = db.execute(
    "select r.source, r.key, v.number, v.datestamp, v.found_in, v.entry_keys, c.url, c.at, c.sha256, v.reader, v.text "
    "from record r join version v on v.id = r.version_id left join capture c on c.id = v.capture_id "
    "order by r.source, r.key"
)
with open(sys.argv[2], "wb") as out:
    for source, key, number, stamp, found_in, keys, url, at, sha, reader, text in rows:
        line = orjson.loads(text)
        line.update(id=source + ":" + key, source=source, key=key, version=number, datestamp=stamp)
        line["captured"] = {"url": url, "at": at, "sha256": sha.hex() if sha else None, "reader": reader}
        line["found_in"] = orjson.loads(found_in) if found_in else None
        line["entry_keys"] = orjson.loads(keys) if keys else None
        out.write(orjson.dumps(line) + b"\\n")
"""


def fill(path: Path, count: int) -> None:
    """Make an archive of `count` invented records, put in batches of 1,000."""
    from archive.store import Put, open_store
    from schemas.capture import Capture

    with open_store(path, create=True) as store:
        run = store.begin_run(kind="harvest", command="benchmark", who="benchmark")
        now = datetime.now(UTC)
        made = records(count)
        while batch := list(islice(made, 1000)):
            body = batch[0][0].encode()
            capture = store.keep(
                Capture(asked="https://bench.example/", url="https://bench.example/", at=now, body=body), run=run
            )
            puts = [
                Put(source="bench", key=key, record=record, capture_id=capture, reader="bench/1")
                for key, record in batch
            ]
            store.put(puts, run=run, at=now)
        store.end_run(run, outcome="complete", reason=None, tally={})


def measure(argv: list[str]) -> tuple[float, int]:
    """Run a command and return its CPU seconds and its peak memory in MB; compiled modules are kept, as of an installed program."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    pid = os.posix_spawn(argv[0], argv, env)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{argv} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def main() -> None:
    """Fill two archives, measure base and formats in one round, print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--fill", type=Path, help="only make this archive")
    asked = parser.parse_args()
    count = asked.records
    if asked.fill:
        fill(asked.fill, count)
        return
    with tempfile.TemporaryDirectory() as folder:
        whole, fifth, out = Path(folder) / "whole.db", Path(folder) / "fifth.db", str(Path(folder) / "out")
        for path, many in (
            (whole, count),
            (fifth, count // 5),
        ):  # in a process of its own: a child's peak includes ours
            measure([sys.executable, "-m", "benchmarks.export", "--fill", str(path), "--records", str(many)])
        base, peak = measure([sys.executable, "-c", BASE, str(whole), out])
        print(f"{'base: sqlite3 + orjson':<28}{base:8.2f} s CPU    1.00   {peak:5} MB")
        for form in ("jsonl", "dc", "qdc", "json"):
            cpu, peak = measure([sys.executable, "-m", "cli.main", "--db", str(whole), "-q", "export", form, "-o", out])
            print(f"{form:<28}{cpu:8.2f} s CPU {cpu / base:7.2f}   {peak:5} MB")
        cpu, peak = measure([sys.executable, "-m", "cli.main", "--db", str(fifth), "-q", "export", "jsonl", "-o", out])
        print(f"{'jsonl, a fifth':<28}{cpu:8.2f} s CPU           {peak:5} MB")


if __name__ == "__main__":
    main()
