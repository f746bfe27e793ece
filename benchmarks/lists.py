"""Commands of reading lists on a list of many items, each as a process of its own: CPU seconds.

    python -m benchmarks.lists [--items 2000]

Half of the items are chapters of reports, of which there are half as many as items; the list is made from one CSV file.
Start-up of the program is in every figure (the line `lists show` without a name is nearly nothing else).
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from archive.store import Put, open_store
from schemas.record import ContentsEntry, Contributor, Date, Identifier, Pages, Publisher, Record, Title

COMMANDS = (
    ("import", "big.csv"), ("show",), ("show", "big"), ("check", "big"), ("add", "big", "bench:r1", "--pages", "2-3"),
    ("note", "big", "9", "a word"), ("move", "big", "7", "--section", "Week 3"), ("remove", "big", "5"),
    ("export", "big", "csv", "-o", "out"), ("export", "big", "xlsx", "-o", "out"), ("export", "big", "html", "-o", "out"),
    ("export", "big", "markdown", "-o", "out"), ("export", "big", "ris", "-o", "out"), ("export", "big", "ris-talis", "-o", "talis"),
    ("export", "big", "leganto", "-o", "out"), ("export", "big", "csl", "-o", "out"), ("export", "big", "bibtex", "-o", "out"),
    ("export", "big", "json", "-o", "out"), ("export", "big", "html", "--style", "apa", "-o", "out"),
    ("export", "big", "html", "--style", "apa", "-o", "out"),
)  # fmt: skip
"""The last is the same again: the citations were kept."""


def person(family: str) -> Contributor:
    """Somebody by the name of Ann."""
    return Contributor(name=f"Ann {family}", family=family, given="Ann", kind="person", role="aut")


def work(number: int) -> Record:
    """An invented report of ten chapters."""
    chapters = tuple(
        ContentsEntry(
            title=f"Chapter {k} of {number}",
            pages=(Pages(first=str(k * 10 + 1), last=str(k * 10 + 9)),),
            contributors=(person(f"Writer{k}"),),
        )
        for k in range(10)
    )
    return Record(
        type="report", title=Title(main=f"Report on water {number}", sub="what it says"), contents=chapters, page_count=110,
        contributors=(person(f"Stone{number}"),), dates=(Date(kind="issued", edtf="2019-05"),),
        identifiers=(Identifier(scheme="doi", value=f"10.5555/big.{number}"),), publisher=Publisher(name="Press", place="Bonn"),
    )  # fmt: skip


def prepare(folder: Path, items: int) -> None:
    """Make the archive and the spreadsheet."""
    with open_store(folder / "big.db", create=True, clock=lambda: datetime.now(UTC)) as store:
        run = store.begin_run(kind="harvest", command="bench", who="bench", source="bench")
        puts = [Put(source="bench", key=f"r{n}", record=work(n), reader="bench/1") for n in range(items // 2)]
        store.put(puts, run=run)
        store.end_run(run, outcome="complete")
    with (folder / "big.csv").open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("section", "id", "pages", "importance", "note"))
        for n in range(items):
            name = (f"bench:r{n // 2}#p21", "22-25") if n % 2 else (f"10.5555/big.{n // 2}", "1-20")
            rows.writerow((f"Week {n // 50 + 1}", *name, "essential", "Read it"))


def cpu(folder: Path, arguments: tuple[str, ...]) -> float:
    """Run a command and return the CPU seconds that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "cli.main", "-q", "--db", "big.db", "lists", *arguments]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line a command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int, default=2000)
    items = parser.parse_args().items
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, items)
        for arguments in COMMANDS:
            print(f"{cpu(folder, arguments):6.2f} s  lists {' '.join(arguments)}", flush=True)


if __name__ == "__main__":
    main()
