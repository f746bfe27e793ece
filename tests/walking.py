"""A harvest of the site on loopback by the real spider, after which the archive must be sound."""

from __future__ import annotations

from typing import Any

from archive.store import Store
from harvester.options import HarvestOptions
from harvester.run import harvest
from harvester.tally import RunResult
from tests.site import Site


def run(site: Site, store: Store, path: str, **options: Any) -> RunResult:
    told = {"backoff": 0.01, "timeout": 1.0, "deadline": 2.0, "retries": 1, "source": "lindwater", **options}
    result = harvest(site.base + path, HarvestOptions(**told), store)
    assert store.check(chain=True) == []
    assert list(store.unread()) == []
    return result
