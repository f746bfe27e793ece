"""Reading kept bytes again against the first harvest of the same records: CPU of the whole process, peak, what was written.

    .venv/bin/python -m benchmarks.replay [--records 2000] [--rounds 1] [--prefix oai_dc|marcxml]

Each row is the command itself in a process of its own; ratios are of the same round. That nothing was written is seen
by the number of versions.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from archive.store import open_store
from benchmarks.oai import Used, measured, origin

ROWS = {"first": "first harvest", "tried": "replay --dry-run", "again": "replay"}


def one_round(base: str, prefix: str) -> dict[str, Used]:
    """Run all rows; raises where a replay wrote anything."""
    with tempfile.TemporaryDirectory() as place:
        database = str(Path(place) / "a.db")
        command = [sys.executable, "-m", "cli.main", "--db", database]
        options = ["--as", "oai", "--source", "bench", "--prefix", prefix]
        found = {"first": measured([*command, "harvest", base + "/oai", *options])}
        before = versions(database)
        found["tried"] = measured([*command, "replay", "--dry-run"])
        found["again"] = measured([*command, "replay"])
        if versions(database) != before:
            raise SystemExit(f"{versions(database) - before} versions were written by reading again")
        return found


def versions(database: str) -> int:
    """Return how many versions an archive has."""
    with open_store(database) as store:
        return store.stats()["versions"]


def main() -> None:
    """Run the rounds and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--prefix", default="oai_dc", choices=("oai_dc", "marcxml"))
    told = parser.parse_args()
    with origin(told.records, told.prefix) as base:
        rounds = [one_round(base, told.prefix) for _ in range(told.rounds)]
    print(f"{told.records} records of {told.prefix}, {told.rounds} rounds; 0 versions written by reading again")
    for name, title in ROWS.items():
        cpu = statistics.median(one[name].cpu for one in rounds)
        ratio = statistics.median(one[name].cpu / one["first"].cpu for one in rounds)
        print(
            f"{title:20} {cpu:7.2f} s CPU  {ratio:5.2f} of the first harvest  {max(one[name].peak for one in rounds):6.0f} MB"
        )


if __name__ == "__main__":
    main()
