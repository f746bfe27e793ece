"""Which metadata prefix is walked, and which in its place where an origin offers one and does not give it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.selection import Selection
from archive.store import Store, open_store
from harvester.oai.protocol import Format, choose_prefix, ranked
from harvester.options import HarvestOptions
from harvester.run import harvest
from harvester.sources import NamedSource, state_of
from harvester.tally import RunResult
from tests.oai_server import OAI, Answer, Repo, serving

SPACES = {
    "oai_dc": OAI + "oai_dc/",
    "marcxml": "http://www.loc.gov/MARC21/slim",
    "mods": "http://www.loc.gov/mods/v3",
    "didl": "urn:mpeg:mpeg21:2002:02-DIDL-NS",
}


@pytest.fixture
def repo() -> Iterator[Repo]:
    with serving(Repo(25)) as served:
        served.formats = dict(SPACES)
        yield served


@pytest.fixture
def archive(tmp_path: Path, clock: Any) -> Iterator[Store]:
    with open_store(tmp_path / "archive.db", create=True, clock=clock) as opened:
        yield opened


def run(repo: Repo, store: Store, **options: Any) -> RunResult:
    said = {"as_": "oai", "source": "repo", "backoff": 0.0, "retries": 0, "timeout": 2.0, **options}
    return harvest(repo.base, HarvestOptions(**said), store)


def failing(repo: Repo, **answers: Answer) -> None:
    """Let lists in these prefixes be answered so."""
    repo.fault = lambda args, answer, before: (
        answers.get(args.get("metadataPrefix", ""), answer) if args.get("verb") == "ListRecords" else answer
    )


def asked(repo: Repo) -> list[str]:
    return [args["metadataPrefix"] for args in repo.lists() if "metadataPrefix" in args]


def kinds(repo: Repo) -> dict[str, Answer]:
    return {
        "refused": Answer(repo.error("cannotDisseminateFormat")),
        "refused in other words": Answer(repo.error("badArgument")),
        "none match": Answer(repo.error("noRecordsMatch")),
        "an empty list": Answer(repo.page("ListRecords", "")),
        "nothing": Answer(b""),
        "a web page": Answer(b"<html><p>Oops</p></html>"),
        "a broken server": Answer(b"<html>java.lang.NullPointerException</html>", 500),
        "a page that breaks off": Answer(repo.page("ListRecords", "")[:-40]),
    }


KINDS = list(kinds(Repo()))


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_richest_is_taken_where_one_is_not_given(repo: Repo, archive: Store, kind: str) -> None:
    refused = kinds(repo)[kind]
    failing(repo, marcxml=refused, mods=refused)
    result = run(repo, archive)
    assert (result.outcome, result.found) == ("complete", "Repo, oai_dc"), result.reason
    assert len(list(archive.heads(Selection()))) == 25
    assert any("marcxml is offered and not given" in note and "oai_dc" in note for note in result.tally["notes"])
    repo.forget()
    assert run(repo, archive).outcome == "complete"
    assert set(asked(repo)) == {"oai_dc"}
    state = state_of(archive, NamedSource(name="repo", options=HarvestOptions(), target=repo.base), archive.clock())
    assert (state.prefix, state.refused) == ("oai_dc", "marcxml is offered and not given: oai_dc is taken")


def test_the_next_richest_that_brings_something(repo: Repo, archive: Store) -> None:
    failing(repo, marcxml=Answer(repo.error("cannotDisseminateFormat")))
    assert run(repo, archive).found == "Repo, mods"


def test_what_was_named_is_not_replaced(repo: Repo, archive: Store) -> None:
    failing(repo, marcxml=Answer(repo.error("cannotDisseminateFormat")))
    for options, address in (({"prefix": "marcxml"}, repo.base), ({}, repo.base + "?metadataPrefix=marcxml")):
        repo.base = address
        result = run(repo, archive, **options)
        assert (result.outcome, set(asked(repo))) == ("failed", {"marcxml"})
        assert "cannotDisseminateFormat" in (result.reason or "")


def test_a_source_that_has_records_keeps_its_prefix(repo: Repo, archive: Store) -> None:
    assert run(repo, archive).found == "Repo, marcxml"
    failing(repo, marcxml=Answer(repo.error("cannotDisseminateFormat")))
    repo.forget()
    assert run(repo, archive, full=True).outcome == "failed"
    assert set(asked(repo)) == {"marcxml"}


def test_what_fails_in_every_prefix_fails_in_the_richest(repo: Repo, archive: Store) -> None:
    no = Answer(repo.error("cannotDisseminateFormat"))
    failing(repo, marcxml=no, mods=no, oai_dc=no)
    result = run(repo, archive)
    assert (result.outcome, result.found) == ("failed", "Repo, marcxml")
    repo.records.clear()
    repo.fault = None
    assert run(repo, archive, full=True).outcome == "complete"  # empty in every prefix: so it is empty


def test_a_dry_run_falls_back_too(repo: Repo, archive: Store) -> None:
    failing(repo, marcxml=Answer(repo.error("cannotDisseminateFormat")))
    result = run(repo, archive, dry_run=True)
    assert (result.found, result.tally["records_new"]) == ("Repo, mods", 25)


def test_the_richest_first() -> None:
    offered = [Format(prefix=prefix, namespace=space) for prefix, space in SPACES.items()]
    assert ranked(offered) == ("marcxml", "mods", "oai_dc")
    twice = [*offered, Format(prefix="marc21", namespace=SPACES["marcxml"] + "/")]
    assert ranked(twice) == ("marcxml", "marc21", "mods", "oai_dc")
    assert (choose_prefix(twice), choose_prefix([])) == ("marcxml", "oai_dc")
