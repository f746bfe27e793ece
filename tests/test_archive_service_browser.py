"""The pages in a real browser: hostile text runs nothing and breaks nothing, and a chapter is found, read and taken away."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest

from archive.store import open_store
from tests.conftest import Clock
from tests.service_browser import browsing, missing
from tests.service_lists import SECRET, fill_lists
from tests.service_pages import HOSTILE_PAGES, KINDS
from tests.service_samples import fill, serving

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service on loopback, over an archive with everything, extracts shown."""
    target = str(tmp_path_factory.mktemp("browser") / "archive.db")
    with open_store(target, create=True, clock=Clock()) as store:
        fill(store, Clock())
        fill_lists(store)
    with serving(target, extracts=frozenset({"site", 'o"dd<source>'})) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


def test_hostile_text_runs_nothing_and_breaks_no_page(base: str, browser: Any) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    for path in HOSTILE_PAGES:
        answer = page.goto(base + path)
        assert (
            answer.status == 200 or "%3Cscript%3E/x" in path or "style=%3C" in path or path == "/lists/%3Cscript%3E"
        ), path
        scripts = page.evaluate("[...document.scripts].filter(s => s.type !== 'application/ld+json').map(s => s.src)")
        assert len(scripts) == 1, path
        assert "/static/tocsin.js" in scripts[0], path
        assert page.evaluate("document.images.length") == 0, path
        links = page.evaluate("[...document.links].map(a => a.protocol)")
        assert set(links) <= {"http:", "https:"}, path
        assert page.evaluate("document.querySelectorAll('[onerror],[onclick],[style]').length") == 0, path
        assert page.locator("footer.site").count() == page.locator("main").count() == 1, path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        for data in page.evaluate(
            "[...document.querySelectorAll('script[type=\"application/ld+json\"]')].map(s => s.textContent)"
        ):
            page.evaluate("text => JSON.parse(text)", data)
    page.close()
    assert said == []


def test_a_chapter_is_found_by_its_title_read_and_taken_away_as_marc(base: str, browser: Any) -> None:
    import pymarc

    page = browser.new_page(java_script_enabled=False)
    page.goto(base)
    page.get_by_role("searchbox").fill("weirs")
    page.get_by_role("button", name="Search").click()
    assert page.locator("mark").first.inner_text() == "Weirs"
    page.get_by_role("link", name="Weirs").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Weirs"
    page.get_by_role("link", name="Water and power").first.click()
    assert page.locator(".toc li").count() == 2
    address = page.get_by_role("link", name="MARC 21").get_attribute("href")
    answer = page.request.get(base + address)
    (record,) = pymarc.MARCReader(answer.body(), permissive=False)
    assert record is not None
    assert record.title == "Water and power."
    page.close()


@pytest.mark.parametrize(
    "width", [pytest.param(320, marks=pytest.mark.slow), 390, pytest.param(1280, marks=pytest.mark.slow)]
)
def test_no_page_is_wider_than_its_window(base: str, browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in KINDS.values():
        page.goto(base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()


@pytest.mark.slow
def test_pages_are_worked_by_keyboard_and_say_what_they_are(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{base}/records/site/bridge")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.goto(f"{base}/records/site/bridge")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    for path in KINDS.values():
        page.goto(base + path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("html[lang=en]").count() == 1, path
        assert page.evaluate("[...document.querySelectorAll('input,select,button')].every(e => e.labels?.length || e.textContent.trim() || e.ariaLabel)"), path  # fmt: skip
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), path
    page.close()


def test_a_list_is_opened_with_its_chapter_and_note_and_printed(base: str, browser: Any) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(base)
    page.get_by_role("link", name="Lists", exact=True).click()
    page.get_by_role("link", name="Water and bridges").click()
    reading = page.locator(".readings > li").first
    assert "Begin with the map." in reading.inner_text()
    assert "Read pp.\u00a012–14" in reading.inner_text()
    reading.get_by_role("link", name="Chapter").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Weirs"
    page.go_back()
    page.get_by_role("link", name="APA").click()
    assert "APA Style" in page.locator(".body").inner_text()
    page.emulate_media(media="print", color_scheme="dark")
    for kept in (".readings .note, .readings .told", ".readings .work", "h1"):
        assert page.locator(kept).first.is_visible(), kept
    for gone in ("header.site", "footer.site", ".card", ".readings .links"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    said = words_of(page.pdf())
    assert {"Weirs", "Begin", "essential", "Water"} <= said
    assert not {"Download", "Sources", *re.findall(r"\w+", SECRET)[2:4]} & said
    page.close()


def words_of(pdf: bytes) -> set[str]:
    """Return the words of a printed page."""
    from pypdf import PdfReader

    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return set(re.findall(r"\w+", text))


def test_a_citation_in_another_style_comes_into_the_box(base: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{base}/records/site/bridge")
    before = page.locator("#cited").inner_text()
    page.get_by_role("link", name="IEEE").click()
    page.wait_for_function("before => document.getElementById('cited').innerText !== before", arg=before)
    assert "“Évaluation of the Müller bridge" in page.locator("#cited").inner_text()
    assert page.url.endswith("/records/site/bridge")
    page.close()
