"""`tocsin roundtrip`: what a format does not hold is told; what it should hold and does not is a failure."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from archive.store import open_store
from schemas.envelope import Envelope, Held
from schemas.formats import csl, formats
from schemas.losses import declared, losses_markdown, round_trips
from schemas.record import ContentsEntry, Contributor, Identifier, Pages, Publisher, Record, Subject, Title
from schemas.roundtrip import Difference, differences, there_and_back
from tests.archive_samples import Harvest, entry, report
from tests.asking import Ask, complained
from tests.conftest import Clock
from tests.corpus_records import corpus
from tests.format_cases import CASES, held

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def shelf(place: Path, clock: Clock) -> Path:
    with open_store(place / "tocsin.db", create=True, clock=clock) as store:
        harvest = Harvest(store, clock)
        harvest.put(report("Harbours", entry("Quays", "5", "9"), publisher=Publisher(name="Port Press", place="Lagos")))
        harvest.put(Record(type="report", subjects=(Subject(term="roads"),)), "untitled")
        harvest.end()
    return place


def test_what_a_format_cannot_hold_is_listed_with_an_example(shelf: Path, ask: Ask) -> None:
    done = ask("roundtrip", "csl", "site:one", "--format", "json")
    assert done.returncode == 0, done
    (row,) = [msgspec.json.decode(line) for line in done.stdout.splitlines()]
    assert (row["field"], row["what"], row["count"], row["example"]) == ("contents", "lost", 1, "site:one")
    assert (row["why"], row["after"]) == ("no place", None)
    assert "1 record: 0 came back equal, 0 left out, 0 could not be read back, 0 losses not documented" in done.stderr
    assert ask("roundtrip", "marc").stderr.splitlines()[-1] == (
        "1 record left out (no title, which the format demands): site:untitled"
    )
    assert ask("roundtrip", "jsonl").stdout == ""


def test_a_loss_that_is_not_documented_is_a_failure(shelf: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csl, "LOSSES", {})
    done = ask("roundtrip", "csl", "site:one")
    assert done.returncode == 1
    assert "NOT DOCUMENTED" in done.stdout
    assert "publisher.place" not in done.stdout, "CSL holds it"


def test_formats_that_make_no_round_trip_are_refused(shelf: Path, ask: Ask) -> None:
    assert "'csv' is written, but not read back" in ask("roundtrip", "csv").stderr
    assert "'pdf' is not a format" in ask("roundtrip", "pdf").stderr
    complained(ask("roundtrip", "ris", "site:none"), 2, "site:none")


def test_the_tables_of_losses_are_those_of_the_code() -> None:
    text = (ROOT / "docs/losses.md").read_text("utf-8")
    assert text == losses_markdown(), "stale: python -m schemas.losses > docs/losses.md"


WHOLE = Record(
    type="report", title=Title(main="Harbours", sub="what the coast pays"), page_count=77, languages=("en",),
    contributors=(Contributor(name="Mira Ostrow", family="Ostrow", given="Mira", kind="person", role="aut"),),
    identifiers=(Identifier(scheme="doi", value="10.5555/harbours"), Identifier(scheme="isbn", value="9783161484100")),
    contents=(ContentsEntry(title="Quays", pages=(Pages(first="5", last="9"),)),),
)  # fmt: skip


def test_differences_are_named_by_path() -> None:
    changed = msgspec.structs.replace(
        WHOLE, title=Title(main="Ports", sub="what the coast pays"), languages=(), identifiers=WHOLE.identifiers[::-1],
        contributors=(msgspec.structs.replace(WHOLE.contributors[0], kind=None),), edition="2nd",
    )  # fmt: skip
    assert list(differences(WHOLE, WHOLE)) == []
    assert list(differences(WHOLE, changed)) == [
        Difference("contributors[aut].kind", "lost", "person"),
        Difference("edition", "added", None, "2nd"),
        Difference("identifiers", "order"),
        Difference("languages", "lost", "en"),
        Difference("title.main", "changed", "Harbours", "Ports"),
    ]


def test_a_declaration_holds_for_what_it_names() -> None:
    losses = {"*.as_printed": "a", "contents.*": "b", "identifiers[lccn]": "c", "contributors.role": "d"}
    assert declared(losses, "dates[issued].as_printed") == "a"
    assert declared(losses, "contents.contributors[aut].name") == "b"
    assert declared(losses, "contents") is None
    assert declared(losses, "identifiers[lccn]") == "c"
    assert declared(losses, "identifiers[isbn]") is None
    assert declared(losses, "contributors[edt].role") == "d"


@pytest.mark.parametrize("form", sorted(round_trips()))
@pytest.mark.parametrize("case", sorted(set(CASES) - {"odd-text"}))  # control characters and markup go nowhere
def test_cases_come_back_but_for_documented_losses(form: str, case: str) -> None:
    assert undeclared(form, [one for one in held(case) if not one.record.deleted]) == []


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(round_trips()))
def test_the_corpus_comes_back_but_for_documented_losses(form: str, shared: Path) -> None:
    reports = [one for one in corpus(shared) if one.host is None]
    assert undeclared(form, reports) == []


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_our_own_formats_lose_nothing(form: str) -> None:
    assert formats()[form].LOSSES == {}
    envelope = Envelope(id="a:b", source="a", key="b", version=1, datestamp="2026-11-24T12:00:00Z")
    assert there_and_back(formats()[form], Held(envelope=envelope, record=WHOLE)) == WHOLE


def undeclared(form: str, items: list[Held]) -> list[tuple[str, str]]:
    """The losses of a format that it does not declare."""
    from schemas.errors import ReadError

    module, found = formats()[form], []
    for one in items:
        try:
            back = there_and_back(module, one)
        except ReadError:
            assert "record" in module.LOSSES
            continue
        for each in differences(one.record, back) if back is not None else ():
            if declared(module.LOSSES, each.path) is None:
                found.append((each.path, each.kind))
    return found
