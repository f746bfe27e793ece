"""`tocsin roundtrip`: what a format does not hold is told; what it should hold and does not is a failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from archive.store import open_store
from schemas.entries import entries_of
from schemas.envelope import Envelope, Held
from schemas.formats import csl, formats
from schemas.losses import declared, losses_markdown, round_trips
from schemas.record import ContentsEntry, Contributor, Identifier, Pages, Publisher, Record, Subject, Title
from schemas.roundtrip import Difference, differences, there_and_back
from tests.archive_samples import Harvest, entry, report
from tests.asking import Ask, complained
from tests.conftest import Clock
from tests.corpus_records import corpus, files
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


def test_entries_are_written_and_read_back_as_records_of_their_own(shelf: Path, ask: Ask) -> None:
    done = ask("roundtrip", "marcxml", "site:one", "--level", "entry", "--format", "json")
    assert done.returncode == 0, done
    assert "1 record: " in done.stderr
    assert {msgspec.json.decode(line)["example"] for line in done.stdout.splitlines()} <= {"site:one#p5"}
    done = ask("roundtrip", "marcxml", "--level", "both")
    assert "3 records: " in done.stderr, "two reports and an entry"
    assert "1 record: " in ask("roundtrip", "ris", "site:one#p5").stderr, "an entry that was named"
    complained(ask("roundtrip", "ris", "--level", "chapter"), 2, "'chapter' is not one of")


def test_a_full_stop_behind_a_label_is_a_mark_in_marc() -> None:
    """An entry that has entries itself keeps their labels, but for the stop that ends them."""
    inner = ContentsEntry(title="Piles", label="A.")
    whole = msgspec.structs.replace(WHOLE, contents=(ContentsEntry(title="Quays", key="p5", entries=(inner,)),))
    envelope = Envelope(id="a:b", source="a", key="b", version=1, datestamp="2026-11-24T12:00:00Z")
    quays, _ = entries_of(Held(envelope=envelope, record=whole))
    back = there_and_back(formats()["marc"], quays)
    assert back is not None
    assert Difference("contents.label", "changed", "A.", "A") in list(differences(quays.record, back))
    assert undeclared("marc", [quays]) == []


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
    reports = [one for one in held(case) if not one.record.deleted]
    assert undeclared(form, reports) == []
    assert undeclared(form, [entry for one in reports for entry in entries_of(one)]) == []


@pytest.mark.slow
@pytest.mark.parametrize("records", [corpus, files])
@pytest.mark.parametrize("form", sorted(round_trips()))
def test_the_corpus_comes_back_but_for_documented_losses(
    form: str, records: Callable[[Path], tuple[Held, ...]], shared: Path
) -> None:
    """Reports, and their entries as records of their own."""
    items = records(shared)
    assert any(one.host for one in items)
    assert undeclared(form, list(items)) == []


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
