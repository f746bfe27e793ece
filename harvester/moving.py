"""A source whose address has changed: it goes on there once the new place shows that it has what the old one had."""

from __future__ import annotations

from typing import Any

from archive.store import Store
from harvester.command import target_of
from harvester.fetch import Fetcher
from harvester.oai.answers import read_answer
from harvester.oai.asking import Failure, Origin
from harvester.oai.protocol import base_url
from harvester.once import ask_once
from harvester.sources import NamedSource
from harvester.target import find_target

KNOWN = 3
"""So many records of a source are asked for at its new address."""

MOVED = "moved to "
"""How the reason of a hold begins that waits for a person to say that a source has moved."""


def former_address(store: Store, named: NamedSource) -> str | None:
    """Return the address where a repository was last harvested, None where that is its address now."""
    if not store.ledger.windows(named.name):
        return None
    for run in store.sources.runs(named.name, ("refresh", "harvest", "accept")):
        if run.outcome in (None, "failed"):
            continue
        told = run.tally.get("moved_to") if run.kind == "accept" else target_of(run.command)
        if isinstance(told, str) and told.startswith("http"):
            now = find_target(named.target, named.options).name
            return base_url(told) if base_url(told) != base_url(now) else None
    return None


def hold_where_moved(store: Store, named: NamedSource) -> dict[str, Any] | None:
    """Hold a repository that has another address and does not show there what it had; None where it may go on.

    Returns the number of the run that says so, and why.
    """
    former = former_address(store, named)
    if former is None:
        return None
    doubt = ask_once(named.target, named.options, lambda fetcher: _doubt(store, named, fetcher), clock=store.clock)
    if doubt is None:
        return None
    reason = f"{MOVED}{named.target}: {doubt}; until now it was {former}"
    with store.lock(named.name):
        run = store.begin_run(kind="refresh", command=f"tocsin refresh {named.name}", who="tocsin", source=named.name)
        if store.holds.open(named.name) is None:
            store.holds.begin(named.name, run=run, reason=reason)
        said = f"held: {reason}; tocsin refresh {named.name} --accept goes on there"
        store.end_run(run, outcome="incomplete", reason=said)
    return {"run_id": run, "reason": said}


async def _doubt(store: Store, named: NamedSource, fetcher: Fetcher) -> str | None:
    """Say why an address is perhaps not that of the source, None where Identify and known identifiers answer."""
    origin = Origin(base_url(named.target), fetcher)
    try:
        await origin.tell("Identify")
    except Failure as failure:  # where nothing answers at all, the run itself says so
        return None if failure.kind == "network" else f"Identify: {failure}"
    prefix = store.ledger.windows(named.name)[-1].prefix
    for key in store.sources.sample(named.name, KNOWN):
        try:
            capture = await origin.capture(origin.address("GetRecord", identifier=key, metadataPrefix=prefix))
        except Failure as failure:
            return f"GetRecord of {key}: {failure}"
        page = read_answer(capture.body)
        if not any(record.header.identifier == key for record in page.records):
            return f"it does not have {key}"
    return None
