"""Harvesting a repository: first, again, by date, by sets, deletions, debts, splits; on a local server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.selection import Selection
from archive.store import Store, open_store
from harvester.options import HarvestOptions
from harvester.run import harvest
from harvester.tally import RunResult
from tests.oai_server import Answer, Rec, Repo, serving

R = "oai:repo.example:"


@pytest.fixture
def repo() -> Iterator[Repo]:
    with serving(Repo(35)) as served:
        yield served


@pytest.fixture
def archive(tmp_path: Path, clock: Any) -> Iterator[Store]:
    with open_store(tmp_path / "archive.db", create=True, clock=clock) as opened:
        yield opened


def run(repo: Repo, store: Store, **options: Any) -> RunResult:
    said = {"as_": "oai", "source": "repo", "backoff": 0.0, "retries": 1, "timeout": 2.0, **options}
    return harvest(repo.base, HarvestOptions(**said), store)


def titles(store: Store, *, deleted: bool = False) -> dict[str, str]:
    return {
        held.envelope.key.removeprefix(R): (held.record.title.main if held.record.title else "") or ""
        for held in store.heads(Selection(), deleted=deleted)
    }


def complete(result: RunResult) -> RunResult:
    assert (result.outcome, result.exit_code) == ("complete", 0), result.reason
    return result


def test_a_first_harvest_takes_everything_and_the_next_asks_from_there_on(repo: Repo, archive: Store) -> None:
    result = complete(run(repo, archive))
    assert titles(archive) == {str(n): f"Report {n}" for n in range(1, 36)}
    assert result.tally["records_new"] == 35
    assert [args.get("from") for args in repo.lists()] == [None] * 4
    repo.forget()
    assert complete(run(repo, archive)).tally["records_unchanged"] == 0
    assert [args.get("from") for args in repo.lists()] == ["2026-11-24T11:50:00Z"]


def test_found_by_itself(repo: Repo, archive: Store) -> None:
    result = complete(run(repo, archive, as_=None))
    assert result.found == "Repo, oai_dc"
    assert len(titles(archive)) == 35


def test_found_by_itself_where_the_address_does_not_say_it(repo: Repo, archive: Store) -> None:
    repo.base = repo.base.replace("/oai", "/records")
    repo.fault = lambda args, answer, before: answer
    result = run(repo, archive, as_=None)
    assert result.outcome in ("complete", "incomplete", "failed")


def test_everything_sent_again_is_known_by_its_bytes(repo: Repo, archive: Store) -> None:
    complete(run(repo, archive))
    before = archive.stats()
    result = complete(run(repo, archive, full=True))
    assert result.tally["records_unchanged"] == 35
    assert result.tally["pages_unchanged"] == 4
    after = archive.stats()
    assert after["versions"] == before["versions"]
    assert after["bodies"] == before["bodies"]
    assert archive.check(chain=True) == []


def test_only_what_changed_is_read(repo: Repo, archive: Store) -> None:
    complete(run(repo, archive))
    repo.records[R + "7"] = Rec(title="Another title", stamp="2026-11-24T13:00:00Z")
    repo.records[R + "36"] = Rec(title="Report 36", stamp="2026-11-24T13:00:00Z")
    result = complete(run(repo, archive))
    assert (result.tally["records_new"], result.tally["records_changed"]) == (1, 1)
    result = complete(run(repo, archive, full=True))
    assert result.tally["records_unchanged"] == 36
    assert (result.tally["records_new"], result.tally["records_changed"]) == (0, 0)
    assert titles(archive)["7"] == "Another title"


def test_a_datestamp_alone_makes_no_version(repo: Repo, archive: Store) -> None:
    complete(run(repo, archive))
    repo.records = {name: rec._replace(stamp="2026-11-24T12:30:00Z") for name, rec in repo.records.items()}
    result = complete(run(repo, archive))
    assert result.tally["records_unchanged"] == 35
    assert len(archive.history("repo:" + R + "1")) == 1
    result = complete(run(repo, archive, full=True))
    assert result.tally["pages_unchanged"] == 4


def test_day_granularity(archive: Store) -> None:
    with serving(Repo(25, granularity="YYYY-MM-DD")) as repo:
        complete(run(repo, archive))
        repo.forget()
        complete(run(repo, archive))
        assert [args.get("from") for args in repo.lists()] == ["2026-11-23"]
        repo.forget()
        complete(run(repo, archive, since="2024-01-01T10:00:00Z", until="2025-01-01"))
        assert next((a.get("from"), a.get("until")) for a in repo.lists()) == ("2024-01-01", "2025-01-01")


def test_since_and_until_leave_the_increment_alone(repo: Repo, archive: Store) -> None:
    complete(run(repo, archive, since="2024-05-01", until="2024-05-02"))
    repo.forget()
    complete(run(repo, archive))
    assert repo.lists()[0].get("from") is None


def test_a_limit_is_exact_and_never_the_base_of_an_increment(repo: Repo, archive: Store) -> None:
    result = complete(run(repo, archive, limit=13))
    assert len(titles(archive)) == 13
    assert "limit" in " ".join(result.tally["notes"])
    repo.forget()
    complete(run(repo, archive))
    assert repo.lists()[0].get("from") is None
    assert len(titles(archive)) == 35


def test_several_sets(repo: Repo, archive: Store) -> None:
    for n in range(1, 36):
        repo.records[f"{R}{n}"] = Rec(
            title=f"Report {n}", sets=("a",) if n % 3 == 0 else ("b:c",) if n % 3 == 1 else ("d",)
        )
    complete(run(repo, archive, sets=("a", "b")))
    assert len(titles(archive)) == 11 + 12
    repo.forget()
    complete(run(repo, archive, sets=("a", "d")))
    assert [(a.get("set"), a.get("from")) for a in repo.lists() if "set" in a] == [
        ("a", "2026-11-24T11:50:00Z"), ("d", None)]  # fmt: skip
    assert len(titles(archive)) == 35


def test_deletions_and_back_again(repo: Repo, archive: Store) -> None:
    complete(run(repo, archive))
    repo.records[R + "3"] = Rec(stamp="2026-11-24T12:10:00Z", deleted=True)
    complete(run(repo, archive))
    assert "3" not in titles(archive)
    held = archive.get("repo:" + R + "3")
    assert held.record.deleted
    assert held.record.title is not None
    assert held.record.title.main == "Report 3", "the last record stays beside a tombstone"
    repo.records[R + "3"] = Rec(stamp="2026-11-24T12:20:00Z", title="Report 3")
    complete(run(repo, archive))
    assert titles(archive)["3"] == "Report 3"
    assert [row.deleted for row in archive.history("repo:" + R + "3")] == [False, True, False]


def test_the_newest_datestamp_of_a_walk_wins(repo: Repo, archive: Store) -> None:
    new = Rec(stamp="2024-06-01T00:00:00Z", title="Later")
    extra = repo.record(R + "1", Rec(stamp="2024-05-15T00:00:00Z", title="Earlier"))
    repo.records[R + "1"] = new

    def twice(args: Any, answer: Answer, before: int) -> Answer:
        last = args.get("resumptionToken", "").endswith("|30")
        return Answer(answer.body.replace(b"</ListRecords>", extra.encode() + b"</ListRecords>")) if last else answer

    repo.fault = twice
    for _ in range(3):
        complete(run(repo, archive, full=True))
        assert titles(archive)["1"] == "Later"
    assert len(archive.history("repo:" + R + "1")) <= 2


def test_missing_where_no_deletions_are_kept(repo: Repo, archive: Store) -> None:
    repo.deleted = "no"
    complete(run(repo, archive))
    del repo.records[R + "5"]
    complete(run(repo, archive))
    assert archive.debts.missing("repo") == []
    result = complete(run(repo, archive, full=True))
    assert [name for _, name, _ in archive.debts.missing("repo")] == ["repo:" + R + "5"]
    assert result.tally["records_missing"] == 1
    assert "5" in titles(archive), "missing is not deleted"
    repo.records[R + "5"] = Rec(title="Report 5", stamp="2026-11-24T12:30:00Z")
    complete(run(repo, archive))
    assert archive.debts.missing("repo") == []


def test_too_many_missing_are_held(archive: Store) -> None:
    with serving(Repo(100)) as repo:
        repo.deleted = "transient"
        complete(run(repo, archive))
        for n in range(1, 40):
            del repo.records[f"{R}{n}"]
        result = run(repo, archive, full=True)
        assert result.outcome == "incomplete"
        assert "guard" in (result.reason or "")
        assert archive.debts.missing("repo") == []


def test_a_damaged_record_costs_one_record_and_is_a_debt_until_it_comes(repo: Repo, archive: Store) -> None:
    good = repo.records[R + "12"]
    repo.records[R + "12"] = Rec(payload="<oai_dc:dc><dc:title>broken</dc:creator></oai_dc:dc>")
    result = run(repo, archive)
    assert result.outcome == "incomplete"
    assert len(titles(archive)) == 34
    assert [debt.name for debt in archive.debts.owed("repo")] == [R + "12"]
    (apart,) = archive.quarantined()
    assert apart.name == R + "12"
    body = archive.body(apart.capture_id)[apart.start : apart.stop]
    assert body.startswith(b"<record>")
    assert b"broken" in body
    repo.forget()
    assert run(repo, archive).outcome == "incomplete"
    assert [a["identifier"] for a in repo.asked if a["verb"] == "GetRecord"] == [R + "12"]
    assert repo.lists()[0].get("from") == "2026-11-24T11:50:00Z", "a debt holds no window back"
    repo.records[R + "12"] = good
    complete(run(repo, archive))
    assert len(titles(archive)) == 35
    assert archive.debts.owed("repo") == []


def test_waived_damage_makes_no_run_incomplete(repo: Repo, archive: Store) -> None:
    repo.records[R + "12"] = Rec(payload="<oai_dc:dc><dc:title>broken</dc:creator></oai_dc:dc>")
    result = run(repo, archive)
    assert result.run_id
    (apart,) = archive.quarantined()
    archive.waive(apart.number, reason="known to the origin", run=result.run_id)
    complete(run(repo, archive, full=True))
    assert archive.quarantined()[0].waived == "known to the origin"


def test_an_expired_token_restarts_its_window_only(repo: Repo, archive: Store) -> None:
    def expire(args: Any, answer: Answer, before: int) -> Answer:
        late = args.get("resumptionToken", "").endswith("|20") and before == 0
        return Answer(repo.error("badResumptionToken")) if late else answer

    repo.fault = expire
    complete(run(repo, archive))
    assert len(titles(archive)) == 35
    assert len([a for a in repo.lists() if "resumptionToken" not in a]) == 2


def test_a_window_that_is_not_delivered_is_split(repo: Repo, archive: Store) -> None:
    for n in range(1, 36):
        repo.records[f"{R}{n}"] = Rec(title=f"Report {n}", stamp=f"20{10 + n % 12:02d}-05-01T00:00:00Z")

    def too_large(args: Any, answer: Answer, before: int) -> Answer:
        if args.get("verb") == "ListRecords" and answer.body.count(b"<record>") == 10 and "resumptionToken" not in args:
            return Answer(b"<html><body>Too many results</body></html>", 500)
        return answer

    repo.fault = too_large
    complete(run(repo, archive))
    assert len(titles(archive)) == 35
    repo.fault = None
    repo.forget()
    complete(run(repo, archive))
    assert repo.lists()[0].get("from") == "2026-11-24T11:50:00Z"


@pytest.mark.slow
def test_records_one_by_one_where_lists_of_them_fail(repo: Repo, archive: Store) -> None:
    repo.records[R + "9"] = Rec(deleted=True)

    def no_lists(args: Any, answer: Answer, before: int) -> Answer:
        return Answer(b"<html>oops</html>", 500) if args.get("verb") == "ListRecords" else answer

    repo.fault = no_lists
    result = complete(run(repo, archive, retries=0))
    assert len(titles(archive)) == 34, result.tally
    assert len(titles(archive, deleted=True)) == 35
    repo.forget()
    complete(run(repo, archive, retries=0, full=True))
    assert [a for a in repo.asked if a["verb"] == "GetRecord"] == [], "what has not changed is not asked for again"


def test_resumed_where_it_stopped(repo: Repo, archive: Store) -> None:
    def stop(args: Any, answer: Answer, before: int) -> Answer:
        return Answer(b"", 500) if args.get("resumptionToken", "").endswith(("|20", "|30")) else answer

    repo.fault = stop
    result = run(repo, archive, retries=0)
    assert result.outcome == "incomplete" or len(titles(archive)) == 35
    repo.fault = None


def test_other_input_is_refused_record_by_record(repo: Repo, archive: Store) -> None:
    repo.formats["qdc"] = "urn:qdc"
    complete(run(repo, archive))
    result = run(repo, archive, prefix="qdc")
    assert result.outcome == "incomplete"
    assert "use a source of its own, such as repo-qdc" in (result.reason or "")


def test_a_dry_run_writes_nothing(repo: Repo, archive: Store) -> None:
    result = complete(run(repo, archive, dry_run=True))
    assert result.tally["records_new"] == 35
    assert archive.stats()["captures"] == 0
    assert archive.ledger.windows("repo") == []
    complete(run(repo, archive))
    repo.forget()
    assert complete(run(repo, archive, dry_run=True)).tally["records_new"] == 0


def test_no_robots_txt_is_asked_for_an_interface(repo: Repo, archive: Store) -> None:
    complete(run(repo, archive))
    assert all("path" not in args for args in repo.asked)
