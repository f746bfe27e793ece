"""The pages of a collection read again, all of it together, as the walk did that kept them."""

from __future__ import annotations

from collections.abc import Mapping

from archive.again import Kept
from archive.shapes import Put
from archive.store import Store
from harvester.command import target_of
from harvester.crossref.collecting import puts_by_capture
from harvester.ingest import Ingest
from harvester.options import HarvestOptions
from schemas.errors import ReadError
from schemas.formats.crossref import deposits_of
from schemas.readers.crossref_hosts import Deposit


def take_again(kept: Kept, ingest: Ingest, options: HarvestOptions, target: str) -> None:
    """Let the works wait to be written that stood in one capture, with the parts that stood in others."""
    if kept.run not in ingest.collections:
        runs = _walked_together(ingest.store, kept.run, target)
        puts = _read(ingest.store, runs, target, options)
        ingest.collections = dict.fromkeys(runs, puts)
    ingest.take(kept.capture, kept.number, lambda: _checked(kept, ingest.collections[kept.run]))


def _checked(kept: Kept, puts: Mapping[int, list[Put]]) -> list[Put]:
    if kept.number in puts:
        return puts[kept.number]
    deposits_of(kept.capture.body)  # says why it cannot be read
    return []


def _walked_together(store: Store, run: int, target: str) -> tuple[int, ...]:
    """Return the runs whose captures make one collection: those of a target that were interrupted, and the one that came to its end."""
    runs = [row for row in store.runs() if target_of(row.command) == target]
    together: list[int] = []
    for row in sorted(runs, key=lambda row: row.number):
        together.append(row.number)
        if row.outcome not in (None, "interrupted"):
            if run in together:
                break
            together = []
    return tuple(together) if run in together else (run,)


def _read(store: Store, runs: tuple[int, ...], target: str, options: HarvestOptions) -> dict[int, list[Put]]:
    """Read the pages of a collection; of an address that was asked twice the later answer counts."""
    rows = [row for run in runs for row in store.captures(run=run) if row.status == 200]
    latest = {row.asked: row.id for row in sorted(rows, key=lambda row: row.id)}
    captures, deposits = {}, list[Deposit]()
    for number in sorted(latest.values()):
        capture = store.capture(number)
        try:
            deposits += deposits_of(capture.body, number)[0]
        except ReadError:
            continue
        captures[number] = capture
    return puts_by_capture(deposits, target, captures, options)
