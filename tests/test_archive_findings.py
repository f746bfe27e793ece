"""Findings in the archive: their states over refreshes, waivers of every reach, copies, renamed records, the chain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.findings import Found, place_of
from archive.rekeying import plan, rekey
from archive.selection import Selection
from archive.store import Store, open_store
from archive.waivers import Reach, in_any_entry
from schemas.errors import NotFound, StorageError
from schemas.record import ContentsEntry, Identifier, Series
from tests.archive_samples import Harvest, entry, report

ID = "site:one"
WRONG = (Identifier(scheme="issn-invalid", value="1234-5678"),)


@pytest.fixture
def harvest(store: Store, clock: Any) -> Harvest:
    return Harvest(store, clock)


def judged(store: Store, code: str = "C101", *, keep: bool = True) -> list[Found]:
    return [found for one in store.findings.judged(keep=keep) for found in one.found if found.code == code]


def states(store: Store, code: str = "C101") -> list[tuple[str, str | None]]:
    """What `validate` tells of a rule: what is open or waived, then what is over."""
    now = [(one.state, one.entry_key) for one in judged(store, code)]
    return now + [(one.state, one.entry_key) for one in store.findings.past() if one.code == code]


def waive(store: Store, *reaches: Reach, reason: str = "as printed", until: str | None = None) -> int:
    run = store.begin_run(kind="waive", command="tocsin waive", who="anna")
    count = store.findings.waivers.waive(reaches, run=run, who="anna", reason=reason, until=until)
    store.end_run(run, outcome="complete", reason=reason)
    return count


def untitled(first: str) -> ContentsEntry:
    return entry(None, first, extract=f"The words on page {first} are enough to tell it from all others here")


def test_states_move_when_records_are_judged(store: Store, harvest: Harvest, clock: Any) -> None:
    harvest.put(report("Water", untitled("5"), entry("B", "19")))
    first = judged(store)
    assert [(one.state, one.entry_key, one.back) for one in first] == [("open", "p5", 0)]
    clock.move(days=1)
    assert judged(store)[0].since == first[0].since
    harvest.put(report("Water", entry("A", "5"), entry("B", "19")))
    assert states(store) == [("fixed", "p5")]
    harvest.put(report("Water", untitled("5"), entry("B", "19")))
    (back,) = judged(store)
    assert back.back == 1
    assert back.since
    assert first[0].since
    assert back.since > first[0].since
    assert states(store) == [("open", "p5")]


def test_what_nobody_kept_has_no_past(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", untitled("5")))
    assert [one.since for one in judged(store, keep=False)] == [None]
    assert list(store.findings.past()) == []


def test_a_finding_stays_itself_in_another_place(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", identifiers=WRONG))
    since = judged(store, "I102")[0].since
    harvest.put(report("Water", identifiers=(Identifier(scheme="doi", value="10.5555/a"), *WRONG)))
    assert [(one.path, one.since) for one in judged(store, "I102")] == [("identifiers[1]", since)]
    assert [one for one in store.findings.past() if one.code == "I102"] == []


def test_what_is_deleted_or_suppressed_is_gone_and_comes_back(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", untitled("5")))
    judged(store)
    run = store.begin_run(kind="suppress", command="tocsin suppress", who="anna")
    store.suppressions.suppress([(ID, None)], run=run, who="anna", reason="takedown")
    assert states(store) == [("gone", "p5")]
    store.suppressions.lift([(ID, None)], run=run)
    assert states(store) == [("open", "p5")]


def test_a_waiver_of_one_finding_is_of_its_value(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", identifiers=WRONG))
    (one,) = judged(store, "I102")
    waive(store, Reach(code="I102", id=ID, place=one.place, value=one.value))
    assert [found.state for found in judged(store, "I102")] == ["waived"]
    assert [found.code for found in store.findings.open()] == [
        found.code for judged_ in store.findings.judged() for found in judged_.found if found.code != "I102"
    ]
    harvest.put(report("Water", identifiers=(Identifier(scheme="issn-invalid", value="1234-5670"),)))
    assert [found.state for found in judged(store, "I102")] == ["open"]


def test_a_waiver_of_an_entry_lasts_with_its_key(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", untitled("5"), untitled("19")))
    waive(store, Reach(code="C101", id=ID, entry_key="p19"))
    assert states(store) == [("open", "p5"), ("waived", "p19")]
    harvest.put(report("Water", untitled("3"), untitled("5"), untitled("19")))
    assert states(store) == [("open", "p3"), ("open", "p5"), ("waived", "p19")]
    waive(store, Reach(code="C101", id=ID))
    assert {state for state, _ in states(store)} == {"waived"}


def test_a_waiver_of_a_source_covers_records_to_come(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", series=(Series(title="S", issn="12345679"),), identifiers=WRONG))
    waive(store, Reach(code="I102", source="site", place="series[].issn"))
    assert [(one.place, one.state) for one in judged(store, "I102")] == [
        ("identifiers[]", "open"),
        ("series[].issn", "waived"),
    ]
    harvest.put(report("Fire", series=(Series(title="S", issn="12345679"),)), "two")
    assert [one.state for one in judged(store, "I102") if one.id == "site:two"] == ["waived"]


def test_a_waiver_ends_on_its_day_and_is_taken_back(store: Store, harvest: Harvest, clock: Any) -> None:
    harvest.put(report("Water", untitled("5")))
    waive(store, Reach(code="C101", id=ID), until="2026-12-01")
    assert states(store) == [("waived", "p5")]
    clock.move(days=10)
    assert states(store) == [("open", "p5")]
    assert [one.state for one in store.findings.waivers.listed()] == ["over"]
    waive(store, Reach(code="C101", id=ID), reason="still so")
    (row,) = store.findings.waivers.listed()
    assert (row.state, row.reason, row.until) == ("in force", "still so", None)
    store.findings.waivers.lift([row.number], run=harvest.run)
    assert states(store) == [("open", "p5")]
    with pytest.raises(NotFound, match="no such waiver"):
        store.findings.waivers.lift([row.number], run=harvest.run)
    assert [one.state for one in store.findings.waivers.listed(everything=True)] == ["lifted", "lifted"]
    assert store.findings.waivers.listed() == []


def test_waivers_are_part_of_the_chain(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", untitled("5")))
    waive(store, Reach(code="C101", id=ID))
    judged(store)
    assert store.check(chain=True) == []
    with store.db.writing() as rows:
        rows.do("UPDATE finding SET value = 'x'")
    assert store.check(chain=True) == []
    with store.db.writing() as rows:
        rows.do("UPDATE waiver SET reason = 'forged'")
    assert any("does not fit the chain" in line for line in store.check(chain=True))


def test_copies_have_states_and_waivers(store: Store, harvest: Harvest, tmp_path: Path) -> None:
    harvest.put(report("Water", untitled("5"), untitled("19")))
    waive(store, Reach(code="C101", id=ID, entry_key="p5"))
    before = judged(store)
    store.copy(tmp_path / "copy.db")
    with open_store(tmp_path / "copy.db") as other:
        assert judged(other, keep=False) == before


def test_waivers_go_along_with_records_that_move(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", untitled("5")))
    harvest.put(report("Water", untitled("5")), "new")
    waive(store, Reach(code="C101", id="site:new", entry_key="p5"))
    rekey(store.db, "site", plan(store.db, "site", [("one", "new")]).moves, run=harvest.run, at=store.clock)
    assert [(one.id, one.state) for one in judged(store)] == [("site:new", "waived")]
    (row,) = store.findings.waivers.listed()
    assert (row.reach.id, row.reach.entry_key) == ("site:new", "p5")


def test_an_archive_that_cannot_be_written_is_judged(
    store: Store, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    harvest.put(report("Water", untitled("5")))

    def refuse(self: Any) -> Iterator[Any]:
        raise StorageError("the archive: is read-only")

    monkeypatch.setattr(type(store.db), "writing", refuse)
    assert [one.state for one in judged(store)] == ["open"]
    assert store.findings.unkept == "the archive: is read-only"


def test_findings_are_narrowed_by_a_selection(store: Store, harvest: Harvest) -> None:
    harvest.put(report("Water", untitled("5")))
    harvest.put(report("Fire", untitled("5")), "two")
    judged(store)
    harvest.put(report("Water", entry("A", "5")))
    harvest.put(report("Fire", entry("A", "5")), "two")
    judged(store)
    assert [one.id for one in store.findings.past(Selection(ids=(ID,))) if one.code == "C101"] == [ID]


@given(st.text(min_size=1), st.sampled_from(["", "title", "identifiers[3]", "contributors[0].identifiers[12]"]))
def test_a_path_is_told_apart_into_entry_and_place(key: str, rest: str) -> None:
    found = place_of(f"contents[{key}]" + (f".{rest}" if rest else ""))
    if "]" not in key:
        assert found[0] == key
        assert in_any_entry(*found).startswith("contents[]")
    assert place_of("series[0].issn") == (None, "series[].issn")


def test_the_service_tells_what_is_waived(store: Store, harvest: Harvest) -> None:
    from tests.service_samples import asking

    harvest.put(report("Water", untitled("5"), untitled("19")))
    waive(store, Reach(code="C101", id=ID, entry_key="p5"))
    with asking(store.db.engine.url.render_as_string(hide_password=False)) as client:
        told = client.get("/api/records/site/one/findings").json()["items"]
        page = client.get("/records/site/one").text
    assert {one["path"]: one["state"] for one in told if one["code"] == "C101"} == {
        "contents[p19].title": "open",
        "contents[p5].title": "waived",
    }
    assert '<span class="severity">waived</span>' in page
