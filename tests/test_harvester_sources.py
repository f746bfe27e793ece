"""How named sources are by the archive and the clock: due, failing, held, stale, quiet, swept, disabled, moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from archive.store import Store
from harvester.options import HarvestOptions
from harvester.refresh import backs_off, refresh
from harvester.schedule import length, schedule
from harvester.sources import NamedSource, set_enabled, state_of
from harvester.verdict import accept, reject
from tests.conftest import Clock
from tests.oai_server import Answer, Rec, Repo, serving

R = "oai:repo.example:"


@pytest.fixture
def repo() -> Iterator[Repo]:
    with serving(Repo(12)) as served:
        yield served


def source(repo: Repo, every: str | None = "7d", sweep: str | None = None, **options: Any) -> NamedSource:
    said = {"as_": "oai", "source": "repo", "backoff": 0.0, "retries": 1, "timeout": 2.0, **options}
    return NamedSource(
        every=schedule(every) if every else None, name="repo", options=HarvestOptions(**said), target=repo.base,
        sweep=length(sweep, "sweep") if sweep else None,
    )  # fmt: skip


def failing(args: Any, answer: Answer, before: int) -> Answer:
    return Answer(b"no", 500)


def test_due_failing_and_stale(repo: Repo, store: Store, clock: Clock) -> None:
    named = source(repo)
    state = state_of(store, named, clock())
    assert (state.state, state.is_due(clock()), state.stale, state.last_outcome) == ("due", True, True, None)
    done = refresh(store, named)
    assert (done.outcome, done.exit_code, done.changes["kinds"]) == ("complete", 0, {"new": 12})
    state = state_of(store, named, clock())
    assert (state.state, state.failures, state.stale) == ("waiting", 0, False)
    assert state.due == clock() + timedelta(days=7)
    clock.move(days=30)  # a time that was missed is caught up once
    assert state_of(store, named, clock()).is_due(clock())
    assert state_of(store, named, clock()).stale
    repo.fault = failing
    assert refresh(store, named).exit_code == 4
    for wait in (15, 30, 60):
        state = state_of(store, named, clock())
        assert (state.state, state.due) == ("failing", clock() + timedelta(minutes=wait))
        waits = backs_off(state, clock())
        assert waits is not None
        assert (waits.exit_code, waits.outcome) == (3, "backing off")
        clock.move(minutes=wait)
        assert state_of(store, named, clock()).is_due(clock())
        refresh(store, named)
    repo.fault = None
    assert refresh(store, named).outcome == "complete"
    state = state_of(store, named, clock())
    assert (state.failures, state.due, state.stale) == (0, clock() + timedelta(days=7), False)


def test_a_run_that_was_killed_goes_on_at_once(repo: Repo, store: Store, clock: Clock) -> None:
    store.begin_run(kind="refresh", command="tocsin harvest x", who="tester", source="repo")
    state = state_of(store, source(repo), clock())
    assert (state.last_outcome, state.state, state.is_due(clock())) == ("killed", "failing", True)
    with store.lock("repo"):
        assert state_of(store, source(repo), clock()).state == "running"
        locked = refresh(store, source(repo))
        assert (locked.outcome, locked.exit_code, locked.run_id) == ("locked", 3, None)
    assert refresh(store, source(repo)).outcome == "complete"


def test_a_host_that_asks_to_wait_long_sets_the_next_time(repo: Repo, store: Store, clock: Clock) -> None:
    repo.fault = lambda args, answer, before: Answer(b"later", 503, {"Retry-After": "7200"})
    made = refresh(store, source(repo, "1h"))
    assert made.exit_code == 4
    assert made.due == "2026-11-24T14:00:00Z"


def test_a_sweep_finds_what_was_backdated(repo: Repo, store: Store, clock: Clock) -> None:
    named = source(repo, "1d", "90d")
    assert refresh(store, named).swept is False
    repo.records[R + "3"] = Rec(title="Changed behind our back", stamp="2001-01-01T00:00:00Z")
    clock.move(days=30)
    repo.now = "2026-12-24T12:00:00Z"
    made = refresh(store, named)
    assert (made.swept, made.changes["kinds"]) == (False, {})
    clock.move(days=61)
    made = refresh(store, named)
    assert (made.swept, made.changes["kinds"]) == (True, {"changed": 1})
    assert made.changes["fields"]["title"]["changed"] == 1
    assert refresh(store, named).swept is False


def test_a_source_that_fell_silent_is_named(repo: Repo, store: Store, clock: Clock) -> None:
    for number in range(20, 24):
        repo.records[f"{R}{number}"] = Rec(stamp=f"{clock():%Y-%m-%dT%H:%M:%SZ}")
        repo.now = f"{clock():%Y-%m-%dT%H:%M:%SZ}"
        assert refresh(store, source(repo)).quiet is None
        clock.move(days=7)
    clock.move(days=1)
    assert "nothing new for 8 days; the longest time until now was 7 days" in (refresh(store, source(repo)).quiet or "")


def test_disabled(repo: Repo, store: Store, clock: Clock) -> None:
    set_enabled(store, "repo", False, reason="closed", command="x", who="tester")
    made = refresh(store, source(repo))
    assert (made.outcome, made.exit_code, repo.asked) == ("disabled", 2, [])
    assert state_of(store, source(repo), clock()).state == "disabled"
    set_enabled(store, "repo", True, reason="open", command="x", who="tester")
    assert refresh(store, source(repo)).outcome == "complete"


def test_deleted_back_and_corrected_by_kind(repo: Repo, store: Store, clock: Clock) -> None:
    refresh(store, source(repo))
    clock.move(days=7)
    repo.now = "2026-12-01T12:00:00Z"
    repo.records[R + "1"] = Rec(deleted=True, stamp="2026-11-30T00:00:00Z")
    repo.records[R + "2"] = Rec(title="REPORT 2", stamp="2026-11-30T00:00:00Z")
    repo.records[R + "3"] = Rec(title="Another", stamp="2026-11-30T00:00:00Z")
    repo.records[R + "13"] = Rec(title="New", stamp="2026-11-30T00:00:00Z")
    made = refresh(store, source(repo))
    assert made.changes["kinds"] == {"changed": 1, "cosmetic": 1, "deleted": 1, "new": 1}
    assert "repo: complete, run 2: 1 new, 1 changed, 1 cosmetic, 1 deleted" in list(made.summary())
    clock.move(days=7)
    repo.now = "2026-12-08T12:00:00Z"
    repo.records[R + "1"] = Rec(title="Report 1", stamp="2026-12-07T00:00:00Z")
    assert refresh(store, source(repo)).changes["kinds"] == {"back": 1}


def test_a_source_that_moves_goes_on_where_known_records_answer(repo: Repo, store: Store, clock: Clock) -> None:
    refresh(store, source(repo))
    clock.move(days=7)
    with serving(Repo(12)) as moved:
        moved.now = "2026-12-01T12:00:00Z"
        moved.records[R + "4"] = Rec(title="Changed after the move", stamp="2026-11-30T00:00:00Z")
        made = refresh(store, source(moved))
        assert (made.outcome, made.changes["kinds"]) == ("complete", {"changed": 1})
        assert [args.get("from") for args in moved.lists()] == ["2026-11-24T11:50:00Z"]
        moved.forget()
        refresh(store, source(moved))
        assert [args["verb"] for args in moved.asked if args["verb"] == "GetRecord"] == []


def test_a_move_that_is_in_doubt_is_held(repo: Repo, store: Store, clock: Clock) -> None:
    refresh(store, source(repo))
    with serving(Repo(5)) as moved:
        made = refresh(store, source(moved))
        assert (made.outcome, made.exit_code) == ("incomplete", 3)
        assert "does not have oai:repo.example:" in (made.reason or "")
        assert made.held is not None
        assert moved.lists() == []
        assert refresh(store, source(moved)).exit_code == 3
        assert accept(store, "repo", command="tocsin refresh repo --accept").outcome == "complete"
        assert refresh(store, source(moved)).outcome == "complete"
        assert moved.lists() != []


def test_a_flood_of_deletions_is_held_and_accepted_without_asking(store: Store, clock: Clock) -> None:
    with serving(Repo(60)) as repo:
        refresh(store, source(repo))
        clock.move(days=1)
        repo.now = "2026-11-25T12:00:00Z"
        for number in range(1, 31):
            repo.records[f"{R}{number}"] = Rec(deleted=True, stamp="2026-11-25T00:00:00Z")
        repo.records[R + "61"] = Rec(title="New", stamp="2026-11-25T00:00:00Z")
        made = refresh(store, source(repo))
        assert (made.exit_code, made.changes["kinds"]) == (3, {})
        assert made.held == "30 of 60 live records of repo would go"
        assert state_of(store, source(repo), clock()).state == "held"
        clock.move(days=1)
        repo.now = "2026-11-26T12:00:00Z"
        repo.records[R + "1"] = Rec(title="Back after all", stamp="2026-11-26T00:00:00Z")
        assert refresh(store, source(repo)).exit_code == 3
        repo.forget()
        accepted = accept(store, "repo", command="accept")
        assert (accepted.outcome, repo.asked) == ("complete", [])
        assert accepted.changes["kinds"] == {"back": 1, "deleted": 30, "new": 1}
        assert state_of(store, source(repo), clock()).figures.records == 32
        assert store.check(chain=True) == []


def test_a_rejected_run_leaves_what_was_before(store: Store, clock: Clock) -> None:
    with serving(Repo(60)) as repo:
        refresh(store, source(repo))
        before = [(held.envelope.id, held.record) for held in store.heads()]
        clock.move(days=1)
        repo.now = "2026-11-25T12:00:00Z"
        for number in range(1, 31):
            repo.records[f"{R}{number}"] = Rec(deleted=True, stamp="2026-11-25T00:00:00Z")
        assert refresh(store, source(repo)).exit_code == 3
        assert reject(store, "repo", command="reject").back == 0
        assert [(held.envelope.id, held.record) for held in store.heads()] == before
        assert refresh(store, source(repo)).outcome == "complete"
