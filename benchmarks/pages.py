"""Landing pages: crawl and read, crawl, read and store, and a second harvest answered by 304s, against a bare Scrapy spider.

    .venv/bin/python -m benchmarks.pages [--pages 5000] [--rounds 3]

The site is made by number and served from a process of its own; each row is a process of its own, all rows of a round
one after the other; the figures are CPU seconds (user and system) of the whole process, the ratios are of the same round.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.page_site import path

ROWS = {
    "bare": "bare Scrapy spider",
    "read": "crawl and read (dry run)",
    "store": "crawl, read and store",
    "bare304": "bare Scrapy spider, 304s",
    "again": "second harvest, 304s",
}
AIMS = {"read": ("bare", 1.8), "store": ("bare", 2.2), "again": ("bare304", 1.25)}


def bare(base: str, count: int, etags: Path | None) -> dict[str, Any]:
    """A spider that asks for every page and does nothing with it; with `etags` it asks with conditions."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess

    known = json.loads(etags.read_text()) if etags else {}
    seen = {"pages": 0, "bytes": 0}

    class Bare(scrapy.Spider):  # type: ignore[misc]
        name = "bare"
        handle_httpstatus_list = (304,)

        async def start(self) -> Any:
            for number in range(1, count + 1):
                headers = {"If-None-Match": known[path(number)]} if known else {}
                yield scrapy.Request(base + path(number), headers=headers)

        def parse(self, response: Any) -> None:
            seen["pages"] += 1
            seen["bytes"] += len(response.body)

    settings = {
        "CONCURRENT_REQUESTS": 1, "CONCURRENT_REQUESTS_PER_DOMAIN": 1, "CONCURRENT_ITEMS": 1, "DOWNLOAD_DELAY": 0,
        "ROBOTSTXT_OBEY": True, "COOKIES_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False, "LOG_ENABLED": False,
    }  # fmt: skip
    process = AsyncCrawlerProcess(settings)
    process.crawl(Bare)
    process.start()
    return seen


def ours(base: str, database: Path, *, dry_run: bool) -> dict[str, Any]:
    """A harvest of the site's sitemap, as the command does it."""
    from archive.store import open_store
    from harvester.options import HarvestOptions
    from harvester.run import harvest

    with open_store(database, create=True) as store:
        result = harvest(base + "/sitemap.xml", HarvestOptions(dry_run=dry_run, source="bench"), store)
    assert result.outcome == "complete", result.reason
    return {name: value for name, value in result.tally.items() if value}


def row(name: str, base: str, count: int, folder: Path) -> dict[str, Any]:
    """Run one row in this process; returns its counts and CPU seconds."""
    counts: dict[str, Any] = {}
    if name == "etags":
        write_etags(base, count, folder)
    elif name in ("bare", "bare304"):
        counts = bare(base, count, folder / "etags.json" if name == "bare304" else None)
    else:
        counts = ours(base, folder / ("read.db" if name == "read" else "store.db"), dry_run=name == "read")
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024, "counts": counts}


def write_etags(base: str, count: int, folder: Path) -> None:
    """Write down the ETags for the bare spider, as a cache would have them."""
    from benchmarks.page_site import answers

    known = answers(count, base)
    (folder / "etags.json").write_text(
        json.dumps({path(n): known[path(n).encode()][0].decode() for n in range(1, count + 1)})
    )


@contextmanager
def site(count: int) -> Iterator[str]:
    """Serve the site from a process of its own."""
    command = [sys.executable, "-m", "benchmarks.page_site", str(count)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def one_round(base: str, count: int) -> dict[str, dict[str, Any]]:
    """Run all rows, each in a process of its own."""
    found = {}
    with tempfile.TemporaryDirectory() as place:
        for name in ("etags", *ROWS):  # what this process holds would count as the memory of every row
            command = [sys.executable, "-m", "benchmarks.pages", "--row", name, base, str(count), place]
            found[name] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def main() -> None:
    """Run the rounds and print what each row costs, and against what."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--row", nargs=4, metavar=("NAME", "BASE", "COUNT", "FOLDER"), help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.row:
        name, base, count, folder = told.row
        print(json.dumps(row(name, base, int(count), Path(folder))))
        return
    with site(told.pages) as base:
        rounds = [one_round(base, told.pages) for _ in range(told.rounds)]
    print(f"{told.pages} pages, {told.rounds} rounds, CPU seconds (median), ratio within each round (median)")
    for name, title in ROWS.items():
        cpu = statistics.median(one[name]["cpu"] for one in rounds)
        peak = max(one[name]["peak_mb"] for one in rounds)
        line = f"{title:28} {cpu:7.2f} s  {1000 * cpu / told.pages:6.3f} ms/page  {peak:4.0f} MB"
        if name in AIMS:
            against, aim = AIMS[name]
            ratio = statistics.median(one[name]["cpu"] / one[against]["cpu"] for one in rounds)
            line += f"  {ratio:5.2f} x {ROWS[against]} (at most {aim})"
        print(line)
    print(json.dumps({name: rounds[-1][name]["counts"] for name in ROWS}, indent=1))


if __name__ == "__main__":
    main()
