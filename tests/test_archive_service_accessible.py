"""axe (the rules of WCAG 2.2 A and AA, and best practice) over every kind of page in a real browser: wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.store import open_store
from tests.conftest import Clock
from tests.service_browser import browsing, missing
from tests.service_lists import fill_lists
from tests.service_pages import KINDS
from tests.service_samples import fill, serving

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())
SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    target = str(tmp_path_factory.mktemp("axe") / "archive.db")
    with open_store(target, create=True, clock=Clock()) as store:
        fill(store, Clock())
        fill_lists(store)
        for run in (1, 2, 3):
            again = store.begin_run(kind="harvest", command="tocsin harvest", who="tester", source="site")
            store.end_run(
                again, outcome="complete", tally={"records_new": run, "findings_error": 1, "findings_info": 2}
            )
    with serving(target, extracts=frozenset({"site"})) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


def found(page: Any, script: str, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds on a page that is serious or critical, with where it is."""
    page.evaluate(script)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    said = page.evaluate("options => axe.run(options)", options)
    return [
        f"{one['id']}: {node['target']}: {node['html'][:120]}"
        for one in said["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


def script_of_axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("width", "scheme", "rules"),
    [
        (1280, "light", None),
        (390, "dark", None),
        (1280, "dark", ["color-contrast"]),
        (390, "light", ["color-contrast"]),
    ],
)
def test_axe_finds_nothing_serious_on_any_page(
    base: str, browser: Any, width: int, scheme: str, rules: list[str] | None
) -> None:
    script = script_of_axe()
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    wrong = {}
    for name, path in KINDS.items():
        if name == "hostile" and (width, scheme) != (1280, "light"):
            continue  # ten times as much for axe to look at, and the same elements
        page.goto(base + path)
        if said := found(page, script, rules):
            wrong[name] = said
    page.close()
    assert wrong == {}


@pytest.mark.slow
def test_axe_finds_nothing_serious_on_the_pages_that_are_read_most(base: str, browser: Any) -> None:
    script = script_of_axe()
    page = browser.new_page(viewport={"width": 390, "height": 900}, color_scheme="dark", bypass_csp=True)
    for name in ("search", "record", "entry", "list"):
        page.goto(base + KINDS[name])
        assert found(page, script) == [], name
    page.close()


def test_axe_finds_what_is_wrong(browser: Any) -> None:
    page = browser.new_page()
    page.set_content("<html><body><img src=x><a href='#'></a><input></body></html>")
    assert {one.partition(":")[0] for one in found(page, script_of_axe())} >= {"image-alt", "label", "link-name"}
    page.close()
