"""`tocsin suppress` as people type it: what is held back is in nothing that goes out, is not read again, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from archive import store as store_
from tests import oai_server
from tests.oai_server import Repo
from tests.site import Page, Site, report, report_path, serving
from tests.test_cli_selection import Here, tocsin  # noqa: F401 (fixture)

ID, WHY = "lindwater:harbours", ("--reason", "takedown of 3 May")
SECRET = ("Harbours", "Small harbours")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.publish(3)
        yield served


def test_what_is_suppressed_goes_out_nowhere(tocsin: Here) -> None:  # noqa: F811
    tocsin("correct", ID, "edition", "2nd", "--reason", "from the book")
    assert "1 record held back" in (tocsin("suppress", ID, *WHY) or tocsin.error)
    everything = [
        *(tocsin("export", form, "--level", "both") for form in ("jsonl", "dc", "marcxml", "csv")),
        tocsin("export", "jsonl", "--deleted"), tocsin("export", "jsonl", "--combined"), tocsin("list"),
        tocsin("search", "coast"), tocsin("search", "harbours"), tocsin("changes"), tocsin("show", ID),
        tocsin("show", ID, "--format", "json"), tocsin("validate", "--fail-on", "never"), tocsin("list", "--source", "lindwater"),
    ]  # fmt: skip
    assert not [said for said in everything if any(word in said for word in SECRET)]
    assert "Bread" in everything[0]
    assert "takedown of 3 May" in tocsin("show", ID)
    for past in (("--version", "1"), ("--history",), ("--raw",), ("--diff", "1", "2"), ("--why", "title")):
        assert tocsin("show", ID, *past, code=2) == ""
        assert tocsin.error.count("\n") == 1
        assert f"{ID}: is suppressed: the whole record (" in tocsin.error
    assert [row["kind"] for row in tocsin.lines("changes", "--format", "json") if row["id"] == ID] == [
        "new", "changed", "deleted",
    ]  # fmt: skip
    (row,) = tocsin.lines("suppress", "--list", "--format", "json")
    assert (row["id"], row["reason"]) == (ID, WHY[1])
    tocsin("suppress", ID, "--undo", "--reason", "settled")
    assert "Harbours" in tocsin("show", ID)
    assert "2nd" in tocsin("show", ID, "--history") + tocsin("export", "jsonl", ID)
    tocsin("db", "check", "--chain")


def test_an_entry_is_held_back_alone(tocsin: Here) -> None:  # noqa: F811
    tocsin("suppress", f"{ID}#p5", *WHY, "--until", "2999-01-01")
    said = tocsin("export", "jsonl", "--level", "both") + tocsin("search", "small harbours")
    assert "Small harbours" not in said
    assert "Large ships" in said
    tocsin("show", ID, "--raw", code=2)
    assert "entry p5 until 2999-01-01" in tocsin.error
    tocsin("suppress", f"{ID}#p5", "--undo", "--reason", "settled")
    assert "Small harbours" in tocsin("export", "jsonl")
    tocsin("suppress", f"{ID}#p5", "--undo", "--reason", "again", code=2)
    assert "is not suppressed" in tocsin.error


def test_what_is_wrong_to_type(tocsin: Here) -> None:  # noqa: F811
    for wrong, said in (
        ((ID,), "--reason"),
        (WHY, "give records"),
        ((ID, *WHY, "--until", "2001-01-01"), "has come already"),
        ((ID, *WHY, "--until", "soon"), "soon"),
        ((ID, "--undo", *WHY, "--until", "2999-01-01"), "--until"),
        (("nobody:1", *WHY), "no such record"),
        (("--source", "nobody", *WHY), "no such records"),
        (("--source", "lindwater", "--undo", *WHY), "are held back"),
        ((ID, "--undo", *WHY), "is not suppressed"),
    ):
        tocsin("suppress", *wrong, code=2)
        assert said in tocsin.error, (wrong, tocsin.error)
        assert len([line for line in tocsin.error.splitlines() if line.startswith("tocsin: ")]) == 1
    assert tocsin("suppress", "--list") == ""


def test_a_page_is_not_asked_for_again_until_it_is_let_out(tocsin: Here, site: Site) -> None:  # noqa: F811
    tocsin("harvest", site.base + "/reports/")
    name = str(tocsin.lines("list", "--query", "2: gauge", "--format", "json")[0]["id"])
    tocsin("suppress", name, *WHY)
    site.pages[report_path(2)] = Page(report(site.base, 2, title="Changed"))
    site.forget()
    for _ in range(2):
        assert "1 suppressed" in tocsin("harvest", site.base + "/reports/", "--full")
    assert report_path(2) not in site.paths()
    assert report_path(1) in site.paths()
    assert "1 suppressed" in tocsin("harvest", site.base + report_path(2))
    tocsin("replay")
    assert name not in tocsin("list") + tocsin("list", "--missing")
    tocsin("suppress", name, "--undo", "--reason", "settled")
    assert "Report 2" in tocsin("show", name)
    tocsin("harvest", site.base + "/reports/")
    assert "Changed 2" in tocsin("show", name)


def test_a_record_of_a_list_is_passed_over_and_owed_when_it_is_let_out(tocsin: Here) -> None:  # noqa: F811
    with oai_server.serving(Repo(5)) as repo:
        tocsin("sources", "add", "repo", repo.base, "--as", "oai")
        tocsin("refresh", "repo")
        name = "repo:oai:repo.example:3"
        tocsin("suppress", name, *WHY)
        before = tocsin("show", name)
        rec = repo.records["oai:repo.example:3"]
        repo.records["oai:repo.example:3"] = rec._replace(title="Report 3 anew", stamp=repo.now)
        assert "1 suppressed" in tocsin("harvest", "repo")
        assert tocsin("show", name) == before
        tocsin("suppress", name, "--undo", "--reason", "settled")
        assert "Report 3" in tocsin("show", name)
        tocsin("refresh", "repo")
        assert "Report 3 anew" in tocsin("show", name)
        assert "owed" not in tocsin("refresh", "repo")


def test_an_embargo_ends_when_the_archive_is_next_opened(
    tocsin: Here,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    soon = datetime.now(UTC) + timedelta(days=2)
    tocsin("suppress", ID, *WHY, "--until", soon.date().isoformat())
    assert "harbours" not in tocsin("list")
    monkeypatch.setitem(store_.open_store.__kwdefaults__, "clock", lambda: soon)
    assert "harbours" in tocsin("list")
    assert tocsin("suppress", "--list") == ""
    (change,) = [row for row in tocsin.lines("changes", "--format", "json") if row["kind"] == "back"]
    assert (change["id"], change["cause"]) == (ID, "suppression")


def test_an_archive_that_cannot_be_written_says_that_it_stays_held_back(
    tocsin: Here,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from archive import due
    from schemas.errors import StorageError

    def closed(_: object) -> int:
        raise StorageError("t.db: cannot be written")

    monkeypatch.setattr(due, "let_out", closed)
    assert "harbours" in tocsin("list")
    assert "stays held back: t.db: cannot be written" in tocsin.error
