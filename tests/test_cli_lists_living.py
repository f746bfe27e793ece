"""Reading lists beside harvests of a served site: at their end every harvest and refresh names what changed, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Page, Site, report, report_path, serving
from tests.test_cli_refresh import tocsin  # noqa: F401 (a fixture)
from tests.test_cli_replay import Here

CHANGED, GONE, WITHOUT_DOI = (3, 14, 25, 36, 58), 41, 50


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        served.publish(60)
        served.pages[report_path(WITHOUT_DOI)] = Page(without_doi(served.base, WITHOUT_DOI))
        yield served


def without_doi(base: str, number: int) -> str:
    return re.sub(r'<meta name="citation_doi"[^>]*>\n', "", report(base, number))


def course(tocsin: Here, site: Site) -> None:  # noqa: F811
    """A list of sixty items, whose records then change at their origin: five, and one is gone, and one has a DOI now."""
    tocsin("sources", "add", "lake", site.base + "/sitemap.xml")
    tocsin("refresh", "lake")
    rows = [f"Week {n // 5 + 1},{key(site, n)}" for n in range(1, 61)]
    Path("course.csv").write_text("section,id\n" + "\n".join(rows) + "\n", "utf-8")
    tocsin("lists", "import", "course.csv")
    assert "list course" not in tocsin.error
    for number in CHANGED:
        site.pages[report_path(number)] = Page(report(site.base, number, title="Another"))
    site.pages[report_path(GONE)] = Page("gone", 410)
    site.pages[report_path(WITHOUT_DOI)] = Page(report(site.base, WITHOUT_DOI))


def key(site: Site, number: int) -> str:
    return f"lake:{site.base}{report_path(number)}" if number == WITHOUT_DOI else f"lake:10.5555/lindwater.{number}"


def waits(tocsin: Here) -> dict[int, str]:  # noqa: F811
    """What standard error says of the list: kinds by item."""
    told = re.findall(r"list course: item (\d+) \S+: ([a-z]+):", tocsin.error)
    assert len(told) == len({number for number, _ in told}), told
    return {int(number): kind for number, kind in told}


EXPECTED = {**dict.fromkeys(CHANGED, "version"), GONE: "deleted", WITHOUT_DOI: "doi"}


@pytest.mark.parametrize("command", ["harvest", "refresh"])
def test_what_changed_of_sixty_items_is_named_exactly(tocsin: Here, site: Site, command: str) -> None:  # noqa: F811
    course(tocsin, site)
    tocsin(command, "lake")
    assert waits(tocsin) == EXPECTED
    tocsin("harvest", "lake", "--dry-run")
    assert waits(tocsin) == {}, "a trial says nothing of lists"
    tocsin("lists", "check", "course", code=1)
    tocsin("lists", "accept", "course", "--all")
    tocsin(command, "lake")
    assert waits(tocsin) == {}
    tocsin("lists", "check", "course")
