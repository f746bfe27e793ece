"""`tocsin validate` of many records, the first time and again, against judging the same records and keeping nothing.

    python -m benchmarks.worklist [--records 100000]

Prints a row each: CPU seconds of the whole process, the ratio to the base, peak memory.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.export import measure

SILENT = ("/bin/sh", "-c", 'exec "$0" "$@" > /dev/null')

BASE = """
import sys
from datetime import date
from archive.store import open_store
from schemas.rules import check
with open_store(sys.argv[1]) as store:
    today = store.clock().date()
    for held in store.heads():
        for one in check(held.record, today=today):
            print(held.envelope.id, one.code, one.path, one.value, one.message)
"""


def main() -> None:
    """Fill an archive, judge it three times, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    count = parser.parse_args().records
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        measure([sys.executable, "-m", "benchmarks.export", "--fill", str(path), "--records", str(count)])
        base, peak = measure([*SILENT, sys.executable, "-c", BASE, str(path)])
        print(f"{'base: judged only':<28}{base:8.2f} s CPU    1.00   {peak:5} MB")
        validate = [sys.executable, "-m", "cli.main", "--db", str(path), "-q", "validate", "--fail-on", "never"]
        for name in ("validate, the first time", "validate, again"):
            cpu, peak = measure([*SILENT, *validate, "--format", "json"])
            print(f"{name:<28}{cpu:8.2f} s CPU {cpu / base:7.2f}   {peak:5} MB")


if __name__ == "__main__":
    main()
