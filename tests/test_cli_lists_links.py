"""`tocsin lists check --links` against a server of its own: how each link ends, what is remembered, and with what manners."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.store import Put, open_store
from schemas.envelope import Held
from schemas.lists.links import pointers
from schemas.lists.references import held_of
from schemas.lists.shapes import Item
from schemas.record import Identifier, Link, Record, Title
from tests.asking import CHALLENGE, Ask, complained
from tests.site import Page, Site, headless, serving

PATHS = (
    "alive", "moved", "elsewhere", "gone", "away", "login", "wall", "private", "no-head", "liar", "broken", "hops", "later",
)  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        page, to = Page("<h1>Report</h1>"), f"{served.base}/alive"
        served.pages |= {
            "/robots.txt": Page("User-agent: *\nDisallow: /private"),
            "/alive": page,
            "/moved": Page("", 301, {"Location": "/alive"}),
            "/elsewhere": Page("", 302, {"Location": to}),
            "/gone": Page("not here", 404),
            "/away": Page("not here", 410),
            "/login": Page("sign in", 401),
            "/wall": Page(CHALLENGE, 403),
            "/private": page,
            "/no-head": headless(page, 405),
            "/liar": headless(page, 404),
            "/broken": Page("oops", 500),
            "/later": Page("busy", 503, {"Retry-After": "3600"}),
            "/hops": Page("", 302, {"Location": "/hops"}),
        }
        yield served


@pytest.fixture
def listed(place: Path, site: Site, ask: Ask) -> Path:
    """A list of records and a reference; each leads to one path of the site."""
    with open_store("tocsin.db", create=True) as store:
        run = store.begin_run(kind="harvest", command="tocsin harvest", who="tester", source="site")
        puts = [
            Put(source="site", key=path, reader="page/1", record=Record(
                type="report", title=Title(main=f"Report {path}"), links=(Link(url=f"{site.base}/{path}", rel="landing"),)
            ))
            for path in PATHS
        ]  # fmt: skip
        store.put(puts, run=run)
        store.end_run(run, outcome="complete")
    Path("tocsin.toml").write_text(f'retries = 0\n[source.site]\nurl = "{site.base}/"\nas = "listing"\n', "utf-8")
    assert ask("lists", "new", "course").returncode == 0
    for path in PATHS:
        assert ask("lists", "add", "course", f"site:{path}").returncode == 0
    typed = f"Doe, J. (1999). Old ice ({site.base}/gone)."
    assert ask("lists", "add", "course", "--reference", typed).returncode == 0
    return place


def checked(ask: Ask, *more: str) -> tuple[int, dict[str, dict[str, Any]], str]:
    done = ask("lists", "check", "course", "--links", "--format", "json", *more)
    found = {}
    for row in map(json.loads, done.stdout.splitlines()):
        found[(row["link"].rpartition("/")[2] if row["of"] != "reference" else "reference")] = row
    return done.returncode, found, done.stderr


def test_each_link_ends_as_it_is(listed: Path, site: Site, ask: Ask) -> None:
    code, found, said = checked(ask)
    assert code == 1
    assert {path: row["kind"].removeprefix("link ") for path, row in found.items()} == {
        "alive": "alive", "moved": "moved", "elsewhere": "alive", "gone": "gone", "away": "gone", "login": "refused",
        "wall": "refused", "private": "refused", "no-head": "alive", "liar": "alive", "broken": "unreachable",
        "later": "unreachable", "hops": "unreachable", "reference": "gone",
    }  # fmt: skip
    assert found["moved"]["moved_to"] == f"{site.base}/alive"
    assert "robots.txt" in found["private"]["what"]
    assert "challenge" in found["wall"]["what"]
    assert "come back in 3600 s" in found["later"]["what"]
    assert "13 links" in said
    # Two items lead to the dead address: it is told of both and asked once, by HEAD and then by GET.
    methods = [one.method for one in site.asked if one.path == "/gone"]
    assert methods == ["HEAD", "GET"]
    assert [one.method for one in site.asked if one.path == "/no-head"] == ["HEAD", "GET"]
    assert {one.method for one in site.asked if one.path == "/alive"} == {"HEAD"}
    assert site.asked[0].path == "/robots.txt"
    assert "/private" not in site.paths()
    assert {one.headers["User-Agent"].partition("/")[0] for one in site.asked} == {"tocsin"}


def test_what_was_asked_is_remembered_and_what_changed_is_told(listed: Path, site: Site, ask: Ask) -> None:
    checked(ask)
    site.forget()
    code, again, said = checked(ask)
    assert code == 1
    assert site.asked == []
    assert "0 asked now, 13 as remembered" in said
    site.pages["/alive"], site.pages["/gone"] = Page("", 410), Page("back")
    site.forget()
    _, found, _ = checked(ask, "--older-than", "0")
    assert "/broken" in site.paths()
    assert (found["alive"]["kind"], found["alive"]["was"]) == ("link gone", "alive")
    assert found["alive"]["was_at"] == again["alive"]["checked"]
    assert "(was alive on 20" in found["alive"]["what"]
    assert (found["gone"]["kind"], found["gone"]["was"]) == ("link alive", "gone")
    table = ask("lists", "check", "course", "--links").stdout
    assert "link gone" in table
    assert f"{site.base}/gone" in table  # alive again: a change is told
    assert "no-head" not in table


def test_nothing_dead_is_exit_0_and_nobody_is_asked_without_contact(place: Path, site: Site, ask: Ask) -> None:
    with open_store("tocsin.db", create=True):
        pass
    Path("tocsin.toml").write_text(f'[source.site]\nurl = "{site.base}/"\n', "utf-8")
    ask("lists", "new", "course")
    ask("lists", "add", "course", "--reference", f"Doe, J. Old ice. {site.base}/alive")
    assert checked(ask)[0] == 0
    Path("tocsin.toml").write_text("", "utf-8")
    code, found, _ = checked(ask, "--older-than", "0")
    assert (code, found["reference"]["kind"]) == (0, "link refused")
    assert "private address" in found["reference"]["what"]
    ask("lists", "add", "course", "--reference", "Doe, J. New ice. https://doi.org/10.5555/none")
    complained(ask("lists", "check", "course", "--links"), 2, "contact")
    complained(ask("lists", "check", "course", "--older-than", "3d"), 2, "--links")
    complained(ask("lists", "check", "course", "--links", "--older-than", "soon"), 2, "--older-than")


def test_a_host_that_is_not_there_is_left_alone(place: Path, ask: Ask) -> None:
    with open_store("tocsin.db", create=True):
        pass
    with serving() as site:
        base = site.base
    Path("tocsin.toml").write_text(f'retries = 0\n[source.site]\nurl = "{base}/"\n', "utf-8")
    ask("lists", "new", "course")
    for number in range(4):
        ask("lists", "add", "course", "--reference", f"Doe, J. Ice. {base}/{number}")
    done = ask("lists", "check", "course", "--links", "--format", "json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["kind"] for row in rows} == {"link unreachable"}
    assert [row["checked"] is None for row in rows] == [False, False, True, True]
    assert done.returncode == 0


def held(record: Record) -> Held:
    return Held(envelope=held_of(Item(), "x").envelope, record=record)


def test_pointers() -> None:
    def of(typed: str) -> list[str]:
        return [one.url for one in pointers(Item(typed=typed), held(Record()))]

    assert of("Doe (https://x.example/a_(b)). See http://y.example/?q=1.") == [
        "https://x.example/a_(b)",
        "http://y.example/?q=1",
    ]
    assert of("Doe, J. doi:10.5555/ABC.1") == ["https://doi.org/10.5555/abc.1"]
    assert of("no address at all") == []
    record = Record(
        identifiers=(Identifier(scheme="doi", value="10.5555/a"),),
        links=(Link(url="https://doi.org/10.5555/a"), Link(url="https://x.example/c.jpg", rel="cover")),
    )
    assert [one.of for one in pointers(Item(), held(record))] == ["doi"]
    assert pointers(Item(), held(Record(deleted=True))) == ()
