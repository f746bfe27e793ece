"""Harvests of a repository: first, everything again, by date; CPU of the whole process against Sickle merely iterating.

    .venv/bin/python -m benchmarks.oai [--records 100000] [--rounds 3] [--prefix oai_dc|marcxml] [--memory]

The repository is made by number and served from a process of its own. Each row is a process of its own, ours the command
itself; all rows of a round run one after the other; CPU is user and system time, ratios are of the same round.
`--memory` compares the peak of a first harvest with that of one of a tenth of the records.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

CLIENTS = {
    "sickle": "from sickle import Sickle\nn = sum(1 for _ in Sickle({base!r}, max_retries=1).ListRecords(metadataPrefix={prefix!r}))",
    "scythe": "from oaipmh_scythe import Scythe\nwith Scythe({base!r}) as c:\n n = sum(1 for _ in c.list_records(metadata_prefix={prefix!r}))",
}
OURS = {
    "start": ("/empty/oai", "start.db", ()), "first": ("/oai", "a.db", ()), "again": ("/oai", "a.db", ("--full",)),
    "nothing": ("/oai", "a.db", ()), "changed": ("/changed/oai", "a.db", ()),
}  # fmt: skip
TITLES = {
    "sickle": "Sickle, iterating", "scythe": "oaipmh-scythe, iterating", "start": "start-up: an empty repository",
    "first": "first harvest", "again": "everything sent again, nothing changed", "nothing": "by date, nothing new",
    "changed": "by date, 1 % changed",
}  # fmt: skip


class Used(NamedTuple):
    """What a process used."""

    cpu: float
    peak: float


def measured(command: list[str]) -> Used:
    """Run a command to its end; raises where that is not 0.

    Compiled modules may be kept, as they are of a program that is installed: the clients of others are, so ours is.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)}: {child.returncode}\n{said.decode()}")
    return Used(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@contextmanager
def origin(count: int, prefix: str) -> Iterator[str]:
    """Serve the repository from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.oai_origin", str(count), prefix]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def client(name: str, base: str, prefix: str, count: int) -> Used:
    """Iterate all records with another program's library."""
    code = CLIENTS[name].format(base=base + "/oai", prefix=prefix) + f"\nassert n == {count}, n"
    return measured([sys.executable, "-c", code])


def ours(name: str, base: str, prefix: str, folder: Path) -> Used:
    """Run one of our rows: the command, from its start to its end."""
    place, database, said = OURS[name]
    command = [sys.executable, "-m", "cli.main", "--db", str(folder / database), "harvest", base + place]
    return measured([*command, "--as", "oai", "--source", "bench", "--prefix", prefix, *said])


def one_round(base: str, prefix: str, count: int) -> dict[str, Used]:
    """Run all rows."""
    with tempfile.TemporaryDirectory() as place:
        found = {name: client(name, base, prefix, count) for name in CLIENTS}
        return found | {name: ours(name, base, prefix, Path(place)) for name in OURS}


def tell(rounds: list[dict[str, Used]], count: int) -> None:
    """Print what each row costs, and the ratios that matter."""

    def ratio(name: str, against: str, *, less: str | None = None) -> float:
        return statistics.median((r[name].cpu - (r[less].cpu if less else 0)) / r[against].cpu for r in rounds)

    for name, title in TITLES.items():
        cpu, peak = statistics.median(r[name].cpu for r in rounds), max(r[name].peak for r in rounds)
        print(f"{title:40} {cpu:7.2f} s  {1e6 * cpu / count:6.0f} us/record  {peak:4.0f} MB")
    print(f"first harvest / Sickle                   {ratio('first', 'sickle'):7.2f}  (at most 2.0)")
    print(f"first harvest / oaipmh-scythe            {ratio('first', 'scythe'):7.2f}")
    print(f"everything again / first                 {ratio('again', 'first'):7.1%}  (at most 30 %)")
    print(f"nothing new, less start-up / first       {ratio('nothing', 'first', less='start'):7.1%}  (at most 1 %)")
    print(f"1 % changed, less start-up / first       {ratio('changed', 'first', less='start'):7.1%}  (at most 4 %)")


def memory(count: int, prefix: str) -> None:
    """Print the peaks of two first harvests, one of a tenth of the records."""
    peaks = []
    for number in (count // 10, count):
        with origin(number, prefix) as base, tempfile.TemporaryDirectory() as place:
            peaks.append(ours("first", base, prefix, Path(place)).peak)
    print(
        f"peak of {count // 10} records {peaks[0]:.0f} MB, of {count} {peaks[1]:.0f} MB: {peaks[1] / peaks[0]:.2f} (at most 1.1)"
    )


def main() -> None:
    """Run the rounds and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--prefix", choices=("oai_dc", "marcxml"), default="oai_dc")
    parser.add_argument("--memory", action="store_true")
    told = parser.parse_args()
    if told.memory:
        memory(told.records, told.prefix)
        return
    with origin(told.records, told.prefix) as base:
        rounds = [one_round(base, told.prefix, told.records) for _ in range(told.rounds)]
    print(f"{told.records} records of {told.prefix}, {told.rounds} rounds")
    tell(rounds, told.records)


if __name__ == "__main__":
    main()
